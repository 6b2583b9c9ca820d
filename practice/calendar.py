"""
Working days, opening hours and local time of one office. Pure: no clock, no database.

Everything that says "working day", "today" or "by Friday" asks a WorkingCalendar, so two pages cannot count
differently. It never guesses: a date outside what is known raises BeyondKnownCalendar.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import TextChoices

from practice.errors import Refusal

DAY = timedelta(days=1)
SATURDAY = 5
MONTHS_IN_YEAR = 12


class Nation(TextChoices):
    """Whose bank holidays an office keeps."""

    ENGLAND_AND_WALES = "england-and-wales", "England and Wales"
    SCOTLAND = "scotland", "Scotland"
    NORTHERN_IRELAND = "northern-ireland", "Northern Ireland"


class LatePolicy(TextChoices):
    """What becomes of a planned stage that is swept later than planned, after an outage for instance."""

    ALWAYS = "always", "Still done, however late"
    UNTIL_START = "until_start", "Of no use once the promised time has begun"
    UNTIL_END = "until_end", "Of no use once the promised time is over"

    def is_useful(self, *, now: datetime, starts_at: datetime, ends_at: datetime) -> bool:
        """Say if the stage may still be done now; if not, its outcome is `too_late`."""
        if self is LatePolicy.UNTIL_START:
            return now < starts_at
        if self is LatePolicy.UNTIL_END:
            return now < ends_at
        return True


@dataclass(frozen=True, slots=True)
class PlannedStage:
    """One thing that is to happen by itself: what, when, and whether it may still happen late."""

    code: str
    fire_at: datetime
    late_policy: LatePolicy


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day of a count as a person would do it with a finger on a wall calendar."""

    on: date
    counts: bool
    number: int | None
    why: str


class BeyondKnownCalendar(Refusal):
    """The bank holidays of that date are not known, so no honest answer exists."""

    status = 503
    code = "beyond_known_calendar"


class NoSuchTime(Refusal):
    """The clocks skipped that local time in spring."""

    code = "no_such_time"


def day_in_words(day: date) -> str:
    """Write a date with its weekday, as staff and clients read it: Tue 24 November 2026."""
    return f"{day:%a} {day.day} {day:%B %Y}"


def add_months(day: date, months: int) -> date:
    """Return the same day number some months on; the last day of that month where it has no such day."""
    year, month0 = divmod(day.year * MONTHS_IN_YEAR + day.month - 1 + months, MONTHS_IN_YEAR)
    first_of_next = date(year + (month0 + 1) // MONTHS_IN_YEAR, (month0 + 1) % MONTHS_IN_YEAR + 1, 1)
    return date(year, month0 + 1, min(day.day, (first_of_next - DAY).day))


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCalendar:
    """
    The working time of one office.

    ``closed``: days that are no working days although Monday to Friday, with their names.
    ``shut``: days on which nobody answers although they count as working days (domain 3.5 point 2), with their names.
    ``known_from`` to ``known_until``: the days, both included, for which ``closed`` is complete.
    ``version``: names this state of the data; every stored deadline keeps it.
    """

    nation: str
    zone: ZoneInfo
    opens_at: time
    closes_at: time
    closed: Mapping[date, str] = field(hash=False)
    known_from: date
    known_until: date
    version: str
    shut: Mapping[date, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        """Reject a calendar that could never be open."""
        if self.opens_at >= self.closes_at:
            raise ValueError("An office must open before it closes.")
        if self.known_from > self.known_until:
            raise ValueError("A calendar must know at least one day.")

    # --- days

    def local_date(self, instant: datetime) -> date:
        """Return the office's date at that instant."""
        return self.local(instant).date()

    def local(self, instant: datetime) -> datetime:
        """Return the instant on the office's wall clock."""
        if instant.tzinfo is None:
            raise ValueError("An instant needs a time zone.")
        return instant.astimezone(self.zone)

    def is_working_day(self, day: date) -> bool:
        """
        Say if this is Monday to Friday and no holiday.

        :raises BeyondKnownCalendar: if the holidays of that day are not known
        """
        self._require_known(day)
        return day.weekday() < SATURDAY and day not in self.closed

    def why_not_working(self, day: date) -> str:
        """Name the reason a day does not count ("Saturday", "Good Friday"), or return "" for a working day."""
        if self.is_working_day(day):
            return ""
        return self.closed.get(day) or f"{day:%A}"

    def add_working_days(self, day: date, working_days: int) -> date:
        """
        Count working days from the day after; backwards if negative. The start day never counts.

        Nought returns the day itself, working day or not.
        """
        step = DAY if working_days > 0 else -DAY
        left = abs(working_days)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Count the working days after ``start`` up to and with ``end``; negative if ``end`` is the earlier."""
        if end < start:
            return -self.working_days_between(end, start)
        self._require_known(start)
        self._require_known(end)
        return sum(self.is_working_day(start + DAY * n) for n in range(1, (end - start).days + 1))

    def last_working_day_on_or_before(self, day: date) -> date:
        """Return the day itself if it is a working day, else the nearest one before it."""
        while not self.is_working_day(day):
            day -= DAY
        return day

    def next_working_day_on_or_after(self, day: date) -> date:
        """Return the day itself if it is a working day, else the nearest one after it."""
        while not self.is_working_day(day):
            day += DAY
        return day

    def deemed_receipt(self, received_at: datetime, *, cut_off: time) -> date:
        """
        Return the working day on which something counts as received.

        A non-working day, or a local time at or after the cut-off, gives the next working day (domain 3.5 point 3).
        """
        local = self.local(received_at)
        day = local.date() if local.time() < cut_off else local.date() + DAY
        return self.next_working_day_on_or_after(day)

    def explain(self, start: date, end: date, *, every_day: bool = False) -> tuple[CountedDay, ...]:
        """
        List the days from ``start`` to ``end`` with their numbers, for the page that shows how a date was counted.

        ``every_day`` counts weekends and holidays as well; their names are given either way.
        """
        days = [CountedDay(on=start, counts=False, number=None, why="start day, not counted")]
        number = 0
        for n in range(1, (end - start).days + 1):
            day = start + DAY * n
            why = self.why_not_working(day)
            counts = every_day or not why
            number += counts
            days.append(CountedDay(on=day, counts=counts, number=number if counts else None, why=why))
        return tuple(days)

    # --- instants

    def at(self, day: date, wall_time: time) -> datetime:
        """
        Return the UTC instant at which the office's clock shows that time; in autumn the first of the two.

        :raises NoSuchTime: if the clocks skipped that time, rather than move what somebody typed
        """
        instant = self._instant(day, wall_time)
        if instant.astimezone(self.zone).replace(tzinfo=None) != datetime.combine(day, wall_time):
            raise NoSuchTime(
                f"There was no {wall_time:%H:%M} on {day_in_words(day)}: the clocks went forward. "
                "Please give a time before or after the change."
            )
        return instant

    def exactly(self, day: date, wall_time: time) -> datetime:
        """Return the one instant at which the clock shows that time. :raises NoSuchTime: if skipped, or shown twice"""
        instant = self.at(day, wall_time)
        if datetime.combine(day, wall_time.replace(fold=1), tzinfo=self.zone).astimezone(UTC) != instant:
            raise NoSuchTime(
                f"The clock showed {wall_time:%H:%M} twice on {day_in_words(day)}: it went back. "
                "Please give a time before or after the change."
            )
        return instant

    def start_of_day(self, day: date) -> datetime:
        """Return the first UTC instant of a local day; where midnight was skipped, the instant after the gap."""
        return self._instant(day, time.min)

    def end_of_day(self, day: date) -> datetime:
        """Return the first UTC instant that is no longer that local day: anything before it is in time."""
        return self.start_of_day(day + DAY)

    def is_open_on(self, day: date) -> bool:
        """Say if somebody answers on that day: a working day on which the office is not shut."""
        return self.is_working_day(day) and day not in self.shut

    def is_open_at(self, instant: datetime) -> bool:
        """Say if the office is open; the closing time itself is closed."""
        local = self.local(instant)
        return self.is_open_on(local.date()) and self.opens_at <= local.time() < self.closes_at

    def out_of_quiet_hours(self, moment: datetime, *, quiet_from: time, quiet_until: time) -> datetime:
        """Return the moment itself if a client may be disturbed then, else the next working morning (domain 5.7)."""
        local = self.local(moment)
        day = local.date()
        if local.time() >= quiet_from:
            day += DAY
        elif local.time() >= quiet_until and self.is_working_day(day):
            return moment
        return self.at(self.next_working_day_on_or_after(day), quiet_until)

    def opening(self, day: date) -> datetime:
        """Return the instant at which the office opens, or would open, on that day."""
        return self.at(day, self.opens_at)

    def closing(self, day: date) -> datetime:
        """Return the instant at which the office closes, or would close, on that day."""
        return self.at(day, self.closes_at)

    @property
    def working_day(self) -> timedelta:
        """Return how much working time one working day has, for "within 1 working day"."""
        return datetime.combine(date.min, self.closes_at) - datetime.combine(date.min, self.opens_at)

    def add_working_hours(self, start: datetime, amount: timedelta) -> datetime:
        """
        Let working time pass, counting only while the office is open.

        From outside opening hours the count begins at the next opening; time used up exactly at closing ends there.
        """
        if amount < timedelta(0):
            raise ValueError("Working hours are counted forwards.")
        now, day = start.astimezone(UTC), self.local_date(start)
        while True:
            if self.is_open_on(day):
                now = max(now, self.opening(day))
                room = self.closing(day) - now
                if room > timedelta(0) and amount <= room:
                    return now + amount
                amount -= max(room, timedelta(0))
            day += DAY

    def _instant(self, day: date, wall_time: time) -> datetime:
        return datetime.combine(day, wall_time.replace(fold=0), tzinfo=self.zone).astimezone(UTC)

    def _require_known(self, day: date) -> None:
        if self.known_from <= day <= self.known_until:
            return
        nation = Nation(self.nation).label if self.nation in Nation.values else self.nation
        raise BeyondKnownCalendar(
            f"The bank holidays of {nation} are entered from {day_in_words(self.known_from)} to "
            f"{day_in_words(self.known_until)}, and {day_in_words(day)} lies outside. "
            "Ask an administrator to add the missing year under Working calendar, then try again."
        )
