from datetime import UTC, datetime, timedelta

import pytest

from outbox import rules

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("attempts", "spread", "seconds"),
    [
        pytest.param(1, 0, 30, id="first failure"),
        pytest.param(2, 0, 60, id="doubled"),
        pytest.param(8, 0, 3600, id="an hour at most"),
        pytest.param(12, 0, 3600, id="still an hour"),
        pytest.param(1, 1, 36, id="a fifth later"),
        pytest.param(1, -1, 24, id="a fifth earlier"),
    ],
)
def test_each_failure_waits_twice_as_long(attempts: int, spread: float, seconds: int) -> None:
    assert rules.next_attempt_at(attempts, now=NOW, spread=spread) == NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("attempts", "age", "expected"),
    [
        pytest.param(11, timedelta(hours=23), False, id="still trying"),
        pytest.param(12, timedelta(hours=1), True, id="twelve attempts"),
        pytest.param(1, timedelta(hours=24), True, id="a whole day"),
    ],
)
def test_a_person_looks_after_twelve_attempts_or_a_day(attempts: int, age: timedelta, expected: bool) -> None:
    assert rules.gives_up(attempts, created_at=NOW - age, now=NOW) == expected
