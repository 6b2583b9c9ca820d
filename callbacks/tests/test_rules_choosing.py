"""What a client may do with a call by their link, and until when the link opens."""

from datetime import datetime, timedelta

import pytest

from callbacks.presets import self_service_preset
from callbacks.rules import (
    ChangedMeanwhile,
    NotToChange,
    PromiseType,
    PromiseValue,
    Stage,
    Standing,
    check_calling_off,
    check_choice,
    standing,
)
from callbacks.tests.factories import at

LIMITS = self_service_preset()
PROMISED = PromiseValue(type=PromiseType.SLOT, starts_at=at(14, 20), ends_at=at(14, 30))


@pytest.mark.parametrize(
    ("stage", "promised", "now", "expected"),
    [
        pytest.param(Stage.NEW, None, at(9), Standing.FIRST, id="nothing chosen yet"),
        pytest.param(Stage.IN_ATTEMPT, None, at(9), Standing.STAFF, id="somebody is ringing without a time"),
        pytest.param(Stage.PROMISED, PROMISED, at(13, 20), Standing.CHANGE, id="the last minute of the limit"),
        pytest.param(Stage.PROMISED, PROMISED, at(13, 21), Standing.NEAR, id="past the limit"),
        pytest.param(Stage.DUE, PROMISED, at(14, 30), Standing.NEAR, id="while it runs"),
        pytest.param(Stage.MISSED, PROMISED, at(14, 31), Standing.AGAIN, id="missed"),
        pytest.param(Stage.COMPLETED, PROMISED, at(15), Standing.DONE, id="made"),
        pytest.param(Stage.CLOSED, PROMISED, at(9), Standing.OFF, id="called off"),
    ],
)
def test_where_a_call_stands_for_its_client(
    stage: Stage, promised: PromiseValue | None, now: datetime, expected: Standing
) -> None:
    assert standing(stage, promised, now=now, limits=LIMITS) == expected


def test_what_the_page_no_longer_offers_is_refused_with_its_own_reason() -> None:
    check_choice(Standing.CHANGE, seen=1, now_is=1)
    with pytest.raises(ChangedMeanwhile):
        check_choice(Standing.CHANGE, seen=1, now_is=2)
    with pytest.raises(NotToChange, match="too near"):
        check_choice(Standing.NEAR, seen=1, now_is=1)
    with pytest.raises(NotToChange, match="No time"):
        check_calling_off(Standing.FIRST, seen=0, now_is=0)


def test_a_link_opens_until_a_day_after_the_call_or_two_weeks_without_one() -> None:
    assert LIMITS.link_until(at(14, 30), now=at(9)) == at(14, 30, day=25)
    assert LIMITS.link_until(None, now=at(9)) == at(9) + timedelta(days=14)
