"""Who is reminded of a promise, and when (domain 5.7, decision 34)."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from callbacks import rules
from callbacks.presets import call_policy_preset, reminder_preset
from callbacks.rules import (
    Judgement,
    PromiseType,
    PromiseValue,
)
from practice.calendar import BeyondKnownCalendar, LatePolicy
from practice.tests.calendars import calendar_of, local

POLICY, REMINDERS = call_policy_preset(), reminder_preset()


def on_monday(at: str) -> datetime:
    return local(f"2026-06-01T{at}")


WINDOW = PromiseValue(type=PromiseType.WINDOW, starts_at=on_monday("14:00"), ends_at=on_monday("16:00"))
LISTS_AFTER = [
    ("evening_list", "owner", "Mon 01 Jun 17:00"),
    ("supervisor_list", "supervisor", "Mon 01 Jun 17:00"),
    ("morning_list", "owner", "Tue 02 Jun 09:00"),
]
SLOT = PromiseValue(type=PromiseType.SLOT, starts_at=on_monday("14:20"), ends_at=on_monday("14:30"))


def judgement(now: datetime) -> Judgement:
    return rules.judge(WINDOW, [], now=now, policy=POLICY, calendar=calendar_of()).judgement


def plan(promise: PromiseValue, booked: str, **wanted: bool) -> list[tuple[str, str, str]]:
    calendar = calendar_of()
    found = rules.reminder_plan(
        promise, booked_at=local(booked), policy=POLICY, reminders=REMINDERS, calendar=calendar, **wanted
    )
    return [(one.code, one.audience.value, f"{calendar.local(one.fire_at):%a %d %b %H:%M}") for one in found]


def test_by_default_staff_have_one_list_before_the_window_and_the_rest_on_the_page() -> None:
    assert plan(SLOT, "2026-06-01T10:00") == [
        ("owner_list", "owner", "Mon 01 Jun 13:45"),
        ("due", "page", "Mon 01 Jun 14:20"),
        ("missed", "page", "Mon 01 Jun 14:40"),
        *LISTS_AFTER,
    ]


def test_an_urgent_promise_interrupts() -> None:
    assert plan(WINDOW, "2026-06-01T10:00", urgent=True) == [
        ("owner_list", "owner", "Mon 01 Jun 13:45"),
        ("due", "page", "Mon 01 Jun 14:00"),
        ("unfinished", "owner", "Mon 01 Jun 15:30"),
        ("missed", "page", "Mon 01 Jun 16:00"),
        ("missed_owner", "owner", "Mon 01 Jun 16:00"),
        ("missed_supervisor", "supervisor", "Mon 01 Jun 16:30"),
        *LISTS_AFTER,
    ]


def test_a_slot_is_not_unfinished_before_its_start() -> None:
    stages = plan(SLOT, "2026-06-01T10:00", urgent=True)

    assert [when for code, _, when in stages if code == "unfinished"] == ["Mon 01 Jun 14:20"]


def test_booked_after_the_list_has_gone_the_owner_hears_at_once() -> None:
    assert plan(SLOT, "2026-06-01T14:05")[0] == ("owner_list", "owner", "Mon 01 Jun 14:05")


def test_a_promise_outside_every_window_has_its_list_before_its_own_start() -> None:
    early = PromiseValue(type=PromiseType.WINDOW, starts_at=on_monday("10:00"), ends_at=on_monday("11:00"))

    assert plan(early, "2026-05-29T10:00")[:2] == [
        ("morning_list", "owner", "Mon 01 Jun 09:00"),
        ("owner_list", "owner", "Mon 01 Jun 09:45"),
    ]


def test_the_list_of_a_morning_that_has_gone_is_not_sent_again_for_a_call_booked_later() -> None:
    booked_late = [code for code, _, _ in plan(SLOT, "2026-06-01T09:01")]

    assert booked_late.count("morning_list") == 1, "only that of the day after, if the call is still to be made"


def test_the_last_promise_of_a_week_stands_on_the_list_of_the_next_working_morning() -> None:
    friday = PromiseValue(
        type=PromiseType.WINDOW, starts_at=local("2026-04-02T16:00"), ends_at=local("2026-04-02T17:30")
    )

    after = [stage for stage in plan(friday, "2026-04-02T15:00") if stage[0].endswith("_list")][-3:]

    assert [when for _, _, when in after] == ["Thu 02 Apr 17:30", "Thu 02 Apr 17:30", "Tue 07 Apr 09:00"]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        pytest.param({}, "Mon 01 Jun 13:45", id="as delivered"),
        pytest.param({"rules": {"owner_list": {"minutes": 40}}}, "Mon 01 Jun 13:20", id="earlier"),
        pytest.param({"rules": {"owner_list": {"applies": "never"}}}, None, id="off"),
        pytest.param({"rules": {"owner_list": {"applies": "urgent"}}}, None, id="urgent calls only"),
    ],
)
def test_a_firm_may_move_a_reminder_or_switch_it_off(settings: dict[str, Any], expected: str | None) -> None:
    calendar = calendar_of()
    found = rules.reminder_plan(
        SLOT,
        booked_at=local("2026-06-01T10:00"),
        policy=POLICY,
        reminders=rules.with_settings(REMINDERS, settings),
        calendar=calendar,
    )

    when = [f"{calendar.local(one.fire_at):%a %d %b %H:%M}" for one in found if one.code == "owner_list"]
    assert when == ([expected] if expected else [])


@pytest.mark.parametrize("wrong", [{"morning_at": "18:00"}, {"rules": {"owner_list": {"applies": "sometimes"}}}])
def test_settings_that_are_none_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="morning|sometimes"):
        rules.with_settings(REMINDERS, wrong)


def test_the_caller_is_written_to_only_if_that_was_wanted() -> None:
    stages = plan(SLOT, "2026-06-01T10:00", client_confirmation=True, client_reminder=True)

    assert [stage for stage in stages if stage[1] == "client"] == [
        ("client_confirmation", "client", "Mon 01 Jun 10:00"),
        ("client_reminder", "client", "Mon 01 Jun 13:50"),
    ]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        pytest.param("2026-06-01T07:59", "2026-06-01T08:00", id="early morning"),
        pytest.param("2026-06-01T08:00", "2026-06-01T08:00", id="eight o'clock"),
        pytest.param("2026-06-01T19:59", "2026-06-01T19:59", id="evening"),
        pytest.param("2026-06-01T20:00", "2026-06-02T08:00", id="quiet from eight"),
        pytest.param("2026-06-05T20:30", "2026-06-08T08:00", id="Friday night"),
        pytest.param("2026-06-06T11:00", "2026-06-08T08:00", id="Saturday"),
        pytest.param("2026-04-03T11:00", "2026-04-07T08:00", id="Good Friday"),
        pytest.param("2026-03-28T21:00", "2026-03-30T08:00", id="the night clocks go forward"),
    ],
)
def test_callers_are_left_alone_at_night_and_on_days_off(moment: str, expected: str) -> None:
    found = rules.out_of_quiet_hours(local(moment), reminders=REMINDERS, calendar=calendar_of())

    assert found == local(expected)


def test_a_miss_is_marked_only_when_it_is_one() -> None:
    calendar = calendar_of()
    (missed,) = (
        one
        for one in rules.reminder_plan(
            WINDOW, booked_at=on_monday("10:00"), policy=POLICY, reminders=REMINDERS, calendar=calendar
        )
        if one.code == "missed"
    )

    assert judgement(missed.fire_at - timedelta.resolution) == Judgement.OPEN
    assert judgement(missed.fire_at) == Judgement.MISSED_PROVISIONAL
    assert missed.late_policy == LatePolicy.ALWAYS


def test_past_the_horizon_nothing_is_guessed() -> None:
    calendar = calendar_of(last_year=2026)
    last = PromiseValue(type=PromiseType.WINDOW, starts_at=local("2026-12-31T14:00"), ends_at=local("2026-12-31T16:00"))

    with pytest.raises(BeyondKnownCalendar):
        rules.judge(last, [], now=local("2026-12-31T17:00"), policy=POLICY, calendar=calendar)
    with pytest.raises(BeyondKnownCalendar):
        rules.reminder_plan(
            last,
            booked_at=local("2026-12-31T20:30"),
            policy=replace(POLICY, windows=()),
            reminders=REMINDERS,
            calendar=calendar,
            client_confirmation=True,
        )
