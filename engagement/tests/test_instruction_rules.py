"""Whose word may be acted on: joint clients, third parties, words taken back."""

from datetime import timedelta

import pytest

from engagement.rules.instructions import (
    Authority,
    BadInstruction,
    Said,
    Stance,
    Standing,
    check_authority,
    check_said,
    threads,
    verdict,
)
from practice.tests.factories import TUESDAY_NOON as NOON

ANN, BO, CY = 1, 2, 3
NAMES = {ANN: "Ann Lee", BO: "Bo Ray"}


def said(*spoken: tuple[int, Stance] | tuple[int, Stance, bool]) -> list[Said]:
    """The first begins; the others are about it, each an hour later. The third: if it is their own word."""
    return [
        Said(pk, one[0], one[1], None if pk == 1 else 1, NOON + timedelta(hours=pk), one[2] if len(one) == 3 else True)
        for pk, one in enumerate(spoken, 1)
    ]


NEW, AGREES, DIFFERS, WITHDRAWS = Stance
MAY, WAITS, CONFLICT, BACK = Standing
CASES = [
    pytest.param([(ANN, NEW)], False, MAY, "May be acted on.", id="any one may"),
    pytest.param([(ANN, NEW)], True, WAITS, "Do not act yet: Bo Ray has not agreed, and all must.", id="one of two"),
    pytest.param([(ANN, NEW), (BO, AGREES)], True, MAY, "May be acted on.", id="both"),
    pytest.param(
        [(ANN, NEW), (BO, DIFFERS)],
        False,
        CONFLICT,
        "Do not act on it: Bo Ray wants something else than Ann Lee.",
        id="they differ, whatever the rule",
    ),
    pytest.param([(ANN, NEW), (BO, DIFFERS), (BO, AGREES)], True, MAY, "May be acted on.", id="a change of mind"),
    pytest.param(
        [(ANN, NEW), (BO, AGREES), (BO, WITHDRAWS)], True, WAITS, "Bo Ray has not agreed", id="agreed no more"
    ),
    pytest.param([(ANN, NEW), (ANN, WITHDRAWS)], False, BACK, "Nobody stands by it any more.", id="taken back"),
    pytest.param([(ANN, NEW), (ANN, WITHDRAWS), (BO, DIFFERS)], True, BACK, "Nobody", id="taken back, then refused"),
    pytest.param(
        [(ANN, NEW, False)], False, WAITS, "Do not act yet: confirm it with Ann Lee directly.", id="her son said so"
    ),
    pytest.param([(ANN, NEW, False), (ANN, AGREES)], False, MAY, "May be acted on.", id="and she confirmed it"),
    pytest.param([(CY, NEW), (ANN, AGREES), (BO, AGREES)], True, MAY, "May be acted on.", id="of a former client"),
]


@pytest.mark.parametrize(("spoken", "all_must_agree", "standing", "words"), CASES)
def test_what_may_be_acted_on(
    spoken: list[tuple[int, Stance]], all_must_agree: bool, standing: Standing, words: str
) -> None:
    found = verdict(said(*spoken), NAMES, all_must_agree=all_must_agree)

    assert found.standing == standing
    assert words in found.sentence


def test_what_was_said_later_counts_whenever_it_was_logged() -> None:
    first, second = said((ANN, NEW), (BO, AGREES))
    earlier = Said(9, BO, DIFFERS, 1, NOON, True)  # logged last, said before

    assert verdict([first, second, earlier], NAMES, all_must_agree=True).standing == MAY
    assert threads([first, second, earlier]) == {1: [first, second, earlier]}


def test_an_entry_says_something_that_was_said_by_somebody_who_may() -> None:
    for words, at, field in (("  ", NOON, "words"), ("Buy it.", NOON + timedelta(minutes=1), "at")):
        with pytest.raises(BadInstruction) as refused:
            check_said(words, at, now=NOON)
        assert refused.value.field == field
    for name, shown_by, field in (("", "A letter", "name"), ("Cy", " ", "shown_by")):
        with pytest.raises(BadInstruction) as refused:
            check_authority(Authority.NAMED, name=name, shown_by=shown_by)
        assert refused.value.field == field
    check_authority(Authority.CLIENT, name="", shown_by="")
