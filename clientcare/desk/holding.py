"""At the desk, before a conflict check is cleared: who gets a holding call, and where what it took down is kept."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from callbacks.services import Holding, is_holding
from clientcare.desk.callers import Caller
from clientcare.desk.forms import CallSlip
from intake.models import ConflictCheck, Enquiry
from intake.services import keep_enquiry_holding_call, keep_holding_call
from practice.holding import Talk, talk_with
from practice.models import Matter, MatterRole, User
from practice.names import normalise, normalise_phone
from practice.office import load_calendar, main_office

_ENOUGH_FIGURES = 6


def enquiry_of(*, name: str, number: str) -> Enquiry | None:
    """Return the newest open enquiry of somebody new, by their name or number, as long as it is no matter."""
    waiting = Enquiry.objects.open().filter(matter=None).newest_first()
    if normalise(name):
        named = waiting.filter(names__normalised=normalise(name), names__role=MatterRole.CLIENT).first()
        if named is not None:
            return named
    figures = normalise_phone(number)
    if len(figures) < _ENOUGH_FIGURES:
        return None
    return next((one for one in waiting.exclude(phone="") if normalise_phone(one.phone) == figures), None)


def talk(caller: Caller | None, matter: Matter | None, typed: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """Return whether only a holding call may be taken, and what to be careful of in an ordinary one."""
    if typed.get("private"):
        return {"is_holding": False}
    party = caller.party if caller else None
    waiting = None if caller else enquiry_of(name=typed.get("caller_name", ""), number=typed.get("number", ""))
    asks = waiting is not None or is_holding(caller=party, matter=matter, subject=typed.get("subject", ""), now=now)
    again = caller.open_call if caller else None
    if again is not None and again.matter_id != (matter.pk if matter else None):
        asks = asks or is_holding(caller=party, matter=again.matter, subject=again.subject, now=now)
    is_careful = not asks and matter is not None and talk_with(party, matter, now) == Talk.CAREFUL
    return {"is_holding": asks, "is_careful": is_careful, "waiting": waiting}


def taken_down(form: CallSlip, *, matter: Matter | None, waiting: Enquiry | None, by: User, now: datetime) -> Holding:
    """Return what a holding call took down. Only for a valid form."""
    typed = form.cleaned_data
    facts = {
        "names": typed["names"],
        "key_date": typed["key_date"],
        "time_is_running": typed["time_is_running"] or "unknown",
    }
    return Holding(said_so=typed["said_so"], keep=_keeper(facts, matter, waiting, by=by, now=now), **facts)


def _keeper(
    facts: dict[str, Any], matter: Matter | None, waiting: Enquiry | None, *, by: User, now: datetime
) -> Callable[[], object] | None:
    """Return what writes the names where they are searched: in the check that waits, or in the enquiry."""
    if waiting is not None:
        calendar = load_calendar(main_office())
        return partial(keep_enquiry_holding_call, enquiry_id=waiting.pk, **facts, by=by, now=now, calendar=calendar)
    check = ConflictCheck.objects.waiting().filter(matter=matter).first() if matter else None
    if check is None or matter is None:
        return None
    calendar = load_calendar(matter.department.office)
    return partial(keep_holding_call, check_id=check.pk, **facts, by=by, now=now, calendar=calendar)
