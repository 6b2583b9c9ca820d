"""Whose word a matter moves on: what an instruction stands at once everybody it needs has spoken. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices

from practice.errors import Refusal, WorldMoved


class Stance(TextChoices):
    """What an entry is to the instruction that it is about; one that is about none begins a new one."""

    NEW = "new", "Instructs"
    AGREES = "agrees", "Agrees"
    DIFFERS = "differs", "Wants something else"
    WITHDRAWS = "withdraws", "Takes it back"


class Authority(TextChoices):
    """By what right whoever spoke may instruct us."""

    CLIENT = "client", "The client"
    POSITION = "position", "Instructs for the body"
    ACTS = "acts", "Acts for the client by law"
    NAMED = "named", "With the client’s authority"


class Channel(TextChoices):
    IN_PERSON = "in_person", "Face to face"
    PHONE = "phone", "By telephone"
    VIDEO = "video", "By video"
    EMAIL = "email", "By e-mail"
    LETTER = "letter", "By letter"
    MESSAGE = "message", "By text or message"


class Standing(TextChoices):
    """What we may do with an instruction; the value is the tone in which a page says it."""

    MAY_ACT = "kept", "May be acted on"
    WAITS = "soon", "Do not act yet"
    CONFLICT = "late", "Do not act: they disagree"
    BACK = "calm", "Taken back"


class BadInstruction(Refusal):
    """What was typed cannot have been so."""

    code = "bad_instruction"

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


class MovedOn(WorldMoved):
    """The entry was put right, or whoever gave it left the matter, since the page was drawn."""

    code = "instruction_moved_on"


@dataclass(frozen=True, slots=True)
class Said:
    """One entry as the rules need it. ``is_own``: by the client or whoever may speak in their place."""

    pk: int
    client: int
    stance: Stance
    about: int | None
    given_at: datetime
    is_own: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    standing: Standing
    sentence: str


def check_said(words: str, given_at: datetime, *, now: datetime) -> None:
    """
    Refuse an entry that says nothing, or was given at a time to come.

    :raises BadInstruction: naming the field
    """
    if not words.strip():
        raise BadInstruction("Enter what they asked for, in their words.", "words")
    if given_at > now:
        raise BadInstruction("That time is still to come. When did they say it?", "at")


def check_authority(authority: Authority, *, name: str, shown_by: str) -> None:
    """
    Refuse somebody else's word without their name and what shows that they may (domain 2.1, S25).

    :raises BadInstruction: naming the field
    """
    if authority in {Authority.CLIENT, Authority.POSITION}:
        return
    if not name.strip():
        raise BadInstruction("Enter the name of whoever gave it.", "name")
    if not shown_by.strip():
        raise BadInstruction("Enter what shows that they may: a power of attorney, a letter of the client.", "shown_by")


def verdict(said: Sequence[Said], clients: Mapping[int, str], *, all_must_agree: bool) -> Verdict:
    """
    Judge one instruction with everything said about it. ``clients``: those of the matter now, with their names.

    Each client's latest word counts. Somebody with authority alone is no confirmation by the client.
    """
    latest: dict[int, Said] = {}
    for one in sorted(said, key=lambda one: (one.given_at, one.pk)):
        latest[one.client] = one
    behind = {pk for pk, one in latest.items() if one.stance in {Stance.NEW, Stance.AGREES}}
    against = {pk for pk, one in latest.items() if one.stance == Stance.DIFFERS}
    if not behind:
        return Verdict(Standing.BACK, "Nobody stands by it any more.")
    if against:
        differing = f"{_names(against, clients)} {'wants' if len(against) == 1 else 'want'} something else"
        return Verdict(Standing.CONFLICT, f"Do not act on it: {differing} than {_names(behind, clients)}.")
    confirmed = {one.client for one in said if one.is_own and one.stance in {Stance.NEW, Stance.AGREES}}
    if doubtful := behind - confirmed:
        return Verdict(Standing.WAITS, f"Do not act yet: confirm it with {_names(doubtful, clients)} directly.")
    if all_must_agree and (silent := set(clients) - behind):
        has = "has" if len(silent) == 1 else "have"
        return Verdict(Standing.WAITS, f"Do not act yet: {_names(silent, clients)} {has} not agreed, and all must.")
    return Verdict(Standing.MAY_ACT, "May be acted on.")


def threads(said: Iterable[Said]) -> dict[int, list[Said]]:
    """Gather entries under the instruction that they are about, by the number of that."""
    found: dict[int, list[Said]] = {}
    for one in said:
        found.setdefault(one.about or one.pk, []).append(one)
    return found


def _names(who: Collection[int], clients: Mapping[int, str]) -> str:
    return " and ".join(clients.get(pk, "a former client") for pk in sorted(who))
