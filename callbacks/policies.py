"""How each person returns calls, read from rows: their own policy, else their department's, else the firm's."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from callbacks.models import CadenceVersion, DayWindow
from callbacks.presets import call_policy_preset, reminder_preset
from callbacks.rules import CallPolicyValue, CallWindow, ReminderPolicy, merged, weekly, with_settings
from callbacks.rules.standards import read_standards
from practice.calendar import WorkingCalendar
from practice.clock import now
from practice.models import CallPolicy, Office, User
from practice.office import load_calendar, main_office


def policies_for(users: Iterable[User]) -> dict[int, CallPolicyValue]:
    """Return the policy of each of these people by id, with its versions and changed days; two queries."""
    people = list(users)
    rows = list(CallPolicy.objects.bearing_on(people))
    changes = defaultdict(list)
    for window in DayWindow.objects.standing().filter(adviser__in=people):
        changes[window.adviser_id].append(window)
    return {person.pk: _of(person, rows, changes[person.pk]) for person in people}


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


def value_of(row: CallPolicy) -> CallPolicyValue:
    """Return what one row says. :raises ValueError: if its windows overlap or its numbers are none"""
    names = ("slot", "buffer", "notice", "tolerance")
    preset = call_policy_preset()
    return replace(
        preset,
        standards={**preset.standards, **read_standards(row.standards)},
        windows=tuple(window for hours in row.windows for window in weekly(*hours)),
        max_attempts=row.max_attempts,
        attempt_days=row.attempt_days,
        search_days=row.search_days,
        most_a_day=row.most_a_day,
        **{f"{name}_minutes": getattr(row, f"{name}_minutes") for name in names},
    )


def _of(person: User, rows: Sequence[CallPolicy], changes: Sequence[DayWindow]) -> CallPolicyValue:
    """Lay the versions of a person's own, their department's and the firm's policy over each other by day."""
    theirs = [
        row for row in rows if row.owner_id in (None, person.pk) and row.department_id in (None, person.department_id)
    ]
    versions: list[tuple[date, CallPolicyValue]] = []
    for day in sorted({row.valid_from for row in theirs}):
        holds = max((row for row in theirs if row.valid_from <= day), key=lambda row: (row.rank, row.valid_from))
        versions.append((day, value_of(holds)))
    value = versions[0][1] if versions else call_policy_preset()
    if len(versions) > 1:
        value = replace(replace(value, versions=tuple(versions)).on(now().date()), versions=tuple(versions))
    if not changes:
        return value
    return replace(value, changed={day: _changed(value, day, changes) for day in {one.on for one in changes}})


def _changed(value: CallPolicyValue, day: date, changes: Sequence[DayWindow]) -> tuple[CallWindow, ...]:
    todays = [one for one in changes if one.on == day]
    weekly_ones = () if any(one.is_instead for one in todays) else value.windows_of(day)
    extra = (CallWindow(day.weekday(), one.starts_at, one.ends_at, past_hours=True) for one in todays)
    return merged([*weekly_ones, *extra])
