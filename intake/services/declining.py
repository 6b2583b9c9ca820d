"""Declining: the letter that we do not act is made first, then kept and sent in one transaction with the end."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from intake import letters, notices, reach
from intake.models import Enquiry, EnquiryContact, EnquiryContactKind, EnquiryOutcome
from intake.services.contacts import ask_by_hand
from intake.services.enquiries import end_enquiry
from outbox import services as outbox
from outbox.pdf import Rendered
from practice import journal, needs
from practice.errors import Refusal, WorldMoved
from practice.models import User
from practice.office import local_date, main_office
from practice.services.tasks import give_task, settle_tasks
from wording.composition import Composition
from wording.services import compose, keep_letter, print_letter

TEMPLATE = "enquiry.non_engagement"


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedLetter:
    """A finished letter that is not kept yet; ``facts_stamp`` says by which facts of the enquiry it was made."""

    composition: Composition
    rendered: Rendered
    dated_on: date
    facts_stamp: str


def compose_letter(enquiry: Enquiry, *, by: User, now: datetime) -> Composition:
    """Return the letter as it stands, for the page; reads, writes nothing."""
    today = local_date(main_office(), now)
    facts = letters.facts_of(enquiry, by=by, today=today, way=_way(enquiry, now))
    return compose(
        template_code=TEMPLATE, facts=facts, now=now, large_print=needs.wants_large_print(enquiry.party, today)
    )


def prepare_letter(enquiry: Enquiry, *, by: User, now: datetime) -> PreparedLetter:
    """
    Make the letter ready. For doors: outside any transaction (decisions B23).

    :raises LetterBlocked: if something in it is open; RenderFailed: if it does not become a PDF
    """
    composition = compose_letter(enquiry, by=by, now=now)
    return PreparedLetter(
        composition=composition,
        rendered=print_letter(composition),
        dated_on=local_date(main_office(), now),
        facts_stamp=_stamp(enquiry, now),
    )


class LetterNotFor(Refusal):
    """This end of an enquiry has no such letter."""

    code = "letter_not_for_this"


class LetterOutOfDate(WorldMoved):
    """The enquiry or the day has moved on since the letter was made."""

    code = "letter_out_of_date"


class LetterAlreadyMade(WorldMoved):
    """There is one such letter for one enquiry."""

    code = "letter_already_made"


@transaction.atomic(durable=True)
def decline_enquiry(
    *, enquiry_id: int, outcome: EnquiryOutcome, because: str, letter: PreparedLetter, by: User, now: datetime
) -> EnquiryContact:
    """
    Decline an enquiry and send the letter that says so; it gives no reason.

    :raises LetterNotFor: if that outcome is no refusal of ours
    :raises EnquiryAlreadyClosed: if it was closed, or went to its check, meanwhile
    :raises LetterOutOfDate: if the enquiry has changed since the letter was made
    """
    if not outcome.needs_letter:
        raise LetterNotFor("Close it instead: nobody has to be told that we do not act.")
    enquiry = end_enquiry(enquiry_id=enquiry_id, outcome=outcome, because=because, by=by, now=now)
    return _issue(enquiry, letter, by=by, now=now)


@transaction.atomic(durable=True)
def send_letter(*, enquiry_id: int, letter: PreparedLetter, by: User, now: datetime) -> EnquiryContact:
    """
    Send the letter for an enquiry that was declined without it, by its conflict check for instance.

    :raises LetterNotFor: if it was not declined
    :raises LetterAlreadyMade: if it went before
    """
    enquiry = Enquiry.objects.select_for_update(no_key=True).get(pk=enquiry_id)
    if not enquiry.outcome or not EnquiryOutcome(enquiry.outcome).needs_letter:
        raise LetterNotFor("This enquiry was not declined, so there is nothing to say.")
    return _issue(enquiry, letter, by=by, now=now)


def _issue(enquiry: Enquiry, letter: PreparedLetter, *, by: User, now: datetime) -> EnquiryContact:
    if enquiry.contacts.filter(kind=EnquiryContactKind.LETTER).exists():
        raise LetterAlreadyMade("The letter that we do not act has been made since you opened the page.")
    if letter.facts_stamp != _stamp(enquiry, now) or letter.dated_on != local_date(main_office(), now):
        raise LetterOutOfDate("Something changed since this letter was made. Read it again, then send it.")
    kept = keep_letter(
        composition=letter.composition, rendered=letter.rendered, subject=enquiry, version=1, by=by, now=now
    )
    way = _way(enquiry, now)
    message = None
    if way is not None:
        notice = notices.non_engagement(enquiry, way=way, document=kept.document, by=by)
        message = outbox.queue(notice, key=f"enquiry:{enquiry.pk}:letter", now=now)
    else:
        give_task(
            key=f"enquiry_hand:{enquiry.pk}",
            owner=by,
            title=f"No safe address: ring {enquiry.name}, say that we do not act, and hand over the letter",
            url=reverse("intake:detail", args=[enquiry.pk]),
            due_on=letter.dated_on,
            now=now,
        )
    settle_tasks(prefix=f"enquiry_letter:{enquiry.pk}", by=by, now=now)
    ask_by_hand(enquiry, what="the letter that we do not act", key="letter", by=by, now=now)
    if enquiry.matter_id:
        settle_tasks(prefix=f"matter:{enquiry.matter_id}:declined:", by=by, now=now)
    went_as = way.words if way else f"Not sent: {reach.why_not(enquiry)}"
    journal.record(
        subject=enquiry,
        event="enquiry.letter_issued",
        by=by,
        at=now,
        sha256=kept.document.sha256,
        channel=way.channel if way else None,
    )
    return EnquiryContact.objects.create(
        enquiry=enquiry,
        kind=EnquiryContactKind.LETTER,
        at=now,
        recorded_at=now,
        by=by,
        words=letter.composition.title,
        went_as=went_as[:120],
        document=kept.document,
        message=message,
    )


def _way(enquiry: Enquiry, now: datetime) -> reach.Way | None:
    return next(iter(reach.ways(enquiry, now=now)), None)


def _stamp(enquiry: Enquiry, now: datetime) -> str:
    """Return what the letter says of the enquiry, where it goes, and in what size."""
    way = _way(enquiry, now)
    size = "large" if needs.wants_large_print(enquiry.party, local_date(main_office(), now)) else ""
    about = [enquiry.title, enquiry.name, str(enquiry.key_date), enquiry.key_date_label]
    return "|".join([*about, way.to if way else "by hand", size])
