"""A cost update with all its copies, composed as it would go now, and printed; the same engine as the care letter."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from engagement.estimates import Costs, Estimate, costs_of
from engagement.letters import costs as costing
from engagement.letters import update_lines
from engagement.letters.answers import Defaults
from engagement.letters.background import Background, Recipient, background, matter_with_people
from engagement.letters.costs import Answers
from engagement.letters.subject import typed_lines
from engagement.models import CostUpdate
from engagement.rules import ApprovalFacts, Readiness, Stop, stops, why_approval
from engagement.rules.costs import NoEstimate
from outbox.pdf import Rendered
from outbox.renderer.server import CHILDREN
from practice import needs
from practice.permissions import Permission
from practice.phrases import money
from wording import letterhead
from wording.composition import Composition, assemble
from wording.facts import CostLine, CostUpdateLetter, PastEstimate, Sheet
from wording.services import library_for, print_letter

TEMPLATE = "cost_update.standard"


@dataclass(frozen=True)
class UpdateCopy:
    """One client's copy. ``also_needed``: what the printer cannot make and somebody has to."""

    to: Recipient
    facts: CostUpdateLetter
    composition: Composition
    also_needed: tuple[str, ...] = ()


@dataclass(frozen=True)
class UpdatePackage:
    """A cost update as it stands, and what stops it. Nothing here is written anywhere."""

    update: CostUpdate
    about: Background
    costs: Costs
    answers: Answers
    defaults: Defaults
    lines: tuple[tuple[str, CostLine], ...]
    copies: tuple[UpdateCopy, ...]
    approval_reasons: tuple[str, ...]
    stops: tuple[Stop, ...]

    @property
    def estimate(self) -> Decimal | None:
        return costing.estimate(tuple(line for _, line in self.lines))

    @property
    def estimate_low(self) -> Decimal | None:
        return None if self.estimate is None else costing.least(tuple(line for _, line in self.lines))

    @property
    def asks_agreement(self) -> bool:
        return self.answers.get("agree") == "yes"

    @property
    def kept_lines(self) -> list[update_lines.Line]:
        return [update_lines.as_data(code, line) for code, line in self.lines]

    @property
    def asked(self) -> set[str]:
        """The questions that are still open, by key."""
        return {stop.question for stop in self.stops}

    @property
    def may_go(self) -> bool:
        return not self.stops

    @property
    def may_be_asked(self) -> bool:
        return bool(self.approval_reasons) and {stop.code for stop in self.stops} <= {"not_approved"}


@dataclass(frozen=True)
class PrintedUpdate:
    """A cost update printed before its transaction (decisions B23)."""

    copies: tuple[tuple[Composition, Rendered], ...]

    def hashes(self) -> list[str]:
        return [composition.html_sha256 for composition, _ in self.copies]


def update_package(update: CostUpdate, now: datetime) -> UpdatePackage:
    """
    Compose every copy of a cost update from what is known now. Reads only.

    :raises NoWording: if the wording of that day does not have this letter
    :raises NoEstimate: if the letter that it changes was stopped
    """
    matter = matter_with_people(update.matter_id)
    about, costs = background(matter, now), costs_of(matter)
    if not costs.estimates:
        raise NoEstimate("No estimate is in force any more: the client care letter gives the first.")
    known = Defaults(update_lines.defaults(update))
    answers = known.with_typed(update.answers)
    lines = tuple(update_lines.lines_now(update, answers, about))
    library = library_for(TEMPLATE, now)
    copies = []
    for to in about.recipients:
        facts = _facts(update, about, costs, answers, [line for _, line in lines], to)
        large = needs.wants_large_print(to.party, about.today)
        made = assemble(library.templates[TEMPLATE], library, facts, large_print=large)
        copies.append(UpdateCopy(to, facts, made, needs.by_hand(to.party, about.today)))
    reasons = why_approval(
        ApprovalFacts(
            estimate=costing.estimate(tuple(line for _, line in lines)),
            limit=about.policy.approve_above,
            changed_clauses=(),
            lead_may_issue=matter.fee_earner.may(Permission.LETTER_ISSUE),
        )
    )
    return UpdatePackage(
        update=update,
        about=about,
        costs=costs,
        answers=answers,
        defaults=known,
        lines=lines,
        copies=tuple(copies),
        approval_reasons=tuple(reasons),
        stops=(*_moved(update, costs), *_too_low(lines, costs), *_stops(update, about, copies, reasons)),
    )


def print_update(made: UpdatePackage) -> PrintedUpdate:
    """
    Print every copy, two at a time. For doors: call it outside any transaction.

    :raises outbox.pdf.RenderFailed: when one does not become a PDF
    """
    papers = [copy.composition for copy in made.copies]
    with ThreadPoolExecutor(CHILDREN) as pool:
        return bind_update(made, list(pool.map(print_letter, papers)))


def bind_update(made: UpdatePackage, printed: Sequence[Rendered]) -> PrintedUpdate:
    return PrintedUpdate(tuple((copy.composition, one) for copy, one in zip(made.copies, printed, strict=True)))


def _facts(
    update: CostUpdate, about: Background, costs: Costs, answers: Answers, lines: list[CostLine], to: Recipient
) -> CostUpdateLetter:
    matter = about.matter
    before = update_lines.lines_before(update, about)
    # Lines whose sum is not what the client was told are not held against it: only the totals are.
    is_known = bool(costs.estimates) and costing.estimate(tuple(before)) == costs.estimates[-1].high
    return CostUpdateLetter(
        sheet=Sheet(
            firm=about.firm,
            to=letterhead.addressee(to.party, address=to.postal_address, capacity=to.capacity, attention=to.attention),
            date_on=about.today,
            reference=matter.reference or "",
            signed_by=letterhead.person(matter.fee_earner, about.firm),
        ),
        about=matter.title,
        lawyer=letterhead.person(matter.fee_earner, about.firm),
        past=tuple(PastEstimate(one.number, one.on, one.why, one.low, one.high) for one in costs.estimates),
        lines=tuple(lines),
        was={line.label: money(line.total) for line in before} if is_known else {},
        asks=answers.get("agree") == "yes",
        changed=answers.get("changed", ""),
        because=answers.get("because", ""),
        options=typed_lines(answers.get("options", "")),
        time_effect=answers.get("time_effect", ""),
        scope_in=typed_lines(answers.get("scope_in", "")),
        scope_out=typed_lines(answers.get("scope_out", "")),
        billed=costs.billed,
        unbilled=costs.to_come,
        unbilled_on=costs.unbilled.as_of if costs.unbilled and costs.to_come else None,
    )


def replaced_by(update: CostUpdate, told: Estimate) -> bool:
    """Say if this is the estimate that an update takes the place of."""
    return (update.replaces_letter_id, update.replaces_update_id) == (told.letter_id, told.update_id)


def _moved(update: CostUpdate, costs: Costs) -> list[Stop]:
    if costs.in_force is not None and replaced_by(update, costs.in_force):
        return []
    return [
        Stop("estimate_moved", "Another estimate is in force since this was begun. Save it again to see the lines.")
    ]


def _too_low(lines: Sequence[tuple[str, CostLine]], costs: Costs) -> list[Stop]:
    """An estimate of all our work cannot be less than what was charged for a part of it."""
    top = costing.estimate(tuple(line for _, line in lines))
    charged = costs.billed + costs.to_come
    if top is None or top >= charged:
        return []
    return [Stop("below_charged", f"{money(charged)} was charged already: this is less than that.", "costs")]


def _stops(update: CostUpdate, about: Background, copies: list[UpdateCopy], reasons: list[str]) -> list[Stop]:
    ready = Readiness(
        conflict_cleared=about.conflict_cleared,
        has_reference=bool(about.matter.reference),
        has_clients=bool(copies),
        is_insured=True,  # it prints nothing of insurance, scheme or procedure: the terms that they have say it
        redress_checked=True,
        complaints_named=True,
        approval_reasons=tuple(reasons),
        is_approved=update.is_approved and update.prepared_for_id == about.matter.fee_earner_id,
        unreachable=tuple(to.party.name for to in about.recipients if to.channel is None and not to.instead),
        instead=tuple(to.instead for to in about.recipients if to.instead),
        without_retainer=tuple(party.name for party in about.without_retainer),
    )
    said = {
        (problem.code, problem.sentence): Stop(problem.code, problem.sentence, problem.question)
        for copy in copies
        for problem in copy.composition.problems
    }
    return stops(ready, said.values())
