"""What is written down about lists that leave the house as files."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from practice import journal
from practice.models import User


@transaction.atomic(durable=True)
def note_export(*, name: str, filters: Mapping[str, str], rows: int, kind: str, by: User, now: datetime) -> None:
    """Journal that somebody took a list away: which one, with which filters, and how many rows; never what in them."""
    journal.record(
        subject=by, event="list.exported", by=by, at=now, list=name, filters=dict(filters), rows=rows, kind=kind
    )
