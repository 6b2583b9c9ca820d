"""Forms that may arrive twice: a repeat gets the same answer, another body under the same key is refused (B13)."""

import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection, models

from practice.errors import Refusal
from practice.journal import subject_type
from practice.models import FormReceipt

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class FormKey:
    """The UUID that a form carried and a digest of what was typed in it."""

    key: uuid.UUID
    digest: str

    @classmethod
    def of(cls, key: uuid.UUID, typed: dict[str, Any]) -> "FormKey":
        body = json.dumps(typed, sort_keys=True, default=str)
        return cls(key=key, digest=hashlib.sha256(body.encode()).hexdigest())


class FormUsedForSomethingElse(Refusal):
    """The same form came back with other words in it after it had been saved."""

    code = "form_used_for_something_else"


def earlier(form_key: FormKey | None, model: type[M]) -> M | None:
    """
    Return what this very form made before, or None if it is new; call it inside the deed's transaction.

    Of two at once the second waits here until the first is through, and then finds what that made.

    :raises FormUsedForSomethingElse: if the form came with another body
    """
    if form_key is None:
        return None
    _lock(form_key.key)
    receipt = FormReceipt.objects.filter(pk=form_key.key).first()
    if receipt is None:
        return None
    if receipt.digest != form_key.digest or receipt.subject_type != subject_type(model):
        raise FormUsedForSomethingElse("This form was already saved with other words in it. Open it anew to add more.")
    return model._default_manager.get(pk=receipt.subject_id)


def is_used(key: uuid.UUID) -> bool:
    """Say if this form was acted on; call it inside a transaction. It waits for whoever is acting on it now."""
    _lock(key)
    return FormReceipt.objects.filter(pk=key).exists()


def _lock(key: uuid.UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(key.bytes[:8], signed=True)])


def keep(form_key: FormKey | None, subject: models.Model, *, at: datetime) -> None:
    """Remember in the deed's transaction what this form made."""
    if form_key is not None:
        FormReceipt.objects.create(
            key=form_key.key,
            digest=form_key.digest,
            subject_type=subject_type(subject),
            subject_id=str(subject.pk),
            at=at,
        )
