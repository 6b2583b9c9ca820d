"""What goes to a client with the letter that closes their matter."""

from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from outbox.models import Channel, Document
from outbox.services import Notice

if TYPE_CHECKING:
    from engagement.letters import Background, ClosingCopy

_LONGEST_NAME = 200  # of a message's addressee


def closing(about: "Background", *, copy: "ClosingCopy", papers: tuple[Document, ...]) -> Notice:
    """Build the message that carries one client's copy. Its subject is the reference only (decisions 19)."""
    matter = about.matter
    return Notice(
        kind="engagement.closing",
        channel=copy.to.channel or Channel.PRINT,
        to_address=copy.to.to_address,
        to_name=copy.facts.sheet.to.envelope[:_LONGEST_NAME],
        party=copy.to.party,
        owner=matter.fee_earner,
        matter=matter,
        reply_to=matter.fee_earner.email,
        subject=f"Our reference {matter.reference}",
        body=render_to_string(
            "engagement/email_closing.txt", {"lawyer": matter.fee_earner, "facts": copy.facts, "firm": about.firm}
        ),
        documents=papers,
    )
