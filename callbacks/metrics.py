"""Named figures about promised calls, each with its rows (domain 5.9)."""

from datetime import datetime

from callbacks.models import Promise
from practice.figures import Figure
from practice.models import User


def kept_promises(start: datetime, end: datetime, *, by: User | None = None, reader: User | None = None) -> Figure:
    """
    Count promises whose time ended in this stretch, end left out, and how many of them were kept.

    Changed by the caller or no longer needed: not counted. ``by``: of one person. ``reader``: only what they may see.
    """
    rows = Promise.objects.between(start, end).judged()
    if by is not None:
        rows = rows.filter(adviser=by)
    if reader is not None:
        rows = rows.visible_to(reader)
    kept = rows.kept()
    return Figure(
        label="Calls returned when promised",
        numerator=kept.count(),
        denominator=rows.count(),
        rows=kept.order_by("-ends_at", "pk"),
        explanation=(
            "Promises whose time has ended, kept by a call made in that time, whenever it was entered. "
            "Left out: times the caller changed, and calls that were no longer needed."
        ),
    )
