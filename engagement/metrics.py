"""Named figures about client care letters (domain 2.10)."""

from datetime import date

from engagement.models import Letter
from practice.figures import Figure
from practice.models import User


def issued_in_time(*, reader: User, first: date, last: date) -> Figure:
    """Count first letters promised in a stretch of days, and those of them issued by their day (domain C01)."""
    promised = Letter.objects.visible_to(reader).first_versions().promised_between(first, last)
    kept = promised.in_time().order_by("due_on", "pk")
    return Figure(
        label="Letters issued in time",
        numerator=kept.count(),
        denominator=promised.count(),
        rows=kept,
        explanation="First client care letters promised in this time and issued by the promised day, "
        "one working day after instruction unless the department has set another standard.",
    )
