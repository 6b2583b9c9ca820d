"""Complaint deadlines: the vectors of domain.md section 8 and decision 13."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from complaints.presets import procedure_presets
from complaints.rules import (
    DeadlineKind,
    Roll,
    StartsFrom,
    Unit,
    deadline,
    deadlines,
)
from complaints.tests.procedures import (
    ACK,
    ACK_3WD,
    DEEMED,
    EIGHT_WEEK,
    OUTCOME,
    REVIEW,
    STANDARD,
    WINDOW,
    due,
    procedure,
    promise,
    rule,
)
from practice.calendar import Nation
from practice.tests.calendars import BY_CODE, EW, NI, SC, calendar_of, local

ROWS = list(csv.DictReader((Path(__file__).parent / "date_vectors.csv").read_text().splitlines()))


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
