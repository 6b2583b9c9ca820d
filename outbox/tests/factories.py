"""The smallest honest message, queued as a deed would."""

from datetime import datetime
from itertools import count

from django.db import transaction

from outbox import services
from outbox.models import Document, Message
from practice.tests import factories

_numbers = count(1)


def notice(**changes: object) -> services.Notice:
    values = {
        "kind": "test.notice",
        "to_address": "client@mail.example",
        "to_name": "Joseph Adeyemi",
        "subject": "Our reference RP-26-0412",
        "body": "We will ring you on Tuesday 24 November 2026.",
        **changes,
    }
    return services.Notice(**values)  # type: ignore[arg-type]


def message(*, key: str = "", now: datetime = factories.TUESDAY_NOON, **changes: object) -> Message:
    """A message that waits to go."""
    factories.office()
    with transaction.atomic():
        queued = services.queue(notice(**changes), key=key or f"test:{next(_numbers)}:notice", now=now)
    assert queued is not None
    return queued


def document() -> Document:
    return services.keep_document(
        content=b"%PDF-1.7 sample", media_type="application/pdf", file_name="letter.pdf", now=factories.TUESDAY_NOON
    )
