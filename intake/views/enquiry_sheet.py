"""The list of enquiries as a table."""

from collections.abc import Iterable
from datetime import datetime

from intake.models import Enquiry
from practice.exports import Cell, Sheet

_COLUMNS = (
    *("Who", "Reference", "About", "Work type", "Key date", "Received", "How", "Taken by"),
    *("First answer", "Answer by", "Answered", "For", "State"),
)


def sheet_of(found: Iterable[Enquiry], now: datetime) -> Sheet:
    """Return the enquiries, read with the people they name, with what the page shows of each."""
    return Sheet("enquiries", _COLUMNS, (_cells(one, now) for one in found))


def _cells(one: Enquiry, now: datetime) -> list[Cell]:
    return [
        one.name,
        one.reference or "",
        one.issue,
        one.get_work_type_display(),
        one.key_date,
        one.received_at,
        one.get_channel_display(),
        one.taken_by.name if one.taken_by else "",
        one.answered(now).label,
        one.respond_by,
        one.answered_at,
        one.for_person.name if one.for_person else "Nobody yet",
        _state(one),
    ]


def _state(one: Enquiry) -> str:
    if one.outcome:
        return one.get_outcome_display()
    return "With compliance" if one.matter_id else "To be checked"
