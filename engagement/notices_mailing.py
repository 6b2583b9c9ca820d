"""What carries a letter that goes to many clients."""

from django.template.loader import render_to_string

from engagement.letters.mailings import To
from engagement.models import MailingRow
from outbox.models import Channel, Document
from outbox.services import Notice
from wording.facts import ClientNotice

KIND = "mailing.notice"
_LONGEST_NAME = 200  # of a message's addressee


def to_client(row: MailingRow, *, to: To, facts: ClientNotice, documents: tuple[Document, ...]) -> Notice:
    """
    Build the message that carries one person's letter. Its subject is the reference only (decisions 19).

    Whoever has the matter gets the answers, and is told if it comes back.
    """
    lawyer = to.matter.fee_earner
    body = render_to_string(
        "engagement/email_notice.txt",
        {"mailing": row.mailing, "facts": facts, "lawyer": lawyer, "firm": facts.sheet.firm},
    )
    return Notice(
        kind=KIND,
        channel=Channel(to.channel),
        to_address=to.to_address,
        to_name=facts.sheet.to.envelope[:_LONGEST_NAME],
        party=to.party,
        owner=lawyer,
        matter=to.matter,
        reply_to=lawyer.email,
        subject=f"Our reference {to.matter.reference}",
        body=body,
        documents=documents,
    )
