"""Enquiries half-typed by staff, so that nothing typed is lost (decisions B14). A draft is no record."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from practice import receipts
from practice.models import FormDraft, User

FORM = "intake.enquiry"


def enquiry_drafts_of(owner: User) -> QuerySet[FormDraft]:
    """Return what only its writer sees, the latest first."""
    return FormDraft.objects.filter(owner=owner, form=FORM).order_by("-saved_at", "-pk")


@transaction.atomic(durable=True)
def keep_enquiry_draft(*, key: UUID, typed: Mapping[str, str], by: User, now: datetime) -> FormDraft | None:
    """Keep the form half-typed under its own key; None if it was recorded meanwhile, so that none is left behind."""
    if receipts.is_used(key):
        return None
    draft, _ = FormDraft.objects.update_or_create(
        owner=by, form=FORM, about=str(key), defaults={"typed": dict(typed), "saved_at": now}
    )
    return draft


@transaction.atomic(durable=True)
def drop_enquiry_draft(*, draft_id: int, by: User) -> None:
    enquiry_drafts_of(by).filter(pk=draft_id).delete()
