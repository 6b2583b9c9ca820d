"""When a client hears from us next by the rhythm that was promised, and who answers meanwhile."""

from datetime import date, timedelta
from typing import Final

from practice.calendar import DAY, WorkingCalendar
from practice.errors import Refusal
from practice.models import CarePlan, Matter, Rhythm, User

MOST: Final = {Rhythm.WORKING_DAYS: 60, Rhythm.WEEKS: 26}  # longer is no rhythm


class NoNumber(Refusal):
    """A rhythm in days or weeks says how many."""

    code = "no_number"


class NoEvents(Refusal):
    """A rhythm of events says which."""

    code = "no_events"


def check_rhythm(rhythm: str, *, every: int | None, events: str) -> None:
    """
    Refuse a rhythm that does not say how often.

    :raises NoNumber: if days or weeks have no number, or one that is no rhythm
    :raises NoEvents: if it is by events and none is named
    """
    for counted, most in MOST.items():
        if rhythm == counted and not 1 <= (every or 0) <= most:
            raise NoNumber(f"Enter how many, from 1 to {most}.")
    if rhythm == Rhythm.EVENTS and not events:
        raise NoEvents("Say what has to happen.")


def next_by_rhythm(plan: CarePlan, today: date, calendar: WorkingCalendar) -> date | None:
    """
    Return the working day by which the client hears next if told today; None without a rhythm in days or weeks.

    Weeks that end on a weekend or holiday end on the working day before, never on the day itself that it is told.
    """
    every = plan.every or 0
    if plan.rhythm == Rhythm.WORKING_DAYS:
        return calendar.add_working_days(today, every)
    if plan.rhythm != Rhythm.WEEKS:
        return None
    day = calendar.last_working_day_on_or_before(today + timedelta(weeks=every))
    return day if day > today else calendar.next_working_day_on_or_after(today + DAY)


def plan_of(matter: Matter) -> CarePlan | None:
    """Return the plan of a matter; a query, unless the matter was fetched with its `care_plan`."""
    plan: CarePlan | None = getattr(matter, "care_plan", None)
    return plan


def deputy_of(matter: Matter) -> User | None:
    """Return who answers while the fee earner is away, if they still work here and may see the matter."""
    plan = plan_of(matter)
    deputy = plan.deputy if plan else None
    if deputy is None or not deputy.is_active or deputy.pk == matter.fee_earner_id:
        return None
    if matter.is_restricted and not Matter.objects.visible_to(deputy).filter(pk=matter.pk).exists():
        return None
    return deputy
