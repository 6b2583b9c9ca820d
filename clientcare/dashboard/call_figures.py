"""The figures of promised calls on one page, and which rows each of them opens (domain 5.9)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from callbacks import metrics
from callbacks.breakdowns import Breakdown
from callbacks.metrics import Asked
from callbacks.rules.counting import FEWEST
from clientcare.dashboard.period import Month
from complaints.models import Complaint, RootCause
from practice.calendar import WorkingCalendar
from practice.figures import Figure, Spread
from practice.models import User


def kept(asked: Asked) -> Figure:
    return metrics.kept_promises(asked.start, asked.end, reader=asked.reader)


def grumbles(asked: Asked) -> Figure:
    """Complaints of the stretch whose cause was a call not returned, beside the promises missed in it."""
    found = Complaint.objects.visible_to(asked.reader).filter(
        root_cause=RootCause.CALL_NOT_RETURNED, received_at__gte=asked.start, received_at__lt=asked.end
    )
    return Figure(
        label="Complaints about calls not returned",
        numerator=found.count(),
        denominator=metrics.missed_promises(asked).numerator,
        rows=found.order_by("-received_at", "pk"),
        explanation="Received in the month with that root cause, for the promises that were missed in it.",
    )


def overdue(asked: Asked) -> Figure:
    return metrics.overdue_calls(asked.reader)


SHARES: dict[str, Callable[[Asked], Figure]] = {
    "kept": kept,
    "spoke": metrics.spoke_in_time,
    "missed": metrics.missed_promises,
    "late": metrics.kept_after_the_end,
    "same_day": metrics.same_day,
    "again": metrics.repeat_calls,
    "at_first": metrics.settled_at_first,
    "windows": metrics.use_of_windows,
    "complaints": grumbles,
}
TIMES: dict[str, Callable[[Asked], Spread]] = {"first": metrics.first_attempt, "end": metrics.resolution}
STANDING: dict[str, Callable[[Asked], Figure]] = {"overdue": overdue}
ALL: dict[str, Callable[[Asked], Figure | Spread]] = {**SHARES, **TIMES, **STANDING}


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure with its key. Below a handful the share is not shown: it would say more of a person than of the firm."""

    key: str
    figure: Figure

    @property
    def share(self) -> str:
        if self.figure.denominator is None or self.figure.denominator < FEWEST:
            return ""
        return f"{self.figure.percent}%"


def asked_of(month: Month, *, reader: User, now: datetime, calendar: WorkingCalendar) -> Asked:
    """Return the question that a month is; a month that runs, as far as it has come."""
    return Asked(month.starts_at, min(month.ends_at, now), reader, calendar)


def figure_of(asked: Asked, tables: dict[str, Breakdown], *, of: str, which: str) -> Figure | Spread | None:
    """Return the figure that an address names, of the page or of one line of a table; None if it names none."""
    if of in ALL:
        return ALL[of](asked)
    return tables[of].lines.get(which) if of in tables else None
