"""Link and code to a half-typed public form: derived when shown or sent, as all of ours are (outbox/links.py, B12)."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from intake.models import EnquiryDraft
from outbox.links import MARK, derive_figures, derive_token
from outbox.models import Message

__all__ = ["MARK", "address", "code", "fits", "token", "with_resume_link"]
_SALT = "intake.enquiry_draft."


def token(draft_id: UUID) -> str:
    return derive_token(f"{_SALT}link", draft_id)


def fits(draft_id: UUID, given: str) -> bool:
    return constant_time_compare(token(draft_id), given)


def code(draft_id: UUID) -> str:
    """Return the six figures that go with the link and are shown on the page only, never sent (decisions 23)."""
    return derive_figures(f"{_SALT}code", draft_id)


def address(draft_id: UUID) -> str:
    return f"{settings.BASE_URL}{reverse('enquire_resume', args=[draft_id, token(draft_id)])}"


def with_resume_link(message: Message) -> str:
    """Put the link into the mail as it leaves. The key of the message names the draft."""
    draft_id = UUID(message.key.split(":")[1])
    draft = EnquiryDraft.objects.filter(pk=draft_id, enquiry=None).first()
    if draft is None:
        return message.body.replace(MARK, "(this form has been sent or deleted meanwhile)")
    return message.body.replace(MARK, address(draft_id))
