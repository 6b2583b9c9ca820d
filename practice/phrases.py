"""
How the practice says dates, times, money, telephone numbers and deadlines.

Pure: no clock, no zone, no database. A date is a local date and "today" is passed in, so that a page, a letter and a
test say the same thing. Month and day names are our own, because strftime follows the machine's locale.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

import phonenumbers

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SOON_WORKING_DAYS = 2  # amber from here: mock-up README, "Dates and deadlines"


class Tone(StrEnum):
    """The meanings a status can have on a page; each has one icon, one colour and a word beside it."""

    LATE = "late"
    SOON = "soon"
    KEPT = "kept"
    WAIT = "wait"
    CALM = "calm"


def weekday(day: date, *, today: date | None = None) -> str:
    """Say "Tue 24 Nov", and "Thu 7 Jan 2027" when the year is not that of today or today is not known."""
    text = f"{DAYS[day.weekday()][:3]} {day.day} {_MONTHS[day.month - 1][:3]}"
    return text if today is not None and today.year == day.year else f"{text} {day.year}"


def weekdays(days: Iterable[int]) -> str:
    """Say "Mon to Fri", or "Mon, Wed, Fri"; 0 is Monday."""
    ordered = sorted(days)
    names = [DAYS[day][:3] for day in ordered]
    in_a_row = len(ordered) > 2 and ordered == list(range(ordered[0], ordered[-1] + 1))
    return f"{names[0]} to {names[-1]}" if in_a_row else ", ".join(names)


def long_date(day: date) -> str:
    """Say "Tuesday 8 December 2026", as clients read it."""
    return f"{DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def month_name(day: date) -> str:
    """Say "November"."""
    return _MONTHS[day.month - 1]


def hhmm(at: time | datetime) -> str:
    """Say "14:20": staff times are 24-hour. A datetime is read in the zone it carries."""
    return f"{at.hour:02}:{at.minute:02}"


def ago(then: datetime, *, now: datetime) -> str:
    """
    Say how long since: "just now", "12 min ago", "today, 09:48", "yesterday, 16:05", "Mon 16 Nov, 10:20".

    Days are those of the zone that now carries. A moment still to come is told by its date, never as "ago".
    """
    local = then.astimezone(now.tzinfo)
    since = now - then
    if timedelta(0) <= since < timedelta(minutes=1):
        return "just now"
    if timedelta(0) <= since < timedelta(hours=1):
        return f"{int(since.total_seconds() // 60)} min ago"
    if local.date() == now.date():
        return f"today, {hhmm(local)}"
    if local.date() == now.date() - timedelta(days=1):
        return f"yesterday, {hhmm(local)}"
    return f"{weekday(local.date(), today=now.date())}, {hhmm(local)}"


def money(amount: Decimal | int) -> str:
    """
    Say pounds: "£1,740", or "£1,740.50" when there are pence; a negative amount is "-£20".

    :raises ValueError: if there are fractions of a penny, which must be rounded by whoever knows the rule
    """
    exact = Decimal(amount)
    if exact != exact.quantize(Decimal("0.01")):
        raise ValueError(f"{amount} has fractions of a penny. Round it first.")
    sign = "-" if exact < 0 else ""
    figures = f"{abs(exact):,.0f}" if exact == exact.to_integral_value() else f"{abs(exact):,.2f}"
    return f"{sign}£{figures}"


def phone_groups(number: str) -> str:
    """Group a number as it is read aloud: "07700 900 142"; one that is no number stays as it was typed."""
    try:
        parsed = phonenumbers.parse(str(number), "GB")
    except phonenumbers.NumberParseException:
        return str(number)
    if not phonenumbers.is_possible_number(parsed):
        return str(number)
    if parsed.country_code != 44:  # not the United Kingdom
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    national = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    return " ".join(f"{part[:3]} {part[3:]}" if len(part) == 6 else part for part in national.split())


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


@dataclass(frozen=True)
class Due:
    """
    A date something is promised for, and how far off it is.

    working_days counts from today to the date, today not counted, and is negative once the date has passed. It comes
    from the WorkingCalendar; the dates alone decide what is today and what is late, so a Sunday is said right too.
    """

    on: date
    today: date
    working_days: int

    @property
    def is_today(self) -> bool:
        return self.on == self.today

    @property
    def day(self) -> str:
        """The date, with its weekday."""
        return weekday(self.on, today=self.today)

    @property
    def words(self) -> str:
        """What the date means: "2 working days left", "Today", "1 working day late"; calendar days if none works."""
        if self.is_today:
            return "Today"
        side = "left" if self.on > self.today else "late"
        if self.working_days:
            return f"{_count(abs(self.working_days), 'working day')} {side}"
        return f"{_count(abs((self.on - self.today).days), 'day')} {side}"

    @property
    def tone(self) -> Tone:
        """Amber from two working days before, red only once it has passed."""
        if self.on < self.today:
            return Tone.LATE
        return Tone.SOON if self.working_days <= SOON_WORKING_DAYS else Tone.CALM

    def __str__(self) -> str:
        """Say both: "2 working days left, Tue 24 Nov"; today needs no date."""
        return self.words if self.is_today else f"{self.words}, {self.day}"


def working_days_left(days: int, due: date, *, today: date) -> str:
    """Say "2 working days left, Tue 24 Nov", "Today" or "1 working day late, Mon 23 Nov"."""
    return str(Due(on=due, today=today, working_days=days))
