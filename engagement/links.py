"""The link to a letter, put into its messages as they leave (decisions B12)."""

from engagement.models import LetterCopy
from outbox.links import MARK, address
from outbox.models import LinkPurpose, Message, SecureLink

_NONE = "(this letter has been replaced or has ended: ring us)"


def link_of(copy: LetterCopy) -> SecureLink | None:
    """Return the link of a copy, alive or not; None for one that went on paper and was never sent a link."""
    return SecureLink.objects.about(copy).filter(purpose=LinkPurpose.ACCEPT).select_related("party", "matter").first()


def with_acceptance_link(message: Message) -> str:
    """Put the link in. The key of the message names letter and client: letter:pk:...:party."""
    _, letter_id, _, party_id, *_ = message.key.split(":")
    copy = LetterCopy.objects.filter(letter=int(letter_id), party=int(party_id)).first()
    link = link_of(copy) if copy is not None else None
    shown = address(link) if link is not None and link.revoked_at is None else _NONE
    return message.body.replace(MARK, shown)
