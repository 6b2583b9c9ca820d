"""The facts of each letter about a complaint. `wording` has the words; nothing is written or decided here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from complaints.models import Channel as CameBy
from complaints.models import Complaint, Finding, HeadOfComplaint, LetterCode, Remedy
from complaints.rules import RedressLimit
from outbox.models import Channel, Document
from outbox.pdf import Rendered
from practice.calendar import WorkingCalendar
from practice.models import User
from practice.phrases import long_date, money
from wording import letterhead
from wording.composition import Composition
from wording.facts import Addressee, ComplaintLetter, Head, Promise, Sheet

#: Letters that print dates counted from their own sending: they leave on the day they bear, or not at all.
COUNTED_FROM_SENDING = (LetterCode.L3, LetterCode.L5, LetterCode.L6)
WITH_PROCEDURE = (LetterCode.L1, LetterCode.L1_A)
_BY_REVIEWER = (LetterCode.L4, LetterCode.L5)

_CAME_AS = {
    CameBy.EMAIL: "your e-mail of",
    CameBy.LETTER: "your letter of",
    CameBy.PHONE: "your call of",
    CameBy.VOICEMAIL: "your message of",
    CameBy.IN_PERSON: "coming to see us on",
    CameBy.WEB: "your message through our website of",
    CameBy.SURVEY: "your answers to our questions of",
    CameBy.SOCIAL: "your message of",
}
_FOUND = {
    Finding.UPHELD: "I uphold this.",
    Finding.PARTLY: "I uphold this in part.",
    Finding.NOT_UPHELD: "I do not uphold this.",
    Finding.NONE: "I cannot make a finding on this.",
}


@dataclass(frozen=True, slots=True)
class Address:
    """One way to reach the complainant. ``why`` is shown beside it; ``is_on_record``: confirmed, and theirs."""

    channel: Channel
    to: str
    why: str
    is_on_record: bool

    @property
    def key(self) -> str:
        """The value a form sends back."""
        return f"{self.channel}:{self.to}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedLetter:
    """
    A finished PDF that is not issued yet, made by the door before its transaction opens (decisions B23).

    ``version``: the complaint as it was when the letter was made; a deed since then makes the letter old.
    ``enclosures``: what goes with it, kept documents or finished ones, in order.
    """

    code: LetterCode
    composition: Composition
    rendered: Rendered
    dated_on: date
    version: int
    enclosures: tuple["Enclosure", ...] = ()


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A document that was issued before, or one that is finished and kept with the letter."""

    document: Document | None
    composition: Composition
    rendered: Rendered | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What a letter says that is not on record yet: typed for this letter by the person who sends it."""

    reason: str = ""
    done_so_far: str = ""
    new_due_on: date | None = None
    words: str = ""
    declaration: str = ""
    by_silence: bool = False
    reviewer: User | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """The dates that a letter prints; None where the complaint has none."""

    today: date
    ack_due_on: date | None
    outcome_due_on: date | None
    eight_weeks_on: date
    review_by_on: date | None
    review_due_on: date | None
    review_asked_on: date | None
    limit: RedressLimit | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signers:
    """Who answers, who would look again, and whom to ask about the procedure: all past the guards."""

    handler: User
    reviewer: User
    contact: User


def facts_of(
    complaint: Complaint,
    code: LetterCode,
    *,
    heads: Sequence[HeadOfComplaint],
    remedies: Sequence[Remedy],
    dates: Dates,
    signers: Signers,
    typed: Particulars,
    postal_address: str,
    calendar: WorkingCalendar,
) -> ComplaintLetter:
    """Return everything the wording may use for one letter. Reads the firm's own rows, nothing else."""
    firm = letterhead.firm(complaint.department)
    procedure = letterhead.procedure(complaint.procedure, firm, contact=signers.contact, reviewer=signers.reviewer)
    answers = signers.reviewer if code in _BY_REVIEWER and not typed.by_silence else signers.handler
    limit = dates.limit
    return ComplaintLetter(
        sheet=Sheet(
            firm=firm,
            to=_addressee(complaint, postal_address),
            date_on=dates.today,
            reference=complaint.reference,
            signed_by=None if code == LetterCode.L1_A else letterhead.person(answers, firm),
            enclosures=_enclosed(complaint) if code in WITH_PROCEDURE else (),
        ),
        received_on=calendar.local_date(complaint.received_at),
        received_as=_received_as(complaint, calendar),
        handler=letterhead.person(answers, firm),
        procedure=procedure,
        redress=letterhead.redress(complaint.department, on=dates.today),
        eight_weeks_on=dates.eight_weeks_on,
        independence=_independence(complaint, code, typed),
        heads=tuple(_head(head, at_review=code == LetterCode.L5 and not typed.by_silence) for head in heads),
        wishes=_as_a_wish(complaint.outcome_sought),
        late_words=_late_words(dates),
        work_words="our work for you",
        reviewer=letterhead.person(signers.reviewer, firm),
        reviewer_independence="I had no part in what you complain of, nor in the first answer.",
        outcome_due_on=dates.outcome_due_on,
        review_by_on=dates.review_by_on,
        review_due_on=dates.review_due_on,
        review_asked_on=dates.review_asked_on,
        apology=complaint.apology,
        actions=_promises(remedies),
        remedy=_offer(remedies),
        remedy_accept="To accept, tell me in any way you like; the offer stays open.",
        redress_last_on=limit.last_on if limit else None,
        redress_act_last_on=limit.act_limit_on if limit else None,
        why_late=typed.reason,
        new_date_on=typed.new_due_on,
        done_so_far=typed.done_so_far,
        agreed=_promises(remedies) or (Promise(typed.words, dates.today),),
        by_silence=typed.by_silence,
    )


def _as_a_wish(typed: str) -> str:
    """Return it as the end of "You would like ...": no full stop, no capital but that of a name or of "I"."""
    words = typed.strip().rstrip(".")
    return words[:1].lower() + words[1:] if words[:1].isupper() and words[1:2].islower() else words


def _addressee(complaint: Complaint, postal_address: str) -> Addressee:
    if complaint.party is not None:
        return letterhead.addressee(complaint.party, address=postal_address)
    return Addressee(name=complaint.complainant_name, address=postal_address, dear=complaint.complainant_name)


def _enclosed(complaint: Complaint) -> tuple[str, ...]:
    procedure = complaint.procedure
    return (f"complaints procedure, version {procedure.version}, in force from {_plain(procedure.in_force_from)}",)


def _received_as(complaint: Complaint, calendar: WorkingCalendar) -> str:
    """Say "your e-mail of Thursday 12 November 2026, which reached us at 6.10 pm"."""
    local = calendar.local(complaint.received_at)
    hour = local.hour % 12 or 12
    at = f"{hour}.{local.minute:02} {'am' if local.hour < 12 else 'pm'}"
    return f"{_CAME_AS[CameBy(complaint.channel)]} {long_date(local.date())}, which reached us at {at}"


def _independence(complaint: Complaint, code: LetterCode, typed: Particulars) -> str:
    if code in _BY_REVIEWER:
        return "I had no part in what you complain of, nor in the first answer."
    if complaint.supervision_declared:
        return "I supervise the team that did the work, and did none of it myself."
    return "I had no part in the work you complain about."


def _head(head: HeadOfComplaint, *, at_review: bool) -> Head:
    finding, reason = head.found(at_review=at_review)
    return Head(said=head.text, finding=_FOUND[Finding(finding)] if finding else None, reasons=reason or None)


def _late_words(dates: Dates) -> str:
    if dates.ack_due_on is None or dates.today <= dates.ack_due_on:
        return ""
    return f"You should have heard from us by {long_date(dates.ack_due_on)}: I am sorry that this letter is late."


def _promises(remedies: Sequence[Remedy]) -> tuple[Promise, ...]:
    return tuple(
        Promise(one.what, one.due_on or one.delivered_on) for one in remedies if one.due_on or one.delivered_on
    )


def _offer(remedies: Sequence[Remedy]) -> str:
    offered = [f"{money(one.amount)}: {one.what}" for one in remedies if one.amount]
    return f"We offer you {'; '.join(offered)}." if offered else ""


def _plain(day: date) -> str:
    return long_date(day).partition(" ")[2]
