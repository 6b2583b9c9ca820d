"""Stages, what is said aloud, and policies as data."""

from datetime import date, time
from typing import Any

import pytest

from callbacks import rules
from callbacks.presets import call_policy_preset, preset_mappings, reminder_preset, reminder_words
from callbacks.rules import Audience, CallPolicyValue, CallWindow, ReminderPolicy, Stage, Step

UNDONE = ("promised", "re_promised", "due", "in_attempt", "missed", "escalated")
ALLOWED = {
    ("new", "promise"): "promised",
    ("new", "attempt"): "in_attempt",
    ("new", "complete"): "completed",
    ("new", "close"): "closed",
    ("promised", "fall_due"): "due",
    ("re_promised", "fall_due"): "due",
    **{(stage, "miss"): "missed" for stage in UNDONE[:4]},
    **{(stage, "attempt"): "in_attempt" for stage in UNDONE},
    **{(stage, "complete"): "completed" for stage in UNDONE},
    **{(stage, "re_promise"): "re_promised" for stage in UNDONE},
    **{(stage, "close"): "closed" for stage in UNDONE},
    ("in_attempt", "escalate"): "escalated",
    ("missed", "escalate"): "escalated",
    ("completed", "close"): "closed",
}


# --- stages


@pytest.mark.parametrize(("stage", "step"), ALLOWED, ids=str)
def test_every_step_leads_where_it_says(stage: str, step: str) -> None:
    assert rules.next_stage(stage, step) == ALLOWED[stage, step]


def test_no_other_step_is_allowed_and_the_page_offers_the_same() -> None:
    offered = {(stage.value, step.value) for stage in Stage for step in rules.steps_from(stage)}
    refused = set()
    for stage in Stage:
        for step in Step:
            try:
                rules.next_stage(stage, step)
            except rules.StepNotAllowed:
                refused.add((stage.value, step.value))

    assert offered == set(ALLOWED)
    assert refused == {(stage.value, step.value) for stage in Stage for step in Step} - set(ALLOWED)


def test_a_refused_step_is_a_plain_sentence_and_a_conflict() -> None:
    with pytest.raises(rules.StepNotAllowed) as refusal:
        rules.next_stage(Stage.CLOSED, Step.RE_PROMISE)

    assert str(refusal.value) == "You cannot promise a new time for a call that is closed."
    assert refusal.value.status == 409


def test_every_stage_can_be_reached_from_the_first() -> None:
    reached = {rules.FIRST_STAGE}
    for _ in Stage:
        reached |= {rules.next_stage(stage, step) for stage in reached for step in rules.steps_from(stage)}

    assert reached == set(Stage)


# --- what reception says


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("14:00", "two o'clock"),
        ("14:05", "five past two"),
        ("14:07", "seven minutes past two"),
        ("14:15", "quarter past two"),
        ("14:20", "twenty past two"),
        ("14:25", "twenty-five past two"),
        ("14:30", "half past two"),
        ("14:31", "twenty-nine minutes to three"),
        ("14:35", "twenty-five to three"),
        ("14:45", "quarter to three"),
        ("14:50", "ten to three"),
        ("12:00", "twelve o'clock"),
        ("12:50", "ten to one"),
        ("11:50", "ten to twelve"),
        ("09:10", "ten past nine"),
    ],
)
def test_times_are_said_as_people_say_them(at: str, expected: str) -> None:
    assert rules.spoken_time(time.fromisoformat(at)) == expected


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        ("14:00", "16:00", "between 2 and 4"),
        ("11:00", "12:00", "between 11 and 12"),
        ("09:30", "11:00", "between half past nine and eleven o'clock"),
    ],
)
def test_windows_are_said_in_figures_where_that_will_do(starts: str, ends: str, expected: str) -> None:
    assert rules.spoken_window(time.fromisoformat(starts), time.fromisoformat(ends)) == expected


TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("on", "times", "expected"),
    [
        pytest.param(
            TUESDAY,
            ["14:20", "14:50", "15:40"],
            "Ms Okafor returns calls between 2 and 4: twenty past two, ten to three, or twenty to four?",
            id="three today",
        ),
        pytest.param(
            date(2026, 11, 25),
            ["14:20", "14:50"],
            "Ms Okafor returns calls tomorrow between 2 and 4: twenty past two or ten to three?",
            id="two tomorrow",
        ),
        pytest.param(
            date(2026, 11, 27),
            ["14:20"],
            "Ms Okafor returns calls on Friday 27 November between 2 and 4: twenty past two?",
            id="one on Friday",
        ),
        pytest.param(
            TUESDAY, [], "Ms Okafor returns calls between 2 and 4. Shall I put you down for then?", id="the window"
        ),
    ],
)
def test_the_sentence_that_offers_a_time(on: date, times: list[str], expected: str) -> None:
    said = rules.offer_sentence(
        "Ms Okafor",
        on=on,
        today=TUESDAY,
        starts=time(14),
        ends=time(16),
        times=[time.fromisoformat(at) for at in times],
    )

    assert said == expected


# --- policies as data


def test_the_default_policy_returns_calls_from_two_to_four_on_every_working_day() -> None:
    policy = call_policy_preset()

    assert policy.windows == rules.weekly(range(5), time(14), time(16))
    assert (policy.slot_minutes, policy.tolerance_minutes, policy.rest_minutes, policy.max_attempts) == (10, 10, 30, 3)


def test_windows_of_a_day_come_in_order() -> None:
    mapping = preset_mappings()["call_policy"] | {
        "windows": [
            {"weekdays": [0], "starts": "14:00", "ends": "16:00"},
            {"weekdays": [0, 2], "starts": "09:00", "ends": "10:00"},
        ]
    }

    found = CallPolicyValue.from_mapping(mapping)

    assert [window.starts.hour for window in found.windows_on(0)] == [9, 14]
    assert [window.starts.hour for window in found.windows_on(2)] == [9]
    assert found.windows_on(1) == ()


OVERLAPPING = [
    {"weekdays": [0], "starts": "14:00", "ends": "16:00"},
    {"weekdays": [0], "starts": "15:59", "ends": "17:00"},
]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        pytest.param({"slots": 3}, "CallPolicyValue has no slots", id="misspelt key"),
        pytest.param({"slot_minutes": 0}, "at least a minute", id="no length"),
        pytest.param({"tolerance_minutes": -1}, "no other time is negative", id="negative tolerance"),
        pytest.param({"windows": OVERLAPPING}, "overlap", id="overlapping windows"),
    ],
)
def test_a_policy_that_is_none_is_refused(changed: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        CallPolicyValue.from_mapping(preset_mappings()["call_policy"] | changed)


@pytest.mark.parametrize(
    "window",
    [
        pytest.param((7, time(14), time(16)), id="no weekday"),
        pytest.param((0, time(16), time(14)), id="backwards"),
    ],
)
def test_a_window_that_is_none_is_refused(window: tuple[int, time, time]) -> None:
    with pytest.raises(ValueError, match="starts before it ends"):
        CallWindow(*window)


def test_reminders_with_an_unknown_audience_are_refused() -> None:
    mapping = preset_mappings()["reminders"]
    wrong = mapping | {"rules": [mapping["rules"][0] | {"audience": "everybody"}]}

    with pytest.raises(ValueError, match="everybody"):
        ReminderPolicy.from_mapping(wrong)


def test_a_day_of_nothing_but_quiet_hours_is_refused() -> None:
    with pytest.raises(ValueError, match="quiet hours"):
        ReminderPolicy.from_mapping(preset_mappings()["reminders"] | {"quiet_from": "08:00"})


def test_every_default_reminder_has_its_own_key_and_its_words() -> None:
    keys = [rule.key for rule in reminder_preset().rules]
    told = [rule.key for rule in reminder_preset().rules if rule.audience != Audience.PAGE]

    assert sorted(keys) == sorted(set(keys))
    assert sorted(told) == sorted(one.key for one in reminder_words()), "each has its two lines on the page"
