"""Issue a letter in a deed's transaction: freeze it, queue it, say which deadlines it settles."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from complaints.letters import COUNTED_FROM_SENDING, Address, Enclosure, PreparedLetter
from complaints.models import Complaint, LetterCode, Response
from complaints.rules import DeadlineKind, check_dispatched
from complaints.services import clocks, common
from outbox import services as outbox
from outbox.models import Document
from outbox.pdf import Rendered
from outbox.services import Notice
from practice.actors import Actor
from practice.errors import WorldMoved
from practice.models import FirmProfile, User
from practice.needs import by_hand
from practice.services.tasks import give_task
from wording.composition import Composition
from wording.letterhead import addressee
from wording.services import keep_letter

LETTER_KIND = "complaint.letter"
_COVER = """Dear {name}

Our letter about your complaint is attached: {title}.
{enclosed}
Please quote {reference} if you write or ring. You may answer this email.

{firm}
{phone}
"""


class LetterOutOfDate(WorldMoved):
    """Something was changed on the complaint since the letter was made, or midnight passed."""

    code = "letter_out_of_date"


def issue(
    complaint: Complaint,
    letter: PreparedLetter,
    *,
    to: Address | None,
    settles: Iterable[DeadlineKind],
    by: Actor,
    now: datetime,
    is_automatic: bool = False,
) -> Response:
    """
    Freeze a letter and queue it; without an address it is only made ready to print.

    Call it before the complaint is saved: the letter has to show the version that was locked.

    :raises LetterOutOfDate: if the complaint or the day has moved on since it was made
    """
    today = common.today_of(complaint, now)
    if letter.version != complaint.version or letter.dated_on != today:
        raise LetterOutOfDate("Something changed since this letter was made. Read it again, then send it.")
    documents = [_keep(complaint, letter.composition, letter.rendered, by=by, now=now)]
    documents += [_enclosed(complaint, one, by=by, now=now) for one in letter.enclosures]
    occurrence = complaint.responses.filter(code=letter.code).count() + 1
    message = None
    if to is not None:
        notice = _notice(complaint, letter, documents, to=to, is_automatic=is_automatic)
        message = outbox.queue(notice, key=letter_key(complaint, letter.code, occurrence), now=now)
    response = Response.objects.create(
        complaint=complaint,
        code=letter.code,
        occurrence=occurrence,
        document=documents[0],
        message=message,
        is_automatic=is_automatic,
        made_by=by if isinstance(by, User) else None,
        made_at=now,
    )
    if message is not None:
        clocks.answer(complaint, settles, response)
    _ask_by_hand(complaint, letter, response, by=by, now=now)
    common.note(
        complaint,
        "letter.issued" if message else "letter.made_to_print",
        by=by,
        at=now,
        letter=letter.code,
        title=letter.composition.title,
        sha256=documents[0].sha256,
        to=to.to if to else None,
        channel=to.channel if to else None,
        automatic=is_automatic,
    )
    return response


def _ask_by_hand(complaint: Complaint, letter: PreparedLetter, response: Response, *, by: Actor, now: datetime) -> None:
    """Ask whoever sends the letter, or answers the complaint, for what the printer cannot make."""
    wanted = by_hand(complaint.party, letter.dated_on)
    owner = by if isinstance(by, User) else complaint.handler
    if not wanted or owner is None:
        return
    calendar = common.calendar_of(complaint)
    give_task(
        key=f"{letter_key(complaint, letter.code, response.occurrence)}:also",
        owner=owner,
        title=f"{complaint.reference}: the letter is also needed {', '.join(wanted)}",
        url=reverse("complaints:detail", args=[complaint.reference]),
        due_on=calendar.add_working_days(letter.dated_on, 1),
        now=now,
    )


def letter_key(complaint: Complaint, code: str, occurrence: int) -> str:
    """Return the outbox key of a letter: the first, second ... of its kind."""
    return f"complaint:{complaint.pk}:{code}:{occurrence}"


def letter_subject(complaint: Complaint) -> str:
    """Return the subject of its e-mail: the reference only (decisions 19)."""
    return f"Our reference {complaint.reference}"


def check_last_letter_left(complaint: Complaint, codes: Iterable[LetterCode]) -> None:
    """:raises LetterNotDispatched: if the latest letter of these kinds is queued or failed (decisions B6)"""
    response = latest(complaint, codes)
    check_dispatched(response.dispatched_at if response else None)


def latest(complaint: Complaint, codes: Iterable[LetterCode]) -> Response | None:
    """Return the newest answer of these kinds that was to leave, with its message."""
    sent = complaint.responses.exclude(message=None, outside_at=None)
    return sent.filter(code__in=list(codes)).select_related("message").in_order().last()


def _notice(
    complaint: Complaint, letter: PreparedLetter, documents: list[Document], *, to: Address, is_automatic: bool
) -> Notice:
    """Build the message: no party and no matter on it, so that it shows on no timeline (decisions 24)."""
    firm = FirmProfile.objects.get()
    owner = complaint.reviewer if letter.code in (LetterCode.L4, LetterCode.L5) else complaint.handler
    enclosed = "Our complaints procedure is enclosed.\n" if letter.enclosures else ""
    return Notice(
        kind=LETTER_KIND,
        channel=to.channel,
        to_address=to.to,
        to_name=complaint.complainant_name,
        subject=letter_subject(complaint),
        body=_COVER.format(
            name=addressee(complaint.party, address="").dear if complaint.party else complaint.complainant_name,
            title=letter.composition.title,
            enclosed=enclosed,
            reference=complaint.reference,
            firm=firm.name,
            phone=firm.phone,
        ),
        owner=owner,
        reply_to=owner.email if owner else firm.email,
        send_on=letter.dated_on if letter.code in COUNTED_FROM_SENDING else None,
        is_automatic=is_automatic,
        documents=documents,
    )


def _keep(complaint: Complaint, composition: Composition, rendered: Rendered, *, by: Actor, now: datetime) -> Document:
    """Freeze one letter; without matter and party, so that it shows on neither timeline (decisions 24)."""
    kept = keep_letter(
        composition=composition, rendered=rendered, subject=complaint, version=complaint.version, by=by, now=now
    )
    return kept.document


def _enclosed(complaint: Complaint, enclosure: Enclosure, *, by: Actor, now: datetime) -> Document:
    if enclosure.document is not None:
        return enclosure.document
    assert enclosure.rendered is not None, "an enclosure is kept already, or finished"
    return _keep(complaint, enclosure.composition, enclosure.rendered, by=by, now=now)
