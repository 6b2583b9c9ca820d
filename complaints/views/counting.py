"""How a date was counted, day by day, as one does it with a finger on a wall calendar."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from complaints.models import Complaint, Deadline
from complaints.rules import DeadlineKind, DeadlineStatus, Unit
from complaints.services.procedures import procedure_policy
from practice.calendar import DAY, WorkingCalendar
from practice.phrases import hhmm

_SHORT = {
    DeadlineKind.ACK: "reply",
    DeadlineKind.STAGE1_OUTCOME: "outcome",
    DeadlineKind.STAGE2_OUTCOME: "review",
    DeadlineKind.EIGHT_WEEK: "eight weeks",
    DeadlineKind.REVIEW_REQUEST_WINDOW: "time to ask",
}
_LONGEST = 10 * 7  # days; a calendar on the page never runs further


@dataclass(frozen=True)
class Day:
    """One day of a strip or calendar: its date, what stands under it, and how it looks."""

    on: date
    words: str
    css: str
    starts_month: bool


@dataclass(frozen=True)
class Counting:
    """The working of one deadline: its row, and the days from its start to its end."""

    deadline: Deadline
    days: tuple[Day, ...]


def counting_of(deadline: Deadline, calendar: WorkingCalendar, *, now: datetime) -> Counting:
    """Return the strip that the board opens under "Why?"."""
    today = calendar.local_date(now)
    end = min(deadline.due_on, deadline.started_on + timedelta(days=_LONGEST))
    days = []
    for counted in calendar.explain(deadline.started_on, end, every_day=_every_day(deadline)):
        words = f"day {counted.number}" if counted.number else "off"
        if counted.on == deadline.started_on:
            words = "start"
        words = _named(counted.on, words, [(deadline.target_on, "our target"), (deadline.due_on, "due")], today)
        days.append(
            _day(counted.on, words, today, calendar, marks={deadline.due_on: _mark(deadline, now)} if end else {})
        )
    return Counting(deadline, tuple(days))


def calendar_of_all(
    complaint: Complaint, deadlines: Sequence[Deadline], calendar: WorkingCalendar, *, now: datetime
) -> tuple[Day, ...]:
    """Return whole weeks from receipt to the last date of the firm's clocks and the eight weeks."""
    today = calendar.local_date(now)
    shown = [one for one in deadlines if one.kind != DeadlineKind.REDRESS_REFERRAL]
    received = calendar.local_date(complaint.received_at)
    last = min(max([received, *(one.due_on for one in shown)]), received + timedelta(days=_LONGEST))
    first = received - DAY * received.weekday()
    numbers = _numbers(shown, calendar)
    notes: dict[date, list[str]] = {received: [f"received {hhmm(calendar.local(complaint.received_at))}"]}
    marks: dict[date, str] = {}
    for one in shown:
        if one.status == DeadlineStatus.NOT_APPLICABLE or one.kind == DeadlineKind.PROGRESS_UPDATE:
            continue
        name = _SHORT[DeadlineKind(one.kind)]
        ends = "ends" if one.kind == DeadlineKind.REVIEW_REQUEST_WINDOW else "due"
        notes.setdefault(one.due_on, []).append(f"{name} {ends}")
        marks[one.due_on] = _mark(one, now)
        if one.met_at is not None:
            notes.setdefault(calendar.local_date(one.met_at), []).append(f"{name} sent")
    days = []
    for offset in range((last + DAY * (6 - last.weekday()) - first).days + 1):
        day = first + DAY * offset
        words = [f"day {numbers[day]}"] if day in numbers else []
        words += notes.get(day, [])
        if not words and day > received:
            why = calendar.why_not_working(day)
            words += [why] if why and day.weekday() < 5 else []
        days.append(_day(day, ", ".join(words), today, calendar, marks=marks, before=day < received))
    return tuple(days)


def _numbers(deadlines: Iterable[Deadline], calendar: WorkingCalendar) -> dict[date, int]:
    """Number the working days of the stage 1 outcome, as the page says above the calendar."""
    outcome = next((one for one in deadlines if one.kind == DeadlineKind.STAGE1_OUTCOME), None)
    if outcome is None:
        return {}
    counted = calendar.explain(outcome.started_on, outcome.due_on)
    return {one.on: one.number for one in counted if one.number is not None}


def _every_day(deadline: Deadline) -> bool:
    policy = procedure_policy(deadline.complaint.procedure)
    kind = DeadlineKind(deadline.kind)
    return not policy.has(kind) or policy.rule(kind).unit != Unit.WORKING_DAYS


def _named(day: date, words: str, names: list[tuple[date, str]], today: date) -> str:
    found = [words, *(name for on, name in names if on == day)]
    return ", ".join([*found, *(["today"] if day == today else [])])


def _mark(deadline: Deadline, now: datetime) -> str:
    if deadline.status in (DeadlineStatus.MET, DeadlineStatus.EXTENDED):
        return "is-kept"
    late = deadline.status == DeadlineStatus.LATE or (
        deadline.status == DeadlineStatus.RUNNING and deadline.due_before <= now
    )
    return "is-late" if late else "is-calm"


def _day(
    day: date, words: str, today: date, calendar: WorkingCalendar, *, marks: dict[date, str], before: bool = False
) -> Day:
    css = []
    if before or not calendar.is_working_day(day):
        css.append("is-off")
    elif day <= today:
        css.append("is-past")
    if day in marks:
        css = ["is-mark", marks[day]]
    if day == today:
        css.append("is-now")
    return Day(day, words, " ".join(css), day.day == 1)
