"""Procedures and short words for the tests of deadlines."""

from dataclasses import replace
from datetime import date, datetime, time

from complaints.presets import procedure_presets
from complaints.rules import (
    DeadlineKind,
    DeadlinePolicy,
    ProcedurePolicy,
    Promise,
    Roll,
    StartsFrom,
    Unit,
    deadline,
    deadlines,
)
from practice.calendar import Nation, WorkingCalendar
from practice.tests.calendars import EW, calendar_of

ACK, OUTCOME, REVIEW = DeadlineKind.ACK, DeadlineKind.STAGE1_OUTCOME, DeadlineKind.STAGE2_OUTCOME
EIGHT_WEEK, WINDOW = DeadlineKind.EIGHT_WEEK, DeadlineKind.REVIEW_REQUEST_WINDOW
STANDARD = procedure_presets()["standard"]


def rule(kind: DeadlineKind, value: int, unit: Unit, starts_from: StartsFrom, **more: object) -> DeadlinePolicy:
    return DeadlinePolicy.from_mapping(
        {"kind": kind, "value": value, "unit": unit, "starts_from": starts_from, **more},
    )


def procedure(*rules: DeadlinePolicy, cut_off: time | None = time(17)) -> ProcedurePolicy:
    return replace(STANDARD, code="test", deadlines=rules, cut_off=cut_off, safety_net=None)


def due(received_at: datetime, procedure: ProcedurePolicy, calendar: WorkingCalendar) -> dict[DeadlineKind, date]:
    return {p.kind: p.due_on for p in deadlines(received_at, procedure=procedure, calendar=calendar)}


def promise(kind: DeadlineKind, at: datetime, procedure: ProcedurePolicy = STANDARD, nation: Nation = EW) -> Promise:
    return deadline(kind, at, procedure=procedure, calendar=calendar_of(nation))


DEEMED = procedure(
    rule(ACK, 3, Unit.CALENDAR_DAYS, StartsFrom.DEEMED_RECEIVED, roll=Roll.NEXT_WORKING_DAY),
    rule(OUTCOME, 10, Unit.WORKING_DAYS, StartsFrom.DEEMED_RECEIVED),
    rule(REVIEW, 10, Unit.WORKING_DAYS, StartsFrom.DEEMED_REVIEW_REQUESTED),
    rule(EIGHT_WEEK, 8, Unit.WEEKS, StartsFrom.RECEIVED),
)
ACK_3WD = procedure(rule(ACK, 3, Unit.WORKING_DAYS, StartsFrom.DEEMED_RECEIVED))
