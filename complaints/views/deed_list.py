"""
Everything a person can do on one complaint: its form, its letter, its words, and the service it calls.

The steps are exactly those of ``rules.steps_from``; the rest are deeds that move no stage.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from complaints import forms
from complaints.forms import DeedForm, LetterForm, WhenMixin
from complaints.letters import Particulars, PreparedLetter
from complaints.models import Category, Complaint, Finding, HoldReason, LetterCode, RemedyKind, RootCause, Sorting
from complaints.rules import Stage, Step
from complaints.services import answers, endings, extending, findings, net, people, register, steps
from complaints.services.findings import RemedyFacts
from practice.models import User


@dataclass(frozen=True)
class Doing:
    """One deed under way: a valid form, the letter that was made for it, who does it and when."""

    complaint: Complaint
    form: DeedForm
    letter: PreparedLetter | None
    by: User
    now: datetime

    @property
    def base(self) -> dict[str, Any]:
        return {"complaint_id": self.complaint.pk, "by": self.by, "now": self.now}

    @property
    def once(self) -> dict[str, Any]:
        """What a deed is given that would be done again by a form that comes twice (B13)."""
        return {**self.base, "form_key": self.form.receipt()}

    @property
    def made(self) -> PreparedLetter:
        assert self.letter is not None, "a deed with a letter"
        return self.letter

    @property
    def sending(self) -> dict[str, Any]:
        assert isinstance(self.form, LetterForm)
        return {**self.base, "letter": self.made, "to": self.form.address()}

    def __getitem__(self, name: str) -> Any:
        return self.form.cleaned_data[name]

    def moment(self) -> datetime:
        assert isinstance(self.form, WhenMixin)
        return self.form.moment(self.complaint.department.office.zone)


@dataclass(frozen=True)
class Deed:
    """``letter``: what is composed beside the form and sent with it. ``done``: what the next page says."""

    title: str
    button: str
    do: Callable[[Doing], object]
    done: str
    form: type[DeedForm] = DeedForm
    letter: LetterCode | None = None
    intro: str = ""
    grave: bool = False
    by_silence: bool = field(default=False)

    def particulars(self, typed: dict[str, Any]) -> Particulars:
        """Return what was typed for the letter."""
        return Particulars(
            reason=typed.get("reason") or "",
            done_so_far=typed.get("done_so_far") or "",
            new_due_on=typed.get("new_due_on"),
            words=typed.get("words") or "",
            declaration=typed.get("declaration") or "",
            by_silence=self.by_silence,
            reviewer=typed.get("reviewer"),
        )


def _sort(into: Sorting) -> Callable[[Doing], object]:
    def do(it: Doing) -> object:
        agreement = it["agreement"] if into == Sorting.CONCERN else ""
        return register.sort_complaint(**it.base, into=into, agreement=agreement)

    return do


def _settle(step: Step) -> Callable[[Doing], object]:
    def do(it: Doing) -> object:
        return endings.settle_by_agreement(
            **it.sending,
            step=step,
            words=it["words"],
            root_cause=RootCause(it["root_cause"]),
            learning=it["learning"],
        )

    return do


STEPS: dict[Step, Deed] = {
    Step.LOG: Deed(
        "Sort as a complaint", "It is a complaint", _sort(Sorting.COMPLAINT), "Sorted as a complaint.",
        intro="Every clock has run since they said it. Nothing starts anew.",
    ),
    Step.DISCARD: Deed(
        "Sort as a concern", "Close as a concern", _sort(Sorting.CONCERN), "Closed as a concern.",
        form=forms.SortAsConcern, grave=True,
        intro="Only if the person agrees. It stays in the register and is counted as screened out.",
    ),
    Step.ACKNOWLEDGE: Deed(
        "Acknowledge the complaint", "Send the acknowledgement", lambda it: answers.acknowledge(**it.sending),
        "The acknowledgement is on its way. It counts when it has left.",
        form=LetterForm, letter=LetterCode.L1, intro="The procedure is enclosed. The automatic letter is taken back.",
    ),
    Step.OFFER_EARLY_RESOLUTION: Deed(
        "Offer to settle it by talking", "They are content to try",
        lambda it: steps.offer_early_resolution(**it.base, words=it["words"]), "Early resolution has begun.",
        form=forms.Words, intro="The clock of stage 1 runs on.",
    ),
    Step.RESOLVE: Deed(
        "Settled by talking", "Send the confirmation and close", _settle(Step.RESOLVE), "Settled and confirmed.",
        form=forms.Settle, letter=LetterCode.L8,
    ),
    Step.NOT_RESOLVED: Deed(
        "Talking did not settle it", "Start the investigation",
        lambda it: steps.end_early_resolution(
            **it.base, because=it["because"], supervision_declared=it["supervision_declared"]
        ),
        "The investigation has begun.", form=forms.EndEarlyResolution,
    ),
    Step.START_STAGE1: Deed(
        "Start the investigation", "Start stage 1",
        lambda it: steps.start_stage1(**it.base, supervision_declared=it["supervision_declared"]),
        "The investigation has begun; those complained of are asked for their account.", form=forms.StartStage1,
        intro="Whoever is complained of gets a request for their account, and nothing else.",
    ),
    Step.EXTEND: Deed(
        "Extend with notice", "Send the notice",
        lambda it: extending.extend(**it.sending, new_due_on=it["new_due_on"], reason=it["reason"]),
        "The notice is on its way. The date moves when it has left.", form=forms.Extend, letter=LetterCode.L2,
        intro="It counts as extended, never as on time, and only if the notice leaves before the day is over.",
    ),
    Step.SEND_OUTCOME: Deed(
        "Send the stage 1 outcome", "Send the outcome", lambda it: answers.send_outcome(**it.sending),
        "The outcome is on its way. It counts when it has left.", form=LetterForm, letter=LetterCode.L3,
        intro="Its dates count from today: it leaves today or not at all.",
    ),
    Step.ACCEPT: Deed(
        "They accept the outcome", "Send the confirmation and close", _settle(Step.ACCEPT), "Accepted and confirmed.",
        form=forms.Settle, letter=LetterCode.L8,
    ),
    Step.REQUEST_REVIEW: Deed(
        "A review is asked for", "Record the request",
        lambda it: steps.request_review(**it.base, requested_at=it.moment(), words=it["words"]),
        "The request is recorded, and the managing partner is told.", form=forms.RequestReview,
        intro="Any way of asking will do. A late request is accepted too.",
    ),
    Step.WINDOW_EXPIRES: Deed(
        "Nobody asked for a review", "Send the final response",
        lambda it: answers.send_final(**it.sending, by_silence=True),
        "The final response is on its way. It counts when it has left.", form=LetterForm, letter=LetterCode.L5,
        by_silence=True, intro="Silence is answered: without this letter the ombudsman's time never begins.",
    ),
    Step.ASSIGN_REVIEWER: Deed(
        "Name the reviewer", "Name the reviewer and write to them",
        lambda it: steps.assign_reviewer(**it.sending, reviewer=it["reviewer"], declaration=it["declaration"]),
        "The reviewer is named, and the complainant is told who looks again.", form=forms.AssignReviewer,
        letter=LetterCode.L4,
    ),
    Step.SEND_FINAL: Deed(
        "Send the final response", "Send the final response", lambda it: answers.send_final(**it.sending),
        "The final response is on its way. It counts when it has left.", form=LetterForm, letter=LetterCode.L5,
        intro="The reviewer's own. Its dates count from today: it leaves today or not at all.",
    ),
    Step.EIGHT_WEEKS_PASS: Deed(
        "Eight weeks without a final answer", "Send the eight-week letter",
        lambda it: answers.send_eight_week_letter(**it.sending, form_key=it.form.receipt()),
        "The eight-week letter is on its way.",
        form=forms.Extend, letter=LetterCode.L6, intro="No date moves: it says that the ombudsman is open to them now.",
    ),
    Step.WITHDRAW: Deed(
        "They withdraw", "Record it and confirm",
        lambda it: endings.withdraw(**it.sending, words=it["words"], learning=it["learning"]),
        "Withdrawn and confirmed.", form=forms.Withdraw, letter=LetterCode.L9, grave=True,
    ),
    Step.REDRESS_NOTIFIED: Deed(
        "The ombudsman has it", "Record the referral",
        lambda it: endings.record_redress_referral(**it.base, scheme_reference=it["scheme_reference"]),
        "The referral is recorded.", form=forms.RedressReferral,
    ),
    Step.REDRESS_DECIDES: Deed(
        "The ombudsman has decided", "Record the decision",
        lambda it: endings.record_redress_decision(**it.base, decision=it["decision"]), "The decision is recorded.",
        form=forms.RedressDecision,
    ),
    Step.CLOSE: Deed(
        "Close the complaint", "Close it",
        lambda it: endings.close(**it.base, root_cause=RootCause(it["root_cause"]), learning=it["learning"]),
        "Closed.", form=forms.Learn,
    ),
    Step.REOPEN: Deed(
        "Open it again", "Open it again",
        lambda it: endings.reopen(**it.base, to=Stage(it["to"]), because=it["because"]),
        "Open again, with a new date from today.", form=forms.Reopen,
    ),
}  # fmt: skip

OTHERS: dict[str, Deed] = {
    "own-letter": Deed(
        "Write your own acknowledgement", "Send your letter", lambda it: answers.acknowledge(**it.sending),
        "Your letter is on its way.", form=LetterForm, letter=LetterCode.L1,
        intro="The automatic one has gone. This is your own, in your name.",
    ),
    "already": Deed(
        "Already acknowledged", "Record it",
        lambda it: answers.record_already_acknowledged(**it.base, sent_at=it.moment(), how=it["how"]),
        "Recorded. It settles the acknowledgement by its own time.", form=forms.AlreadyAcknowledged,
    ),
    "send-now": Deed(
        "Send the automatic letter now", "Send it now",
        lambda it: net.send_net_now(**it.base, letter=it.made), "The automatic letter is on its way.",
        letter=LetterCode.L1_A, intro="Signed for the firm. Your own letter is still owed within 2 working days.",
    ),
    "hold": Deed(
        "Hold the automatic letter", "Hold it",
        lambda it: net.hold_net(**it.base, reason=HoldReason(it["reason"]), note=it["note"]),
        "Held. The clock runs on.", form=forms.HoldNet, intro="A hold never stops the clock.",
    ),
    "release": Deed(
        "Let it go", "Lift the hold",
        lambda it: net.release_net(hold_id=it["hold"], because=it["because"], by=it.by, now=it.now),
        "The hold is lifted.", form=forms.ReleaseNet,
    ),
    "point": Deed(
        "Add a point", "Add the point",
        lambda it: findings.add_head(
            **it.once, text=it["text"], category=Category(it["category"]),
            is_about_supervision=it["is_about_supervision"],
        ),
        "The point is added.", form=forms.AddHead,
    ),
    "finding": Deed(
        "Record a finding", "Save the finding",
        lambda it: findings.record_finding(
            head_id=it["head"], finding=Finding(it["finding"]), reason=it["reason"], by=it.by, now=it.now,
            root_cause=RootCause(it["root_cause"]) if it["root_cause"] else None,
            category=Category(it["category"]) if it["category"] else None,
        ),
        "The finding is saved, and the letter says so.", form=forms.RecordFinding,
    ),
    "answer": Deed(
        "What we are sorry for", "Save it", lambda it: findings.draft_answer(**it.base, apology=it["apology"]),
        "Saved, and the letter says so.", form=forms.DraftAnswer,
    ),
    "remedy": Deed(
        "Offer a remedy", "Save the offer",
        lambda it: findings.offer_remedy(
            **it.once,
            facts=RemedyFacts(
                kind=RemedyKind(it["kind"]), what=it["what"], amount=it["amount"], due_on=it["due_on"]
            ),
            approved_by=it["approved_by"],
        ),
        "The offer is saved, and the letter says so.", form=forms.OfferRemedy,
    ),
    "delivered": Deed(
        "A remedy is delivered", "Record it",
        lambda it: findings.deliver_remedy(
            remedy_id=it["remedy"], delivered_on=it["delivered_on"], by=it.by, now=it.now
        ),
        "Recorded as delivered.", form=forms.DeliverRemedy,
    ),
    "contact": Deed(
        "Record a contact", "Save the contact",
        lambda it: findings.record_contact(**it.once, at=it.moment(), words=it["words"]),
        "The contact is recorded.", form=forms.RecordContact,
    ),
    "handler": Deed(
        "Give it to somebody else", "Name the handler",
        lambda it: people.assign_handler(**it.once, handler=it["handler"], because=it["because"]),
        "It is with the new handler.", form=forms.AssignHandler,
    ),
    "subjects": Deed(
        "Who is complained of", "Save",
        lambda it: people.name_subjects(**it.base, subjects=list(it["subjects"])), "Saved.", form=forms.NameSubjects,
        intro="From now on they find nothing of it: no notice, row, count or search result.",
    ),
    "again": Deed(
        "Make the letter again", "Send it", lambda it: answers.reissue_letter(**it.sending),
        "The letter is on its way again.", form=LetterForm,
    ),
}  # fmt: skip
