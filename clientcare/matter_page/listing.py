"""The list of matters: which ones, in which order, with what is promised."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Prefetch, Q, QuerySet, When

from practice.calendar import WorkingCalendar
from practice.exports import Cell, Sheet
from practice.models import Matter, MatterParty, MatterRole, MatterStage, Party, User
from practice.office import load_calendar
from practice.phrases import Due

VIEWS = {
    "open": "Open",
    "mine": "Mine",
    "overdue": "Update overdue",
    "prospective": "Not yet taken on",
    "closed": "Closed",
    "all": "All",
}
SORTS = {
    "reference": ("reference", "pk"),
    "-reference": ("-reference", "-pk"),
    "title": ("title", "pk"),
    "-title": ("-title", "-pk"),
    "update": ("next_update_on", "pk"),
    "-update": ("-next_update_on", "-pk"),
}


@dataclass(frozen=True, slots=True)
class Row:
    matter: Matter
    due: Due | None


def matters_for(user: User, *, view: str, text: str, sort: str, today: date) -> QuerySet[Matter]:
    """Return the visible matters of one view that match the text, in order; an unknown view or order is the first."""
    found = _view(_visible(user), user, view, today)
    if text:
        found = found.filter(_matching(user, text))
    default = "update" if view == "overdue" else "-reference"
    return found.order_by(*SORTS.get(sort, SORTS[default]))


def matters_of(user: User, party: Party) -> QuerySet[Matter]:
    """Return the visible matters in which this party is a client, open ones and the newest first."""
    is_client = MatterParty.objects.filter(party=party, role=MatterRole.CLIENT)
    found = _visible(user).filter(pk__in=is_client.values("matter"))
    return found.order_by(Case(When(stage=MatterStage.OPEN, then=0), default=1), "-instructed_on", "-pk")


def _visible(user: User) -> QuerySet[Matter]:
    clients = MatterParty.objects.filter(role=MatterRole.CLIENT).select_related("party").order_by("pk")
    found = Matter.objects.visible_to(user).select_related("fee_earner", "department__office")
    return found.prefetch_related(Prefetch("parties", queryset=clients, to_attr="client_rows"))


def _view(found: QuerySet[Matter], user: User, view: str, today: date) -> QuerySet[Matter]:
    if view == "mine":
        team = Q(fee_earner=user) | Q(assistant=user) | Q(supervisor=user)
        return found.filter(team, stage__in=[MatterStage.OPEN, MatterStage.PROSPECTIVE])
    if view == "overdue":
        return found.filter(stage=MatterStage.OPEN, next_update_on__lt=today)
    stages = {"prospective": MatterStage.PROSPECTIVE, "closed": MatterStage.CLOSED}
    return found if view == "all" else found.filter(stage=stages.get(view, MatterStage.OPEN))


def _matching(user: User, text: str) -> Q:
    clients = MatterParty.objects.filter(
        role=MatterRole.CLIENT, party__in=Party.objects.visible_to(user).matching(text).values("pk")
    )
    return (
        Q(title__icontains=text)
        | Q(reference__icontains=text)
        | Q(practice_system_number__iexact=text)
        | Q(pk__in=clients.values("matter"))
    )


def rows_of(matters: Iterable[Matter], *, now: datetime) -> list[Row]:
    """Say of each open matter how far off its next update is, by the calendar of its own office."""
    calendars: dict[int, WorkingCalendar] = {}
    rows = []
    for matter in matters:
        office = matter.department.office
        calendar = calendars.get(office.pk) or calendars.setdefault(office.pk, load_calendar(office))
        rows.append(Row(matter, due_of(matter, calendar, now)))
    return rows


def due_of(matter: Matter, calendar: WorkingCalendar, now: datetime) -> Due | None:
    """Return when the next update is promised for, and how far off that is; None where none is owed."""
    if matter.stage != MatterStage.OPEN or matter.next_update_on is None:
        return None
    today = calendar.local_date(now)
    return Due(matter.next_update_on, today, calendar.working_days_between(today, matter.next_update_on))


def sheet_of(rows: Iterable[Row]) -> Sheet:
    """Return the list as a table, with what the page shows."""
    columns = ["Matter", "Clients", "Reference", "Practice system", "Fee earner", "Stage"]
    columns += ["Where it stands", "Said on", "Next update"]
    return Sheet("matters", columns, (_cells(row.matter, row.due) for row in rows))


def _cells(matter: Matter, due: Due | None) -> list[Cell]:
    clients: list[MatterParty] = matter.client_rows  # type: ignore[attr-defined]  # _visible has fetched them
    return [
        matter.title,
        ", ".join(row.party.full_name for row in clients),
        matter.reference or "",
        matter.practice_system_number,
        matter.fee_earner.name,
        matter.get_stage_display(),
        matter.status_line,
        matter.status_at,
        due.on if due else None,
    ]
