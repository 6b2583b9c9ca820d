"""What happens to a letter to many clients, who may do it, and who must not be written to. Pure."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import TextChoices

from practice.errors import Refusal, WorldMoved

TRIES = 3  # of printing one letter, before a person looks at it
LEASE = timedelta(minutes=2)  # a row that a worker took and did not finish is taken again after this


class MailingKind(TextChoices):
    """What a letter to many clients is about."""

    NEW_TERMS = "new_terms", "New terms of business"
    NEW_DETAILS = "new_details", "Changed details, such as an ombudsman’s address"
    OWN_WORDS = "own_words", "Something else"

    @property
    def encloses_terms(self) -> bool:
        """Say if the terms of business in force go with every letter."""
        return self is MailingKind.NEW_TERMS


class MailingStage(TextChoices):
    """Where a mailing stands. What became of each letter stands on its row and in its message."""

    DRAFT = "draft", "Being prepared"
    ASKED = "asked", "Waiting for release"
    RELEASED = "released", "Going out"
    STOPPED = "stopped", "Stopped"
    DONE = "done", "Done"


class MailingStep(TextChoices):
    """What can be done with a mailing."""

    CHANGE = "change", "change"
    CHOOSE = "choose", "take people out of or back into"
    ASK = "ask", "ask for the release of"
    SEND_BACK = "send_back", "send back"
    RELEASE = "release", "release"
    STOP = "stop", "stop"
    FINISH = "finish", "finish"


# A change of words or of the selection ends a request for release; a person taken out by hand does not: whoever
# releases has to have seen it, which the version says.
_NEXT: dict[tuple[MailingStage, MailingStep], MailingStage] = {
    (MailingStage.DRAFT, MailingStep.CHANGE): MailingStage.DRAFT,
    (MailingStage.ASKED, MailingStep.CHANGE): MailingStage.DRAFT,
    (MailingStage.DRAFT, MailingStep.CHOOSE): MailingStage.DRAFT,
    (MailingStage.ASKED, MailingStep.CHOOSE): MailingStage.ASKED,
    (MailingStage.RELEASED, MailingStep.CHOOSE): MailingStage.RELEASED,
    (MailingStage.DONE, MailingStep.CHOOSE): MailingStage.RELEASED,
    (MailingStage.DRAFT, MailingStep.ASK): MailingStage.ASKED,
    (MailingStage.ASKED, MailingStep.SEND_BACK): MailingStage.DRAFT,
    (MailingStage.ASKED, MailingStep.RELEASE): MailingStage.RELEASED,
    (MailingStage.RELEASED, MailingStep.STOP): MailingStage.STOPPED,
    (MailingStage.DONE, MailingStep.STOP): MailingStage.STOPPED,
    (MailingStage.RELEASED, MailingStep.FINISH): MailingStage.DONE,
}


class MailingStepNotAllowed(WorldMoved):
    """The mailing is in a stage that does not allow this."""

    code = "mailing_step_not_allowed"


class MailingChanged(WorldMoved):
    """Somebody changed the mailing since the page was opened."""

    code = "mailing_changed"


class NotTheirMailing(Refusal):
    """This person may not do that with this mailing."""

    status = 403
    code = "mailing_not_theirs"


class NotTried(Refusal):
    """Nobody may be asked to release what has not been tried, or what the dry run found wrong."""

    status = 409
    code = "mailing_not_tried"


def next_stage(stage: MailingStage, step: MailingStep) -> MailingStage:
    """
    Return the stage that a step leads to.

    :raises MailingStepNotAllowed: if the mailing cannot be given that step where it stands
    """
    try:
        return _NEXT[stage, step]
    except KeyError:
        said = MailingStage(stage).label.lower()
        raise MailingStepNotAllowed(
            f"You cannot {MailingStep(step).label} this mailing: its stage is now “{said}”."
        ) from None


def steps_from(stage: MailingStage) -> frozenset[MailingStep]:
    """Return what can be done in a stage: the page offers exactly these."""
    return frozenset(step for known, step in _NEXT if known == stage)


def check_version(seen: int, current: int) -> None:
    """:raises MailingChanged: if this is no longer the mailing that was seen"""
    if seen != current:
        raise MailingChanged("Somebody changed this mailing after you opened the page. Look at it as it stands now.")


def check_releaser(*, by: int, authors: Collection[int], others: Collection[int], alone_because: str) -> None:
    """
    Let a second person release. Only where nobody else in the firm could may its author, with a reason.

    :raises NotTheirMailing: otherwise
    """
    if by not in authors:
        return
    if others:
        raise NotTheirMailing("You wrote or changed this mailing: a second person has to release it.")
    if not alone_because:
        raise NotTheirMailing("Nobody else in the firm may release it. Say why it goes without a second person.")


# What a fraudster's letter carries and ours never does: a sort code, an account number, an IBAN.
_BANK_DETAILS = re.compile(
    r"\b\d\d-\d\d-\d\d\b|\bsort code\b|\baccount (?:no\.?|number)|\bIBAN\b|\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,}",
    re.IGNORECASE,
)


def names_bank_details(words: str) -> bool:
    """Say if words look as if they gave clients an account to pay into, which no letter to many may do."""
    return bool(_BANK_DETAILS.search(words))


# --- Who gets it, and who does not


class RowState(TextChoices):
    """What becomes of one person’s letter."""

    PLANNED = "planned", "To go"
    HELD = "held", "Held"
    REFUSED = "refused", "Not to be written to"
    TAKEN_OUT = "taken_out", "Taken out by hand"
    ISSUED = "issued", "Issued"
    STOPPED = "stopped", "Stopped before it was made"


class Why(TextChoices):
    """Why somebody gets no letter, or not without a person’s word."""

    NO_RETAINER = "no_retainer", "Treated as a client, without a retainer"
    DIED = "died", "Has died"
    LACKS_CAPACITY = "lacks_capacity", "Lacks capacity"
    REPRESENTED = "represented", "Represented by other solicitors"
    NO_PERSON = "no_person", "A body without anybody who gets its letters"
    UNREACHABLE = "unreachable", "No confirmed mailbox or address that may be used"
    COMPLIANCE = "compliance", "With compliance"
    WORDS = "words", "Words of their own on how they may be reached"
    FAILED = "failed", "The letter could not be made"
    SAME_PERSON = "same_person", "Merged with somebody who gets this letter"
    BY_HAND = "by_hand", "Taken out by hand"


@dataclass(frozen=True, slots=True)
class Known:
    """What the record says of somebody who would get a letter. Empty mailbox or address: none may be used."""

    has_no_retainer: bool = False
    has_died: bool = False
    lacks_capacity: bool = False
    is_represented: bool = False
    is_body: bool = False
    has_person: bool = False  # of a body: somebody on record gets its letters
    mailbox: str = ""
    address: str = ""
    has_words: bool = False
    is_restricted: bool = False  # chosen through restricted matters only


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether somebody gets a letter, why not, and how it goes: "email", "print" or "" for no way."""

    state: RowState
    why: str = ""
    channel: str = ""
    to_address: str = ""


def verdict(known: Known) -> Verdict:
    """
    Say what becomes of one person’s letter, by the same rules as any other letter to them (decisions 23, domain 4.6).

    Nobody looks at each of hundreds before it goes: whoever is known through restricted matters only waits for
    compliance, and words on how somebody may be reached are read by a person before paper goes to them.
    """
    barred = (
        (known.has_no_retainer, Why.NO_RETAINER),
        (known.has_died, Why.DIED),
        (known.lacks_capacity, Why.LACKS_CAPACITY),
        (known.is_represented, Why.REPRESENTED),
        (known.is_body and not known.has_person, Why.NO_PERSON),
        (not known.mailbox and not known.address, Why.UNREACHABLE),
    )
    if why := next((why for holds, why in barred if holds), None):
        return Verdict(RowState.REFUSED, why)
    channel, to = ("email", known.mailbox) if known.mailbox else ("print", known.address)
    if known.is_restricted:
        return Verdict(RowState.HELD, Why.COMPLIANCE, channel, to)
    if known.has_words and channel == "print":
        return Verdict(RowState.HELD, Why.WORDS, channel, to)
    return Verdict(RowState.PLANNED, "", channel, to)


class NotInTheList(Refusal):
    """What a row says does not allow that."""

    status = 409
    code = "mailing_row_not_allowed"


def check_put_in(state: RowState, why: str, *, keeps_barriers: bool) -> None:
    """
    Let only what waits for a person’s word, or was taken out by hand, go in.

    :raises NotInTheList: otherwise; what is with compliance goes in by compliance alone
    """
    if state not in (RowState.HELD, RowState.TAKEN_OUT):
        raise NotInTheList(f"This letter is “{RowState(state).label.lower()}”: it cannot be put in.")
    if why == Why.COMPLIANCE and not keeps_barriers:
        raise NotInTheList("Compliance decides about this one.")
