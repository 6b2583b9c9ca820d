"""The rows of an import as a page and a reject file show them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from intake.models import Import, ImportHit, ImportRow, ImportState
from intake.rules.imports import LABELS, RowOutcome
from intake.services.importing.plan import cells_of
from practice.exports import as_csv
from practice.models import Party, User
from practice.permissions import Permission

SHOWS = {
    "": "All",
    RowOutcome.MAKE.value: "New",
    RowOutcome.UPDATE.value: "Updates",
    RowOutcome.SKIP.value: "Left out",
    RowOutcome.REFUSE.value: "Mistakes",
    "left": "Not undone",
    "hits": "Near somebody on record",
}
_TONES = {RowOutcome.MAKE: "kept", RowOutcome.UPDATE: "calm", RowOutcome.SKIP: "wait", RowOutcome.REFUSE: "late"}
_DONE = {RowOutcome.MAKE: "Taken over", RowOutcome.UPDATE: "Updated"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One row in words."""

    row: ImportRow
    who: str
    said: list[str]
    state: str
    tone: str
    reasons: list[str]
    hits: list[ImportHit]
    party_link: bool


def chosen(of: Import, user: User, show: str, *, reads_hits: bool) -> QuerySet[ImportRow]:
    """Return the rows of one view in the order of the file; before the import those with mistakes come first."""
    rows = of.rows.visible_to(user).select_related("party__merged_into", "matter")
    if show in RowOutcome.values:
        rows = rows.filter(outcome=show)
    elif show == "left":
        rows = rows.exclude(left_because="")
    elif show == "hits" and reads_hits:
        seen = ImportHit.objects.filter(party__in=Party.objects.known_to(user))
        rows = rows.filter(pk__in=seen.filter(row__of=of).values("row"))
    return rows.order_by("number")


def rows_of(of: Import, rows: Iterable[ImportRow], user: User, *, reads_hits: bool) -> list[Shown]:
    """Say what each row holds and what becomes of it; three queries for any number of rows."""
    some = list(rows)
    hits: dict[int, list[ImportHit]] = {}
    if reads_hits:
        found = ImportHit.objects.filter(row__in=some, party__in=Party.objects.known_to(user))
        for hit in found.order_by("-score", "pk"):
            hits.setdefault(hit.row_id, []).append(hit)
    opens = user.may(Permission.CLIENT_VIEW)
    return [_shown(of, row, hits.get(row.pk, []), opens=opens) for row in some]


def _shown(of: Import, row: ImportRow, hits: list[ImportHit], *, opens: bool) -> Shown:
    cells = cells_of(of, row)
    outcome = RowOutcome(row.outcome) if row.outcome else RowOutcome.REFUSE
    state, tone = outcome.label, _TONES[outcome]
    if of.state != ImportState.READ:
        state = _DONE.get(outcome, state)
    if row.undone:
        state, tone = "Undone", "wait"
    elif row.left_because:
        state, tone = "Left as it is", "soon"
    return Shown(
        row=row,
        who=_who(cells) or next(filter(None, row.cells), ""),
        said=_said(cells),
        state=state,
        tone=tone,
        reasons=[*reasons_of(row), *_since(row)],
        hits=hits,
        party_link=opens and row.party_id is not None,
    )


def _since(row: ImportRow) -> Iterable[str]:
    """Say what happened after the import: that its record was merged into another, and why something was left."""
    if row.party is not None and row.party.merged_into is not None:
        yield f"Merged into {row.party.merged_into} since."
    if row.left_because:
        yield f"Not undone: {row.left_because}."


def _who(cells: Mapping[str, str]) -> str:
    person = f"{cells.get('given_name', '')} {cells.get('family_name', '')}".strip() or cells.get("name", "")
    return person or cells.get("organisation", "")


def _said(cells: Mapping[str, str]) -> list[str]:
    fields = ("reference", "date_of_birth", "address", "postcode", "phone", "email", "matter_number", "matter_title")
    return [cells[name] for name in fields if cells.get(name)]


def reasons_of(row: ImportRow) -> list[str]:
    """Return what is said of a row, each with the field it is about."""
    said = []
    for problem in row.problems or ([{"field": "", "because": row.unreadable}] if row.unreadable else []):
        field = LABELS.get(problem["field"], "The row")
        said.append(f"{field} {problem['because']}.")
    return said


def reject_file(of: Import, user: User) -> bytes:
    """Return the rows not taken over, as they stood in the file, with the reason in a last column."""
    rows = of.rows.visible_to(user).filter(outcome__in=[RowOutcome.SKIP, RowOutcome.REFUSE]).order_by("number")
    width = len(of.headers)
    extra = max((len(row.cells) for row in rows), default=width) - width
    headers = [*of.headers, *(f"Column {width + number}" for number in range(1, extra + 1)), "Line", "Why not imported"]
    table: list[list[Any]] = [
        [*row.cells, *[""] * (width + extra - len(row.cells)), row.line, " ".join(reasons_of(row))] for row in rows
    ]
    return as_csv(headers, table)
