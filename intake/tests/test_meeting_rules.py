"""When an item is answered, when a meeting is whole, and how a check of identity moves: no database."""

from datetime import date

import pytest

from intake import rules
from intake.rules import AnswerKind, CddState, Said, Score
from practice.errors import Refusal

K = AnswerKind


@pytest.mark.parametrize(
    ("kind", "said", "facts", "needs_second", "answered"),
    [
        pytest.param(K.TEXT, Said("Two offers"), [], False, True, id="words"),
        pytest.param(K.TEXT, Said(), [], False, False, id="no words"),
        pytest.param(K.TICK, Said(is_ticked=True), [], False, True, id="said"),
        pytest.param(K.TICK, Said("version 4"), [], False, False, id="words without the tick"),
        pytest.param(K.DATE, Said(on=date(2027, 1, 4)), [], False, True, id="a date"),
        pytest.param(K.DATE, Said("none: no dispute"), [], False, True, id="no date, and why"),
        pytest.param(K.DATE, Said(on=date(2027, 1, 4)), [], True, False, id="not yet checked by a second"),
        pytest.param(K.DATE, Said(on=date(2027, 1, 4), is_confirmed=True), [], True, True, id="checked by a second"),
        pytest.param(K.READ_BACK, Said(is_ticked=True), [], False, False, id="read back, no answer noted"),
        pytest.param(K.READ_BACK, Said("That is it", is_ticked=True), [], False, True, id="read back and confirmed"),
        pytest.param(K.IDENTITY, Said(is_ticked=True), [], False, False, id="identity ticked by hand"),
        pytest.param(K.IDENTITY, Said(), [K.IDENTITY], False, True, id="identity verified"),
        pytest.param(K.IDENTITY, Said("Known for 20 years"), [], False, True, id="identity, a reason"),
        pytest.param(K.CONFLICT, Said(), [K.IDENTITY], False, False, id="conflict shut"),
        pytest.param(K.SOURCE, Said("search"), [], False, True, id="source"),
    ],
)
def test_an_item_is_answered_by_what_it_asks_for(
    kind: AnswerKind, said: Said, facts: list[AnswerKind], needs_second: bool, answered: bool
) -> None:
    assert rules.is_answered(kind, said, facts=facts, needs_second=needs_second) is answered


WHOLE, HALF = Score(2, 2, []), Score(1, 2, ["Told how to complain"])


@pytest.mark.parametrize(
    ("score", "reason", "by", "may", "expected"),
    [
        pytest.param(WHOLE, "", 1, False, False, id="whole"),
        pytest.param(WHOLE, "Just in case", 1, False, False, id="whole, a reason is idle"),
        pytest.param(HALF, "", 1, False, "meeting_not_complete", id="half"),
        pytest.param(HALF, "  ", 9, True, "meeting_not_complete", id="half, blank reason"),
        pytest.param(HALF, "She had to leave", 1, True, "own_override", id="by whoever held it"),
        pytest.param(HALF, "She had to leave", 9, False, "own_override", id="by a colleague"),
        pytest.param(HALF, "She had to leave", 9, True, True, id="by the supervisor"),
    ],
)
def test_a_half_meeting_is_finished_by_somebody_who_answers_for_it(
    score: Score, reason: str, by: int, may: bool, expected: bool | str
) -> None:
    try:
        outcome: bool | str = rules.check_completion(score, reason=reason, by=by, held_by={1}, may_override=may)
    except Refusal as refusal:
        outcome = refusal.code

    assert outcome == expected


def test_every_move_of_a_check_is_allowed_or_refused() -> None:
    allowed = {
        before.value: "".join(letter for letter, after in zip("NQRVFXMO", CddState, strict=True) if _may(before, after))
        for before in CddState
    }

    assert allowed == {
        "not_started": "NQRVO",
        "requested": "QRVFO",
        "received": "QRVFO",
        "verified": "QRVF",
        "failed": "QRVF",
        "expired": "QRVF",
        "former_name": "QRVF",
        "not_required": "QRVO",
    }


def _may(before: CddState, after: CddState) -> bool:
    try:
        rules.check_step(before, after)
    except rules.CddStepNotAllowed:
        return False
    return True


@pytest.mark.parametrize(
    ("typed", "papers", "ends"),
    [
        pytest.param(None, [], None, id="for good"),
        pytest.param(
            None, [date(2030, 1, 1), None, date(2027, 5, 1)], date(2027, 5, 1), id="the paper that ends first"
        ),
        pytest.param(date(2028, 1, 1), [date(2027, 5, 1)], date(2028, 1, 1), id="as typed"),
        pytest.param(date(2026, 11, 24), [], date(2026, 11, 24), id="its last day is today"),
    ],
)
def test_a_verification_runs_out_with_its_papers(
    typed: date | None, papers: list[date | None], ends: date | None
) -> None:
    assert rules.runs_out_on(typed, papers, today=date(2026, 11, 24)) == ends


def test_nobody_is_verified_until_a_day_gone_by() -> None:
    with pytest.raises(rules.AlreadyExpired):
        rules.runs_out_on(None, [date(2026, 11, 23)], today=date(2026, 11, 24))


def test_a_check_that_is_not_required_counts_and_one_that_ran_out_does_not() -> None:
    states = {1: CddState.VERIFIED, 2: CddState.NOT_REQUIRED}

    assert (rules.all_verified([1, 2], states), rules.all_verified([1, 2], {**states, 2: CddState.EXPIRED})) == (
        True,
        False,
    )
