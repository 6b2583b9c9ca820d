"""The rows of a checked list as a page and a file show them: who stands near, as far as this person may know."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from django.db.models import QuerySet

from intake.models import ConflictList, ListedName, ListHit
from intake.sheets import NUMBER
from practice.exports import Cell
from practice.models import Party, User
from practice.permissions import Role

WITH_COMPLIANCE: Final = "With compliance"
RESTRICTED: Final = "Restricted"
_CELLS: Final = ("given_name", "family_name", "organisation", "date_of_birth", "address", "postcode", NUMBER)
_ROW: Final = (
    *("Row", "Line", "Given names", "Family name", "Organisation", "Date of birth", "Address", "Postcode"),
    "Company number",
)
_FOUND: Final = ("Above the line", "Nearest", "Number", "Likeness of 100", "Why", "Others near")
_AT_ONCE: Final = 500  # rows of a file whose hits are read together


@dataclass(frozen=True, slots=True)
class Line:
    """One row in words. ``kept_back`` are hits above the line whose names this person may not know."""

    row: ListedName
    said: list[str]
    state: str
    tone: str
    above: list[ListHit]
    below: list[ListHit]
    kept_back: int
    kept_words: str


def shows_of(of: ConflictList, user: User) -> dict[str, str]:
    """Return which views of the list there are for this person; what is near is for those who read it."""
    near = {"near": "Near somebody"} if of.shows_hits_to(user) else {}
    return {"": "All", **near, "unsearched": "Not searched"}


def chosen(of: ConflictList, user: User, show: str) -> QuerySet[ListedName]:
    """Return the rows of one view; for those who may read them, rows with hits above the line come first."""
    reads_hits = of.shows_hits_to(user)
    rows = of.rows.all()
    if show == "near" and reads_hits:
        rows = rows.filter(above__gt=0)
    elif show == "unsearched":
        rows = rows.filter(checked_at__isnull=False, was_searched=False)
    return rows.gravest_first() if reads_hits else rows.order_by("number")


def lines_of(of: ConflictList, rows: Iterable[ListedName], user: User) -> list[Line]:
    """Say what stands near each row; as many queries for fifty as for one."""
    some = list(rows)
    if not of.shows_hits_to(user):
        return [_plain(row, WITH_COMPLIANCE, "wait") for row in some]
    hits: dict[int, list[ListHit]] = {}
    for hit in ListHit.objects.filter(row__in=some).select_related("party").order_by("-score", "pk"):
        hits.setdefault(hit.row_id, []).append(hit)
    ids = {hit.party_id for group in hits.values() for hit in group}
    known = set(Party.objects.known_to(user).filter(pk__in=ids).values_list("pk", flat=True))
    # That a hit is restricted is for compliance alone, and not for whom a barrier names outside (decisions 25).
    unsaid = ids - known
    if unsaid and user.has_role(Role.COMPLIANCE):
        unsaid = set(Party.objects.hidden_from(user).filter(pk__in=unsaid).values_list("pk", flat=True))
    return [_line(row, hits.get(row.pk, []), known, unsaid) for row in some]


def _plain(row: ListedName, state: str, tone: str) -> Line:
    if row.checked_at is None:
        state, tone = "Waits", "calm"
    elif not row.was_searched:
        state, tone = "Not searched", "late"
    said = [row.cells[name] for name in ("date_of_birth", "address", "postcode", NUMBER) if row.cells.get(name)]
    return Line(row, said, state, tone, [], [], 0, "")


def _line(row: ListedName, hits: Sequence[ListHit], known: set[int], unsaid: set[int]) -> Line:
    above = [hit for hit in hits if hit.party_id in known and hit.is_above and not hit.party.is_common_body]
    below = [hit for hit in hits if hit.party_id in known and hit not in above]
    kept = [hit for hit in hits if hit.party_id not in known and hit.is_above and not hit.party.is_common_body]
    words = WITH_COMPLIANCE if any(hit.party_id in unsaid for hit in kept) else RESTRICTED
    if above:
        state, tone = f"{len(above) + len(kept)} above the line", "soon"
    elif kept:
        state, tone = words, "lock"
    elif below:
        state, tone = "Below the line", "calm"
    else:
        state, tone = "Nobody near", "kept"
    plain = _plain(row, state, tone)
    return Line(row, plain.said, plain.state, plain.tone, above, below, len(kept), words)


def columns_of(of: ConflictList, user: User) -> list[str]:
    return [*_ROW, "Result", *(_FOUND if of.shows_hits_to(user) else ()), "Not used"]


def file_rows(of: ConflictList, rows: QuerySet[ListedName], user: User) -> Iterator[Sequence[Cell]]:
    """Give a line a row for the report, with what the page says of it."""
    reads_hits = of.shows_hits_to(user)
    source = rows.iterator(chunk_size=_AT_ONCE)
    while some := list(islice(source, _AT_ONCE)):
        for line in lines_of(of, some, user):
            row = line.row
            found = _found(line) if reads_hits else []
            cells = [row.cells.get(name, "") for name in _CELLS]  # a list given before has no company numbers
            yield [row.number, row.line, *cells, line.state, *found, " ".join(row.notes)]


def _found(line: Line) -> list[Cell]:
    near = [*line.above, *line.below]
    others = [f"{hit.found}: {hit.why}" for hit in near[1:]] + [line.kept_words] * line.kept_back
    count = len(line.above) + line.kept_back
    if not near:
        return [count, "", "", None, "", "; ".join(others)]
    first = near[0]
    number = first.party.practice_system_number
    return [count, first.found, number, round(first.score * 100), first.why, "; ".join(others)]
