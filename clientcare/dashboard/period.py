"""The month a dashboard is about."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from practice.calendar import WorkingCalendar, add_months
from practice.phrases import month_name


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month of the firm's main office, as the instants between which things happened."""

    first: date
    starts_at: datetime
    ends_at: datetime

    @classmethod
    def of(cls, day: date, calendar: WorkingCalendar) -> Self:
        first = day.replace(day=1)
        return cls(first, calendar.start_of_day(first), calendar.start_of_day(add_months(first, 1)))

    @property
    def last(self) -> date:
        return add_months(self.first, 1) - timedelta(days=1)

    @property
    def code(self) -> str:
        """The month as it stands in the address: 2026-11."""
        return f"{self.first:%Y-%m}"

    @property
    def name(self) -> str:
        return f"{month_name(self.first)} {self.first.year}"


def choices(today: date, calendar: WorkingCalendar, *, months: int = 13) -> list[Month]:
    """Return this month and the twelve before it, newest first."""
    return [Month.of(add_months(today.replace(day=1), -back), calendar) for back in range(months)]
