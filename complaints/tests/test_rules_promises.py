"""How a promise reads, when it is kept, and what holds of it on every date."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.presets import procedure_presets
from complaints.rules import (
    DeadlineStatus,
    Promise,
    TargetRule,
    deadlines,
    extended,
    is_late,
    review_deadline,
    status_of,
)
from complaints.tests.procedures import (
    ACK,
    ACK_3WD,
    DEEMED,
    EIGHT_WEEK,
    OUTCOME,
    STANDARD,
    due,
    promise,
)
from practice.calendar import BeyondKnownCalendar, Nation
from practice.tests.calendars import calendar_of, local

INSTANTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 9, 30), timezones=st.just(UTC))  # noqa: DTZ001
NATIONS = st.sampled_from(list(Nation))


# --- how a promise reads


def test_a_promise_carries_where_it_came_from() -> None:
    assert promise(ACK, local("2026-11-12T18:10")) == Promise(
        kind=ACK,
        started_on=date(2026, 11, 12),
        due_on=date(2026, 11, 15),
        target_on=date(2026, 11, 13),
        due_before=datetime(2026, 11, 16, tzinfo=UTC),
        zone="Europe/London",
        calendar_version="england-and-wales:test",
        procedure_version=1,
        explanation="3 calendar days from Thu 12 November 2026, that day not counted: Sun 15 November 2026.",
    )


def test_deemed_receipt_and_rolling_are_explained() -> None:
    assert promise(ACK, local("2026-04-01T18:00"), DEEMED).explanation == (
        "It came on Wed 1 April 2026 after hours or on a day off. "
        "3 calendar days from Thu 2 April 2026, that day not counted: Tue 7 April 2026. "
        "A date that is no working day moves to the next working day."
    )


def test_a_procedure_without_that_rule_says_so() -> None:
    with pytest.raises(LookupError, match="ni has no rule for eight_week"):
        promise(EIGHT_WEEK, local("2026-06-02T10:00"), procedure_presets()["ni"])


# --- in time or late


@pytest.mark.parametrize(
    ("dispatched", "was_extended", "expected"),
    [
        pytest.param(None, False, DeadlineStatus.RUNNING, id="nothing has left"),
        pytest.param("2026-06-05T23:59:59", False, DeadlineStatus.MET, id="last second of the due day"),
        pytest.param("2026-06-06T00:00:00", False, DeadlineStatus.LATE, id="midnight is late"),
        pytest.param("2026-06-05T10:00:00", True, DeadlineStatus.EXTENDED, id="extended never counts as met"),
        pytest.param("2026-06-06T00:00:00", True, DeadlineStatus.LATE, id="late although extended"),
    ],
)
def test_dispatch_decides(dispatched: str | None, was_extended: bool, expected: DeadlineStatus) -> None:
    ack = promise(ACK, local("2026-06-02T10:00"))

    found = status_of(
        due_before=ack.due_before,
        dispatched_at=local(dispatched) if dispatched else None,
        was_extended=was_extended,
    )

    assert found == expected


# --- the review has to fit into the eight weeks


@pytest.mark.parametrize(
    ("requested", "due_on", "target_on"),
    [
        pytest.param("2026-07-13T10:00", "2026-07-27", "2026-07-24", id="fits"),
        pytest.param("2026-07-21T10:00", "2026-07-28", "2026-07-27", id="shortened"),
        pytest.param("2026-07-28T10:00", "2026-07-28", "2026-07-28", id="on the last day"),
        pytest.param("2026-07-29T10:00", "2026-08-12", "2026-08-11", id="after the eight weeks"),
    ],
)
def test_review_is_shortened_to_fit_the_eight_weeks(requested: str, due_on: str, target_on: str) -> None:
    found = review_deadline(
        local(requested), eight_weeks_on=date(2026, 7, 28), procedure=STANDARD, calendar=calendar_of()
    )

    assert (found.due_on.isoformat(), found.target_on.isoformat()) == (due_on, target_on)
    assert found.due_before == calendar_of().end_of_day(found.due_on)
    assert ("Shortened" in found.explanation) is (due_on == "2026-07-28")


def test_an_extension_replaces_the_date_and_keeps_the_start() -> None:
    running, later = promise(OUTCOME, local("2026-11-03T10:00")), date(2026, 11, 26)

    found = extended(running, new_due_on=later, rule=STANDARD.rule(OUTCOME), calendar=calendar_of())

    assert (found.started_on, found.due_on, found.target_on) == (date(2026, 11, 3), later, date(2026, 11, 25))
    assert found.due_before == calendar_of().end_of_day(later)
    assert found.explanation == (
        "Extended from Tue 17 November 2026 to Thu 26 November 2026, with notice sent before the first date had "
        "passed. It counts as extended, never as on time."
    )


# --- what holds on every date


@given(nation=NATIONS, received_at=INSTANTS, preset=st.sampled_from(sorted(procedure_presets())))
def test_targets_lie_between_receipt_and_the_due_day(nation: Nation, received_at: datetime, preset: str) -> None:
    calendar = calendar_of(nation)
    for found in deadlines(received_at, procedure=procedure_presets()[preset], calendar=calendar):
        assert calendar.local_date(received_at) == found.started_on <= found.target_on <= found.due_on
        assert found.target_on == found.started_on or calendar.is_working_day(found.target_on)
        assert calendar.local_date(found.due_before - timedelta(microseconds=1)) == found.due_on
        assert not is_late(found.due_before - timedelta(microseconds=1), due_before=found.due_before)
        assert is_late(found.due_before, due_before=found.due_before)


@given(nation=NATIONS, received_at=INSTANTS, later=st.timedeltas(timedelta(0), timedelta(days=30)))
def test_what_came_later_is_never_due_earlier(nation: Nation, received_at: datetime, later: timedelta) -> None:
    calendar = calendar_of(nation)
    for which in (STANDARD, DEEMED, ACK_3WD):
        first, second = due(received_at, which, calendar), due(received_at + later, which, calendar)
        assert all(first[kind] <= second[kind] for kind in first)


@given(nation=NATIONS, received_at=INSTANTS)
def test_working_day_rules_never_end_on_a_day_off(nation: Nation, received_at: datetime) -> None:
    calendar = calendar_of(nation)
    found = due(received_at, STANDARD, calendar), due(received_at, DEEMED, calendar)

    assert calendar.is_working_day(found[0][OUTCOME])
    assert calendar.is_working_day(found[1][OUTCOME])
    assert calendar.is_working_day(found[1][ACK])


@given(received_at=INSTANTS, first=NATIONS, second=NATIONS)
def test_calendar_rules_do_not_know_holidays(received_at: datetime, first: Nation, second: Nation) -> None:
    one, other = (due(received_at, STANDARD, calendar_of(nation)) for nation in (first, second))
    day = calendar_of().local_date(received_at)

    assert one[ACK] == other[ACK] == day + timedelta(days=3)
    assert one[EIGHT_WEEK] == other[EIGHT_WEEK] == day + timedelta(days=56)


@given(received_at=INSTANTS, holiday=st.dates(date(2025, 1, 1), date(2029, 6, 30)))
def test_one_more_holiday_never_makes_anything_due_earlier(received_at: datetime, holiday: date) -> None:
    before = calendar_of()
    after = replace(before, closed={**before.closed, holiday: "One-off"})

    for which in (STANDARD, DEEMED):
        old, new = due(received_at, which, before), due(received_at, which, after)
        assert all(old[kind] <= new[kind] for kind in old)


def test_past_the_horizon_no_deadline_is_guessed() -> None:
    with pytest.raises(BeyondKnownCalendar):
        deadlines(local("2026-12-23T10:00"), procedure=STANDARD, calendar=calendar_of(last_year=2026))


def test_the_same_complaint_is_answered_once_the_next_year_is_known() -> None:
    assert due(local("2026-12-23T10:00"), STANDARD, calendar_of(last_year=2027))[OUTCOME] == date(2027, 1, 11)


def test_target_rules_are_all_in_use() -> None:
    used = {rule.target for preset in procedure_presets().values() for rule in preset.deadlines}

    assert used == set(TargetRule)
