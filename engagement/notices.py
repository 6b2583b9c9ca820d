"""What goes to a client with their letter, and after it."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.template.loader import render_to_string

from engagement.models import Acceptance, Letter, LetterCopy
from engagement.papers import AnyCopy
from engagement.rules.acceptance import waits_for
from outbox.links import MARK
from outbox.models import Channel, Document, MessageState, SecureLink
from outbox.services import Notice
from practice.models import Party

if TYPE_CHECKING:
    from engagement.letters import Background, Copy

_LONGEST_NAME = 200  # of a message's addressee


def letter(made: Letter, *, copy: "Copy", papers: Sequence[Document], about: "Background") -> Notice:
    """
    Build the message that carries one client's copy, the terms of business and what goes with them.

    Its subject is the reference only (decisions 19). It leaves on the day that its dates count from, or not at all.
    """
    matter = about.matter
    later = waits_for(copy.to.party.pk, made.sign_order, ()) is not None
    body = render_to_string(
        "engagement/email_letter.txt",
        {
            "letter": made,
            "lawyer": matter.fee_earner,
            "facts": copy.facts,
            "firm": about.firm,
            "link": MARK if copy.to.channel == Channel.EMAIL and not later else "",
            "later": later,
            "by_email": copy.to.channel == Channel.EMAIL,
            "as_text": copy.goes_as_text,
            "enclosed": [one.words for one in copy.facts.enclosed],
            "replaces": _has_one_before(made, copy.to.party),
        },
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
        documents=papers,
    )


def _has_one_before(letter: Letter, party: Party) -> bool:
    """Say whether an earlier version reached this client or was accepted by them; one that was stopped never did."""
    before = LetterCopy.objects.filter(letter__matter=letter.matter_id, letter__version__lt=letter.version, party=party)
    return before.filter(Q(message__state=MessageState.SENT) | Q(acceptance__isnull=False)).exists()


REMINDER_KIND = "letter.acceptance_reminder"


def new_link(copy: AnyCopy, *, link: SecureLink) -> Notice:
    """Build the message with a new link to a letter that the client has."""
    return to_client(copy, "engagement.link", "email_link.txt", to_address=link.sent_to, link=MARK)


def their_turn(copy: LetterCopy, *, link: SecureLink) -> Notice:
    """Build the message with the link of somebody who accepts after another: it says nothing of the other."""
    return to_client(copy, "engagement.turn", "email_turn.txt", to_address=link.sent_to, link=MARK)


def reminder(copy: AnyCopy, *, to_address: str) -> Notice:
    """Build the reminder that a letter, or a cost update, waits for an answer."""
    template = "email_reminder.txt" if isinstance(copy, LetterCopy) else "email_cost_reminder.txt"
    return to_client(copy, "engagement.reminder", template, to_address=to_address, is_automatic=True, link=MARK)


def accepted(copy: LetterCopy, said: Acceptance, *, last_day: date | None) -> Notice:
    """
    Build the message that carries the accepted letter with its certificate, and the terms of business.

    ``last_day`` of the right to cancel, if there is one.
    """
    return to_client(
        copy,
        "engagement.accepted",
        "email_accepted.txt",
        to_address=copy.message.to_address,
        documents=(said.certificate, copy.terms.document),
        last_day=last_day,
    )


def to_client(
    copy: AnyCopy,
    kind: str,
    template: str,
    *,
    to_address: str,
    documents: Any = (),
    is_automatic: bool = False,
    **words: Any,
) -> Notice:
    """Build a message to whoever a paper is for, about that paper."""
    matter = copy.paper.matter
    lawyer, context = matter.fee_earner, copy.issued.snapshot.content["context"]
    return Notice(
        kind=kind,
        to_address=to_address,
        to_name=copy.message.to_name,
        party=copy.client,
        owner=lawyer,
        matter=matter,
        reply_to=lawyer.email,
        subject=f"Our reference {matter.reference}",
        body=render_to_string(
            f"engagement/{template}",
            {"copy": copy, "letter": copy.paper, "lawyer": lawyer, "facts": context, "firm": context["firm"], **words},
        ),
        documents=documents,
        is_automatic=is_automatic,
    )
