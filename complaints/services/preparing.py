"""
Make a letter ready: gather its facts, compose it, and render it. For doors: outside any transaction (decisions B23).

Reads and renders; writes nothing.
"""

from datetime import date, datetime

from complaints import letters, rules
from complaints.letters import Address, Dates, Enclosure, Particulars, PreparedLetter, Signers
from complaints.models import Complaint, LetterCode
from complaints.rules import DeadlineKind, Involvement
from complaints.services import common
from complaints.services.people import Circle
from complaints.services.procedures import procedure_policy, redress_policies
from outbox.models import Channel, Document
from practice.errors import Refusal
from practice.models import Department, Party, Procedure, User
from practice.needs import wants_large_print
from wording import letterhead
from wording.composition import Composition
from wording.models import IssuedLetter
from wording.services import compose, print_letter


class NobodyToSign(Refusal):
    """Nobody in the firm may answer this complaint."""

    code = "nobody_to_sign"


class NoSuchLetter(Refusal):
    """This procedure's own letters are written outside and recorded here."""

    code = "letter_not_in_this_procedure"


def compose_letter(
    complaint: Complaint,
    code: LetterCode,
    *,
    now: datetime,
    typed: Particulars | None = None,
    to: Address | None = None,
) -> Composition:
    """
    Return a letter as it stands, for the page: gaps and problems included.

    :raises NobodyToSign: if nobody in the firm passes the guards
    :raises NoSuchLetter: under a procedure without an outcome and eight weeks
    """
    typed = typed or Particulars()
    calendar = common.calendar_of(complaint)
    dates = _dates(complaint, typed=typed, now=now)
    facts = letters.facts_of(
        complaint,
        code,
        heads=list(complaint.heads.order_by("position")),
        remedies=list(complaint.remedies.order_by("pk")),
        dates=dates,
        signers=signers_of(complaint, reviewer=typed.reviewer),
        typed=typed,
        postal_address=_postal(complaint, to),
        calendar=calendar,
    )
    large_print = wants_large_print(complaint.party, dates.today)
    return compose(template_code=f"complaint.{code.value}", facts=facts, now=now, large_print=large_print)


def prepare_letter(
    complaint: Complaint,
    code: LetterCode,
    *,
    now: datetime,
    typed: Particulars | None = None,
    to: Address | None = None,
) -> PreparedLetter:
    """
    Return a finished letter with its enclosures.

    :raises LetterBlocked: if something in it is open; RenderFailed: if it does not become a PDF
    """
    composition = compose_letter(complaint, code, now=now, typed=typed, to=to)
    rendered = print_letter(composition)
    enclosures = (_procedure(complaint, now=now),) if code in letters.WITH_PROCEDURE else ()
    return PreparedLetter(
        code=code,
        composition=composition,
        rendered=rendered,
        dated_on=common.today_of(complaint, now),
        version=complaint.version,
        enclosures=enclosures,
    )


def published_procedure(
    department: Department, *, now: datetime, on: date, version: Procedure | None = None, reader: Party | None = None
) -> Composition:
    """
    Return the complaints procedure of a department as it is published: from the numbers its clocks run by.

    ``version``: the one a complaint is dealt with under; without it the one in force that day. ``reader``: who gets
    this print of it; without one it is for all.
    """
    circle = Circle.load()
    reviewer, contact = _standing(circle)
    facts = letterhead.published_procedure(department, contact=contact, reviewer=reviewer, on=on, version=version)
    large_print = wants_large_print(reader, on)
    return compose(template_code="procedure.standard", facts=facts, now=now, large_print=large_print)


def signers_of(complaint: Complaint, *, reviewer: User | None = None) -> Signers:
    """Return who is named in letters, each past the guards (decision 2). :raises NobodyToSign: if nobody is left"""
    circle = Circle.load()
    involvement = common.involvement_of(complaint)
    standing_reviewer, contact = _standing(circle)
    chosen = reviewer or complaint.reviewer or _reviewer(circle, involvement)
    handler = complaint.handler or _substitute(circle, contact.pk, involvement)
    if handler is None or chosen is None:
        raise NobodyToSign("Nobody in the firm may answer this complaint. Compliance has to name somebody outside.")
    return Signers(handler=handler, reviewer=chosen or standing_reviewer, contact=contact)


def _standing(circle: Circle) -> tuple[User, User]:
    """Return the managing partner and the complaints partner as the procedure names them."""
    if not circle.managing_partners:
        raise NobodyToSign("The firm has no managing partner on record. An administrator has to name one.")
    reviewer = circle.users[circle.managing_partners[0]]
    return reviewer, circle.users[circle.complaints_partner] if circle.complaints_partner else reviewer


def _reviewer(circle: Circle, involvement: Involvement) -> User | None:
    def check(person: int) -> None:
        rules.check_reviewer(person, involvement=involvement)

    candidates = [*circle.managing_partners, *(circle.substitutes.get(one) for one in circle.managing_partners)]
    found = rules.first_allowed([one for one in candidates if one], check)
    return circle.users[found] if found else None


def _substitute(circle: Circle, person: int, involvement: Involvement) -> User | None:
    def check(candidate: int) -> None:
        rules.check_handler(candidate, involvement=involvement, supervision_declared=True)

    found = rules.first_allowed([person, *circle.compliance], check)
    return circle.users[found] if found else None


def _dates(complaint: Complaint, *, typed: Particulars, now: datetime) -> Dates:
    calendar = common.calendar_of(complaint)
    policy = procedure_policy(complaint.procedure)
    rows = {row.kind: row for row in complaint.deadlines.current().order_by("occurrence")}
    if DeadlineKind.EIGHT_WEEK not in rows or not policy.has(DeadlineKind.REVIEW_REQUEST_WINDOW):
        raise NoSuchLetter("Letters under this procedure are written outside. Send it, then record it here.")
    today = calendar.local_date(now)
    window = rules.deadline(DeadlineKind.REVIEW_REQUEST_WINDOW, now, procedure=policy, calendar=calendar)
    limits = rules.redress_limits(
        today,
        schemes=redress_policies(complaint),
        act_or_knowledge_on=complaint.act_known_on,
        last_service_on=complaint.last_service_on,
    )
    review = rows.get(DeadlineKind.STAGE2_OUTCOME)
    outcome = rows.get(DeadlineKind.STAGE1_OUTCOME)
    return Dates(
        today=today,
        ack_due_on=rows[DeadlineKind.ACK].due_on if DeadlineKind.ACK in rows else None,
        outcome_due_on=outcome.due_on if outcome else None,
        eight_weeks_on=rows[DeadlineKind.EIGHT_WEEK].due_on,
        review_by_on=window.due_on,
        review_due_on=review.due_on if review else None,
        review_asked_on=review.started_on if review else None,
        limit=limits[0] if limits else None,
    )


def _postal(complaint: Complaint, to: Address | None) -> str:
    """Return the address on the sheet: where it is posted to, else the confirmed one on record."""
    if to is not None and to.channel == Channel.PRINT:
        return to.to
    return ""


def _procedure(complaint: Complaint, *, now: datetime) -> Enclosure:
    """Return the complaint's own version of the procedure to enclose: the same document while it says the same."""
    today = common.today_of(complaint, now)
    composition = published_procedure(
        complaint.department, now=now, on=today, version=complaint.procedure, reader=complaint.party
    )
    known = IssuedLetter.objects.filter(kind="procedure.standard", html_sha256=composition.html_sha256).first()
    document: Document | None = known.document if known else None
    return Enclosure(document, composition, None if document else print_letter(composition))
