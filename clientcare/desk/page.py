"""What the desk shows for a slip as it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core import signing

from callbacks.models import Block, Callback, Fact, PutThrough
from callbacks.offers import Offer, Offers, helpers_for, offers_for
from callbacks.policies import calendar_of
from callbacks.rules import offer_sentence
from callbacks.services import may_write_to
from clientcare.desk import board
from clientcare.desk.callers import Caller, Found, find, known, phone_of, same_named, with_people
from clientcare.desk.drafts import drafts_of
from clientcare.desk.forms import KEEP, CallSlip
from clientcare.desk.holding import talk
from clientcare.desk.suits import when_suits
from practice import phrases
from practice.calendar import WorkingCalendar
from practice.inputs import row_number
from practice.matching.lookalikes import Lookalike, looks_like
from practice.models import Matter, MatterRole, User
from practice.office import load_calendar, local_date, main_office
from practice.organisations import positions_of
from practice.sharing import MayBeTold, on_matter
from practice.statuses import may_be_reached, notes_of, whom_instead

_SALT = "desk.verified"
#: What was typed and stays when another caller is picked.
_WHOEVER_RINGS = ("form_key", "subject", "message", "urgency", "taken", "names", "key_date", "time_is_running")
_THROUGH_FOR = timedelta(minutes=15)  # somebody who has not come back by then was answered


@dataclass(frozen=True, slots=True)
class Handset:
    """Somebody a caller can be put through to, and until when they are not available."""

    user: User
    why: str
    away_until: datetime | None


def calendar_for(user: User) -> WorkingCalendar:
    """Return the calendar of the desk's own office."""
    return load_calendar(user.department.office if user.department else main_office())


def context(
    user: User,
    now: datetime,
    *,
    typed: Mapping[str, str],
    q: str = "",
    form: CallSlip | None = None,
    **bound: Any,
) -> dict[str, Any]:
    """Return the page for what is typed; with ``form``, that form, refused or wrong, as it was sent."""
    calendar = calendar_for(user)
    found = find(q, user)
    if not typed.get("party") and not typed.get("private") and found.only_one is not None:
        only = known(found.only_one.party.pk, user, on=calendar.local_date(now))
        typed = picked(typed, only, only.first_matter, on=calendar.local_date(now)) if only else typed
        found = Found((), ())
    caller = known(row_number(typed["party"]), user, on=calendar.local_date(now)) if typed.get("party") else None
    matter = caller.matter_of(typed.get("matter")) if caller else None
    owner = _owner(typed)
    first = {"urgency": "next", "time_is_running": "unknown"}
    slip = form or CallSlip(initial={**first, **typed}, now=now, calendar=calendar)
    local_now = calendar.local(now)
    return {
        "now": local_now,
        "today": local_now.date(),
        "form": slip,
        "typed": typed,
        "q": q,
        "found": found,
        "is_open": bool(caller or typed.get("private") or typed.get("caller_name") or bound.get("unknown")),
        "their_name": caller.party.full_name if caller else typed.get("caller_name") or "the caller",
        "is_private": bool(typed.get("private")),
        "caller": caller,
        "matter": matter,
        "role": caller.role_on(matter) if caller else None,
        "notes": notes_of([caller.party])[caller.party.pk] if caller else [],
        "instead": whom_instead(caller.party, matter=matter) if caller else "",
        "positions": with_people(positions_of(caller.party, user, on=calendar.local_date(now)), user) if caller else [],
        "same_named": same_named(caller, user) if caller else [],
        "lookalikes": _like(typed, user) if caller is None else [],
        "owner": owner,
        "handsets": _handsets(owner, matter, now) if owner else [],
        "drafts": drafts_of(user),
        "handed": PutThrough.objects.visible_to(user)
        .filter(by=user, came_back_at=None, at__gt=now - _THROUGH_FOR)
        .select_related("to"),
        "board": board.today(user, now, calendar=calendar),
        **say(caller, matter, typed),
        **talk(caller, matter, typed, now),
        "others_told": _others_told(caller, matter, on=calendar.local_date(now)),
        **times(user, owner, matter, caller, typed, now, calendar),
        **bound,
    }


def picked(typed: Mapping[str, str], caller: Caller, matter: Matter | None, *, on: date) -> dict[str, str]:
    """Return the slip with a caller put in: what was said stays, what belonged to somebody else goes."""
    kept = {name: typed[name] for name in _WHOEVER_RINGS if name in typed}
    return {
        **kept,
        "party": str(caller.party.pk),
        "matter": str(matter.pk) if matter else "",
        "number": phone_of(caller.party, on=on) if may_be_reached(caller.party) else "",
        "for_staff": str(matter.fee_earner_id) if matter else typed.get("for_staff", ""),
    }


def passing(typed: Mapping[str, str], to: int, q: str) -> dict[str, str]:
    """Return the slip that takes only a name and a number for one person (decisions 32)."""
    named = q if any(letter.isalpha() for letter in q) else ""
    kept = {name: typed[name] for name in ("form_key", "message") if name in typed}
    digits = "" if named else q
    return {**kept, "private": "1", "for_staff": str(to), "caller_name": named, "number": digits}


def day_of(user: User, now: datetime) -> date:
    """Return the date at the desk's own office, without its calendar."""
    return local_date(user.department.office if user.department else main_office(), now)


def token(caller: Caller, matter: Matter, form_key: str) -> str:
    """Sign that the facts of this caller agreed on this slip; the status is sent for nothing less."""
    return signing.dumps([caller.party.pk, matter.pk, form_key], salt=_SALT)


def say(caller: Caller | None, matter: Matter | None, typed: Mapping[str, str]) -> dict[str, Any]:
    """
    Return what may be said about the matter: the approved sentence only after both facts (domain 5.1).

    To a client, and to whom every client of the matter lets us say where things stand; to nobody else.
    """
    role = caller.role_on(matter) if caller else None
    is_client = role is not None and role.role == MatterRole.CLIENT
    told = caller.told_on(matter) if caller and not is_client else None
    may_hear = matter is not None and matter.reference is not None
    may_hear = may_hear and (is_client or (told is not None and told.covers_status))
    is_them = caller is not None and caller.party.died_on is None
    checkable = may_hear and caller is not None and is_them and bool(caller.birthday and caller.party.postcode)
    proved = False
    if checkable and caller and matter and typed.get("verified") and all(typed.get(fact) for fact in Fact.values):
        try:
            proved = signing.loads(typed["verified"], salt=_SALT) == [caller.party.pk, matter.pk, typed.get("form_key")]
        except signing.BadSignature:
            proved = False
    return {
        "is_client": is_client,
        "told": told,
        "checkable": checkable,
        "status": matter if proved else None,
        "verified": typed.get("verified", "") if proved else "",
    }


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
    party, helpers = caller.party if caller else None, helpers_for(owner, matter)
    suits = when_suits(typed, owner, calendar=calendar_of(owner), now=now)
    asked = suits.offers(owner, helpers, now=now, holder=user, caller=party)
    offers = asked or offers_for(owner, helpers, calendar=calendar, now=now, holder=user, caller=party)
    open_call = caller.open_call if caller else None
    mailboxes = caller.party.contacts.usable_emails(calendar.local_date(now)) if caller else None
    mailbox = caller is not None and may_write_to(caller.party) and mailboxes is not None and mailboxes.exists()
    chosen = next((one for one in (*offers.first, *offers.more) if one.value == typed.get("slot")), None)
    return {
        "offers": offers,
        "more_names": _more_names(offers, owner),
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


def _like(typed: Mapping[str, str], user: User) -> Sequence[Lookalike]:
    """Return whom somebody new looks like; nobody where only a name and a number are taken to pass on."""
    if typed.get("private"):
        return []
    return looks_like(name=typed.get("caller_name", ""), phone=typed.get("number", ""), user=user)


def _others_told(caller: Caller | None, matter: Matter | None, *, on: date) -> list[MayBeTold]:
    """Return who else may be told of a client's matter, by every client's consent."""
    role = caller.role_on(matter) if caller else None
    if matter is None or role is None or role.role != MatterRole.CLIENT:
        return []
    return [one for one in on_matter(matter, list(matter.clients()), on=on) if one.holds]


def _owner(typed: Mapping[str, str]) -> User | None:
    chosen = typed.get("for_staff", "")
    if not chosen.isdecimal():
        return None
    people = User.objects.working().select_related("department__office", "substitute__department__office")
    return people.filter(pk=int(chosen)).first()


def _handsets(owner: User, matter: Matter | None, now: datetime) -> list[Handset]:
    """Return who can be put through to, those who are available first."""
    people = [(owner, ""), *helpers_for(owner, matter)]
    away: dict[int, datetime] = {}
    for block in Block.objects.at(now).filter(adviser__in=[person for person, _ in people]):
        away[block.adviser_id] = max(block.until, away.get(block.adviser_id, block.until))
    handsets = [Handset(person, why, away.get(person.pk)) for person, why in people]
    return sorted(handsets, key=lambda one: one.away_until is not None)


def _more_names(offers: Offers, owner: User) -> str:
    return ", ".join(dict.fromkeys(one.adviser.name for one in offers.more if one.adviser != owner))


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


def in_words(offer: Offer, calendar: WorkingCalendar, now: datetime) -> str:
    """Say what is promised: "Tue 24 Nov, between 14:20 and 14:30"."""
    starts, ends = calendar.local(offer.starts_at), calendar.local(offer.ends_at)
    day = phrases.weekday(starts.date(), today=calendar.local_date(now))
    return f"{day}, between {phrases.hhmm(starts)} and {phrases.hhmm(ends)}"
