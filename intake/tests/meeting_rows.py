"""A meeting as people hold it."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from intake import services
from intake.models import ChecklistItem, Interview, InterviewWay
from intake.rules import AnswerKind, Said
from intake.services import NewStep, Written
from intake.tests.factories import NOON
from practice.models import GateKind, GateState, Matter, Side, User
from practice.permissions import Role
from practice.services.matters import set_gate
from practice.tests import factories

FRIDAY = date(2026, 11, 27)
STEPS = (
    NewStep(side=Side.US, what="Write to the seller", due_on=FRIDAY),
    NewStep(side=Side.CLIENT, what="Send three payslips", due_on=FRIDAY),
)


def cleared_matter(*, identified: bool = True, **fields: Any) -> Matter:
    """A matter whose conflict check is clear, with a head who supervises it."""
    matter = factories.matter(supervisor=factories.user(Role.HEAD, given="Siobhan", family="Keane"), **fields)
    kinds = (GateKind.CONFLICT, GateKind.IDENTITY) if identified else (GateKind.CONFLICT,)
    for kind in kinds:
        set_gate(matter=matter, kind=kind, state=GateState.OPEN, because="done", by=matter.fee_earner, now=NOON)
    return matter


def begun(matter: Matter | None = None, *, now: datetime = NOON) -> Interview:
    of = matter or cleared_matter()
    with transaction.atomic():
        made, _ = services.open_interview(
            matter_id=of.pk,
            held_by=of.fee_earner,
            way=InterviewWay.IN_PERSON,
            quiet_until=now + timedelta(hours=1),
            by=of.fee_earner,
            now=now,
        )
    return made


def everything(interview: Interview, *, without: tuple[str, ...] = (), **fields: Any) -> Written:
    """Every mandatory item answered, but those that a fact answers."""
    items = ChecklistItem.objects.filter(checklist=interview.checklist, is_mandatory=True).exclude(code__in=without)
    answers = {item.code: _answer(item) for item in items if not AnswerKind(item.answer).is_read}
    values: dict[str, Any] = {"seen": interview.version, "answers": answers, "steps": STEPS, **fields}
    return Written(**values)


def _answer(item: ChecklistItem) -> Said:
    if item.answer == AnswerKind.DATE:
        return Said("The offer ends", on=date(2027, 2, 26))
    if item.answer == AnswerKind.SOURCE:
        return Said("search")
    return Said(f"About {item.code}", is_ticked=item.answer in {AnswerKind.TICK, AnswerKind.READ_BACK})


def save(interview: Interview, written: Written, *, by: User | None = None, now: datetime = NOON) -> Interview:
    return services.save_interview(interview_id=interview.pk, written=written, by=by or interview.held_by, now=now)


def close(interview: Interview, written: Written, *, by: User | None = None, reason: str = "") -> Interview:
    with transaction.atomic():
        made, _ = services.close_interview(
            interview_id=interview.pk, written=written, reason=reason, by=by or interview.held_by, now=NOON
        )
    return made
