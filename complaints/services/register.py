"""How a complaint gets into the register: logged as one, or taken at the desk and sorted later (decision 8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from complaints import notices, rules
from complaints.models import (
    Category,
    Channel,
    Complaint,
    HeadOfComplaint,
    Hold,
    HoldReason,
    Kind,
    Sorting,
)
from complaints.rules import Stage, Step
from complaints.services import clocks, common, people
from complaints.services.people import Circle
from complaints.services.procedures import PERSONAL_DATA, procedure_policy
from outbox import services as outbox
from practice import receipts
from practice.actors import Actor
from practice.calendar import WorkingCalendar
from practice.errors import Refusal
from practice.models import Department, Matter, Party, Procedure, User
from practice.office import load_calendar
from practice.receipts import FormKey
from practice.references import next_reference
from practice.services.tasks import give_task


class NotYetReceived(Refusal):
    """A complaint cannot have come at a time that is still ahead."""

    code = "received_in_future"


class NothingSaid(Refusal):
    """There are no words."""

    code = "summary_missing"


class AgreementMissing(Refusal):
    """A concern is one only if the person agrees."""

    code = "agreement_missing"


class SortedByAuthor(Refusal):
    """Whoever logged it does not screen it out as well."""

    code = "approver_is_author"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintFacts:
    """What is known when it is logged. ``points`` are the heads in their words; none means the summary is the one."""

    channel: Channel
    received_at: datetime
    complainant_name: str
    summary: str
    department: Department
    kind: Kind = Kind.SERVICE
    party: Party | None = None
    matter: Matter | None = None
    representative: str = ""
    wrote_from: str = ""
    reach: str = ""
    postal_address: str = ""
    about_whom: str = ""
    outcome_sought: str = ""
    subjects: tuple[User, ...] = ()
    points: tuple[str, ...] = ()
    holds: tuple[HoldReason, ...] = ()
    act_known_on: date | None = None
    last_service_on: date | None = None


@transaction.atomic(durable=True)
def log_complaint(*, facts: ComplaintFacts, by: User, now: datetime, form_key: FormKey | None = None) -> Complaint:
    """
    Log a complaint that came any way at any time; every clock starts when it came.

    :raises NotYetReceived: if that time is still ahead
    :raises NothingSaid: if there are no words
    """
    return _register(facts, sorting=Sorting.COMPLAINT, by=by, now=now, form_key=form_key)


@transaction.atomic(durable=True)
def log_dissatisfaction(
    *, facts: ComplaintFacts, by: User, now: datetime, form_key: FormKey | None = None
) -> Complaint:
    """
    Take down that somebody is unhappy, without judging it. All clocks run from the call.

    Handler or compliance sorts it within the procedure's time; unsorted it counts as a complaint.

    :raises NotYetReceived, NothingSaid: as for a complaint
    """
    return _register(facts, sorting=Sorting.UNSORTED, by=by, now=now, form_key=form_key)


def likely_duplicates(party: Party | None, *, user: User | None = None) -> list[Complaint]:
    """Return open complaints of the same person, for the hint while logging; with ``user``, those they may see."""
    if party is None:
        return []
    rows = Complaint.objects.visible_to(user) if user else Complaint.objects.all()
    return list(rows.unfinished().filter(party=party).order_by("-received_at", "-pk"))


def preview(*, received_at: datetime, department: Department, kind: Kind = Kind.SERVICE) -> tuple[rules.Promise, ...]:
    """Return the dates that a complaint received then would have."""
    calendar = load_calendar(department.office)
    procedure = procedure_in_force(department, kind, received_on=calendar.local_date(received_at))
    return rules.deadlines(received_at, procedure=procedure_policy(procedure), calendar=calendar)


def procedure_in_force(department: Department, kind: Kind, *, received_on: date) -> Procedure:
    """
    Return the version a complaint received that day is dealt with under: the department's, or that for personal data.

    Complaints about personal data have a procedure of their own since 19 June 2026 (domain 3.9); one that came before
    is dealt with as any other.
    """
    if kind == Kind.DATA_PROTECTION:
        own = Procedure.objects.in_force(PERSONAL_DATA, on=received_on)
        if own.in_force_from <= received_on:
            return own
    return Procedure.objects.in_force(department.profile.procedure.code, on=received_on)


@transaction.atomic(durable=True)
def sort_complaint(*, complaint_id: int, into: Sorting, agreement: str, by: User, now: datetime) -> Complaint:
    """
    Sort what the desk took down. A concern is closed at once, and only with the person's recorded agreement.

    :raises StepNotAllowed: if it is sorted already
    :raises AgreementMissing: for a concern without the person's agreement
    :raises SortedByAuthor: if whoever logged it wants to screen it out
    """
    complaint = common.lock(complaint_id)
    if into == Sorting.CONCERN:
        common.move(complaint, Step.DISCARD)
        if not agreement.strip():
            raise AgreementMissing("Record how the person agreed that this is a concern, or sort it as a complaint.")
        if by.pk == complaint.logged_by_id:
            raise SortedByAuthor("You logged this yourself, so somebody else has to close it as a concern.")
    complaint.sorting_words = agreement.strip()
    take_on(complaint, into, by=by, now=now)
    return complaint


def take_on(complaint: Complaint, into: Sorting, *, by: Actor, now: datetime) -> None:
    """Write how it was sorted, in the caller's transaction: by a person, or by the safety net's hour."""
    if into == Sorting.COMPLAINT:
        common.move(complaint, Step.LOG)
    else:
        clocks.stop_clocks(complaint, now=now)
    complaint.sorting = into
    complaint.sorted_by = by if isinstance(by, User) else None
    common.save(complaint, "stage", "sorting", "sorted_by", "sorting_words")
    common.settle_complaint_tasks(complaint, "sort", by=by, now=now)
    common.note(complaint, "complaint.sorted", by=by, at=now, into=into.value, words=complaint.sorting_words)


def _register(
    facts: ComplaintFacts, *, sorting: Sorting, by: User, now: datetime, form_key: FormKey | None
) -> Complaint:
    if (before := receipts.earlier(form_key, Complaint)) is not None:
        return before
    if facts.received_at > now:
        raise NotYetReceived("That time is still ahead. Give the day and time at which it came.")
    if not facts.summary.strip():
        raise NothingSaid("Write down what they said, in their own words.")
    calendar = load_calendar(facts.department.office)
    received_on = calendar.local_date(facts.received_at)
    procedure = procedure_in_force(facts.department, facts.kind, received_on=received_on)
    policy = procedure_policy(procedure)
    duplicates = likely_duplicates(facts.party)
    complaint = _row(facts, procedure=procedure, sorting=sorting, calendar=calendar, by=by, now=now)
    complaint.subjects.set(facts.subjects)
    _write_heads(complaint, facts.points or (facts.summary,))
    holds = {*facts.holds, *([HoldReason.DUPLICATE] if duplicates else [])}
    Hold.objects.bulk_create(Hold(complaint=complaint, reason=reason, set_by=by, set_at=now) for reason in holds)
    circle = Circle.load()
    involvement = common.involvement_of(complaint)
    complaint.handler = people.name_handler(
        department_head=facts.department.head_id, involvement=involvement, circle=circle
    )
    complaint.save(update_fields=["handler"])
    promises = rules.deadlines(facts.received_at, procedure=policy, calendar=calendar)
    opened = [
        clocks.open_deadline(complaint, promise, procedure=policy, calendar=calendar, now=now) for promise in promises
    ]
    common.note(
        complaint,
        "complaint.logged",
        by=by,
        at=now,
        received_at=facts.received_at.isoformat(),
        channel=facts.channel,
        sorting=sorting.value,
        handler=complaint.handler.name if complaint.handler else None,
        subjects=[user.name for user in facts.subjects],
        due={row.kind: row.due_on.isoformat() for row in opened},
        looks_like=[one.reference for one in duplicates],
    )
    told = circle.told([complaint.handler_id, *circle.compliance], kept_from=people.kept_from(complaint, involvement))
    outbox.queue_all(
        [(f"complaint:{complaint.pk}:logged:{user.pk}", notices.logged(complaint, opened, user)) for user in told],
        now=now,
    )
    if sorting == Sorting.UNSORTED:
        sort_by = calendar.add_working_days(calendar.local_date(now), policy.sort_working_days)
        _ask_to_sort(complaint, told, sort_by, now)
    receipts.keep(form_key, complaint, at=now)
    return complaint


def _row(
    facts: ComplaintFacts,
    *,
    procedure: Procedure,
    sorting: Sorting,
    calendar: WorkingCalendar,
    by: User,
    now: datetime,
) -> Complaint:
    return Complaint.objects.create(
        reference=next_reference("C", calendar.local_date(now).year),
        kind=facts.kind,
        channel=facts.channel,
        stage=Stage.DRAFT if sorting == Sorting.UNSORTED else rules.next_stage(rules.FIRST_STAGE, Step.LOG),
        sorting=sorting,
        sorted_by=None if sorting == Sorting.UNSORTED else by,
        received_at=facts.received_at,
        logged_at=now,
        logged_by=by,
        party=facts.party,
        complainant_name=facts.complainant_name,
        representative=facts.representative,
        wrote_from=facts.wrote_from,
        reach=facts.reach,
        postal_address=facts.postal_address,
        matter=facts.matter,
        department=facts.department,
        procedure=procedure,
        work_type=facts.matter.work_type if facts.matter else "",
        summary=facts.summary.strip(),
        about_whom=facts.about_whom,
        outcome_sought=facts.outcome_sought,
        act_known_on=facts.act_known_on,
        last_service_on=facts.last_service_on,
    )


def _write_heads(complaint: Complaint, points: Iterable[str]) -> None:
    HeadOfComplaint.objects.bulk_create(
        HeadOfComplaint(complaint=complaint, position=position, text=text.strip(), category=Category.OTHER)
        for position, text in enumerate(points, start=1)
    )


def _ask_to_sort(complaint: Complaint, told: list[User], due_on: date, now: datetime) -> None:
    if told:
        give_task(
            key=f"complaint:{complaint.pk}:sort",
            owner=told[0],
            title=f"{complaint.reference}: sort into concern or complaint",
            url=reverse("complaints:detail", args=[complaint.reference]),
            due_on=due_on,
            now=now,
        )
