"""The link to a letter or a cost update, put into its messages as they leave (decisions B12)."""

from engagement.models import CostUpdateCopy, LetterCopy
from engagement.papers import AnyCopy
from outbox.links import MARK, address
from outbox.models import LinkPurpose, Message, SecureLink

_NONE = "(this letter has been replaced or has ended: ring us)"


def link_of(copy: AnyCopy) -> SecureLink | None:
    """Return the link of a copy, alive or not; None for one that went on paper and was never sent a link."""
    return SecureLink.objects.about(copy).filter(purpose=LinkPurpose.ACCEPT).select_related("party", "matter").first()


def with_acceptance_link(message: Message) -> str:
    """Put the link in. The key of the message names paper and client: letter:pk:...:party, cost_update:pk:...:party."""
    paper, pk, _, party_id, *_ = message.key.split(":")
    copy: AnyCopy | None
    if paper == "cost_update":
        copy = CostUpdateCopy.objects.filter(update_of=int(pk), party=int(party_id)).first()
    else:
        copy = LetterCopy.objects.filter(letter=int(pk), party=int(party_id)).first()
    link = link_of(copy) if copy is not None else None
    shown = address(link) if link is not None and link.revoked_at is None else _NONE
    return message.body.replace(MARK, shown)
