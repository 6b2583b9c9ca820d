from datetime import date
from decimal import Decimal

import pytest

from engagement import rules
from engagement.rules import ApprovalFacts, LetterPolicy, LetterStage, Readiness, Step, Stop
from practice.calendar import BeyondKnownCalendar, WorkingCalendar
from practice.tests.calendars import calendar_of

ALLOWED = {
    LetterStage.DRAFT: {Step.CHANGE, Step.ASK, Step.ISSUE, Step.DISCARD},
    LetterStage.TO_APPROVE: {Step.CHANGE, Step.APPROVE, Step.SEND_BACK, Step.DISCARD},
    LetterStage.APPROVED: {Step.CHANGE, Step.ISSUE, Step.DISCARD},
    LetterStage.ISSUED: {Step.STOP, Step.SUPERSEDE},
    LetterStage.STOPPED: set(),
    LetterStage.SUPERSEDED: {Step.RESTORE},
    LetterStage.DISCARDED: set(),
}


@pytest.mark.parametrize("stage", LetterStage)
@pytest.mark.parametrize("step", Step)
def test_a_letter_moves_only_through_its_table(stage: LetterStage, step: Step) -> None:
    if step in ALLOWED[stage]:
        assert rules.next_stage(stage, step) in LetterStage
    else:
        with pytest.raises(rules.StepNotAllowed):
            rules.next_stage(stage, step)
    assert rules.steps_from(stage) == ALLOWED[stage]


@pytest.mark.parametrize(
    ("estimate", "changed", "lead_may_issue", "reasons"),
    [
        pytest.param("5000", (), True, 0, id="at the limit"),
        pytest.param("5000.01", (), True, 1, id="a penny above"),
        pytest.param(None, (), True, 0, id="not known yet"),
        pytest.param("100", ("Right to cancel",), True, 1, id="a clause put in by hand"),
        pytest.param("100", (), False, 1, id="a junior signs"),
        pytest.param("9000", ("Right to cancel",), False, 3, id="all three"),
    ],
)
def test_approval_is_for_deviations_high_estimates_and_juniors(
    estimate: str | None, changed: tuple[str, ...], lead_may_issue: bool, reasons: int
) -> None:
    facts = ApprovalFacts(Decimal(estimate) if estimate else None, Decimal(5000), changed, lead_may_issue)

    assert len(rules.why_approval(facts)) == reasons


@pytest.mark.parametrize(
    ("by", "fine"),
    [
        pytest.param(7, True, id="named"),
        pytest.param(8, False, id="not named"),
        pytest.param(1, False, id="author"),
    ],
)
def test_only_the_named_approve_and_never_their_own(by: int, fine: bool) -> None:
    def decide() -> None:
        rules.check_approver(by=by, approvers={1, 7}, authors={1, 2})

    if fine:
        decide()
    else:
        pytest.raises(rules.NotTheirs, decide)


def ready(**changes: object) -> Readiness:
    values: dict[str, object] = {
        "conflict_cleared": True,
        "has_reference": True,
        "is_insured": True,
        "redress_checked": True,
        "complaints_named": True,
        "approval_reasons": (),
        "is_approved": False,
        "unreachable": (),
        **changes,
    }
    return Readiness(**values)  # type: ignore[arg-type]  # the fields above


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param({"conflict_cleared": False}, ["conflict_open"], id="conflict open"),
        pytest.param({"has_reference": False}, ["no_reference"], id="no number"),
        pytest.param({"has_clients": False}, ["no_client"], id="no client"),
        pytest.param({"is_insured": False}, ["not_insured"], id="not insured"),
        pytest.param({"redress_checked": False}, ["redress_stale"], id="redress stale"),
        pytest.param({"complaints_named": False}, ["no_complaints_people"], id="nobody for complaints"),
        pytest.param({"unreachable": ("A", "B")}, ["unreachable", "unreachable"], id="two out of reach"),
        pytest.param({"approval_reasons": ("dear",)}, ["not_approved"], id="approval open"),
        pytest.param({"approval_reasons": ("dear",), "is_approved": True}, [], id="approved"),
    ],
)
def test_what_stops_a_letter(changes: dict[str, object], codes: list[str]) -> None:
    assert [stop.code for stop in rules.stops(ready(**changes), [])] == codes


def test_what_the_wording_says_stops_it_too() -> None:
    said = Stop("placeholder_open", "Not answered yet: what price?", "price")

    assert rules.stops(ready(), [said]) == [said]


DUE = [
    pytest.param(date(2026, 11, 24), date(2026, 11, 25), id="a Tuesday"),
    pytest.param(date(2026, 11, 20), date(2026, 11, 23), id="over a weekend"),
    pytest.param(date(2026, 11, 21), date(2026, 11, 23), id="instructed on a Saturday"),
    pytest.param(date(2026, 4, 2), date(2026, 4, 7), id="over Easter"),
    pytest.param(date(2026, 12, 24), date(2026, 12, 29), id="over Christmas and the substitute day"),
    pytest.param(date(2026, 12, 31), date(2027, 1, 4), id="over the year's end"),
    pytest.param(date(2026, 3, 27), date(2026, 3, 30), id="clocks forward"),
    pytest.param(date(2026, 10, 23), date(2026, 10, 26), id="clocks back"),
]


@pytest.mark.parametrize(("instructed_on", "expected"), DUE)
def test_a_letter_is_due_one_working_day_after_instruction(
    instructed_on: date, expected: date, calendar: WorkingCalendar
) -> None:
    assert rules.due_on(instructed_on, policy=LetterPolicy(), calendar=calendar) == expected


def test_no_promise_is_guessed_beyond_the_known_calendar(calendar: WorkingCalendar) -> None:
    with pytest.raises(BeyondKnownCalendar):
        rules.due_on(calendar.known_until, policy=LetterPolicy(), calendar=calendar)


@pytest.fixture
def calendar() -> WorkingCalendar:
    return calendar_of()
