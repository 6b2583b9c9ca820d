"""A letter with all its copies and its terms of business, composed as they would go now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from engagement.letters import agreements as apart
from engagement.letters import answers as answering
from engagement.letters import costs as costing
from engagement.letters import subject
from engagement.letters.background import Background, Recipient, background, matter_with_people
from engagement.letters.costs import usual_of
from engagement.models import Letter, SideAgreement
from engagement.rules import ApprovalFacts, Readiness, Stop, follow_up, stops, why_approval
from outbox.models import Channel
from practice import needs
from practice.comparing import Comparison
from practice.models import Matter
from practice.permissions import Permission
from wording import letterhead
from wording.composition import Composition, assemble
from wording.errors import NoWording
from wording.facts import CareLetter, CostLine, Enclosed, Redress
from wording.library import Library, TemplateText
from wording.models import Template
from wording.services import library_for


@dataclass(frozen=True)
class Copy:
    """One client's copy of a letter. ``also_needed``: what the printer cannot make and somebody has to."""

    to: Recipient
    facts: CareLetter
    composition: Composition
    also_needed: tuple[str, ...] = ()
    wants_text: bool = False  # they read plain text better

    @property
    def goes_as_text(self) -> bool:
        return self.wants_text and self.to.channel == Channel.EMAIL


@dataclass(frozen=True)
class Package:
    """A letter as it stands: copies, terms, and what stops it. Nothing here is written anywhere."""

    letter: Letter
    about: Background
    library: Library
    answers: costing.Answers
    defaults: answering.Defaults
    copies: tuple[Copy, ...]
    terms: Composition
    large_terms: Composition | None  # where a copy is in large print
    agreements: tuple[SideAgreement, ...]
    costs: tuple[CostLine, ...]
    against_quote: Comparison | None
    accept_by: date
    approval_reasons: tuple[str, ...]
    stops: tuple[Stop, ...]

    @property
    def estimate(self) -> Decimal | None:
        return costing.estimate(self.costs)

    @property
    def estimate_low(self) -> Decimal | None:
        return None if self.estimate is None else costing.least(self.costs)

    @property
    def all_fixed(self) -> bool:
        return all(line.certainty == "fixed" for line in self.costs)

    @property
    def is_range(self) -> bool:
        return any(line.high is not None for line in self.costs)

    @property
    def is_unexplained(self) -> bool:
        """Say if it is above what was quoted and nobody has said why; that warns, it stops nothing (decisions 15)."""
        return bool(self.against_quote and self.against_quote.is_higher and not self.answers.get("quote_because"))

    @property
    def asked(self) -> set[str]:
        """The questions that are still open, by key."""
        return {stop.question for stop in self.stops} | ({"quote_because"} if self.is_unexplained else set())

    @property
    def asks_by_hand(self) -> bool:
        return any(copy.also_needed for copy in self.copies)

    @property
    def papers(self) -> tuple[Composition, ...]:
        """Everything that is printed, in the order in which it is."""
        large = (self.large_terms,) if self.large_terms else ()
        return (*(copy.composition for copy in self.copies), self.terms, *large)

    @property
    def hashes(self) -> list[str]:
        return [paper.html_sha256 for paper in self.papers]

    def terms_of(self, copy: Copy) -> Composition:
        """Return the terms of business in the size in which that client reads."""
        return self.large_terms if self.large_terms and copy.composition.is_large else self.terms

    @property
    def follow_up(self) -> str:
        """Say that nothing is promised soon after it (domain 2.8, P8); "" where something is."""
        about = self.about
        return follow_up(about.matter.next_update_on, today=about.today, calendar=about.calendar)

    @property
    def may_go(self) -> bool:
        return not self.stops

    @property
    def may_be_asked(self) -> bool:
        """Say if all but the approval is there, so that somebody can be asked for it."""
        return bool(self.approval_reasons) and {stop.code for stop in self.stops} <= {"not_approved"}


def package(letter: Letter, now: datetime) -> Package:
    """
    Compose every copy of a letter and its terms from what is known now. Reads only.

    :raises NoWording: if the wording of that day does not have this letter
    """
    matter = matter_with_people(letter.matter_id)
    about, library = background(matter, now), library_for(letter.template_code, now)
    known = answering.defaults(about, letter.answers)
    answers = known.with_typed(letter.answers)
    wording = library.templates[letter.template_code]
    terms_template = library.templates[terms_of(wording)]
    terms_facts = letterhead.terms(
        about.firm,
        template=Template.objects.get(code=terms_template.code, version=terms_template.version),
        policy=about.insurance,
        procedure=about.procedure,
        redress=about.redress,
        privacy_url=about.profile.privacy_url,
        preset=subject.preset(matter.department),
        client_money=usual_of(about, answers).client_money,
    )
    terms = assemble(terms_template, library, terms_facts, large_print=False)
    redress = about.redress or unchecked_redress(matter)
    agreements = tuple(letter.agreements.select_related("added_by").order_by("pk"))
    enclosed = tuple(Enclosed(one.name, one.words, one.sha256) for one in agreements)
    copies = []
    for to in about.recipients:
        facts = answering.care_letter(
            about, answers, to, terms_version=terms_template.version, version=letter.version, redress=redress,
            enclosed=enclosed,
        )  # fmt: skip
        made = assemble(
            wording,
            library,
            facts,
            large_print=needs.wants_large_print(to.party, about.today),
            put_in=letter.put_in,
            taken_out=letter.taken_out,
        )
        as_text = needs.wants_plain_text(to.party, about.today)
        by_hand = needs.by_hand(to.party, about.today)
        if as_text and to.channel == Channel.PRINT:
            by_hand = (*by_hand, "as plain text")
        if agreements and (as_text or made.is_large):
            by_hand = (*by_hand, "what is enclosed, so that they can read it")
        copies.append(Copy(to, facts, made, by_hand, as_text))
    is_large = any(copy.composition.is_large for copy in copies)
    costs = costing.cost_lines(about, answers)
    reasons = _approval_reasons(about, copies, costing.estimate(costs))
    ready = Readiness(
        conflict_cleared=about.conflict_cleared,
        has_reference=bool(matter.reference),
        has_clients=bool(copies),
        is_insured=about.insurance is not None,
        redress_checked=about.redress is not None,
        complaints_named=about.complaints_contact is not None and about.reviewer is not None,
        approval_reasons=tuple(reasons),
        is_approved=letter.is_approved,
        order_is_stale=bool(letter.sign_order)
        and sorted(letter.sign_order) != sorted(copy.to.party.pk for copy in copies),
        missing_agreements=tuple(
            one.name for one in apart.missing(answers.get("fee_model", ""), [one.kind for one in agreements])
        ),
        unreachable=tuple(to.party.name for to in about.recipients if to.channel is None and not to.instead),
        instead=tuple(to.instead for to in about.recipients if to.instead),
        without_retainer=tuple(party.name for party in about.without_retainer),
    )
    return Package(
        letter=letter,
        about=about,
        library=library,
        answers=answers,
        defaults=known,
        copies=tuple(copies),
        terms=terms,
        large_terms=assemble(terms_template, library, terms_facts, large_print=True) if is_large else None,
        agreements=agreements,
        costs=costs,
        against_quote=costing.against_quote(about, answers, costs),
        accept_by=answering.accept_by(about, answers),
        approval_reasons=tuple(reasons),
        stops=tuple(stops(ready, _said([copy.composition for copy in copies], terms))),
    )


def unchecked_redress(matter: Matter) -> Redress:
    """Return the scheme whose details nobody checked lately: for the draft on the page, never for one that goes."""
    scheme = matter.department.profile.schemes.order_by("pk").first()
    if scheme is None:
        raise NoWording("This department has no redress scheme that its letters could name. Ask compliance.")
    return letterhead.redress_words(scheme)


def terms_of(letter: TemplateText) -> str:
    """Return which terms of business go with a letter. :raises NoWording: if its template names none"""
    found = next((code for code in letter.companions if code.startswith("terms.")), "")
    if not found:
        raise NoWording(f'The letter "{letter.title}" names no terms of business. Ask compliance.')
    return found


def _said(letters: Iterable[Composition], terms: Composition) -> list[Stop]:
    """Return what the wording itself says against it, once, however many copies say so."""
    found: dict[tuple[str, str], Stop] = {}
    for made in (*letters, terms):
        for problem in made.problems:
            if problem.question not in {"insurance", "redress"}:  # said better by the firm's own rows
                found.setdefault(
                    (problem.code, problem.sentence), Stop(problem.code, problem.sentence, problem.question)
                )
    return list(found.values())


def _approval_reasons(about: Background, copies: list[Copy], total: Decimal | None) -> list[str]:
    changed: dict[str, None] = {}
    for made in (copy.composition for copy in copies):
        changed |= {one.title: None for one in made.clauses if one.by_hand}
        changed |= {one.title: None for one in made.left_out if one.by_hand}
    return why_approval(
        ApprovalFacts(
            estimate=total,
            limit=about.policy.approve_above,
            changed_clauses=tuple(changed),
            lead_may_issue=about.matter.fee_earner.may(Permission.LETTER_ISSUE),
        )
    )
