"""What happens by itself around a deadline, and when the acknowledgement leaves without a person (decision 1)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.presets import procedure_presets
from complaints.rules import DeadlineKind, deadline, deadlines, safety_net_at, stage_label, stage_plan
from practice.calendar import BeyondKnownCalendar, LatePolicy, Nation
from practice.tests.calendars import EW, SC, calendar_of, local

STANDARD = procedure_presets()["standard"]
NET = STANDARD.safety_net
ACK, OUTCOME = DeadlineKind.ACK, DeadlineKind.STAGE1_OUTCOME
INSTANTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 6, 30), timezones=st.just(UTC))  # noqa: DTZ001
NATIONS = st.sampled_from(list(Nation))


def net_at(received: str, logged: str, nation: Nation = EW) -> str | None:
    assert NET is not None
    calendar = calendar_of(nation)
    ack = deadline(ACK, local(received), procedure=STANDARD, calendar=calendar)
    moment = safety_net_at(ack, logged_at=local(logged), net=NET, calendar=calendar)
    return f"{calendar.local(moment):%Y-%m-%d %H:%M}" if moment else None


def plan(kind: DeadlineKind, started: str, planned: str | None = None, nation: Nation = EW) -> list[tuple[str, str]]:
    calendar = calendar_of(nation)
    promise = deadline(kind, local(started), procedure=STANDARD, calendar=calendar)
    stages = stage_plan(promise, procedure=STANDARD, calendar=calendar, planned_at=local(planned or started))
    return [(stage.code, f"{calendar.local(stage.fire_at):%a %d %b %H:%M}") for stage in stages]


# --- the safety net


@pytest.mark.parametrize(
    ("received", "logged", "expected"),
    [
        pytest.param("2026-05-01T16:50", "2026-05-01T16:50", "2026-05-04 12:00", id="Friday evening, bank holiday"),
        pytest.param("2026-04-02T16:50", "2026-04-02T16:50", "2026-04-05 12:00", id="before Good Friday"),
        pytest.param("2026-12-24T16:50", "2026-12-24T16:50", "2026-12-27 12:00", id="Christmas Eve"),
        pytest.param("2026-06-02T10:00", "2026-06-02T10:05", "2026-06-05 15:00", id="plain week: target, 15:00"),
        pytest.param("2026-06-05T09:00", "2026-06-05T09:00", "2026-06-08 15:00", id="Friday: Monday is working"),
        pytest.param("2026-06-02T10:00", "2026-06-05T11:00", "2026-06-05 15:00", id="four working hours, just"),
        pytest.param("2026-06-02T10:00", "2026-06-05T11:01", "2026-06-05 13:01", id="not four: two hours, past noon"),
        pytest.param("2026-06-02T10:00", "2026-06-05T22:00", "2026-06-05 23:30", id="at the latest 23:30"),
        pytest.param("2026-06-02T10:00", "2026-06-05T23:45", "2026-06-05 23:45", id="later still: at once"),
        pytest.param("2026-06-02T10:00", "2026-06-06T00:00", None, id="the due day is over: nothing by itself"),
        pytest.param("2026-11-12T18:10", "2026-11-16T09:30", None, id="C-26-031, logged after its due day"),
        pytest.param("2026-03-26T16:50", "2026-03-26T16:50", "2026-03-27 15:00", id="clocks go forward on the due day"),
        pytest.param("2026-03-27T16:50", "2026-03-27T16:50", "2026-03-30 15:00", id="clocks go forward on the way"),
        pytest.param("2026-10-22T16:50", "2026-10-23T14:00", "2026-10-25 12:00", id="clocks go back on the due day"),
    ],
)
def test_when_the_acknowledgement_goes_by_itself(received: str, logged: str, expected: str | None) -> None:
    assert net_at(received, logged) == expected


def test_at_easter_the_scottish_office_works_on_monday_but_the_net_is_the_due_sunday() -> None:
    assert net_at("2026-04-02T16:50", "2026-04-02T16:50", SC) == "2026-04-05 12:00"


@given(nation=NATIONS, received_at=INSTANTS, delay=st.timedeltas(timedelta(0), timedelta(days=6)))
def test_the_net_is_always_in_time_and_never_before_logging(
    nation: Nation, received_at: datetime, delay: timedelta
) -> None:
    assert NET is not None
    calendar, logged_at = calendar_of(nation), received_at + delay
    ack = deadline(ACK, received_at, procedure=STANDARD, calendar=calendar)

    moment = safety_net_at(ack, logged_at=logged_at, net=NET, calendar=calendar)

    if moment is None:
        assert logged_at >= ack.due_before
    else:
        assert logged_at <= moment < ack.due_before
        assert calendar.local_date(moment) in (ack.target_on, ack.due_on)


# --- stages


def test_stages_of_an_acknowledgement_in_a_plain_week() -> None:
    assert plan(ACK, "2026-06-02T10:00") == [
        ("warn_50", "Wed 03 Jun 09:00"),
        ("warn_80", "Thu 04 Jun 09:00"),
        ("due_today", "Fri 05 Jun 09:00"),
        ("safety_net", "Fri 05 Jun 15:00"),
        ("breached", "Sat 06 Jun 00:00"),
        ("draft_apology", "Sat 06 Jun 00:00"),
        ("escalate_head", "Mon 08 Jun 09:00"),
        ("escalate_managing_partner", "Tue 09 Jun 09:00"),
    ]


def test_over_a_bank_holiday_weekend_one_warning_comes_at_once() -> None:
    assert plan(ACK, "2026-05-01T16:50") == [
        ("due_today", "Fri 01 May 16:50"),
        ("safety_net", "Mon 04 May 12:00"),
        ("breached", "Tue 05 May 00:00"),
        ("draft_apology", "Tue 05 May 00:00"),
        ("escalate_head", "Tue 05 May 09:00"),
        ("escalate_managing_partner", "Wed 06 May 09:00"),
    ]


def test_logged_after_its_due_day_it_is_overdue_and_apologised_for_but_not_warned_about() -> None:
    assert plan(ACK, "2026-11-12T18:10", "2026-11-16T09:30") == [
        ("breached", "Mon 16 Nov 00:00"),
        ("escalate_head", "Mon 16 Nov 09:00"),
        ("draft_apology", "Mon 16 Nov 09:30"),
        ("escalate_managing_partner", "Tue 17 Nov 09:00"),
    ]


def test_stages_of_an_outcome_are_counted_in_working_days() -> None:
    assert plan(OUTCOME, "2026-04-02T14:00") == [
        ("warn_50", "Mon 13 Apr 09:00"),
        ("warn_80", "Thu 16 Apr 09:00"),
        ("due_today", "Mon 20 Apr 09:00"),
        ("breached", "Tue 21 Apr 00:00"),
        ("escalate_head", "Tue 21 Apr 09:00"),
        ("escalate_managing_partner", "Wed 22 Apr 09:00"),
    ]


def test_eight_weeks_are_announced_ten_and_five_working_days_ahead_and_the_letter_drafted() -> None:
    assert plan(DeadlineKind.EIGHT_WEEK, "2026-11-12T18:10") == [
        ("minus_10", "Mon 21 Dec 09:00"),
        ("draft_letter", "Wed 30 Dec 09:00"),
        ("minus_5", "Wed 30 Dec 09:00"),
        ("due_today", "Thu 07 Jan 09:00"),
        ("breached", "Fri 08 Jan 00:00"),
        ("escalate_head", "Fri 08 Jan 09:00"),
        ("escalate_managing_partner", "Mon 11 Jan 09:00"),
    ]


def test_the_time_to_ask_for_a_review_cannot_be_breached_by_us() -> None:
    assert plan(DeadlineKind.REVIEW_REQUEST_WINDOW, "2026-11-05T15:00") == [
        ("draft_letter", "Thu 26 Nov 09:00"),
        ("window_closed", "Fri 04 Dec 00:00"),
    ]


def test_planned_late_only_the_most_urgent_of_the_missed_warnings_is_kept() -> None:
    stages = plan(OUTCOME, "2026-04-02T14:00", "2026-04-17T11:00")

    assert stages[:2] == [("warn_80", "Fri 17 Apr 11:00"), ("due_today", "Mon 20 Apr 09:00")]


def test_a_date_counted_again_keeps_the_safety_net_of_the_day_it_was_logged() -> None:
    calendar = calendar_of()
    ack = deadline(ACK, local("2026-06-02T10:00"), procedure=STANDARD, calendar=calendar)

    stages = stage_plan(
        ack,
        procedure=STANDARD,
        calendar=calendar,
        planned_at=local("2026-06-05T14:00"),
        logged_at=local("2026-06-02T10:00"),
    )

    assert [stage.fire_at for stage in stages if stage.code == "safety_net"] == [local("2026-06-05T15:00")]


def test_a_firm_may_switch_the_safety_net_off() -> None:
    calendar, without = calendar_of(), replace(STANDARD, safety_net=None)
    ack = deadline(ACK, local("2026-06-02T10:00"), procedure=without, calendar=calendar)

    stages = stage_plan(ack, procedure=without, calendar=calendar, planned_at=local("2026-06-02T10:00"))

    assert "safety_net" not in [stage.code for stage in stages]
    assert "draft_apology" in [stage.code for stage in stages]


def test_what_comes_too_late_is_dropped_only_where_it_has_lost_its_use() -> None:
    calendar = calendar_of()
    ack = deadline(ACK, local("2026-06-02T10:00"), procedure=STANDARD, calendar=calendar)

    stages = stage_plan(ack, procedure=STANDARD, calendar=calendar, planned_at=local("2026-06-02T10:00"))

    assert [stage.code for stage in stages if stage.late_policy == LatePolicy.UNTIL_END] == [
        "warn_50",
        "warn_80",
        "due_today",
        "safety_net",
    ]
    assert {stage.late_policy for stage in stages} == {LatePolicy.UNTIL_END, LatePolicy.ALWAYS}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("warn_80", "80 % of the time is over"),
        ("minus_5", "5 working days left"),
        ("safety_net", "automatic acknowledgement"),
        ("escalate_managing_partner", "managing partner told"),
        ("escalate_senior_partner", "senior partner told"),
    ],
)
def test_stages_have_names_for_people(code: str, expected: str) -> None:
    assert stage_label(code) == expected


@given(
    nation=NATIONS,
    received_at=INSTANTS,
    delay=st.timedeltas(timedelta(0), timedelta(days=70)),
    preset=st.sampled_from(sorted(procedure_presets())),
)
def test_every_plan_is_sane(nation: Nation, received_at: datetime, delay: timedelta, preset: str) -> None:
    calendar, procedure, planned_at = calendar_of(nation), procedure_presets()[preset], received_at + delay
    for promise in deadlines(received_at, procedure=procedure, calendar=calendar):
        stages = stage_plan(promise, procedure=procedure, calendar=calendar, planned_at=planned_at)

        assert len({stage.code for stage in stages}) == len(stages)
        assert [stage.fire_at for stage in stages] == sorted(stage.fire_at for stage in stages)
        assert [stage.fire_at for stage in stages if stage.code == "breached"] == [promise.due_before]
        for stage in stages:
            warns = stage.late_policy == LatePolicy.UNTIL_END
            assert not warns or planned_at <= stage.fire_at < promise.due_before
            if stage.code.startswith(("warn", "minus", "due")) and stage.fire_at != planned_at:
                assert calendar.is_open_at(stage.fire_at)


def test_past_the_horizon_no_plan_is_guessed() -> None:
    calendar = calendar_of(last_year=2026)
    ack = deadline(ACK, local("2026-12-28T10:00"), procedure=STANDARD, calendar=calendar)

    with pytest.raises(BeyondKnownCalendar):
        stage_plan(ack, procedure=STANDARD, calendar=calendar, planned_at=local("2026-12-28T10:00"))
