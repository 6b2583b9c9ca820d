"""What the desk shows for a slip as it stands."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.core import signing

from callbacks.models import Fact, PutThrough, Relation
from clientcare.desk import board
from clientcare.desk.callers import Caller, Found, find, known, phone_of, same_named, with_people
from clientcare.desk.drafts import drafts_of, parked_by, waiting
from clientcare.desk.forms import KEEP, CallSlip
from clientcare.desk.holding import talk
from clientcare.desk.timing import handsets_of, times
from practice.calendar import WorkingCalendar
from practice.inputs import row_number
from practice.matching.lookalikes import Lookalike, looks_like
from practice.models import Matter, MatterRole, Office, User
from practice.office import load_calendar, local_date, main_office
from practice.organisations import positions_of
from practice.sharing import MayBeTold, on_matter
from practice.statuses import may_be_reached, notes_of, whom_instead

_SALT = "desk.verified"
#: What was typed and stays when another caller is picked.
_WHOEVER_RINGS = (
    "form_key",
    "subject",
    "message",
    "action",
    "deadline",
    "urgency",
    "urgent_because",
    "taken",
    "names",
    "key_date",
    "time_is_running",
)
KEYS = (
    ("n", "Next call; what is typed is kept"),
    ("c", "Put through"),
    ("p", "Park this call, start the next"),
    ("Shift 1", "Back to the first parked call, up to 5"),
    ("v b", "The two facts agree"),
    ("m", "What is needed, in their words"),
    ("u", "How soon: the next choice; urgent asks why"),
    ("r", "The number was read back"),
    ("1", "The first of the times, up to 9; 0 sets none; k keeps the promised one"),
    ("d t", "More times; times of the team"),
    ("w", "They are not happy"),
    ("h", "Hide the screen"),
)
#: Press and the other side hear neither where a matter stands nor who is in the building (domain 5.1).
_TOLD_NOTHING = (Relation.PRESS, Relation.OTHER_SIDE)
_RELATIONS: dict[str, str] = {
    MatterRole.OPPONENT: Relation.OTHER_SIDE,
    MatterRole.OPPONENT_SOLICITOR: Relation.OTHER_SIDE,
}
_THROUGH_FOR = timedelta(minutes=15)  # somebody who has not come back by then was answered


def calendar_for(user: User) -> WorkingCalendar:
    """Return the calendar of the desk's own office; two queries."""
    return load_calendar(_office(user))


def context(
    user: User,
    now: datetime,
    *,
    typed: Mapping[str, str],
    q: str = "",
    form: CallSlip | None = None,
    caller: Caller | None = None,
    **bound: Any,
) -> dict[str, Any]:
    """
    Return the page for what is typed; with ``form``, that form, refused or wrong, as it was sent.

    ``caller``: whoever was just picked, if that has been read already.
    """
    calendar = calendar_for(user)
    found = find(q, user)
    if not typed.get("party") and not typed.get("private") and found.only_one is not None:
        caller = known(found.only_one.party.pk, user, on=calendar.local_date(now))
        typed = picked(typed, caller, caller.first_matter, on=calendar.local_date(now)) if caller else typed
        found = Found((), ())
    if caller is None and typed.get("party"):
        caller = known(row_number(typed["party"]), user, on=calendar.local_date(now))
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
        "handsets": handsets_of(owner, matter, now) if owner else [],
        "drafts": waiting(drafts_of(user), user, now),
        "parked": waiting(parked_by(user), user, now),
        "page_keys": KEYS,
        "handed": PutThrough.objects.visible_to(user)
        .filter(by=user, came_back_at=None, at__gt=now - _THROUGH_FOR)
        .select_related("to"),
        "board": board.today(user, now, calendar=calendar, at_most=board.SHOWN),
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


def offering(user: User, now: datetime, typed: Mapping[str, str]) -> dict[str, Any]:
    """Return the times alone, for a slip that stands open; who was chosen and is gone meanwhile is said."""
    calendar = calendar_for(user)
    today = calendar.local_date(now)
    caller = known(row_number(typed["party"]), user, on=today) if typed.get("party") else None
    matter = caller.matter_of(typed.get("matter")) if caller else None
    owner = _owner(typed)
    shown = times(user, owner, matter, caller, typed, now, calendar)
    is_gone = shown["offers"] and shown["chosen"] is None and typed.get("slot", KEEP) != KEEP
    return {
        "today": today,
        "typed": typed,
        "owner": owner,
        "form": CallSlip(initial=typed, now=now, calendar=calendar),
        "handsets": handsets_of(owner, matter, now) if owner else [],
        "is_outside": say(caller, matter, typed)["is_outside"],
        "taken": "The time you had chosen is not offered any more. Please choose another." if is_gone else "",
        **shown,
    }


def day_of(user: User, now: datetime) -> date:
    """Return the date at the desk's own office, without its calendar."""
    return local_date(_office(user), now)


def _office(user: User) -> Office:
    return Office.objects.get(departments=user.department_id) if user.department_id else main_office()


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
    stands = typed.get("relation") or _RELATIONS.get(role.role if role else "", "")
    if stands in _TOLD_NOTHING:
        checkable = proved = False
    return {
        "is_press": stands == Relation.PRESS,
        "is_outside": stands in _TOLD_NOTHING,
        "is_client": is_client,
        "told": told,
        "checkable": checkable,
        "status": matter if proved else None,
        "verified": typed.get("verified", "") if proved else "",
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
