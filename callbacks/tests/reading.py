"""What tests read of a call's rows, and the deed they do most."""

from typing import Any

from callbacks import services
from callbacks.models import Attempt, Callback, CallbackStage
from callbacks.rules import AttemptResult
from practice.models import JournalEntry


def events(*, subject: Any = None) -> list[str]:
    rows = JournalEntry.objects.order_by("pk")
    if subject is not None:
        rows = rows.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
    return list(rows.values_list("event", flat=True))


def attempt(callback: Callback, result: AttemptResult, *, rang: Any, now: Any, **facts: Any) -> Attempt:
    return services.record_attempt(
        callback_id=callback.pk, result=result, at=rang, now=now, by=callback.adviser, **facts
    )


def waiting(callback: Callback) -> list[str]:
    return list(
        CallbackStage.objects.waiting()
        .filter(promise__callback=callback)
        .order_by("fire_at", "pk")
        .values_list("kind", flat=True)
    )
