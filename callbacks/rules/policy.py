"""When calls are returned and who is reminded, as typed values: every number a firm may choose arrives here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, time, timedelta
from typing import Any, Self

from django.db.models import TextChoices

from callbacks.rules.standards import CallKind, Standard, read_standards
from practice.calendar import LatePolicy

DAYS_IN_WEEK = 7


@dataclass(frozen=True, slots=True)
class CallWindow:
    """
    A time of one weekday (0 is Monday) in which one person returns calls, by the office's clock.

    ``past_hours``: set for one day by whoever rings, so that it may lie outside opening hours.
    """

    weekday: int
    starts: time
    ends: time
    past_hours: bool = False

    def __post_init__(self) -> None:
        """Reject a window that is none."""
        if self.weekday not in range(DAYS_IN_WEEK) or self.starts >= self.ends:
            raise ValueError("A window lies on one day of the week and starts before it ends.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPolicyValue:
    """
    How one person, or the firm by default, returns calls.

    ``buffer_minutes``: kept free after each call. ``notice_minutes``: from now to the first bookable time.
    ``tolerance_minutes``: a call this long after its slot still keeps the promise (decision 33); windows have none.
    ``rest_minutes``: a window that has begun is offered only while so much of it is left.
    ``max_attempts`` on ``attempt_days`` different working days: then somebody may be called unreachable.
    ``search_days``: how far ahead a time can be promised. ``most_a_day``: so many calls a day, None: as many as fit.
    ``pool_after_minutes``: so long after a promise has passed untried, the team may make the call.
    ``standards``: by when a call is returned that was promised no set time.
    ``versions``: what holds from a later or earlier day on. ``changed``: the windows of single days, whatever holds.
    """

    windows: tuple[CallWindow, ...]
    slot_minutes: int
    buffer_minutes: int
    notice_minutes: int
    tolerance_minutes: int
    rest_minutes: int
    max_attempts: int
    attempt_days: int
    search_days: int
    pool_after_minutes: int
    standards: Mapping[CallKind, Standard] = field(default_factory=dict, hash=False)
    most_a_day: int | None = None
    versions: "tuple[tuple[date, CallPolicyValue], ...]" = ()
    changed: Mapping[date, tuple[CallWindow, ...]] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        """Reject numbers that are no policy, and windows that overlap."""
        if self.slot_minutes < 1 or min(self.buffer_minutes, self.notice_minutes, self.tolerance_minutes) < 0:
            raise ValueError("A slot takes at least a minute, and no other time is negative.")
        ordered = sorted(self.windows, key=lambda window: (window.weekday, window.starts))
        for first, second in zip(ordered, ordered[1:], strict=False):
            if first.weekday == second.weekday and second.starts < first.ends:
                raise ValueError("Two windows of one day overlap.")

    @property
    def slot(self) -> timedelta:
        """Return how long one call may take."""
        return timedelta(minutes=self.slot_minutes)

    @property
    def buffer(self) -> timedelta:
        """Return what is kept free after it."""
        return timedelta(minutes=self.buffer_minutes)

    @property
    def tolerance(self) -> timedelta:
        """Return how long after a slot a call still keeps the promise."""
        return timedelta(minutes=self.tolerance_minutes)

    def windows_on(self, weekday: int) -> tuple[CallWindow, ...]:
        """Return the windows of one weekday, earliest first."""
        return tuple(sorted((w for w in self.windows if w.weekday == weekday), key=lambda window: window.starts))

    def on(self, day: date) -> "CallPolicyValue":
        """Return the version that is in force on a day."""
        return next((value for valid_from, value in reversed(self.versions) if valid_from <= day), self)

    def every_version(self) -> "tuple[CallPolicyValue, ...]":
        return (self, *(value for _, value in self.versions))

    def windows_of(self, day: date) -> tuple[CallWindow, ...]:
        """Return the windows of one day, as it was changed or as its weekday has them, earliest first."""
        return self.changed[day] if day in self.changed else self.on(day).windows_on(day.weekday())

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> Self:
        """Read a policy as `callbacks/data/call_policy.yaml` writes it. :raises ValueError: if a key is unknown"""
        check_keys(cls, mapping)
        values = dict(mapping)
        values["windows"] = tuple(
            window
            for one in mapping["windows"]
            for window in weekly(one["weekdays"], read_time(one["starts"]), read_time(one["ends"]))
        )
        values["standards"] = read_standards(mapping["standards"])
        return cls(**values)


def weekly(weekdays: Iterable[int], starts: time, ends: time) -> tuple[CallWindow, ...]:
    """Return the same window on several days of the week, as a row of the database keeps it."""
    return tuple(CallWindow(weekday, starts, ends) for weekday in weekdays)


def merged(windows: Iterable[CallWindow]) -> tuple[CallWindow, ...]:
    """Return the same time of one day in windows that neither overlap nor touch, earliest first."""
    found: list[CallWindow] = []
    for window in sorted(windows, key=lambda one: one.starts):
        if found and window.starts <= found[-1].ends:
            last = found.pop()
            ends, past = max(last.ends, window.ends), last.past_hours or window.past_hours
            window = CallWindow(last.weekday, last.starts, ends, past)
        found.append(window)
    return tuple(found)


class Audience(TextChoices):
    """Who is reminded."""

    OWNER = "owner", "the person who rings"
    SUPERVISOR = "supervisor", "their supervisor"
    RECEPTION = "reception", "whoever took the call"
    CLIENT = "client", "the caller"
    PAGE = "page", "nobody: it is marked on the page"


class Anchor(TextChoices):
    """What a reminder is counted from."""

    BOOKED = "booked", "booking"
    WINDOW_START = "window_start", "the start of the window"
    START = "start", "the start of the promise"
    END = "end", "the end of the promise"
    OVER = "over", "the first moment that is too late"
    MORNING = "morning", "the morning of the promised day"
    EVENING = "evening", "the evening of the promised day"
    NEXT_MORNING = "next_morning", "the morning of the next working day"
    EVE = "eve", "the evening of the working day before"


class Applies(TextChoices):
    """To which promises a reminder belongs."""

    ALWAYS = "always", "every promise"
    URGENT = "urgent", "urgent ones only"
    NEVER = "never", "none: it stands on the page"
    CLIENT_CONFIRMATION = "client_confirmation", "where the caller wants a confirmation"
    CLIENT_REMINDER = "client_reminder", "where the caller wants a reminder"
    CLIENT_CHECK_IN = "client_check_in", "calls that a client agreed to make to us every week"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRule:
    """One reminder: to whom, when, and whether it is of use later. ``occurrence``: of rules with one code, which."""

    code: str
    audience: Audience
    anchor: Anchor
    offset_minutes: int
    applies: Applies
    late_policy: LatePolicy
    occurrence: int = 1

    @property
    def key(self) -> str:
        """Name the rule among all: "morning_list", and "morning_list_2" for its second occurrence."""
        return self.code if self.occurrence == 1 else f"{self.code}_{self.occurrence}"

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> Self:
        """Read one rule. :raises ValueError: if a key is unknown or a value is no choice"""
        check_keys(cls, mapping)
        return cls(
            code=mapping["code"],
            audience=Audience(mapping["audience"]),
            anchor=Anchor(mapping["anchor"]),
            offset_minutes=mapping["offset_minutes"],
            applies=Applies(mapping["applies"]),
            late_policy=LatePolicy(mapping["late_policy"]),
            occurrence=mapping.get("occurrence", 1),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderPolicy:
    """
    All reminders, and the hours in which no caller gets a message by itself: from the evening to the morning.

    ``morning_at``, ``evening_at``: when staff get their lists of a day.
    """

    rules: tuple[ReminderRule, ...]
    quiet_from: time
    quiet_until: time
    morning_at: time
    evening_at: time

    def __post_init__(self) -> None:
        """Reject a day without an hour in which a caller may be written to."""
        if self.quiet_until >= self.quiet_from:
            raise ValueError("The quiet hours end in the morning and begin again in the evening.")
        if self.morning_at >= self.evening_at:
            raise ValueError("The list of the morning goes before that of the evening.")

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> Self:
        """Read the reminders. :raises ValueError: if a key is unknown or a value is no choice"""
        check_keys(cls, mapping)
        return cls(
            rules=tuple(ReminderRule.from_mapping(one) for one in mapping["rules"]),
            quiet_from=read_time(mapping["quiet_from"]),
            quiet_until=read_time(mapping["quiet_until"]),
            morning_at=read_time(mapping["morning_at"]),
            evening_at=read_time(mapping["evening_at"]),
        )


def with_settings(reminders: ReminderPolicy, settings: Mapping[str, Any]) -> ReminderPolicy:
    """
    Return the reminders as a firm has set them: four times of day, and of each rule to whom it applies and how early.

    :raises ValueError: if a value is no choice, or the times do not go together
    """
    times = {name: read_time(settings[name]) for name in TIMES_OF_DAY if name in settings}
    chosen: Mapping[str, Any] = settings.get("rules", {})
    rules = tuple(_with_choice(rule, chosen.get(rule.key, {})) for rule in reminders.rules)
    return replace(reminders, rules=rules, **times)


TIMES_OF_DAY = ("quiet_from", "quiet_until", "morning_at", "evening_at")


def _with_choice(rule: ReminderRule, chosen: Mapping[str, Any]) -> ReminderRule:
    """Change the minutes, never their direction: what goes before stays before."""
    minutes = chosen.get("minutes", abs(rule.offset_minutes))
    return replace(
        rule,
        applies=Applies(chosen.get("applies", rule.applies)),
        offset_minutes=-minutes if rule.offset_minutes < 0 else minutes,
    )


def read_time(value: time | str) -> time:
    """Read "14:00"; a time from a row passes through."""
    return value if isinstance(value, time) else time.fromisoformat(value)


def check_keys(cls: type, mapping: Mapping[str, Any]) -> None:
    """:raises ValueError: if a key names no field of the class"""
    if unknown := sorted(set(mapping) - {one.name for one in fields(cls)}):
        raise ValueError(f"{cls.__name__} has no {', '.join(unknown)}.")
