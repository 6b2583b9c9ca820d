"""Which figures the dashboard shows, in which order, and which feature counts them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from callbacks.metrics import kept_promises, overdue_calls
from clientcare.dashboard.period import Month
from clientcare.updates import updates_on_time, updates_overdue
from complaints import metrics as complaints
from engagement.metrics import accepted_in_time, billed_within_estimate, issued_in_time, worked_before_acceptance
from intake import metrics as intake
from outbox.models import Message
from practice.calendar import WorkingCalendar
from practice.figures import Figure
from practice.models import ClientQuery, User
from practice.office import local_date, main_office
from practice.permissions import Permission
from practice.phrases import Tone


def _today(now: datetime) -> date:
    return local_date(main_office(), now)


def _letters(user: User, month: Month, now: datetime) -> Figure:
    return issued_in_time(reader=user, first=month.first, last=month.last, today=_today(now))


def _accepted(user: User, month: Month, now: datetime) -> Figure:
    return accepted_in_time(reader=user, first=month.first, last=month.last, today=_today(now))


def _worked_early(user: User, month: Month, now: datetime) -> Figure:
    return worked_before_acceptance(reader=user, first=month.first, last=month.last)


def _billed(user: User, month: Month, now: datetime) -> Figure:
    return billed_within_estimate(reader=user, first=month.first, last=month.last)


def _calls(user: User, month: Month, now: datetime) -> Figure:
    return kept_promises(month.starts_at, min(month.ends_at, now), reader=user)


def _updates(user: User, month: Month, now: datetime) -> Figure:
    office, today = main_office(), _today(now)
    return updates_on_time(
        user, since=month.first, until=min(month.last, today), today=today, zone=ZoneInfo(office.zone)
    )


def _conflicts(user: User, month: Month, now: datetime) -> Figure:
    return intake.urgent_answered_in_time(user, since=month.starts_at, until=month.ends_at)


def _enquiries(user: User, month: Month, now: datetime) -> Figure:
    return intake.enquiries_converted(user, since=month.starts_at, until=month.ends_at)


def _acknowledged(user: User, month: Month, now: datetime) -> Figure:
    return complaints.acknowledged_by_person(user, since=month.first, until=month.last, now=now)


def _automatic(user: User, month: Month, now: datetime) -> Figure:
    return complaints.acknowledged_automatically(user, since=month.first, until=month.last, now=now)


def _outcomes(user: User, month: Month, now: datetime) -> Figure:
    return complaints.outcome_on_time(user, since=month.first, until=month.last, now=now)


@dataclass(frozen=True)
class Measure:
    """
    One line of the dashboard.

    ``group``: "assurance" (is the client protected) or "experience" (does it feel so), domain I06. ``target``: per
    cent, None for a figure that is only watched; a target that the feature itself names wins.
    """

    key: str
    group: str
    count: Callable[[User, Month, datetime], Figure]
    target: int | None = None

    def read(self, user: User, month: Month, now: datetime) -> Figure:
        figure = self.count(user, month, now)
        return figure if figure.target is not None else replace(figure, target=self.target)


@dataclass(frozen=True)
class Reading:
    """A measure with its figure for one month."""

    measure: Measure
    figure: Figure


def _queries(user: User, month: Month, now: datetime) -> Figure:
    """Of the questions whose first answer was due in the month, those answered by then."""
    due = ClientQuery.objects.visible_to(user).due_between(month.starts_at, min(month.ends_at, now))
    return Figure(
        label="Questions answered in time",
        numerator=due.kept().count(),
        denominator=due.count(),
        rows=due.kept().order_by("due_at", "pk"),
        explanation="A first answer by the time that our letter promises, whatever the channel. The rest were late.",
    )


MEASURES = {
    measure.key: measure
    for measure in (
        Measure("letters", "assurance", _letters, 95),
        Measure("accepted", "assurance", _accepted, 90),
        Measure("worked_early", "assurance", _worked_early),
        Measure("billed", "assurance", _billed, 100),
        Measure("conflicts", "assurance", _conflicts, 95),
        Measure("acknowledged", "assurance", _acknowledged),
        Measure("automatic", "assurance", _automatic),
        Measure("outcomes", "assurance", _outcomes),
        Measure("calls", "experience", _calls, 95),
        Measure("updates", "experience", _updates, 95),
        Measure("queries", "experience", _queries, 95),
        Measure("enquiries", "experience", _enquiries),
    )
}


def read_all(user: User, *, month: Month, now: datetime) -> list[Reading]:
    """Return every measure with its figure of that month, in order."""
    return [Reading(measure, measure.read(user, month, now)) for measure in MEASURES.values()]


@dataclass(frozen=True)
class Standing:
    """A count of what stands now. ``note`` and ``tone`` are shown where there is any."""

    figure: Figure
    note: str
    tone: Tone = Tone.LATE


def read_now(user: User, *, now: datetime, calendar: WorkingCalendar) -> list[Standing]:
    """Return what is overdue, due soon, at risk or stuck now, worst first, each with the page of its rows."""
    failed = Message.objects.visible_to(user).undelivered()
    undelivered = Figure(
        label="Messages not delivered",
        numerator=failed.count(),
        rows=failed,
        explanation="Refused for good, held by a rule of contact, tried for a day, or a text in doubt.",
        url=reverse("my_day") if not user.may(Permission.OUTBOX_VIEW) else reverse("outbox:index"),
    )
    overdue = replace(complaints.overdue(user, now=now), label="Complaints overdue")
    due_soon = replace(complaints.due_soon(user, now=now), label="Complaints due soon")
    return [
        Standing(
            replace(overdue_calls(user), url=reverse("dashboard_calls") + "?of=overdue#rows"), "promised, not made"
        ),
        Standing(complaints.at_risk(user, now=now), f"{complaints.NEAR_WORKING_DAYS} working days or less"),
        Standing(overdue, "past their day"),
        Standing(due_soon, f"in {complaints.SOON_WORKING_DAYS} working days", Tone.SOON),
        Standing(updates_overdue(user, today=calendar.local_date(now)), "past their day"),
        Standing(intake.checks_waiting(user), "not yet decided", Tone.SOON),
        Standing(undelivered, "refused, held, or tried for a day"),
    ]
