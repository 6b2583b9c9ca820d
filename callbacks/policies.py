"""How each person returns calls, read from rows: their own policy, else the firm's, else the preset."""

from collections.abc import Iterable
from dataclasses import replace

from callbacks.models import CadenceVersion
from callbacks.presets import call_policy_preset, reminder_preset
from callbacks.rules import CallPolicyValue, ReminderPolicy, weekly, with_settings
from practice.calendar import WorkingCalendar
from practice.models import CallPolicy, Office, User
from practice.office import load_calendar, main_office


def policies_for(users: Iterable[User]) -> dict[int, CallPolicyValue]:
    """Return the policy of each of these people by id; one query."""
    ids = [user.pk for user in users]
    rows = {row.owner_id: _value(row) for row in CallPolicy.objects.all() if row.owner_id in (None, *ids)}
    default = rows.get(None) or call_policy_preset()
    return {number: rows.get(number, default) for number in ids}


def policy_for(user: User) -> CallPolicyValue:
    return policies_for([user])[user.pk]


def cadence_now() -> CadenceVersion | None:
    """Return the reminders as somebody set them last; None while the preset holds."""
    return CadenceVersion.objects.order_by("-number").first()


def reminders_now() -> ReminderPolicy:
    """Return who is reminded of a promise that is made now; one query."""
    version = cadence_now()
    return with_settings(reminder_preset(), version.settings) if version else reminder_preset()


def office_of(user: User) -> Office:
    return user.department.office if user.department else main_office()


def calendar_of(user: User) -> WorkingCalendar:
    """Return the calendar of the office a person works in."""
    return load_calendar(office_of(user))


def _value(row: CallPolicy) -> CallPolicyValue:
    return replace(
        call_policy_preset(),
        windows=weekly(row.weekdays, row.window_starts_at, row.window_ends_at),
        slot_minutes=row.slot_minutes,
        buffer_minutes=row.buffer_minutes,
        notice_minutes=row.notice_minutes,
        tolerance_minutes=row.tolerance_minutes,
        max_attempts=row.max_attempts,
    )
