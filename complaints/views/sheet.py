"""The board as a table: what it shows of each complaint, and for an outline no more than the outline."""

from collections.abc import Iterable

from complaints.views.rows import Row
from practice.exports import Cell, Sheet

_COLUMNS = (
    *("Reference", "Client", "About whom", "Stage", "Owner", "Received"),
    *("Our target", "Due", "What is due", "Eight weeks end", "Goes out by itself"),
)


def sheet_of(rows: Iterable[Row]) -> Sheet:
    return Sheet("complaints", _COLUMNS, (_cells(row) for row in rows))


def _cells(row: Row) -> list[Cell]:
    complaint = row.complaint
    return [
        complaint.reference,
        complaint.who if row.in_full else "",
        row.about if row.in_full else "",
        row.stage,
        row.owner if row.in_full else "",
        complaint.received_at,
        row.target.on if row.target else None,
        row.due.on if row.due else None,
        row.due_words,
        row.eight_weeks.on if row.eight_weeks else None,
        ", ".join(filter(None, [row.by_itself, row.by_itself_note])) if row.in_full else "",
    ]
