"""Reading back what a deed has left behind."""

from typing import Any

from callbacks.models import Callback, CallbackStage
from practice.models import JournalEntry


def events(*, subject: Any = None) -> list[str]:
    rows = JournalEntry.objects.order_by("pk")
    if subject is not None:
        rows = rows.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
    return list(rows.values_list("event", flat=True))


def waiting(callback: Callback) -> list[str]:
    return list(
        CallbackStage.objects.waiting()
        .filter(promise__callback=callback)
        .order_by("fire_at", "pk")
        .values_list("kind", flat=True)
    )
