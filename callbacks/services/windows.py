"""When calls are returned: policies that hold from a day on, and windows of one day (domain D07, D10, D15)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from callbacks.models import Callback, DayWindow, Promise
from callbacks.policies import calendar_of, policy_for, value_of
from callbacks.rules import CallKind, CallPolicyValue, PromiseType, Standard
from callbacks.services.clashes import lock_advisers
from practice import journal, receipts
from practice.calendar import WorkingCalendar, day_in_words
from practice.errors import Refusal, WorldMoved
from practice.models import CallPolicy, Department, User
from practice.permissions import Permission, Role
from practice.receipts import FormKey


class PolicyInPast(Refusal):
    """What was promised under a policy is judged by it: it never changes backwards."""

    code = "policy_in_past"


class NoWindowThen(Refusal):
    """A window of one day that no call could be made in."""

    code = "no_window_then"


class WindowGone(WorldMoved):
    """It was taken back meanwhile."""

    code = "window_gone"


@dataclass(frozen=True, kw_only=True)
class PolicyFacts:
    """What a policy says; ``windows``: weekdays, start and end of each, the published one first."""

    windows: Sequence[tuple[list[int], time, time]]
    slot_minutes: int
    buffer_minutes: int
    notice_minutes: int
    tolerance_minutes: int
    max_attempts: int
    attempt_days: int
    search_days: int
    most_a_day: int | None
    standards: dict[CallKind, Standard]

    def as_row(self, **whose: Any) -> CallPolicy:
        """Return the row, unsaved."""
        numbers = {name: value for name, value in vars(self).items() if name not in ("windows", "standards")}
        standards = {str(kind): one.as_mapping() for kind, one in self.standards.items()}
        (weekdays, starts, ends), *further = self.windows
        more = [{"weekdays": on, "starts": f"{one:%H:%M}", "ends": f"{other:%H:%M}"} for on, one, other in further]
        first = {"weekdays": weekdays, "window_starts_at": starts, "window_ends_at": ends}
        return CallPolicy(**numbers, **first, further_windows=more, standards=standards, **whose)


def may_keep_diary(by: User, adviser: User) -> bool:
    """Say who may change somebody's windows and blocks: they, their department's secretary, and heads."""
    is_secretary = Role.SECRETARY in by.roles and by.department_id == adviser.department_id
    return by == adviser or is_secretary or by.may(Permission.DASHBOARD)


@transaction.atomic(durable=True)
def set_call_policy(
    *,
    facts: PolicyFacts,
    valid_from: date,
    by: User,
    now: datetime,
    owner: User | None = None,
    department: Department | None = None,
    form_key: FormKey | None = None,
) -> CallPolicy:
    """
    Let a policy hold from a day on; what is promised already stands, and is judged as it was promised.

    Without owner and department it is the firm's. A policy from the same day is replaced.

    :raises PolicyInPast: if that day has passed
    :raises ValueError: if its windows overlap or its numbers are none
    """
    if (before := receipts.earlier(form_key, CallPolicy)) is not None:
        return before
    if valid_from < calendar_of(owner or by).local_date(now):
        raise PolicyInPast("Choose today or a day still to come: what was promised is judged as it was then.")
    new = facts.as_row(owner=owner, department=department, valid_from=valid_from, set_by=by, set_at=now)
    value_of(new)
    same_day = CallPolicy.objects.filter(owner=owner, department=department, valid_from=valid_from)
    old = same_day.select_for_update().first()
    if old is not None:
        new.pk = old.pk
    new.save(force_update=old is not None)
    windows = [f"{on} {starts:%H:%M}-{ends:%H:%M}" for on, starts, ends in new.windows]
    journal.record(
        subject=new,
        event="call_policy.set",
        by=by,
        at=now,
        whose=str(owner or department or "the firm"),
        valid_from=valid_from.isoformat(),
        windows=windows,
        slot_minutes=facts.slot_minutes,
        standards={str(kind): str(one) for kind, one in facts.standards.items()},
    )
    receipts.keep(form_key, new, at=now)
    return new


@transaction.atomic(durable=True)
def open_window(
    *,
    adviser: User,
    on: date,
    starts: time,
    ends: time,
    by: User,
    now: datetime,
    is_instead: bool = False,
    form_key: FormKey | None = None,
) -> DayWindow:
    """
    Return calls at another time on one day: beside the usual windows, or instead of them.

    :raises NoWindowThen: if it has no length, has passed, or the office is closed that day
    """
    lock_advisers(adviser)
    if (before := receipts.earlier(form_key, DayWindow)) is not None:
        return before
    window = open_for_day(adviser=adviser, on=on, starts=starts, ends=ends, is_instead=is_instead, by=by, now=now)
    receipts.keep(form_key, window, at=now)
    return window


def open_for_day(
    *,
    adviser: User,
    on: date,
    starts: time,
    ends: time,
    by: User,
    now: datetime,
    is_instead: bool = False,
    because: str = "",
) -> DayWindow:
    """Open a window of one day in the caller's transaction; see `open_window`."""
    calendar = calendar_of(adviser)
    if starts >= ends or calendar.exactly(on, ends) <= now:
        raise NoWindowThen("Choose a time that ends after it starts and is still to come.")
    if not calendar.is_open_on(on):
        raise NoWindowThen(f"The office is closed on {day_in_words(on)}. Choose a working day.")
    window = DayWindow.objects.create(
        adviser=adviser,
        on=on,
        starts_at=starts,
        ends_at=ends,
        is_instead=is_instead,
        because=because,
        set_by=by,
        set_at=now,
    )
    journal.record(
        subject=window,
        event="window.opened",
        by=by,
        at=now,
        whose=adviser.name,
        on=on.isoformat(),
        starts=f"{starts:%H:%M}",
        ends=f"{ends:%H:%M}",
        is_instead=is_instead,
        because=because,
    )
    return window


@transaction.atomic(durable=True)
def take_back_window(*, window_id: int, by: User, now: datetime) -> DayWindow:
    """
    Withdraw a window of one day; what was promised in it stands until somebody moves it.

    :raises WindowGone: if it was taken back already
    """
    window = DayWindow.objects.select_for_update(no_key=True).get(pk=window_id)
    if window.taken_back_at is not None:
        raise WindowGone("That window was taken back already.")
    window.taken_back_at, window.taken_back_by = now, by
    window.save(update_fields=["taken_back_at", "taken_back_by"])
    journal.record(subject=window, event="window.taken_back", by=by, at=now, whose=window.adviser.name)
    return window


def who_goes_by(*, owner: User | None, department: Department | None) -> list[User]:
    """Return whom a policy is for: one person, or those without a nearer one of their own."""
    if owner is not None:
        return [owner]
    people = User.objects.working().filter(department__isnull=False, call_policies=None)
    if department is not None:
        return list(people.filter(department=department))
    return list(people.filter(department__call_policies=None))


def promises_ahead(users: Iterable[User], *, reader: User, now: datetime) -> list[Promise]:
    """Return the promised calls of these people that are still to be made, as far as somebody may see them."""
    calls = Callback.objects.visible_to(reader).to_return()
    found = Promise.objects.current().filter(callback__in=calls, adviser__in=list(users))
    return list(found.filter(ends_at__gt=now).select_related("callback__matter", "adviser").order_by("starts_at", "pk"))


def outside(
    promises: Iterable[Promise], policy: CallPolicyValue, calendar: WorkingCalendar, *, since: date
) -> list[Promise]:
    """Return the promises from a day on in none of a policy's windows; those "by" a time lie in none anyway."""
    found = []
    for promise in promises:
        starts, ends = calendar.local(promise.starts_at), calendar.local(promise.ends_at)
        if starts.date() < since or promise.type not in (PromiseType.SLOT, PromiseType.WINDOW):
            continue
        windows = policy.windows_of(starts.date())
        if not any(one.starts <= starts.time() and ends.time() <= one.ends for one in windows):
            found.append(promise)
    return found


def lost_window_time(adviser: User, starts_at: datetime, ends_at: datetime) -> list[tuple[datetime, datetime]]:
    """Return the times for returning calls that a block would take (domain D15)."""
    policy, calendar = policy_for(adviser), calendar_of(adviser)
    found, day = [], calendar.local_date(starts_at)
    while day <= calendar.local_date(ends_at):
        for window in policy.windows_of(day) if calendar.is_open_on(day) else ():
            start, end = calendar.at(day, window.starts), calendar.at(day, window.ends)
            if start < ends_at and starts_at < end:
                found.append((calendar.local(max(start, starts_at)), calendar.local(min(end, ends_at))))
        day = date.fromordinal(day.toordinal() + 1)
    return found
