"""Slips that are kept half-typed, so that nothing typed is lost (decisions B14)."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from practice.models import FormDraft, User

FORM = "desk.slip"


def drafts_of(owner: User) -> QuerySet[FormDraft]:
    """A draft stays with its owner, also where two people share a desk (decisions 38)."""
    return FormDraft.objects.filter(owner=owner, form=FORM).order_by("saved_at", "pk")


@transaction.atomic(durable=True)
def keep_draft(*, owner: User, key: str, typed: dict[str, str], now: datetime) -> FormDraft:
    """Keep a slip as it is typed; the same slip again replaces itself."""
    draft, _ = FormDraft.objects.update_or_create(
        owner=owner, form=FORM, about=key, defaults={"typed": typed, "saved_at": now}
    )
    return draft


@transaction.atomic(durable=True)
def drop_draft(*, owner: User, key: str) -> None:
    """Throw away a draft whose slip was saved. A draft is no record."""
    drafts_of(owner).filter(about=key).delete()
