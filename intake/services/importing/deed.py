"""The import itself: one transaction, so that either every good row is taken over or none (decisions 28)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Final

from django.db import transaction

from intake.models import Import, ImportRow, ImportState
from intake.rules.imports import Problem, RowOutcome
from intake.services.importing import traces
from intake.services.importing.change import Changes, change_parties
from intake.services.importing.files import open_import
from intake.services.importing.plan import Planned, plan
from practice import journal
from practice.errors import Refusal, WorldMoved
from practice.models import Department, EarlierLetter, Matter, MatterParty, MatterRole, MatterStage, Party, User
from practice.references import next_references
from practice.services.bulk import create_parties

BATCH: Final = 500
_TAKEN_OVER: Final = "As in the practice system"


class NoColumns(Refusal):
    """Nobody has said yet what the columns mean."""

    code = "no_columns"


class AlreadyImported(WorldMoved):
    """Somebody else imported this list first."""

    code = "already_imported"


@transaction.atomic(durable=True)
def run_import(*, import_id: int, by: User, now: datetime, today: date) -> Import:
    """
    Take over every good row, by what is on record at this moment; the others keep the reason beside them.

    :raises AlreadyImported: if it was done before
    :raises NoLongerOpen: if it was thrown away
    :raises NoColumns: if the columns were not chosen
    """
    of = Import.objects.select_for_update(no_key=True).get(pk=import_id)
    if of.state in (ImportState.DONE, ImportState.UNDONE):
        raise AlreadyImported("This list is imported already. What came of it stands below.")
    open_import(import_id)
    if not of.columns:
        raise NoColumns("Say first what the columns mean.")
    planned = plan(of, by=by, today=today)
    _make_parties(planned, by=by, now=now)
    changes = change_parties([one for one in planned if one.outcome == RowOutcome.UPDATE], by=by, now=now)
    _make_matters(planned, by=by, now=now)
    closed = _close_matters(planned, by=by, now=now)
    _keep_rows(planned, changes, closed)
    of.state, of.done_at, of.done_by = ImportState.DONE, now, by
    of.save(update_fields=["state", "done_at", "done_by"])
    counts = {outcome.value: sum(one.outcome == outcome for one in planned) for outcome in RowOutcome}
    journal.record(subject=of, event="import.done", by=by, at=now, file=of.file_name, **counts)
    return of


def _make_parties(planned: Sequence[Planned], *, by: User, now: datetime) -> None:
    new = [one for one in planned if one.outcome == RowOutcome.MAKE and one.party is None and one.same_as is None]
    for start in range(0, len(new), BATCH):
        batch = new[start : start + BATCH]
        facts = [one.facts for one in batch if one.facts is not None]
        made = create_parties(facts=facts, numbers=[one.number for one in batch], by=by, now=now)
        for one, party in zip(batch, made, strict=True):
            one.party, one.row.made_party = party, True
            one.row.wrote = _wrote(party)
    for one in planned:
        if one.same_as is not None and one.outcome == RowOutcome.MAKE:
            one.party = one.same_as.party


def _wrote(party: Party) -> dict[str, str]:
    born = party.born_on.isoformat() if party.born_on else ""
    wrote = {"name": party.name, "born_on": born, "postcode": party.postcode}
    return wrote | ({"company_number": party.company_number} if party.company_number else {})


def _make_matters(planned: Sequence[Planned], *, by: User, now: datetime) -> None:
    """
    Make each new matter once, with every client the list gives it. No gate is open: nothing was checked here. A letter
    that went before stands for its own gates, as if somebody had recorded it.

    Its own number comes at once, because an open matter has one; the practice system's stands beside it.
    """
    wanted = [one for one in planned if _wants_matter(one) and one.matter is None]
    firsts: dict[str, Planned] = {}
    for one in wanted:
        firsts.setdefault(one.matter_facts.number if one.matter_facts else "", one)
    made = dict(zip(firsts, Matter.objects.bulk_create(_new_matters(list(firsts.values()), now)), strict=True))
    for one in wanted:
        assert one.matter_facts is not None  # as _wants_matter asked
        one.matter = made[one.matter_facts.number]
        one.row.made_matter = firsts[one.matter_facts.number] is one
    MatterParty.objects.bulk_create(
        [
            MatterParty(matter=one.matter, party=one.party, role=MatterRole.CLIENT)
            for one in wanted
            if one.matter and one.party
        ],
        ignore_conflicts=True,
    )
    _keep_letters(firsts.values(), by=by, now=now)
    journal.record_all(
        journal.entry(
            subject=one.matter,
            event="matter.imported",
            by=by,
            at=now,
            matter=one.matter,
            title=one.matter.title,
            number=one.matter.practice_system_number,
        )
        for one in firsts.values()
        if one.matter is not None
    )


def _keep_letters(firsts: Iterable[Planned], *, by: User, now: datetime) -> None:
    EarlierLetter.objects.bulk_create(
        EarlierLetter(
            matter=one.matter,
            sent_on=one.matter_facts.letter_sent_on,
            accepted_on=one.matter_facts.letter_accepted_on,
            words=_TAKEN_OVER,
            recorded_at=now,
            recorded_by=by,
        )
        for one in firsts
        if one.matter is not None and one.matter_facts is not None and one.matter_facts.letter_sent_on is not None
    )


def _wants_matter(one: Planned) -> bool:
    return one.matter_facts is not None and one.outcome in (RowOutcome.MAKE, RowOutcome.UPDATE)


def _new_matters(firsts: list[Planned], now: datetime) -> list[Matter]:
    facts = [one.matter_facts for one in firsts if one.matter_facts]
    references: dict[int, str] = {}
    by_code = sorted(enumerate(facts), key=lambda pair: _department(pair[1].fee_earner).code)
    for code, group in groupby(by_code, key=lambda pair: _department(pair[1].fee_earner).code):
        numbers = [number for number, _ in group]
        references.update(zip(numbers, next_references(code, now.year, len(numbers)), strict=True))
    return [
        Matter(
            reference=references[number],
            title=one.title,
            work_type=one.work_type,
            stage=MatterStage.CLOSED if one.closed_on else MatterStage.OPEN,
            department=_department(one.fee_earner),
            fee_earner=one.fee_earner,
            instructed_on=one.opened_on,
            closed_on=one.closed_on,
            practice_system_number=one.number,
        )
        for number, one in enumerate(facts)
    ]


def _department(person: User) -> Department:
    assert person.department is not None  # the plan takes only those who have one
    return person.department


def _close_matters(planned: Sequence[Planned], *, by: User, now: datetime) -> dict[int, dict[str, str | None]]:
    """Close what the other system has closed; return what stood there before, by row."""
    before: dict[int, dict[str, str | None]] = {}
    for one in planned:
        facts, matter = one.matter_facts, one.matter
        if facts is None or matter is None or one.row.made_matter or not _wants_matter(one):
            continue
        if facts.closed_on is None or matter.stage != MatterStage.OPEN:
            continue
        matter = Matter.objects.select_for_update(no_key=True).get(pk=matter.pk)
        promised = matter.next_update_on.isoformat() if matter.next_update_on else None
        before[one.row.pk] = {"next_update_on": promised}
        matter.stage, matter.closed_on, matter.next_update_on = MatterStage.CLOSED, facts.closed_on, None
        matter.save(update_fields=["stage", "closed_on", "next_update_on"])
        journal.record(
            subject=matter,
            event="matter.closed_by_import",
            by=by,
            at=now,
            matter=matter,
            closed_on=facts.closed_on.isoformat(),
        )
    return before


def _keep_rows(
    planned: Sequence[Planned], changes: dict[int, Changes], closed: dict[int, dict[str, str | None]]
) -> None:
    """Write beside each row what it became, with digests of what it leaves behind."""
    parties = {one.party.pk for one in planned if one.party and (one.row.made_party or one.row.pk in changes)}
    matters = {one.matter.pk for one in planned if one.matter and (one.row.made_matter or one.row.pk in closed)}
    party_digests, matter_digests = traces.digests(Party, parties), traces.digests(Matter, matters)
    for one in planned:
        row = one.row
        if row.pk in changes:
            row.wrote, row.before["party"] = changes[row.pk].wrote, changes[row.pk].before
            one.problems += changes[row.pk].differences
        if row.pk in closed:
            row.before["matter"] = closed[row.pk]
        if one.outcome == RowOutcome.UPDATE and not row.before and not row.made_matter:
            one.stop(RowOutcome.SKIP, *(() if one.problems else (Problem("", "holds nothing new"),)))
        row.outcome, row.problems = one.outcome, one.told()
        row.party, row.matter = one.party, one.matter
        row.after = {
            kind: found[pk]
            for kind, pk, found in (
                ("party", row.party_id, party_digests),
                ("matter", row.matter_id, matter_digests),
            )
            if pk in found
        }
    fields = ["outcome", "problems", "party", "made_party", "matter", "made_matter", "wrote", "before", "after"]
    ImportRow.objects.bulk_update([one.row for one in planned], fields, batch_size=BATCH)
