"""Signs of life, kept as rows so that health never asks a broker (decisions B21)."""

from datetime import datetime
from typing import Any

from practice.models import Heartbeat


def beat(name: str, *, now: datetime, **detail: Any) -> None:
    """Record that this process just did its work."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, at=now, detail=detail)],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["at", "detail"],
    )
