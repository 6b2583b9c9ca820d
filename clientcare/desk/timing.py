"""The times on offer to a caller, the sentence that offers them, and who can be put through to."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from callbacks.models import Block, Callback, DiaryEntry
from callbacks.offers import Choice, Offer, Offers, held_elsewhere, offers_for
from callbacks.policies import calendar_of
from callbacks.rules import CallKind, PromiseType, SlotNotOffered, call_kind, offer_sentence
from callbacks.services import may_write_to
from callbacks.team import helpers_for, least_loaded
from clientcare.desk.callers import Caller
from clientcare.desk.forms import KEEP
from clientcare.desk.suits import when_suits
from practice.calendar import WorkingCalendar
from practice.models import Matter, User


@dataclass(frozen=True, slots=True)
class Handset:
    """Somebody a caller can be put through to, and until when they are not available."""

    user: User
    why: str
    away_until: datetime | None


def times(
    user: User,
    owner: User | None,
    matter: Matter | None,
    caller: Caller | None,
    typed: Mapping[str, str],
    now: datetime,
    calendar: WorkingCalendar,
) -> dict[str, Any]:
    """Return the times on offer, the sentence that offers them, and what is being promised."""
    if owner is None or typed.get("private"):
        return {"offers": None}
    party, helpers = caller.party if caller else None, least_loaded(helpers_for(owner, matter), matter)
    suits = when_suits(typed, owner, calendar=calendar_of(owner), now=now)
    asked = suits.offers(owner, helpers, now=now, holder=user, caller=party)
    offers = asked or offers_for(
        owner, helpers, calendar=calendar, now=now, holder=user, caller=party, kind=_kind(typed), said=_said(typed)
    )
    open_call = caller.open_call if caller else None
    mailboxes = caller.party.contacts.usable_emails(calendar.local_date(now)) if caller else None
    mailbox = caller is not None and may_write_to(caller.party) and mailboxes is not None and mailboxes.exists()
    chosen = next((one for one in _all(offers) if one.value == typed.get("slot")), None)
    later = [one for one in offers.more if one.adviser == owner]
    team = [one for one in offers.more if one.adviser != owner]
    elsewhere = held_elsewhere([owner, *(person for person, _ in helpers)], by=user, now=now)
    return {
        "offers": offers,
        "untimed": [offers.untimed] if offers.untimed else [],
        "later": later,
        "later_words": owner.name,
        "team": team,
        "team_names": ", ".join(dict.fromkeys(one.adviser.name for one in team)),
        "held_elsewhere": elsewhere,
        "times_seen": _stamp(offers, elsewhere, open_call),
        "suits": suits,
        "nothing_then": suits.reading is not None and asked is None,
        "says": suits.sentence(asked, sorry=open_call is not None, now=now)
        if asked
        else _sentence(owner, offers, open_call, calendar, now),
        "open_call": open_call,
        "promised": next(iter(open_call.current), None) if open_call else None,  # type: ignore[attr-defined]
        "chosen": chosen,
        "keep": KEEP,
        "can_mail": mailbox,
    }


def handsets_of(owner: User, matter: Matter | None, now: datetime) -> list[Handset]:
    """Return who can be put through to, those who are available first."""
    people = [(owner, ""), *helpers_for(owner, matter)]
    away: dict[int, datetime] = {}
    for block in Block.objects.at(now).filter(adviser__in=[person for person, _ in people]):
        away[block.adviser_id] = max(block.until, away.get(block.adviser_id, block.until))
    handsets = [Handset(person, why, away.get(person.pk)) for person, why in people]
    return sorted(handsets, key=lambda one: one.away_until is not None)


def _all(offers: Offers) -> list[Offer]:
    return [*offers.first, *offers.more, *([offers.untimed] if offers.untimed else [])]


def _kind(typed: Mapping[str, str]) -> CallKind:
    """Return by which standard the call is returned, as the slip stands."""
    return call_kind(
        urgency=typed.get("urgency", ""),
        relation=typed.get("relation", ""),
        action=typed.get("action", ""),
        names_deadline=bool(typed.get("deadline")),
    )


def _said(typed: Mapping[str, str]) -> datetime | None:
    """Return until when the caller was told already that somebody rings: it does not move on with the clock."""
    try:
        choice = Choice.parse(typed.get("slot", ""))
    except SlotNotOffered:
        return None
    return choice.starts_at if choice.kind == PromiseType.WITHIN else None


def _stamp(offers: Offers, elsewhere: Sequence[DiaryEntry], open_call: Callback | None) -> str:
    """Return a word that changes with anything a reader could see among the times."""
    shown = [one.value for one in _all(offers)]
    seen = repr((shown, [one.pk for one in elsewhere], open_call.pk if open_call else None))
    return hashlib.sha256(seen.encode()).hexdigest()[:16]


def _sentence(owner: User, offers: Offers, open_call: Callback | None, calendar: WorkingCalendar, now: datetime) -> str:
    """Say when this person returns calls and offer the times; never why they are not there (domain D03)."""
    sorry = "I am sorry we have not rung you back yet. " if open_call else ""
    if offers.hours is None:
        return f"{sorry}{owner.formal_name} is not available at the moment. May I take a message?"
    said = [calendar.local(one.starts_at) for one in offers.first]
    return sorry + offer_sentence(
        owner.formal_name,
        on=said[0].date(),
        today=calendar.local_date(now),
        starts=offers.hours.starts,
        ends=offers.hours.ends,
        times=[one.time() for one in said],
    )
