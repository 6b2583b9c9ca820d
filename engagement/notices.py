"""What goes to a client with their letter."""

from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from engagement.models import Letter
from outbox.models import Channel
from outbox.services import Notice
from wording.models import IssuedLetter

if TYPE_CHECKING:
    from engagement.letters import Background, Copy

_LONGEST_NAME = 200  # of a message's addressee


def letter(made: Letter, *, copy: "Copy", issued: IssuedLetter, terms: IssuedLetter, about: "Background") -> Notice:
    """
    Build the message that carries one client's copy and the terms of business.

    Its subject is the reference only (decisions 19). It leaves on the day that its dates count from, or not at all.
    """
    matter = about.matter
    body = render_to_string(
        "engagement/email_letter.txt",
        {"letter": made, "lawyer": matter.fee_earner, "facts": copy.facts, "firm": about.firm},
    )
    return Notice(
        kind="engagement.letter",
        channel=copy.to.channel or Channel.PRINT,
        to_address=copy.to.to_address,
        to_name=copy.facts.sheet.to.envelope[:_LONGEST_NAME],
        party=copy.to.party,
        owner=matter.fee_earner,
        matter=matter,
        reply_to=matter.fee_earner.email,
        subject=f"Our reference {matter.reference}",
        body=body,
        send_on=about.today,
        documents=(issued.document, terms.document),
    )
