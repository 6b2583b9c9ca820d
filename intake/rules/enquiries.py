"""By when an enquiry is answered, and how near its key date is. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import TextChoices

from practice.calendar import WorkingCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakePolicyValue:
    """The firm's numbers for enquiries. ``key_date_banner_days`` are calendar days."""

    first_response_working_hours: int
    key_date_banner_days: int
    key_date_urgent_working_days: int
    draft_kept_days: int


class Answered(TextChoices):
    """How the promise of a first answer stands."""

    NOT_PROMISED = "not_promised", "Nothing promised"
    WAITING = "waiting", "To be answered"
    OVERDUE = "overdue", "Missed: nobody has answered"
    KEPT = "kept", "Answered in time"
    LATE = "late", "Missed: answered late"
    CLOSED = "closed", "Closed without an answer"

    @classmethod
    def of(
        cls, *, respond_by: datetime | None, answered_at: datetime | None, is_closed: bool, now: datetime
    ) -> "Answered":
        """Kept or missed follows from when the answer was given, not from when it was typed (decisions 33)."""
        if respond_by is None:
            return cls.NOT_PROMISED
        if answered_at is not None:
            return cls.KEPT if answered_at <= respond_by else cls.LATE
        if is_closed:
            return cls.CLOSED
        return cls.WAITING if now <= respond_by else cls.OVERDUE


def respond_by(received_at: datetime, *, policy: IntakePolicyValue, calendar: WorkingCalendar) -> datetime:
    """Return the moment by which a person answers: so many hours of office time after it came."""
    return calendar.add_working_hours(received_at, timedelta(hours=policy.first_response_working_hours))


class KeyDateState(TextChoices):
    """How loud a key date is on the page."""

    NONE = "none", "No key date"
    CALM = "calm", "Some way off"
    SOON = "soon", "Within four weeks"
    URGENT = "urgent", "Within two working days"
    PAST = "past", "The day has passed"


def key_date_state(
    on: date | None, *, today: date, policy: IntakePolicyValue, calendar: WorkingCalendar
) -> KeyDateState:
    """Say how near a key date is: red below 28 days, on top of the queue within 2 working days (domain 4.1)."""
    if on is None:
        return KeyDateState.NONE
    if on < today:
        return KeyDateState.PAST
    if on <= calendar.add_working_days(today, policy.key_date_urgent_working_days):
        return KeyDateState.URGENT
    return KeyDateState.SOON if (on - today).days < policy.key_date_banner_days else KeyDateState.CALM
