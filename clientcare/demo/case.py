"""One complaint on its way: each deed at its own past time, with the past brought up to it before and after."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from clientcare.demo.firm import Firm
from complaints.letters import Particulars, PreparedLetter
from complaints.models import Category, Complaint, Finding, LetterCode, RemedyKind, RootCause
from complaints.rules import DeadlineKind, Step
from complaints.services import accounts, answers, endings, findings, register, steps
from complaints.services.addresses import addresses
from complaints.services.findings import RemedyFacts
from complaints.services.preparing import prepare_letter
from complaints.services.register import ComplaintFacts
from complaints.services.replay import replay_complaint
from practice.calendar import WorkingCalendar
from practice.models import User

_ACCOUNT = "I have read the file again. The dates in it are right, and I am sorry that it felt like this."

_SORRY = {
    Finding.UPHELD: "I am sorry that this happened.",
    Finding.PARTLY: "I am sorry for the part of this that was ours.",
    Finding.NOT_UPHELD: "I am sorry that you were left without an explanation for so long.",
}


@dataclass
class Case:
    """A complaint, the words for it, and the moment that its story has reached."""

    row: dict[str, Any]
    facts: ComplaintFacts
    firm: Firm
    now: datetime
    calendar: WorkingCalendar
    at: datetime = field(init=False)
    pk: int = field(init=False, default=0)
    brought_to: datetime | None = field(init=False, default=None)  # nothing was done since

    def __post_init__(self) -> None:
        self.at = self.facts.received_at

    # --- time

    def after(self, working_days: int, *, minutes: int = 60) -> "Case":
        """Go on to that many working days after receipt, never to a time that is still to come."""
        day = self.calendar.add_working_days(self.calendar.local_date(self.facts.received_at), working_days)
        moment = min(self.calendar.opening(day) + timedelta(minutes=minutes), self.now - timedelta(minutes=5))
        self.at = max(self.at, moment)
        return self

    def bring_to(self, moment: datetime) -> None:
        if self.brought_to != moment:
            replay_complaint(complaint_id=self.pk, now=moment)
            self.brought_to = moment

    def do(self, deed: Callable[..., Any], **facts: Any) -> Any:
        self.bring_to(self.at)
        done = deed(complaint_id=self.pk, now=self.at, **facts)
        self.brought_to = None
        self.bring_to(self.at)
        return done

    def send(self, code: LetterCode, deed: Callable[..., Any], typed: Particulars | None = None, **facts: Any) -> None:
        """Make a letter as it would have been made then, and issue it with its deed."""
        self.bring_to(self.at)
        complaint = self.complaint()
        letter: PreparedLetter = prepare_letter(complaint, code, now=self.at, typed=typed)
        self.do(deed, letter=letter, to=addresses(complaint, on=self.at.date())[0], **facts)

    # --- people

    def complaint(self) -> Complaint:
        return Complaint.objects.select_related(
            "department__office", "department__profile", "procedure", "handler", "reviewer", "party", "matter"
        ).get(pk=self.pk)

    @property
    def handler(self) -> User:
        handler = self.complaint().handler
        assert handler is not None, "the firm has heads enough"
        return handler

    @property
    def partner(self) -> User:
        return self.firm.staff["partner"]

    @property
    def compliance(self) -> User:
        return self.firm.staff["compliance"]

    # --- steps that several paths share

    def log(self, *, minutes_later: int = 18) -> "Case":
        self.at = self.facts.received_at + timedelta(minutes=minutes_later)
        self.pk = register.log_complaint(facts=self.facts, by=self.compliance, now=self.at).pk
        return self

    def acknowledged_outside(self) -> "Case":
        self.do(
            answers.record_already_acknowledged,
            sent_at=self.at,
            how=f"Letter by {self.handler.name}, copy on the paper file",
            by=self.handler,
        )
        return self

    def investigate(self) -> "Case":
        complaint = self.complaint()
        supervises = complaint.matter is not None and complaint.matter.supervisor_id == complaint.handler_id
        self.do(steps.start_stage1, supervision_declared=supervises, by=self.handler)
        for request in complaint.account_requests.select_related("staff"):
            accounts.give_account(
                request_id=request.pk, account=_ACCOUNT, by=request.staff, now=self.at + timedelta(minutes=1)
            )
        self.at += timedelta(minutes=2)
        return self

    def find(self, *, by: User) -> "Case":
        """Answer every head with the row's finding, and offer what goes with it."""
        for head in self.complaint().heads.order_by("position"):
            findings.record_finding(
                head_id=head.pk,
                finding=Finding(self.row["finding"]),
                reason=self.row["reason"],
                category=Category(self.row["category"]),
                root_cause=self.root_cause,
                by=by,
                now=self.at,
            )
        self.do(findings.draft_answer, apology=_SORRY[Finding(self.row["finding"])], by=by)
        return self

    def offer(self, *, by: User) -> "Case":
        remedy = self.row.get("remedy")
        if remedy is None:
            return self
        promised_on = self.calendar.add_working_days(self.calendar.local_date(self.at), 10)
        facts = RemedyFacts(
            kind=RemedyKind(remedy["kind"]),
            what=remedy["what"],
            amount=Decimal(remedy["amount"]) if "amount" in remedy else None,
            due_on=promised_on,
        )
        offered = self.do(findings.offer_remedy, facts=facts, by=by)
        if promised_on < self.calendar.local_date(self.now) - timedelta(days=30):
            findings.deliver_remedy(remedy_id=offered.pk, delivered_on=promised_on, by=by, now=self.at)
        return self

    def send_outcome(self) -> "Case":
        self.find(by=self.handler).offer(by=self.handler)
        self.send(LetterCode.L3, answers.send_outcome, by=self.handler)
        return self

    def ask_review(self) -> "Case":
        self.do(
            steps.request_review,
            requested_at=self.at,
            words="I do not agree and want somebody else to look.",
            by=self.compliance,
        )
        return self

    def name_reviewer(self) -> "Case":
        words = "I do not know the client, the matter or the handler's reasons."
        self.send(
            LetterCode.L4,
            steps.assign_reviewer,
            Particulars(reviewer=self.partner, declaration=words),
            reviewer=self.partner,
            declaration=words,
            by=self.compliance,
        )
        return self

    def send_final(self) -> "Case":
        self.find(by=self.partner)
        self.send(LetterCode.L5, answers.send_final, by=self.partner)
        return self

    def settle(self, step: Step, words: str) -> "Case":
        self.send(
            LetterCode.L8,
            endings.settle_by_agreement,
            Particulars(words=words),
            step=step,
            words=words,
            root_cause=self.root_cause,
            learning=self.row["learning"],
            by=self.handler,
        )
        return self

    @property
    def root_cause(self) -> RootCause | None:
        cause = self.row.get("root_cause")
        return RootCause(cause) if cause else None

    def due_on(self, kind: DeadlineKind) -> Any:
        return self.complaint().deadlines.running().get(kind=kind).due_on
