"""Link and code to a half-typed public form: derived when shown or sent, so that no stored row opens it (B12)."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from intake.models import EnquiryDraft
from outbox.models import Message

MARK = "[link]"  # stands in the stored row
_SALT = "intake.enquiry_draft."


def token(draft_id: UUID) -> str:
    return salted_hmac(f"{_SALT}link", str(draft_id), algorithm="sha256").hexdigest()[:40]


def fits(draft_id: UUID, given: str) -> bool:
    return constant_time_compare(token(draft_id), given)


def code(draft_id: UUID) -> str:
    """Return the six figures that go with the link and are shown on the page only, never sent (decisions 23)."""
    digest = salted_hmac(f"{_SALT}code", str(draft_id), algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8], 'big') % 1_000_000:06d}"


def address(draft_id: UUID) -> str:
    return f"{settings.BASE_URL}{reverse('enquire_resume', args=[draft_id, token(draft_id)])}"


def with_resume_link(message: Message) -> str:
    """Put the link into the mail as it leaves. The key of the message names the draft."""
    draft_id = UUID(message.key.split(":")[1])
    draft = EnquiryDraft.objects.filter(pk=draft_id, enquiry=None).first()
    if draft is None:
        return message.body.replace(MARK, "(this form has been sent or deleted meanwhile)")
    return message.body.replace(MARK, address(draft_id))
