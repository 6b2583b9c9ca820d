"""What the register's keeper reads: likely pairs, two records side by side, and merges that can be taken back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from clientcare.duplicates.fields import rows
from clientcare.duplicates.forms import Merge
from clientcare.duplicates.merging import undo_days
from clientcare.duplicates.relations import counted
from practice.exports import Cell, Sheet
from practice.matching.lookalikes import Lookalike, looks_like
from practice.models import ContactKind, Party, PartyMerge, PartyPair, User

SHOWN = 25
_UNDOABLE = 20


def likely(user: User, *, number: str) -> Page[PartyPair]:
    """Return a page of pairs nobody has decided, of which this person may see both, the likeliest first."""
    return Paginator(pairs_for(user), SHOWN).get_page(number)


def pairs_for(user: User) -> QuerySet[PartyPair]:
    return PartyPair.objects.visible_to(user).likely().select_related("first", "second").order_by("-score", "pk")


def sheet_of(pairs: Iterable[PartyPair]) -> Sheet:
    """Return likely pairs as a table, with what the page shows."""
    columns = ["One", "Born", "Postcode", "The other", "Born", "Postcode", "Why"]
    return Sheet("likely-pairs", columns, ([*_cells(one.first), *_cells(one.second), one.why] for one in pairs))


def _cells(party: Party) -> list[Cell]:
    return [party.full_name, party.born_on.year if party.born_on else None, party.postcode]


def undoable(user: User, *, now: datetime) -> list[PartyMerge]:
    merges = PartyMerge.objects.visible_to(user).standing().filter(undo_until__gte=now)
    return list(merges.select_related("kept", "merged", "by").defer("rows").order_by("-at", "-pk")[:_UNDOABLE])


def like(party: Party, user: User) -> list[Lookalike]:
    """Return whom one party looks like, without those that were said to be somebody else."""
    points = list(party.contacts.order_by("-is_preferred", "pk"))
    first = {kind: next((one.text for one in points if one.kind == kind), "") for kind in ContactKind}
    found = looks_like(
        name=party.name,
        user=user,
        born_on=party.born_on,
        postcode=party.postcode,
        phone=first[ContactKind.PHONE],
        email=first[ContactKind.EMAIL],
        without=[party.pk],
        most=10,
    )
    apart = PartyPair.objects.different()
    return [one for one in found if not apart.of(party, one.party).exists()]


def comparison(kept: Party, merged: Party, user: User, *, form: Merge | None = None) -> dict[str, Any]:
    """Return the page of two records."""
    apart = PartyPair.objects.different().of(kept, merged).select_related("decided_by").order_by("pk").first()
    return {
        "kept": kept,
        "merged": merged,
        "rows": [row for row in rows(kept, merged) if apart or not row.is_open],
        "form": form or Merge(kept=kept, merged=merged),
        "names": [(party, party.names.order_by("kind", "pk")) for party in (kept, merged)],
        "contacts": [(party, party.contacts.order_by("kind", "-is_preferred", "pk")) for party in (kept, merged)],
        "moves": counted(merged, user),
        "stays": counted(kept, user),
        "apart": apart,
        "days": undo_days(),
    }
