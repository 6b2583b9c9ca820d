"""The list of clients: which ones, in which order, with their open matters and what each is promised next."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, IntegerField, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from callbacks.models import Promise
from clientcare.matter_page.listing import Row as MatterRow
from clientcare.matter_page.listing import rows_of as matter_rows_of
from clientcare.promises import open_calls, with_tones
from practice.exports import Cell, Sheet
from practice.models import Department, Matter, MatterParty, MatterRole, Party, Relationship, User
from practice.phrases import Due, Tone

VIEWS = {
    "open": "With open matters",
    "mine": "Mine",
    "prospective": "Not yet clients",
    "former": "Former",
    "all": "All",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One client with the open matters that the reader may see, the nearest update first."""

    party: Party
    matters: Sequence[MatterRow]
    call: tuple[Promise, Tone] | None

    @property
    def update(self) -> Due | None:
        return self.matters[0].due if self.matters else None


def clients_for(
    user: User, *, view: str, text: str, sort: str, department: Department | None = None
) -> QuerySet[Party]:
    """
    Return the visible clients of one view that match the text, in order; an unknown view or order is the first.

    ``department``: only those with a matter there, open or not, that this person may see.
    """
    found = _view(Party.objects.visible_to(user), user, view)
    if department is not None:
        found = found.filter(pk__in=_as_client(user).filter(matter__department=department).values("party"))
    if text:
        named = Q(pk__in=Party.objects.matching(text).values("pk"))
        numbered = Q(practice_system_number__iexact=text) | Q(
            pk__in=Party.objects.filter(practice_system_number__iexact=text).values("merged_into")
        )
        found = found.filter(named | numbered)
    return _ordered(found, user, sort)


def _as_client(user: User) -> QuerySet[MatterParty]:
    return MatterParty.objects.filter(role=MatterRole.CLIENT, matter__in=Matter.objects.visible_to(user).values("pk"))


def _open(user: User) -> QuerySet[MatterParty]:
    seen = Matter.objects.visible_to(user).open().values("pk")
    return MatterParty.objects.filter(role=MatterRole.CLIENT, matter__in=seen)


def _view(found: QuerySet[Party], user: User, view: str) -> QuerySet[Party]:
    if view == "all":
        return found.filter(
            ~Q(relationship=Relationship.THIRD_PARTY) | Q(pk__in=_as_client(user).values("party")),
        )
    if view in (Relationship.PROSPECTIVE, Relationship.FORMER):
        return found.filter(relationship=view)
    with_open = _open(user)
    if view == "mine":
        team = Q(matter__fee_earner=user) | Q(matter__assistant=user) | Q(matter__supervisor=user)
        with_open = with_open.filter(team)
    return found.filter(pk__in=with_open.values("party"))


def _ordered(found: QuerySet[Party], user: User, sort: str) -> QuerySet[Party]:
    """Order by what is asked for, and only then work it out for every row; nothing promised comes last both ways."""
    key = sort.removeprefix("-")
    falls = sort.startswith("-")
    own = _open(user).filter(party=OuterRef("pk")).order_by().values("party")
    if key == "matters":
        count = Coalesce(Subquery(own.annotate(many=Count("matter")).values("many")), 0, output_field=IntegerField())
        found = found.annotate(key=count)
    elif key == "update":
        found = found.annotate(key=Subquery(own.annotate(soonest=Min("matter__next_update_on")).values("soonest")))
    elif key == "call":
        calls = open_calls(user).filter(callback__caller=OuterRef("pk"))
        found = found.annotate(key=Subquery(calls.values("starts_at")[:1]))
    else:
        return found.order_by(*(("-name", "-pk") if sort == "-name" else ("name", "pk")))
    return found.order_by(F("key").desc(nulls_last=True) if falls else F("key").asc(nulls_last=True), "name", "pk")


def rows_of(parties: Iterable[Party], user: User, *, now: datetime) -> list[Row]:
    """Say of each client which open matters they have and what is promised next: as many queries for one as for all."""
    parties = list(parties)
    ids = [party.pk for party in parties]
    links = list(_open(user).filter(party__in=ids).select_related("matter__department__office").order_by("matter"))
    due = {row.matter.pk: row for row in matter_rows_of({link.matter for link in links}, now=now)}
    matters: dict[int, list[MatterRow]] = defaultdict(list)
    for link in links:
        matters[link.party_id].append(due[link.matter_id])
    calls: dict[int | None, tuple[Promise, Tone]] = {}
    for promise, tone in with_tones(open_calls(user).filter(callback__caller__in=ids), now=now):
        calls.setdefault(promise.callback.caller_id, (promise, tone))
    return [
        Row(party, sorted(matters[party.pk], key=lambda row: _soonest(row.due)), calls.get(party.pk))
        for party in parties
    ]


def _soonest(due: Due | None) -> tuple[bool, int]:
    return (due is None, due.on.toordinal() if due else 0)


def sheet_of(rows: Iterable[Row]) -> Sheet:
    """Return the list as a table, with what the page shows."""
    columns = ["Client", "Kind", "Relationship", "Practice system", "Postcode", "Open matters", "Titles"]
    columns += ["Next update", "Next call", "Who rings"]
    return Sheet("clients", columns, (_cells(row) for row in rows))


def _cells(row: Row) -> list[Cell]:
    promise = row.call[0] if row.call else None
    return [
        row.party.full_name,
        row.party.get_kind_display(),
        row.party.get_relationship_display(),
        row.party.practice_system_number,
        row.party.postcode,
        len(row.matters),
        ", ".join(one.matter.title for one in row.matters),
        row.update.on if row.update else None,
        promise.starts_at if promise else None,
        promise.adviser.name if promise else "",
    ]
