"""What each row would become, by what is on record now: the same for the preview and for the deed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from intake.models import Import, ImportRow
from intake.rules.imports import DATES, Duplicates, Problem, RowOutcome, problems_of, problems_of_matter
from practice.matching.dates import as_date, digits_of
from practice.models import Matter, MatterParty, MatterRole, Party, PartyKind, PartyName, Relationship, User, WorkType
from practice.names import normalise, normalise_company_number
from practice.services.parties import PartyFacts

_WORK = {
    **{choice.value: choice for choice in WorkType},
    **{choice.label.casefold(): choice for choice in WorkType},
}


@dataclass(frozen=True, slots=True)
class MatterFacts:
    """What a row says of a matter."""

    number: str
    title: str
    work_type: WorkType
    fee_earner: User
    opened_on: date | None
    closed_on: date | None
    letter_sent_on: date | None
    letter_accepted_on: date | None


@dataclass(slots=True)
class Planned:
    """One row: what it becomes, whom it concerns, and why it is refused or left out."""

    row: ImportRow
    outcome: RowOutcome = RowOutcome.MAKE
    problems: list[Problem] = field(default_factory=list)
    facts: PartyFacts | None = None
    number: str = ""
    party: Party | None = None
    same_as: "Planned | None" = None  # an earlier row of the same client
    matter_facts: MatterFacts | None = None
    matter: Matter | None = None

    def told(self) -> list[dict[str, str]]:
        return [{"field": problem.field, "because": problem.because} for problem in self.problems]

    def stop(self, outcome: RowOutcome, *problems: Problem) -> None:
        self.outcome, self.problems = outcome, [*self.problems, *problems]


def plan(of: Import, *, by: User, today: date) -> list[Planned]:
    """Decide on every row; as many queries for five thousand as for one."""
    rows = list(of.rows.order_by("number"))
    planned = [Planned(row) for row in rows]
    people = _people(of)
    for one in planned:
        _read(one, of, people, today)
    good = [one for one in planned if one.outcome == RowOutcome.MAKE]
    known = _Known.of(good, by)
    seen: dict[str | int, Planned] = {}
    twins: dict[tuple[object, ...], Planned] = {}
    matters: dict[str, Planned] = {}
    for one in good:
        _decide(one, Duplicates(of.duplicates), known, seen, twins)
        _decide_matter(one, Duplicates(of.duplicates), known, matters)
    return planned


def cells_of(of: Import, row: ImportRow) -> dict[str, str]:
    """Return a row's cells by our fields."""
    return {name: row.cells[number] if number < len(row.cells) else "" for name, number in of.columns.items()}


def _people(of: Import) -> dict[str, User]:
    """Return whom a fee earner's cell may mean, by mailbox and by name; nobody where the list has no such column."""
    if "fee_earner" not in of.columns:
        return {}
    staff = list(User.objects.filter(is_active=True, department__isnull=False).select_related("department"))
    by_name = {person.name.casefold(): person for person in staff}
    return by_name | {person.email.casefold(): person for person in staff}


def _read(one: Planned, of: Import, people: dict[str, User], today: date) -> None:
    if one.row.unreadable:
        one.stop(RowOutcome.REFUSE, Problem("", one.row.unreadable))
        return
    cells = cells_of(of, one.row)
    days = {name: as_date(digits_of(cells[name])) for name in DATES if cells.get(name)}
    work = _WORK.get(cells.get("work_type", "").casefold())
    person = people.get(cells.get("fee_earner", "").casefold())
    problems = problems_of(cells, born_on=days.get("date_of_birth"), today=today) + problems_of_matter(
        cells,
        work_type_known=work is not None,
        fee_earner_known=person is not None,
        days=days,
        today=today,
    )
    if problems:
        one.stop(RowOutcome.REFUSE, *problems)
        return
    one.number = cells.get("reference", "")
    one.facts = facts_of(cells, days.get("date_of_birth"), Relationship(of.relationship))
    if cells.get("matter_number") and work and person:
        one.matter_facts = MatterFacts(
            number=cells["matter_number"],
            title=cells["matter_title"],
            work_type=work,
            fee_earner=person,
            opened_on=days.get("opened_on"),
            closed_on=days.get("closed_on"),
            letter_sent_on=days.get("letter_sent_on"),
            letter_accepted_on=days.get("letter_accepted_on"),
        )


def facts_of(cells: Mapping[str, str], born_on: date | None, relationship: Relationship) -> PartyFacts:
    """Return whom a row without mistakes is about."""
    person = f"{cells.get('given_name', '')} {cells.get('family_name', '')}".strip() or cells.get("name", "")
    organisation = cells.get("organisation", "")
    return PartyFacts(
        name=person or organisation,
        kind=PartyKind.INDIVIDUAL if person else PartyKind.ORGANISATION,
        relationship=relationship,
        trading_name=organisation if person else "",
        company_number="" if person else normalise_company_number(cells.get("company_number", "")),
        born_on=born_on,
        address=cells.get("address", ""),
        postcode=cells.get("postcode", "").upper(),
        phone=cells.get("phone", ""),
        email=cells.get("email", ""),
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What is on record of the people and matters that the rows name; ``seen`` are those the importer may see."""

    numbers: dict[str, Party]
    twins: dict[tuple[object, ...], Party]
    matters: dict[str, Matter]
    clients: frozenset[tuple[int, int]]
    seen_parties: frozenset[int]
    seen_matters: frozenset[int]

    @classmethod
    def of(cls, good: Sequence[Planned], by: User) -> "_Known":
        listed = {one.number for one in good if one.number}
        numbers = Party.objects.filter(practice_system_number__in=listed).select_related("merged_into")
        names = {normalise(one.facts.name) for one in good if one.facts}
        namesakes = PartyName.objects.borne().filter(normalised__in=names).select_related("party").order_by("pk")
        twins: dict[tuple[object, ...], Party] = {}
        for name in namesakes:
            for key in _traits(name.normalised, name.party.born_on, name.party.postcode):
                twins.setdefault(key, name.party)
        found = {one.matter_facts.number for one in good if one.matter_facts}
        matters = {one.practice_system_number: one for one in Matter.objects.filter(practice_system_number__in=found)}
        # A list still names whom another record stands for since a merge: what it says goes to that one.
        by_number = {party.practice_system_number: party.merged_into or party for party in numbers}
        ids = {party.pk for party in (*by_number.values(), *twins.values())}
        seen = Party.objects.visible_to(by).filter(pk__in=ids).values_list("pk", flat=True)
        own = Matter.objects.visible_to(by).filter(pk__in=[one.pk for one in matters.values()])
        clients = MatterParty.objects.filter(matter__in=matters.values(), role=MatterRole.CLIENT)
        return cls(
            by_number,
            twins,
            matters,
            frozenset(clients.values_list("matter_id", "party_id")),
            frozenset(seen),
            frozenset(own.values_list("pk", flat=True)),
        )


def _traits(name: str, born_on: date | None, postcode: str) -> Iterable[tuple[object, ...]]:
    """Give each pair of facts by which two of a name are taken for one person."""
    if born_on is not None:
        yield name, born_on
    if postcode:
        yield name, postcode.replace(" ", "").upper()


def _decide(
    one: Planned,
    policy: Duplicates,
    known: _Known,
    seen: dict[str | int, Planned],
    twins: dict[tuple[object, ...], Planned],
) -> None:
    assert one.facts is not None  # good rows have been read
    on_record = known.numbers.get(one.number)
    who = on_record.pk if on_record else one.number  # two numbers are one client where two records were merged
    if one.number and (first := seen.setdefault(who, one)) is not one:
        one.same_as, one.party = first, first.party
        left_out = first.outcome in (RowOutcome.SKIP, RowOutcome.REFUSE)
        if one.matter_facts is None:
            again = "stands in" if one.number == first.number else "is since a merge the client of"
            one.stop(RowOutcome.SKIP, Problem("reference", f"{again} row {first.row.number} already"))
        elif left_out and (first.party is None or first.party.pk not in known.seen_parties):
            one.stop(RowOutcome.SKIP, Problem("reference", f"is left out like row {first.row.number}"))
        return
    if on_record is not None:
        _decide_known(one, policy, on_record, known)
        return
    if policy == Duplicates.MAKE:
        return
    traits = list(_traits(normalise(one.facts.name), one.facts.born_on, one.facts.postcode))
    for key in traits:
        party = known.twins.get(key)
        if party is not None and party.pk in known.seen_parties and not (one.number and party.practice_system_number):
            one.stop(RowOutcome.SKIP, Problem("", f"looks like {party.name}, who is on record: {_same(key)}"))
            return
        first = twins.setdefault(key, one)
        if first is not one and not one.number:
            one.stop(RowOutcome.SKIP, Problem("", f"looks like row {first.row.number}: {_same(key)}"))
            return


def _same(key: tuple[object, ...]) -> str:
    return f"the same name and {'date of birth' if isinstance(key[1], date) else 'postcode'}"


def _decide_known(one: Planned, policy: Duplicates, party: Party, known: _Known) -> None:
    one.party = party
    if policy == Duplicates.UPDATE and party.pk in known.seen_parties:
        one.outcome = RowOutcome.UPDATE
    elif policy == Duplicates.MAKE:
        one.stop(RowOutcome.REFUSE, Problem("reference", "is the number of somebody on record already"))
    elif one.matter_facts is None or party.pk not in known.seen_parties:
        one.stop(RowOutcome.SKIP, Problem("reference", "is known already"))


def _decide_matter(one: Planned, policy: Duplicates, known: _Known, matters: dict[str, Planned]) -> None:
    """A matter is made once; later rows of the file join it, and one on record is closed at most, by an update."""
    if one.matter_facts is None or one.outcome not in (RowOutcome.MAKE, RowOutcome.UPDATE):
        return
    number = one.matter_facts.number
    one.matter = known.matters.get(number)
    if one.matter is None:
        matters.setdefault(number, one)
    elif one.matter.pk not in known.seen_matters or (policy != Duplicates.UPDATE):
        problem = Problem("matter_number", "is known already")
        if one.party is not None or one.same_as is not None:
            one.stop(RowOutcome.SKIP, problem)
        else:
            one.problems.append(problem)
        one.matter_facts = one.matter = None
    else:
        one.problems += _differences(one, one.matter_facts, one.matter, known)


def _differences(one: Planned, facts: MatterFacts, matter: Matter, known: _Known) -> Iterable[Problem]:
    """Say what a matter on record has otherwise; it stays as people have it here (decisions 28)."""
    if facts.title != matter.title:
        yield Problem("matter_title", f"is “{matter.title}” here; left as it is")
    if one.party is None or (matter.pk, one.party.pk) not in known.clients:
        yield Problem("matter_number", "is a matter of another client here; left as it is")
