"""What is done otherwise for somebody, as pages, letters and calls ask it. Fetch parties with their `needs`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from practice.errors import Refusal
from practice.models import Adjustment, Need, Party

#: A longer appointment takes so many times the usual one.
LONGER: Final = 2
#: What to do where nobody wrote anything else.
USUAL_WORDS: Final[Mapping[Adjustment, str]] = {
    Adjustment.LARGE_PRINT: "Letters are printed at 16 point by themselves. Anything else on paper: the same size.",
    Adjustment.PLAIN_TEXT: "Client care letters go as plain text too, by themselves. Anything else: send its text too.",
    Adjustment.BRAILLE: "Send each letter in braille too.",
    Adjustment.AUDIO: "Send each letter as a recording too.",
    Adjustment.EASY_READ: "Send each letter in easy read too.",
    Adjustment.COLOURED_PAPER: "Print on the coloured paper they asked for.",
    Adjustment.INTERPRETER: "Have an interpreter on calls and in meetings.",
    Adjustment.SIGN_LANGUAGE: "Have a sign language interpreter in meetings.",
    Adjustment.RELAY_SERVICE: "Ring through the relay service, and take their calls through it.",
    Adjustment.CALL_ONLY_TIMES: "Ring in the hours of the rules of contact only.",
    Adjustment.NO_VOICEMAIL: "Leave no message.",
    Adjustment.ONE_POINT_OF_CONTACT: "Put them through to their own person and nobody else.",
    Adjustment.PLAIN_SUMMARY_AFTER_CALL: "After each call send what was said, short and plain.",
    Adjustment.LONGER_APPOINTMENTS: "Allow twice the usual time.",
    Adjustment.BREAKS: "Offer a break every half hour.",
    Adjustment.QUIET_ROOM: "Book the quiet room.",
    Adjustment.CHAPERONE: "Wait for the person they bring with them.",
    Adjustment.HOME_VISIT: "Offer to come to them.",
}
#: These two are rules of contact (practice.reach), and said and kept by those alone.
KEPT_BY_RULES: Final = frozenset({Adjustment.CALL_ONLY_TIMES, Adjustment.NO_VOICEMAIL})
#: What the letter printer cannot do: somebody has to.
_BY_HAND: Final[Mapping[Adjustment, str]] = {
    Adjustment.BRAILLE: "in braille",
    Adjustment.AUDIO: "as a recording",
    Adjustment.EASY_READ: "in easy read",
    Adjustment.COLOURED_PAPER: "on coloured paper",
}
_ICONS: Final[Mapping[Adjustment, str]] = {
    **dict.fromkeys((*_BY_HAND, Adjustment.LARGE_PRINT, Adjustment.PLAIN_TEXT), "page"),
    Adjustment.INTERPRETER: "speech",
    Adjustment.SIGN_LANGUAGE: "speech",
    Adjustment.RELAY_SERVICE: "phone",
    Adjustment.ONE_POINT_OF_CONTACT: "person",
    Adjustment.PLAIN_SUMMARY_AFTER_CALL: "pen",
    Adjustment.LONGER_APPOINTMENTS: "clock",
    Adjustment.BREAKS: "pause",
    Adjustment.QUIET_ROOM: "door",
    Adjustment.CHAPERONE: "people",
    Adjustment.HOME_VISIT: "building",
}


class NeedStands(Refusal):
    """An agreed adjustment says otherwise than the rules of contact would."""

    code = "need_stands"


@dataclass(frozen=True, slots=True)
class Shown:
    """One adjustment as screens show it: an icon, what it is, what to do. Never why."""

    icon: str
    label: str
    words: str


def in_force(party: Party | None, on: date) -> Sequence[Need]:
    """Return what holds on a day, in the order of the list of adjustments; without a query if fetched."""
    if party is None:
        return []
    order = list(Adjustment)
    held = [need for need in party.needs.all() if need.is_in_force(on)]
    return sorted(held, key=lambda need: (order.index(Adjustment(need.adjustment)), need.language))


def shown(party: Party | None, on: date) -> list[Shown]:
    """Return what stands beside the rules of contact; those that the rules say themselves are not said twice."""
    return [
        Shown(_ICONS[Adjustment(need.adjustment)], need.label, need.words)
        for need in in_force(party, on)
        if need.adjustment not in KEPT_BY_RULES
    ]


def wants_large_print(party: Party | None, on: date) -> bool:
    return _is_agreed(Adjustment.LARGE_PRINT, party, on)


def wants_plain_text(party: Party | None, on: date) -> bool:
    """Say if what we send them goes as plain text too, for a screen reader or by choice."""
    return _is_agreed(Adjustment.PLAIN_TEXT, party, on)


def _is_agreed(adjustment: Adjustment, party: Party | None, on: date) -> bool:
    return any(need.adjustment == adjustment for need in in_force(party, on))


def minutes_for(parties: Iterable[Party], on: date, *, usual: int) -> tuple[int, tuple[Party, ...]]:
    """Return how long an appointment with these people takes, and with whom a longer one is agreed."""
    longer = tuple(
        party
        for party in parties
        if any(need.adjustment == Adjustment.LONGER_APPOINTMENTS for need in in_force(party, on))
    )
    return usual * LONGER if longer else usual, longer


def by_hand(party: Party | None, on: date) -> tuple[str, ...]:
    """Return in what forms a letter is needed that the printer cannot make: ("in braille", "in Polish")."""
    found = []
    for need in in_force(party, on):
        if need.adjustment == Adjustment.INTERPRETER:
            found.append(f"in {need.language}")
        elif need.adjustment in _BY_HAND:
            found.append(_BY_HAND[Adjustment(need.adjustment)])
    return tuple(found)


def said_in_letters(party: Party, on: date) -> tuple[str, ...]:
    """Return what is arranged for somebody, as their own letter says it: ("large print", "Polish interpreter")."""
    return tuple(
        need.label if need.language else f"{need.label[:1].lower()}{need.label[1:]}" for need in in_force(party, on)
    )


def check_rules(party: Party, on: date, *, voicemail_is_safe: bool, has_hours: bool) -> None:
    """:raises NeedStands: if the rules of contact would no longer keep what was agreed"""
    agreed = set(party.needs.not_over(on).values_list("adjustment", flat=True))
    if voicemail_is_safe and Adjustment.NO_VOICEMAIL in agreed:
        raise NeedStands("It is agreed with them that no message is left. End that adjustment first.")
    if not has_hours and Adjustment.CALL_ONLY_TIMES in agreed:
        raise NeedStands("It is agreed with them that they are rung at set times only. End that adjustment first.")
