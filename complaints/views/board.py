"""The board: what is due next, over all complaints this person may see."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from complaints import metrics
from complaints.models import Complaint, Deadline, DeadlineStage, Hold, Kind
from complaints.models.complaint import REVIEW_STAGES, UNFINISHED
from complaints.rules import DeadlineKind, DeadlineStatus, Stage
from complaints.services import outlook
from complaints.services.common import calendar_of
from complaints.views.chronicle import Entry, chronicle
from complaints.views.counting import Counting, counting_of
from complaints.views.rows import Row, row_of
from complaints.views.sheet import sheet_of
from practice import clock, exports
from practice.calendar import WorkingCalendar
from practice.http import StaffRequest
from practice.models import Office, Outcome, User
from practice.office import load_calendar, main_office
from practice.permissions import Permission, needs

ROWS = 50
_SO_FAR = 4


@dataclass(frozen=True)
class Shelf:
    """A filter that lives in the address, with how many rows it has."""

    code: str
    label: str
    number: int
    tone: str = ""
    icon: str = ""


@require_GET
@needs(Permission.COMPLAINT_LOG, Permission.COMPLAINT_OVERSEE, Permission.COMPLAINT_REVIEW)
def board(request: StaffRequest) -> HttpResponse:
    """Show the board to those who see complaints, and to everybody else what they logged themselves."""
    now = clock.now()
    if not any(request.user.may(one) for one in (Permission.COMPLAINT_HANDLE, Permission.COMPLAINT_REVIEW)):
        mine = Complaint.objects.logged_by_reader(request.user).select_related("handler")
        return render(request, "complaints/logged.html", {"logged": mine.order_by("-logged_at", "-pk")[:ROWS]})
    calendar = load_calendar(main_office())
    everything = Complaint.objects.listed_for(request.user)
    where = _filters(request.user, calendar, now=now)
    counts = everything.aggregate(**{code: Count("pk", filter=condition) for code, condition in where.items()})
    show = request.GET.get("show", "open")
    chosen = everything.filter(where.get(show, where["open"]))
    if exports.asked_for(request):
        too_many = exports.too_many(request, chosen.count())
        return too_many or exports.answer(request, sheet_of(_rows(list(_in_order(chosen)), now=now)))
    page = Paginator(_in_order(chosen), ROWS).get_page(request.GET.get("page"))
    rows = _rows(list(page.object_list), now=now)
    opened = _opened(rows, request.GET.get("open"))
    context = {
        "page": page,
        "rows": rows,
        "show": show if show in where else "open",
        "strip": _strip(counts),
        "chips": _chips(counts),
        "opened": opened,
        "so_far": _so_far(opened) if opened else [],
        "why": _why(rows, request.GET.get("why"), now=now),
        "near": [row for row in rows if row.near],
        "open_count": counts["open"],
        "sees_figures": request.user.may(Permission.DASHBOARD),
        **_year(request.user, calendar.local_date(now), now=now),
    }
    return render(request, "complaints/board.html", context)


def _filters(user: User, calendar: WorkingCalendar, *, now: datetime) -> dict[str, Q]:
    today = calendar.local_date(now)
    soon = calendar.add_working_days(today, metrics.SOON_WORKING_DAYS)
    near = calendar.add_working_days(today, metrics.NEAR_WORKING_DAYS)
    running = Deadline.objects.running().filter(complaint=OuterRef("pk"))
    nets = DeadlineStage.objects.safety_nets().filter(
        deadline__complaint=OuterRef("pk"), deadline__status=DeadlineStatus.RUNNING
    )
    in_full = Q(pk__in=Complaint.objects.visible_to(user).values("pk"))
    to_go = nets.filter(outcome="", deadline__due_before__gt=now)
    ended = Exists(nets.filter(outcome__in=[Outcome.HELD, Outcome.UNSAFE_CHANNEL]))
    kept_back = Exists(Hold.objects.in_force().filter(complaint=OuterRef("pk")))
    held = in_full & (Q(ended) | Q(Exists(to_go)) & Q(kept_back))
    unfinished = Q(stage__in=UNFINISHED)
    return {
        "open": unfinished,
        "near": unfinished & Q(Exists(running.filter(kind=DeadlineKind.EIGHT_WEEK, due_on__lte=near))),
        "overdue": unfinished & Q(Exists(Deadline.objects.overdue(now).filter(complaint=OuterRef("pk")))),
        "soon": unfinished & Q(Exists(running.owed().filter(due_before__gt=now, due_on__lte=soon))),
        "net": unfinished & in_full & Q(Exists(to_go)) & ~Q(kept_back),
        "held": unfinished & held,
        "ombudsman": Q(stage=Stage.REDRESS_OPEN),
        "mine": unfinished & (Q(handler=user, reviewer=None) | Q(reviewer=user) | Q(handler=user)),
        "stage1": Q(stage__in=[Stage.LOGGED, Stage.ACKNOWLEDGED, Stage.EARLY_RESOLUTION, Stage.STAGE1_INVESTIGATING]),
        "review": Q(stage__in=REVIEW_STAGES),
        "data": unfinished & Q(kind=Kind.DATA_PROTECTION),
        "unsorted": Q(stage=Stage.DRAFT),
        "closed": Q(stage__in=[Stage.CLOSED, Stage.WITHDRAWN, Stage.NOT_A_COMPLAINT], received_at__year=today.year),
        "year": Q(received_at__year=today.year),
    }


def _strip(counts: dict[str, int]) -> list[Shelf]:
    return [
        Shelf("near", "Eight weeks near", counts["near"], "late" if counts["near"] else "", "flag"),
        Shelf("overdue", "Overdue", counts["overdue"], "late" if counts["overdue"] else "", "late"),
        Shelf("soon", "Due in 2 working days", counts["soon"], "soon" if counts["soon"] else "", "clock"),
        Shelf("net", "Goes by itself", counts["net"], "", "letter"),
        Shelf("held", "Held back", counts["held"], "", "lock"),
        Shelf("ombudsman", "With the ombudsman", counts["ombudsman"], "", "scales"),
    ]


def _chips(counts: dict[str, int]) -> list[Shelf]:
    labels = {
        "open": "All open",
        "mine": "Mine",
        "stage1": "Logged and stage 1",
        "review": "Review",
        "data": "Personal data",
        "unsorted": "Not yet sorted",
        "closed": "Closed this year",
    }
    return [Shelf(code, label, counts[code]) for code, label in labels.items()]


def _in_order(rows: QuerySet[Complaint]) -> QuerySet[Complaint]:
    """Put first what is due first: our own work, then whatever else runs; then the newest."""
    own = [DeadlineKind.ACK, DeadlineKind.STAGE1_OUTCOME, DeadlineKind.STAGE2_OUTCOME]
    running = Deadline.objects.running().filter(complaint=OuterRef("pk")).order_by("due_before")
    first = Subquery(running.filter(kind__in=own).values("due_before")[:1])
    then = Subquery(running.exclude(kind=DeadlineKind.REDRESS_REFERRAL).values("due_before")[:1])
    return rows.annotate(first=first, then=then).order_by("first", "then", "-received_at", "pk")


def _rows(complaints: list[Complaint], *, now: datetime) -> list[Row]:
    """Build the rows with as many queries for one as for fifty (and three for each office)."""
    ids = [one.pk for one in complaints]
    fetched = (
        Complaint.objects.filter(pk__in=ids)
        .select_related("handler", "reviewer", "party", "department__office")
        .prefetch_related(
            "subjects",
            Prefetch(
                "deadlines",
                Deadline.objects.order_by("pk").select_related("response__message").prefetch_related("stages"),
            ),
        )
        .in_bulk()
    )
    calendars: dict[int, WorkingCalendar] = {}
    forecasts = outlook.forecasts(list(fetched.values()), now=now)
    rows = []
    for one in complaints:
        complaint = fetched[one.pk]
        office: Office = complaint.department.office
        calendar = calendars.setdefault(office.pk, calendars.get(office.pk) or load_calendar(office))
        rows.append(
            row_of(
                complaint,
                in_full=one.in_full,  # type: ignore[attr-defined]
                forecast=forecasts[complaint.pk],
                calendar=calendar,
                now=now,
            )
        )
    return rows


def _opened(rows: list[Row], reference: str | None) -> Row | None:
    return next((row for row in rows if row.in_full and row.complaint.reference == reference), None)


def _why(rows: list[Row], reference: str | None, *, now: datetime) -> Counting | None:
    row = next((one for one in rows if one.complaint.reference == reference and one.deadline), None)
    if row is None or row.deadline is None:
        return None
    return counting_of(row.deadline, calendar_of(row.complaint), now=now)


def _so_far(row: Row) -> list[Entry]:
    return chronicle(row.complaint, calendar_of(row.complaint))[:_SO_FAR]


def _year(user: User, today: date, *, now: datetime) -> dict[str, Any]:
    """Return our numbers of this calendar year, "by a person" beside "automatic" (decision 10)."""
    since = date(today.year, 1, 1)
    received, median = metrics.receipt_to_logging(user, since=since)
    return {
        "received": received,
        "median": _words(median),
        "by_person": metrics.acknowledged_by_person(user, since=since, now=now),
        "automatic": metrics.acknowledged_automatically(user, since=since, now=now),
        "late": metrics.acknowledged_late(user, since=since, now=now),
        "outcome": metrics.outcome_on_time(user, since=since, now=now),
        "extended": metrics.outcome_extended(user, since=since, now=now),
    }


def _words(taken: timedelta | None) -> str:
    """Say "2 h 10 min", "3 days 4 h" or "none yet"."""
    if taken is None:
        return "none yet"
    minutes = int(taken.total_seconds() // 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days} {'day' if days == 1 else 'days'} {hours} h"
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
