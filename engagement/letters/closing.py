"""The letter that closes a matter, composed for each client as it would go now, and printed (domain 2.9)."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from engagement.letters import subject
from engagement.letters.background import Background, Recipient, background, matter_with_people
from engagement.letters.package import unchecked_redress
from engagement.letters.printing import PrintedCopy
from engagement.models import CostUpdate, Letter
from engagement.rules import Readiness, Stop, stops
from outbox.models import Channel
from outbox.pdf import Rendered
from outbox.renderer.server import CHILDREN
from practice import needs
from practice.models import Matter
from practice.phrases import long_date
from wording import letterhead
from wording.composition import Composition, assemble
from wording.facts import ClosingLetter, Sheet
from wording.services import library_for, print_letter

CLOSING = "closing_letter.standard"


@dataclass(frozen=True)
class Typed:
    """What only a person can say at the end. `money`: what we hold of theirs, "" for nothing, None if not said yet."""

    done: str = ""
    left_to_do: str = ""  # one a line
    papers: str = ""
    money: str | None = None


@dataclass(frozen=True)
class ClosingCopy:
    """One client's copy. ``also_needed``: what the printer cannot make and somebody has to."""

    to: Recipient
    facts: ClosingLetter
    composition: Composition
    also_needed: tuple[str, ...] = ()
    goes_as_text: bool = False


@dataclass(frozen=True)
class ClosingPackage:
    """The letter as it stands, and what stops it. Nothing here is written anywhere."""

    about: Background
    copies: tuple[ClosingCopy, ...]
    stops: tuple[Stop, ...]

    @property
    def hashes(self) -> list[str]:
        return [copy.composition.html_sha256 for copy in self.copies]


def closing_package(matter_id: int, typed: Typed, now: datetime) -> ClosingPackage:
    """
    Compose every copy from what is known now and what was typed. Reads only.

    :raises NoWording: if the wording of that day does not have this letter
    """
    about, library = background(matter_with_people(matter_id), now), library_for(CLOSING, now)
    reminders = tuple(_reminders(about.matter))
    copies = []
    for to in about.recipients:
        facts = _facts(about, typed, to, reminders)
        large = needs.wants_large_print(to.party, about.today)
        made = assemble(library.templates[CLOSING], library, facts, large_print=large)
        by_hand, as_text = needs.by_hand(to.party, about.today), needs.wants_plain_text(to.party, about.today)
        if as_text and to.channel == Channel.PRINT:
            by_hand = (*by_hand, "as plain text")
        copies.append(ClosingCopy(to, facts, made, by_hand, as_text and to.channel == Channel.EMAIL))
    return ClosingPackage(about, tuple(copies), tuple(_stops(about, copies)))


def print_closing(made: ClosingPackage) -> tuple[PrintedCopy, ...]:
    """
    Print every copy, two at a time. For doors: call it outside any transaction.

    :raises wording.errors.ClauseNotPrinted: when a mandatory sentence is not in a PDF
    :raises outbox.pdf.RenderFailed: when one does not become a PDF
    """
    with ThreadPoolExecutor(CHILDREN) as pool:
        return bind_closing(made, list(pool.map(print_letter, [copy.composition for copy in made.copies])))


def bind_closing(made: ClosingPackage, printed: Sequence[Rendered]) -> tuple[PrintedCopy, ...]:
    return tuple(
        PrintedCopy(copy.to.party.pk, copy.composition, one) for copy, one in zip(made.copies, printed, strict=True)
    )


def _facts(about: Background, typed: Typed, to: Recipient, reminders: tuple[str, ...]) -> ClosingLetter:
    matter = about.matter
    return ClosingLetter(
        sheet=Sheet(
            firm=about.firm,
            to=letterhead.addressee(to.party, address=to.postal_address, capacity=to.capacity, attention=to.attention),
            date_on=about.today,
            reference=matter.reference or "",
            signed_by=letterhead.person(matter.fee_earner, about.firm),
        ),
        about=matter.title,
        result=typed.done,
        papers=typed.papers,
        left_to_do=subject.typed_lines(typed.left_to_do),
        money=typed.money,
        procedure=about.procedure,
        redress=about.redress or unchecked_redress(matter),
        preset=subject.preset(matter.department),
        reminders=reminders,
    )


def _reminders(matter: Matter) -> list[str]:
    """Return the days of the client's that outlive the matter, as the care plan has them (domain A25)."""
    waiting = matter.care_reminders.waiting().order_by("on", "pk")
    return [f"{one.label[:1].lower()}{one.label[1:]} on {long_date(one.on)}" for one in waiting]


def _stops(about: Background, copies: list[ClosingCopy]) -> list[Stop]:
    said = {
        (problem.code, problem.sentence): Stop(problem.code, problem.sentence, problem.question)
        for copy in copies
        for problem in copy.composition.problems
    }
    ready = Readiness(
        conflict_cleared=True,  # it ends the work: nothing is begun
        has_reference=bool(about.matter.reference),
        has_clients=bool(copies),
        is_insured=True,  # it prints nothing of insurance
        redress_checked=about.redress is not None,
        complaints_named=about.complaints_contact is not None and about.reviewer is not None,
        approval_reasons=(),
        is_approved=False,
        unreachable=tuple(to.party.name for to in about.recipients if to.channel is None and not to.instead),
        instead=tuple(to.instead for to in about.recipients if to.instead),
        without_retainer=tuple(party.name for party in about.without_retainer),
    )
    return [*_in_the_making(about.matter), *stops(ready, said.values())]


def _in_the_making(matter: Matter) -> list[Stop]:
    found = []
    if Letter.objects.of(matter).in_the_making().exists():
        found.append(Stop("letter_in_the_making", "A client care letter is in the making. Issue or discard it."))
    if CostUpdate.objects.of(matter).in_the_making().exists():
        found.append(Stop("update_in_the_making", "A cost update is in the making. Issue or discard it."))
    return found
