"""Complaint deadlines: the vectors of domain.md section 8, decision 13, and what holds on every other date."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.presets import procedure_presets
from complaints.rules import (
    DeadlineKind,
    DeadlinePolicy,
    DeadlineStatus,
    ProcedurePolicy,
    Promise,
    Roll,
    StartsFrom,
    TargetRule,
    Unit,
    deadline,
    deadlines,
    extended,
    is_late,
    review_deadline,
    status_of,
)
from practice.calendar import BeyondKnownCalendar, Nation, WorkingCalendar
from practice.tests.calendars import BY_CODE, EW, NI, SC, calendar_of, local

ACK, OUTCOME, REVIEW = DeadlineKind.ACK, DeadlineKind.STAGE1_OUTCOME, DeadlineKind.STAGE2_OUTCOME
EIGHT_WEEK, WINDOW = DeadlineKind.EIGHT_WEEK, DeadlineKind.REVIEW_REQUEST_WINDOW
STANDARD = procedure_presets()["standard"]
INSTANTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 9, 30), timezones=st.just(UTC))  # noqa: DTZ001
NATIONS = st.sampled_from(list(Nation))

ROWS = list(csv.DictReader((Path(__file__).parent / "date_vectors.csv").read_text().splitlines()))


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


# --- vectors


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['id']} {row['why']}")
def test_vectors_of_preset_standard(row: dict[str, str]) -> None:
    found = {
        p.kind: p
        for p in deadlines(
            local(row["received_local"]), procedure=STANDARD, calendar=calendar_of(BY_CODE[row["nation"]])
        )
    }

    assert {
        "ack_due": found[ACK].due_on.isoformat(),
        "ack_target": found[ACK].target_on.isoformat(),
        "outcome_due": found[OUTCOME].due_on.isoformat(),
        "eight_weeks": found[EIGHT_WEEK].due_on.isoformat(),
    } == {name: row[name] for name in ("ack_due", "ack_target", "outcome_due", "eight_weeks")}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['id']} {row['why']}")
def test_vectors_of_presets_with_deemed_receipt(row: dict[str, str]) -> None:
    received_at, calendar = local(row["received_local"]), calendar_of(BY_CODE[row["nation"]])
    found = due(received_at, DEEMED, calendar)

    assert {
        "deemed": calendar.deemed_receipt(received_at, cut_off=time(17)).isoformat(),
        "ack_rolled": found[ACK].isoformat(),
        "ack_3wd": due(received_at, ACK_3WD, calendar)[ACK].isoformat(),
        "outcome_from_deemed": found[OUTCOME].isoformat(),
        "eight_weeks": found[EIGHT_WEEK].isoformat(),
    } == {name: row[name] for name in ("deemed", "ack_rolled", "ack_3wd", "outcome_from_deemed", "eight_weeks")}


def test_the_complaint_of_the_pictures_has_the_dates_of_decision_13() -> None:
    received_at = local("2026-11-12T18:10")
    found = [
        (p.kind, p.target_on.isoformat(), p.due_on.isoformat())
        for p in deadlines(received_at, procedure=STANDARD, calendar=calendar_of())
    ]

    assert found == [
        (ACK, "2026-11-13", "2026-11-15"),
        (OUTCOME, "2026-11-25", "2026-11-26"),
        (EIGHT_WEEK, "2027-01-07", "2027-01-07"),
        (DeadlineKind.PROGRESS_UPDATE, "2026-11-25", "2026-11-26"),
    ]


@pytest.mark.parametrize(
    ("nation", "requested", "plain", "deemed"),
    [
        pytest.param(EW, "2026-06-26T09:00", "2026-07-10", "2026-07-10", id="C1"),
        pytest.param(EW, "2027-01-05T18:00", "2027-01-19", "2027-01-20", id="C2 after the cut-off"),
        pytest.param(SC, "2027-01-04T10:00", "2027-01-18", "2027-01-19", id="C3 on a Scottish holiday"),
    ],
)
def test_review_is_due_ten_working_days_after_it_was_asked_for(
    nation: Nation, requested: str, plain: str, deemed: str
) -> None:
    found = [promise(REVIEW, local(requested), which, nation).due_on.isoformat() for which in (STANDARD, DEEMED)]

    assert found == [plain, deemed]


@pytest.mark.parametrize(
    ("received", "eight_weeks", "outcome"),
    [
        pytest.param("2026-06-02T10:00", "2026-07-28", "2026-06-16", id="C1"),
        pytest.param("2026-12-10T10:00", "2027-02-04", "2026-12-24", id="C2"),
    ],
)
def test_chains_of_one_complaint(received: str, eight_weeks: str, outcome: str) -> None:
    found = due(local(received), STANDARD, calendar_of())

    assert (found[EIGHT_WEEK].isoformat(), found[OUTCOME].isoformat()) == (eight_weeks, outcome)


@pytest.mark.parametrize(
    ("preset", "nation", "received", "ack", "outcome"),
    [
        pytest.param("rics", EW, "2026-06-02T10:00", "2026-06-09", "2026-06-30", id="C4 RICS"),
        pytest.param("tpo", EW, "2026-06-02T10:00", "2026-06-05", "2026-06-23", id="C5 TPO from receipt"),
        pytest.param("ni", NI, "2026-09-07T10:00", "2026-09-10", "2026-10-05", id="C6 Northern Ireland"),
        pytest.param("scotland", SC, "2026-06-04T10:00", "2026-06-09", "2026-07-02", id="Scotland"),
        pytest.param("sra_leo", EW, "2026-06-05T17:00", "2026-06-11", "2026-07-06", id="SRA, deemed on Monday"),
    ],
)
def test_dates_of_the_other_presets(preset: str, nation: Nation, received: str, ack: str, outcome: str) -> None:
    found = due(local(received), procedure_presets()[preset], calendar_of(nation))

    assert (found[ACK].isoformat(), found[OUTCOME].isoformat()) == (ack, outcome)


def test_an_outcome_may_count_from_the_acknowledgement_instead() -> None:
    older_text = procedure(rule(OUTCOME, 15, Unit.WORKING_DAYS, StartsFrom.ACKNOWLEDGED))

    assert promise(OUTCOME, local("2026-06-05T10:00"), older_text).due_on == date(2026, 6, 26)


def test_a_holiday_entered_late_moves_a_date_counted_again_c8() -> None:
    new = calendar_of(SC)
    old = replace(
        new, closed={day: name for day, name in new.closed.items() if day != date(2026, 6, 15)}, version="old"
    )

    found = [
        (p.calendar_version, p.due_on.isoformat())
        for p in (deadline(OUTCOME, local("2026-06-04T10:00"), procedure=STANDARD, calendar=c) for c in (old, new))
    ]

    assert found == [("old", "2026-06-18"), ("scotland:test", "2026-06-19")]


@pytest.mark.parametrize(
    ("received", "due_on", "target_on"),
    [
        pytest.param("2026-07-03T10:00", "2026-08-03", "2026-07-31", id="P1"),
        pytest.param("2026-11-27T10:00", "2026-12-29", "2026-12-24", id="P2 over Christmas"),
    ],
)
def test_data_protection_counts_both_ways_and_works_to_the_earlier(received: str, due_on: str, target_on: str) -> None:
    found = promise(ACK, local(received), procedure_presets()["data_protection"])

    assert (found.due_on.isoformat(), found.target_on.isoformat()) == (due_on, target_on)


def test_counting_the_start_day_ends_a_day_earlier_p1() -> None:
    statute = procedure(rule(ACK, 30, Unit.CALENDAR_DAYS, StartsFrom.RECEIVED, count_start_day=True))

    assert promise(ACK, local("2026-07-03T10:00"), statute).due_on == date(2026, 8, 1)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        pytest.param("2026-12-18T10:00", "2027-01-01", id="W1 ends on a holiday, no roll"),
        pytest.param("2026-02-14T10:00", "2026-02-28", id="W2"),
    ],
)
def test_fourteen_calendar_days_are_not_rolled(start: str, expected: str) -> None:
    cancellation = procedure(rule(ACK, 14, Unit.CALENDAR_DAYS, StartsFrom.RECEIVED))

    assert promise(ACK, local(start), cancellation).due_on.isoformat() == expected


@pytest.mark.parametrize(
    ("received", "plain", "deemed"),
    [
        pytest.param("2026-07-01T23:30:00", "2026-07-16", "2026-07-16", id="T1"),
        pytest.param("2026-06-05T15:59:59", "2026-06-19", "2026-06-19", id="T2 before"),
        pytest.param("2026-06-05T16:00:00", "2026-06-19", "2026-06-22", id="T2 at the cut-off"),
        pytest.param("2026-01-05T16:30:00", "2026-01-19", "2026-01-19", id="T3"),
        pytest.param("2026-03-29T00:30:00", "2026-04-14", "2026-04-15", id="T4"),
        pytest.param("2026-10-25T00:30:00", "2026-11-06", "2026-11-09", id="T5"),
    ],
)
def test_instants_are_counted_by_the_clock_on_the_wall(received: str, plain: str, deemed: str) -> None:
    at = datetime.fromisoformat(received).replace(tzinfo=UTC)

    assert [promise(OUTCOME, at, which).due_on.isoformat() for which in (STANDARD, DEEMED)] == [plain, deemed]


def test_a_reply_to_the_outcome_may_come_for_twenty_working_days() -> None:
    sent_at = local("2026-11-25T15:00")

    assert promise(WINDOW, sent_at).due_on == date(2026, 12, 23)


def test_what_falls_on_good_friday_is_worked_on_that_day_not_before_it_came() -> None:
    found = promise(ACK, local("2026-04-03T10:00"))

    assert (found.due_on, found.target_on) == (date(2026, 4, 6), date(2026, 4, 3))


@pytest.mark.parametrize(
    ("roll", "expected"),
    [
        pytest.param(Roll.KEEP, "2026-04-05", id="keep"),
        pytest.param(Roll.NEXT_WORKING_DAY, "2026-04-07", id="next"),
        pytest.param(Roll.PREVIOUS_WORKING_DAY, "2026-04-02", id="previous"),
    ],
)
def test_a_date_on_easter_sunday_rolls_as_the_rule_says(roll: Roll, expected: str) -> None:
    rolled = procedure(rule(ACK, 3, Unit.CALENDAR_DAYS, StartsFrom.RECEIVED, roll=roll))

    assert promise(ACK, local("2026-04-02T14:00"), rolled).due_on.isoformat() == expected


def test_counting_the_start_day_in_working_days_begins_with_the_first_working_day() -> None:
    counted = procedure(rule(OUTCOME, 2, Unit.WORKING_DAYS, StartsFrom.RECEIVED, count_start_day=True))

    found = [promise(OUTCOME, local(f"2026-06-{day}T10:00"), counted).due_on.day for day in ("05", "06")]

    assert found == [8, 9]


def test_months_end_on_the_last_day_of_a_short_month() -> None:
    limit = procedure(rule(DeadlineKind.REDRESS_REFERRAL, 6, Unit.MONTHS, StartsFrom.FINAL_RESPONSE_SENT))

    found = promise(DeadlineKind.REDRESS_REFERRAL, local("2026-08-31T10:00"), limit)

    assert found.due_on == date(2027, 2, 28)


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
        procedure_version="2026-1",
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
