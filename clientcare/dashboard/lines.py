"""The rows behind a figure, in words that a manager knows and with the page that shows each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from callbacks.models import Callback, Promise
from complaints.models import Complaint, Deadline
from engagement.models import Bill, Letter
from intake.models import ConflictCheck, Enquiry
from practice.models import ClientQuery, JournalEntry, Matter
from practice.phrases import hhmm, money, weekday


@dataclass(frozen=True, slots=True)
class Line:
    """One row: where it leads, what it is called, and what else tells it apart."""

    url: str
    name: str
    more: str


def lines_of(rows: QuerySet[Any], *, most: int) -> list[Line]:
    """Return the first rows as lines; in one or two queries, however many there are."""
    return _READERS[rows.model](rows, most)


def _letters(rows: QuerySet[Letter], most: int) -> list[Line]:
    return [
        Line(
            reverse("matter", args=[one.matter_id]),
            f"{one.matter.reference_or_stage}, {one.matter.title}",
            f"promised for {weekday(one.due_on)}, {_gone(one)}, {one.prepared_for}",
        )
        for one in rows.select_related("matter", "prepared_for").order_by("due_on", "pk")[:most]
    ]


def _gone(letter: Letter) -> str:
    return f"issued {weekday(letter.issued_on)}" if letter.issued_on else "not issued"


def _bills(rows: QuerySet[Bill], most: int) -> list[Line]:
    return [
        Line(
            reverse("engagement:costs", args=[one.matter_id]),
            f"{one.matter.reference_or_stage}, {one.matter.title}",
            f"{one}, {money(one.total)}, {weekday(one.on)}",
        )
        for one in rows.select_related("matter").order_by("on", "pk")[:most]
    ]


def _checks(rows: QuerySet[ConflictCheck], most: int) -> list[Line]:
    return [
        Line(
            reverse("conflict", args=[one.pk]),
            f"{one.reference}, {one.matter.title}",
            f"asked {_moment(one.asked_at)} by {one.asked_by}",
        )
        for one in rows.select_related("matter", "asked_by").order_by("asked_at", "pk")[:most]
    ]


def _enquiries(rows: QuerySet[Enquiry], most: int) -> list[Line]:
    return [
        Line(reverse("intake:detail", args=[one.pk]), one.name, f"{one.issue}, {_moment(one.received_at)}")
        for one in rows.order_by("received_at", "pk")[:most]
    ]


def _deadlines(rows: QuerySet[Deadline], most: int) -> list[Line]:
    return [
        Line(
            reverse("complaints:detail", args=[one.complaint.reference]),
            one.complaint.reference,
            f"{one.get_kind_display()}, due {weekday(one.due_on)}",
        )
        for one in rows.select_related("complaint").order_by("due_on", "pk")[:most]
    ]


def _promises(rows: QuerySet[Promise], most: int) -> list[Line]:
    return [
        Line(
            reverse("callbacks:detail", args=[one.callback_id]),
            one.callback.caller_name,
            f"{_moment(one.starts_at)}, {one.adviser}",
        )
        for one in rows.select_related("callback", "adviser").order_by("starts_at", "pk")[:most]
    ]


def _calls(rows: QuerySet[Callback], most: int) -> list[Line]:
    return [
        Line(
            reverse("callbacks:detail", args=[one.pk]),
            one.caller_name,
            f"taken {_moment(one.taken_at)}, {one.adviser}",
        )
        for one in rows.select_related("adviser").order_by("taken_at", "pk")[:most]
    ]


def _complaints(rows: QuerySet[Complaint], most: int) -> list[Line]:
    return [
        Line(reverse("complaints:detail", args=[one.reference]), one.reference, f"received {_moment(one.received_at)}")
        for one in rows.order_by("received_at", "pk")[:most]
    ]


def _updates(rows: QuerySet[JournalEntry], most: int) -> list[Line]:
    written = list(rows.order_by("at", "pk")[:most])
    matters = Matter.objects.in_bulk(_known(one.matter_id for one in written))
    return [
        Line(
            reverse("matter", args=[matter.pk]),
            f"{matter.reference_or_stage}, {matter.title}",
            f"written {_moment(one.at)} by {one.actor_name}",
        )
        for one in written
        if (matter := matters.get(one.matter_id or 0)) is not None
    ]


def _known(ids: Iterable[int | None]) -> list[int]:
    return [pk for pk in ids if pk is not None]


def _moment(at: Any) -> str:
    local = timezone.localtime(at)
    return f"{weekday(local.date())}, {hhmm(local)}"


def _queries(rows: QuerySet[ClientQuery], most: int) -> list[Line]:
    return [
        Line(
            reverse("matter_queries", args=[one.matter_id]),
            f"{one.matter.reference_or_stage}, {one.matter.title}",
            f"due {weekday(due.date())}, {hhmm(due)}, {one.owner}",
        )
        for one in rows.select_related("matter", "owner")[:most]
        for due in [timezone.localtime(one.due_at)]
    ]


_READERS: dict[Any, Callable[[Any, int], list[Line]]] = {
    Letter: _letters,
    Bill: _bills,
    ConflictCheck: _checks,
    Enquiry: _enquiries,
    Deadline: _deadlines,
    Promise: _promises,
    Callback: _calls,
    Complaint: _complaints,
    JournalEntry: _updates,
    ClientQuery: _queries,
}
