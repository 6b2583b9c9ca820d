"""Asking for a conflict check: every name is searched, and somebody else is asked to decide."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from intake import corpus, mentions, notices, properties
from intake.models import ConflictCheck, ConflictHit, ConflictPolicy, Enquiry
from intake.people import deciders, who_answers
from intake.rules import PROPERTY, HoldingCallIncomplete, Level, Source, answer_due_at
from outbox import services as outbox
from practice import journal, receipts
from practice.actors import System
from practice.calendar import WorkingCalendar
from practice.errors import WorldMoved
from practice.models import (
    Gate,
    GateKind,
    GateState,
    KeyDate,
    Matter,
    MatterRole,
    MatterStage,
    PartyName,
    Relationship,
    User,
)
from practice.names import normalise
from practice.office import local_date
from practice.receipts import FormKey
from practice.references import next_reference
from practice.services.matters import join_matter, set_gate
from practice.services.parties import PartyFacts, create_party
from practice.services.tasks import give_task


class MatterOver(WorldMoved):
    """A closed or declined matter is not checked again: whoever comes back makes a new enquiry."""

    code = "matter_over"


@transaction.atomic(durable=True)
def ask_check(
    *,
    matter_id: int,
    because: str,
    by: User,
    now: datetime,
    calendar: WorkingCalendar,
    form_key: FormKey | None = None,
    replay: bool = False,
) -> ConflictCheck:
    """
    Ask for a check of every party of a matter. One that waits is run again with the names that came since.

    Names are never taken away: a check keeps what it searched, and asking again is journalled (decisions 25).
    ``replay``: history that is told again sends nothing.
    """
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    if (before := receipts.earlier(form_key, ConflictCheck)) is not None:
        return before
    if matter.stage not in {MatterStage.OPEN, MatterStage.PROSPECTIVE}:
        raise MatterOver("This matter is over. Take a new enquiry if they come back.")
    waiting = ConflictCheck.objects.select_for_update(no_key=True).filter(matter=matter).waiting().first()
    if waiting is not None:
        run_again(check=waiting, by=by, now=now)
        check = waiting
    else:
        check = new_check(matter, because, enquiry=None, by=by, now=now, calendar=calendar, replay=replay)
    receipts.keep(form_key, check, at=now)
    return check


@transaction.atomic(durable=True)
def record_holding_call(
    *,
    check_id: int,
    names: Sequence[str],
    key_date: date | None,
    time_is_running: str,
    said_so: bool,
    by: User,
    now: datetime,
    calendar: WorkingCalendar,
) -> ConflictCheck:
    """
    Record a call that took names and a date and nothing else; new names are searched at once (decisions 27).

    :raises HoldingCallIncomplete: if it was not said that we do not act yet
    """
    if not said_so:
        raise HoldingCallIncomplete("Say to them that we do not act yet and that time may be running. Then tick it.")
    return keep_holding_call(
        check_id=check_id,
        names=names,
        key_date=key_date,
        time_is_running=time_is_running,
        by=by,
        now=now,
        calendar=calendar,
    )


def keep_holding_call(
    *,
    check_id: int,
    names: Sequence[str],
    key_date: date | None,
    time_is_running: str,
    by: User,
    now: datetime,
    calendar: WorkingCalendar,
) -> ConflictCheck:
    """Keep what a holding call took down, in the caller's transaction; that we do not act yet was said."""
    matter_id = ConflictCheck.objects.values_list("matter_id", flat=True).get(pk=check_id)
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    check = ConflictCheck.objects.select_for_update(no_key=True, of=("self",)).select_related("matter").get(pk=check_id)
    known = set(PartyName.objects.filter(party__roles__matter=matter).values_list("normalised", flat=True))
    given = {normalise(name): name.strip() for name in names if name.strip()}
    new = [text for normalised, text in given.items() if normalised not in known]
    for text in new:
        party = create_party(facts=PartyFacts(name=text, relationship=Relationship.THIRD_PARTY), by=by, now=now)
        join_matter(matter=matter, party=party, role=MatterRole.OTHER, by=by, now=now)
    if key_date is not None and key_date != check.key_date:
        _change_key_date(check, key_date, now=now, calendar=calendar)
    journal.record(
        subject=check,
        event="conflict.holding_call",
        by=by,
        at=now,
        matter=matter,
        names=len(new),
        key_date=key_date.isoformat() if key_date else None,
        time_is_running=time_is_running,
    )
    if check.is_waiting and new:
        run_again(check=check, by=by, now=now)
    return check


def _change_key_date(check: ConflictCheck, key_date: date, *, now: datetime, calendar: WorkingCalendar) -> None:
    KeyDate.objects.get_or_create(
        matter_id=check.matter_id, on=key_date, defaults={"label": check.key_date_label or "Key date given"}
    )
    check.key_date = key_date
    due = answer_due_at(key_date, asked_at=now, calendar=calendar, policy=_policy().as_rules())
    check.answer_due_at = min(filter(None, (check.answer_due_at, due)), default=None)
    check.save(update_fields=["key_date", "answer_due_at"])


def _policy() -> ConflictPolicy:
    return ConflictPolicy.objects.first() or ConflictPolicy()


def new_check(
    matter: Matter,
    because: str,
    *,
    enquiry: Enquiry | None,
    by: User | System,
    now: datetime,
    calendar: WorkingCalendar,
    replay: bool,
    asked_for: User | None = None,
) -> ConflictCheck:
    """
    Search every party of the matter and ask for a decision, in the caller's transaction; the gate shuts.

    ``asked_for``: whose question it is where the house asks by itself.
    """
    asker = asked_for or by
    assert isinstance(asker, User)  # the house asks for somebody
    policy = _policy().as_rules()
    terms = _terms_of(matter)
    related = corpus.related_terms(matter)
    local = calendar.local_date(now)
    near = matter.key_dates.filter(on__gte=local).order_by("on", "pk").first()
    check = ConflictCheck.objects.create(
        reference=next_reference("CC", local.year),
        matter=matter,
        enquiry=enquiry,
        because=because,
        asked_by=asker,
        asked_at=now,
        key_date=near.on if near else None,
        key_date_label=near.label if near else "",
        answer_due_at=answer_due_at(near.on if near else None, asked_at=now, calendar=calendar, policy=policy),
        terms=[term.as_json() for term in terms],
        searched_at=now,
        coverage=_coverage(terms, related),
    )
    _keep_hits(check, [*terms, *related], now=now)
    _shut_gate(check, by=by, now=now)
    journal.record(
        subject=check,
        event="conflict.asked",
        by=by,
        at=now,
        matter=matter,
        reference=check.reference,
        names=len(terms),
        because=because,
    )
    _tell_deciders(check, now=now, due_on=local, replay=replay)
    return check


def _shut_gate(check: ConflictCheck, *, by: User | System, now: datetime) -> None:
    """Shut the gate with this check's number, unless it is shut; what called for a check has got it."""
    latest = Gate.objects.filter(matter=check.matter_id, kind=GateKind.CONFLICT).latest_of_each_kind().first()
    if latest is None or latest.state != GateState.CLOSED or latest.calls_for_check:
        set_gate(
            matter=check.matter,
            kind=GateKind.CONFLICT,
            state=GateState.CLOSED,
            because=f"{check.reference} is with compliance",
            by=by if isinstance(by, User) else None,
            now=now,
        )


def run_again(*, check: ConflictCheck, by: User | System, now: datetime) -> None:
    """Search again in the caller's transaction; hits and decisions that are there stay, names only come in."""
    terms = _terms_of(check.matter)
    related = corpus.related_terms(check.matter)
    before = {normalise(term["name"]) for term in check.terms}
    kept = [term for term in check.terms if normalise(term["name"]) not in {normalise(term.name) for term in terms}]
    check.terms = [term.as_json() for term in terms] + kept
    check.coverage, check.searched_at = _coverage(terms, related), now
    check.save(update_fields=["terms", "coverage", "searched_at"])
    _keep_hits(check, [*terms, *related], now=now)
    if Gate.objects.calling_for_a_check().filter(matter=check.matter_id).exists():
        _shut_gate(check, by=by, now=now)
    journal.record(
        subject=check,
        event="conflict.run_again",
        by=by,
        at=now,
        new_names=[term.name for term in terms if normalise(term.name) not in before],
        dropped_names=[term["name"] for term in kept],
    )


def _terms_of(matter: Matter) -> list[corpus.Term]:
    """Return all that is searched: every name of every party, then the properties."""
    return [*corpus.terms_of(matter), *properties.terms_of(matter)]


def _coverage(terms: Sequence[corpus.Term], related: Sequence[corpus.Term]) -> dict[str, Any]:
    return corpus.coverage(terms, policy=_policy().as_rules(), related=related) | {"notes": mentions.count()}


def _keep_hits(check: ConflictCheck, terms: Sequence[corpus.Term], *, now: datetime) -> None:
    policy = _policy().as_rules()
    names = [term for term in terms if term.role != PROPERTY]
    known = mentions.places_of(check.hits.filter(source=Source.NOTE))
    hits = [
        *corpus.search(names, matter=check.matter, policy=policy),
        *properties.search(check.matter, policy=policy),
        *mentions.search(names, matter=check.matter, policy=policy, known=known),
    ]
    excluded = {check.asked_by_id, check.matter.fee_earner_id}
    for hit in hits:
        hit.check_of = check
        if hit.is_masked and hit.matter is not None:
            hit.answer_by = who_answers(hit.matter, without=excluded)
    ConflictHit.objects.bulk_create(hits, ignore_conflicts=True)
    for hit in check.hits.filter(is_masked=True, level=Level.RESTRICTED, decision="").select_related("answer_by"):
        give_task(
            key=f"conflict:{check.pk}:hit:{hit.pk}",
            owner=hit.answer_by,  # type: ignore[arg-type]  # a constraint says that a masked hit has one
            title=f"Answer a restricted conflict hit for {check.reference}",
            url=reverse("conflict_hit", args=[hit.pk]),
            due_on=local_date(check.matter.department.office, now),
            now=now,
            matter=hit.matter_id,
        )


def _tell_deciders(check: ConflictCheck, *, now: datetime, due_on: date, replay: bool) -> None:
    """Ask the decider; only an urgent check interrupts, and then the stand-in hears of it too (decisions 27, 34)."""
    people = deciders(without={check.asked_by_id, check.matter.fee_earner_id})
    for person in people[:1]:
        give_task(
            key=f"conflict:{check.pk}:decide",
            owner=person,
            title=f"Decide conflict check {check.reference}",
            url=reverse("conflict", args=[check.pk]),
            due_on=due_on,
            now=now,
            matter=check.matter_id,
        )
    if check.answer_due_at is not None and not replay:
        for person in people[:2]:
            notice = notices.urgent_check(check, person)
            outbox.queue(notice, key=f"conflict:{check.pk}:urgent:{person.pk}", now=now)
