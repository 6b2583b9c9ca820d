"""Facts of the letters of a complaint: L1, L1-A, L2 to L6, L8, L9 (domain.md 3.6, decisions 1-11)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from wording.facts.common import Person, Procedure, Redress, Sheet
from wording.facts.plain import Context, day, paragraphs, short_day, text


@dataclass(frozen=True)
class Head:
    """
    One thing complained of, in the person's own words, and what came of it.

    Only L3 and L5 use the rest: a finding ("We uphold this.") and its reasons, in paragraphs parted by blank lines.
    """

    said: str
    finding: str | None = None
    reasons: str | None = None

    def context(self, number: int) -> Context:
        return {
            "number": number,
            "said": text(self.said, f"head_{number}", "what was said?"),
            "finding": text(self.finding, f"head_{number}_finding", "what did we find?"),
            "reasons": paragraphs(text(self.reasons, f"head_{number}_reasons", "why?")),
        }


@dataclass(frozen=True)
class Promise:
    """Something we agreed to do, and by when."""

    what: str
    by: date | None

    def context(self) -> Context:
        return {"what": text(self.what, "agreed", "what did we agree?"), "by": day(self.by, "promises")}


@dataclass(frozen=True)
class ComplaintLetter:
    """
    What any letter about a complaint may say. Fields a letter does not use may stay at their defaults.

    `received_as` is how it reached us: "your e-mail of Thursday 12 November 2026, which reached us at 6.10 pm".
    `handler` is who answers at this stage (the reviewer in L4 and L5); `independence` says why they are independent.
    `late_words` apologise in L1 where the acknowledgement is late; empty where it is not. `redress_last_on` counts
    from dispatch; `redress_act_last_on` only where the date of act or knowledge was entered, else the rule stands in
    words (decisions 9).
    """

    sheet: Sheet
    received_on: date
    received_as: str
    handler: Person
    procedure: Procedure
    redress: Redress | None
    eight_weeks_on: date
    independence: str | None = None
    heads: tuple[Head, ...] = ()
    wishes: str = ""
    late_words: str = ""
    work_words: str = "your work"
    reviewer: Person | None = None
    reviewer_independence: str | None = None
    outcome_due_on: date | None = None
    review_by_on: date | None = None
    review_due_on: date | None = None
    review_asked_on: date | None = None
    apology: str = ""
    actions: tuple[Promise, ...] = ()
    remedy: str = ""
    remedy_accept: str = ""
    redress_last_on: date | None = None
    redress_act_last_on: date | None = None
    why_late: str | None = None
    new_date_on: date | None = None
    done_so_far: str | None = None
    agreed: tuple[Promise, ...] = ()
    by_silence: bool = False

    def has_estimate(self) -> bool:
        return True

    def triggers(self) -> Mapping[str, bool | str]:
        return {
            "always": True,
            "late": bool(self.late_words),
            "has_wishes": bool(self.wishes),
            "offers_remedy": bool(self.remedy),
            "act_date_known": self.redress_act_last_on is not None,
            "preset": "standard",
            "scheme": self.redress.code if self.redress else "leo",
        }

    def context(self) -> Context:
        reviewer = self.reviewer or self.procedure.reviewer
        return {
            **self.sheet.context(),
            "complaint": {
                "received_on": day(self.received_on, "received_on"),
                "received_as": text(self.received_as, "received_as", "how did it reach us?"),
                "heads": [head.context(number) for number, head in enumerate(self.heads, start=1)],
                "wishes": self.wishes.strip().rstrip("."),
                "late_words": self.late_words,
                "work": self.work_words,
                "apology": text(self.apology, "apology", "what are we sorry for?"),
                "actions": [action.context() for action in self.actions],
                "remedy": self.remedy,
                "remedy_accept": text(self.remedy_accept, "remedy_accept", "how do they accept?"),
                "why_late": text(self.why_late, "why_late", "why not yet?"),
                "done_so_far": text(self.done_so_far, "done_so_far", "what has been done?"),
                "agreed": [promise.context() for promise in self.agreed],
                "by_silence": self.by_silence,
            },
            "handler": {
                **self.handler.context(),
                "independence": text(self.independence, "independence", "why independent?"),
            },
            "reviewer": {
                **reviewer.context(),
                "independence": text(self.reviewer_independence, "reviewer_independence", "why independent?"),
            },
            "dates": {
                "outcome_due": day(self.outcome_due_on, "outcome_due_on"),
                "outcome_due_short": short_day(self.outcome_due_on, "outcome_due_on"),
                "eight_weeks": day(self.eight_weeks_on, "eight_weeks_on"),
                "review_by": day(self.review_by_on, "review_by_on"),
                "review_due": day(self.review_due_on, "review_due_on"),
                "review_asked": day(self.review_asked_on, "review_asked_on"),
                "redress_last": day(self.redress_last_on, "redress_last_on", "last day for the ombudsman?"),
                "redress_act_last": day(self.redress_act_last_on, "redress_act_last_on"),
                "new_date": day(self.new_date_on, "new_date_on"),
            },
            "procedure": self.procedure.context(),
            "redress": self._redress(),
        }

    def _redress(self) -> Context:
        """A block that was not checked for a year is a gap: a letter with it could not start the scheme's clock."""
        if self.redress:
            return self.redress.context()
        stale = text(None, "redress", "check the ombudsman's contact details")
        names = "name address phone email website limit_from_final limit_from_act unanswered_after"
        return dict.fromkeys(names.split(), stale)
