"""What we tell staff about checks (reference and link, no narrative: decisions 5, 25) and those who enquired."""

from django.conf import settings
from django.urls import reverse

from intake.models import ConflictCheck, Disclosure, Enquiry
from intake.reach import Way
from outbox.models import CONFLICT_LETTER, Document
from outbox.services import Notice, to_staff
from practice.models import FirmProfile, User


def _link(check: ConflictCheck) -> str:
    return settings.BASE_URL + reverse("conflict", args=[check.pk])


def urgent_check(check: ConflictCheck, person: User) -> Notice:
    """Build the notice that a check with a near key date waits, at the top of the queue."""
    return to_staff(
        person,
        kind="conflict.urgent",
        subject=f"{check.reference}: an answer is due within one working hour",
        body=f"A conflict check with a near key date waits for a decision.\n\n{_link(check)}\n",
    )


def decided(check: ConflictCheck, person: User) -> Notice:
    """Build the notice that an urgent check has its answer; which one stands on the page."""
    return to_staff(
        person,
        kind="conflict.decided",
        subject=f"{check.reference}: there is an answer",
        body=f"The conflict check you asked for has been decided.\n\n{_link(check)}\n",
    )


def ask_more(enquiry: Enquiry, *, question: str, to: str, by: User) -> Notice:
    """Build the question to somebody who enquired; the subject carries the reference only (decisions 19)."""
    firm = FirmProfile.objects.get()
    return Notice(
        kind="enquiry.ask_more",
        to_address=to,
        to_name=enquiry.name,
        subject=f"Our reference {enquiry.reference}",
        body=_TO_ENQUIRER.format(
            name=f"{enquiry.title} {enquiry.name}".strip(),
            words=f"Before we can say whether we can act for you, may we ask:\n\n{question}\n\n{_NOT_YET}",
            by=by.name,
            firm=firm.name,
            phone=firm.phone,
        ),
        owner=by,
        reply_to=by.email,
        party=enquiry.party,
    )


def quote(enquiry: Enquiry, *, words: str, to: str, by: User) -> Notice:
    """Build what carries a price; the words say themselves that we do not act yet."""
    firm = FirmProfile.objects.get()
    return Notice(
        kind="enquiry.quote",
        to_address=to,
        to_name=enquiry.name,
        subject=f"Our reference {enquiry.reference}",
        body=_TO_ENQUIRER.format(
            name=f"{enquiry.title} {enquiry.name}".strip(), words=words, by=by.name, firm=firm.name, phone=firm.phone
        ),
        owner=by,
        reply_to=by.email,
        party=enquiry.party,
        matter=enquiry.matter,
    )


def non_engagement(enquiry: Enquiry, *, way: Way, document: Document, by: User) -> Notice:
    """Build what carries the letter that we do not act: a cover by e-mail, or paper for the post tray."""
    firm = FirmProfile.objects.get()
    return Notice(
        kind="enquiry.letter",
        channel=way.channel,
        to_address=way.to,
        to_name=f"{enquiry.title} {enquiry.name}".strip(),
        subject=f"Our reference {enquiry.reference}",
        body=_TO_ENQUIRER.format(
            name=f"{enquiry.title} {enquiry.name}".strip(),
            words="Our letter about your enquiry is attached. We do not act for you, and time limits may be running.",
            by=by.name,
            firm=firm.name,
            phone=firm.phone,
        ),
        owner=by,
        reply_to=by.email,
        documents=[document],
    )


def disclosure(made: Disclosure, check: ConflictCheck, *, way: Way, by: User) -> Notice:
    """
    Build what carries the letter about a conflict; the cover says nothing of it.

    It hangs on the matter that was checked, whoever gets it: what a wall keeps of that, it keeps of this.
    """
    assert made.document is not None, "the letter is kept before it is sent"
    firm = FirmProfile.objects.get()
    return Notice(
        kind=CONFLICT_LETTER,
        channel=way.channel,
        to_address=way.to,
        to_name=made.party.full_name,
        subject=f"Our reference {check.reference}",
        body=_TO_ENQUIRER.format(
            name=made.party.full_name,
            words="Please read the attached letter before we go on, and tell us your answer in writing.",
            by=by.name,
            firm=firm.name,
            phone=firm.phone,
        ),
        owner=by,
        reply_to=by.email,
        party=made.party,
        matter=check.matter,
        documents=[made.document],
    )


_NOT_YET = "We do not act for you yet, so please send no papers and tell us nothing about the matter itself."
_TO_ENQUIRER = """Dear {name}

{words}

{by}
{firm}
{phone}
"""
