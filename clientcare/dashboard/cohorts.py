"""Which clients need what, by kind of work (A13): counts of five and more, so that nobody is found by being rare."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Q, QuerySet

from practice.figures import Figure
from practice.models import Adjustment, Matter, MatterParty, MatterRole, MatterStage, Need, Party, User, WorkType

FEWEST: Final = 5


@dataclass(frozen=True, slots=True)
class Cohort:
    """The clients of live matters of one kind. ``common``: adjustments of five and more of them, the most first."""

    work_type: WorkType
    clients: int
    common: Sequence[tuple[Adjustment, int]]


def cohorts_of(user: User, *, today: date) -> list[Cohort]:
    """Return every kind of work with five clients and more among the matters that this person may see; two queries."""
    clients = _clients(user).values("matter__work_type").annotate(number=Count("party", distinct=True)).order_by()
    agreed = (
        _clients(user)
        .filter(party__needs__in=Need.objects.in_force(today).values("pk"))
        .values("matter__work_type", "party__needs__adjustment")
        .annotate(number=Count("party", distinct=True))
        .order_by("-number", "party__needs__adjustment")
    )
    counted = [
        (row["matter__work_type"], Adjustment(row["party__needs__adjustment"]), row["number"])
        for row in agreed
        if row["number"] >= FEWEST
    ]
    numbers = {row["matter__work_type"]: row["number"] for row in clients}
    return [
        Cohort(kind, numbers[kind], [(need, number) for work, need, number in counted if work == kind])
        for kind in WorkType
        if numbers.get(kind, 0) >= FEWEST
    ]


def clients_with(user: User, work: str, need: str, *, today: date) -> Figure | None:
    """Return one count with the clients behind it; None for what is not shown."""
    if work not in WorkType.values or need not in Adjustment.values:
        return None
    of_kind = _clients(user).filter(matter__work_type=work).values("party")
    agreed = Need.objects.in_force(today).filter(adjustment=need).values("party")
    rows: QuerySet[Party] = Party.objects.filter(Q(pk__in=of_kind) & Q(pk__in=agreed)).order_by("name", "pk")
    number = rows.count()
    if number < FEWEST:
        return None
    return Figure(
        label=f"{Adjustment(need).label}, {WorkType(work).label.lower()}",
        numerator=number,
        denominator=of_kind.distinct().count(),
        rows=rows,
        explanation="Clients of live matters of this kind with whom it is agreed today.",
    )


def _clients(user: User) -> QuerySet[MatterParty]:
    live = [MatterStage.OPEN, MatterStage.PROSPECTIVE]
    matters = Matter.objects.visible_to(user).filter(stage__in=live)
    return MatterParty.objects.filter(role=MatterRole.CLIENT, matter__in=matters.values("pk"))
