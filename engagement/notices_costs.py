"""What goes to a client with their cost update, and when they have agreed to it."""

from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from engagement.models import CostAgreement, CostUpdate, CostUpdateCopy
from engagement.notices import to_client
from outbox.links import MARK
from outbox.models import Channel
from outbox.services import Notice
from wording.models import IssuedLetter

if TYPE_CHECKING:
    from engagement.letters import Background, UpdateCopy

_LONGEST_NAME = 200  # of a message's addressee


def cost_update(update: CostUpdate, *, copy: "UpdateCopy", issued: IssuedLetter, about: "Background") -> Notice:
    """Build the message that carries one client's copy. Its subject is the reference only (decisions 19)."""
    matter = about.matter
    link = MARK if update.asks_agreement and copy.to.channel == Channel.EMAIL else ""
    body = render_to_string(
        "engagement/email_cost_update.txt",
        {"update": update, "lawyer": matter.fee_earner, "facts": copy.facts, "firm": about.firm, "link": link},
    )
    return Notice(
        kind="engagement.cost_update",
        channel=copy.to.channel or Channel.PRINT,
        to_address=copy.to.to_address,
        to_name=copy.facts.sheet.to.envelope[:_LONGEST_NAME],
        party=copy.to.party,
        owner=matter.fee_earner,
        matter=matter,
        reply_to=matter.fee_earner.email,
        subject=f"Our reference {matter.reference}",
        body=body,
        documents=(issued.document,),
    )


def agreed(copy: CostUpdateCopy, said: CostAgreement) -> Notice:
    """Build the message that carries the agreed letter with its certificate."""
    return to_client(
        copy,
        "engagement.accepted",
        "email_agreed.txt",
        to_address=copy.message.to_address,
        documents=(said.certificate,),
    )
