"""What counts as a name in a note, and what is read together: tables without a database."""

from datetime import timedelta

import pytest

from intake.rules import Mention, Standing, gathered, named_in, standing_of, words_before
from intake.tests.factories import NOON

GIVEN = {"adam", "john", "bill", "peter"}
ONE, MAY, TWO = Standing.ONE_NAME, Standing.MAY_BE_TWO, Standing.TWO_NAMES


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Smith, John", ONE, id="the whole note"),
        pytest.param("Met Adam Jones; Smith, John; others.", ONE, id="in a list of such"),
        pytest.param("the brother, Smith, John, who lent it", ONE, id="after a comma"),
        pytest.param("we saw SMITH John today", ONE, id="capitals and no comma"),
        pytest.param("lent by Smith (John)", ONE, id="in brackets"),
        pytest.param("Seen: Adam\nSmith, John Brown", ONE, id="a new line begins a new name"),
        pytest.param("We met Adam Smith, John Brown and the agent.", TWO, id="two full names"),
        pytest.param("ADAM SMITH, JOHN BROWN", TWO, id="two full names in capitals"),
        pytest.param("Adam Smith John Brown", TWO, id="two full names without a comma"),
        pytest.param("Peter Jones, Adam Smith, John Brown", TWO, id="three full names"),
        pytest.param("Jones, Adam Smith, John Brown, Peter", MAY, id="last names first, run together"),
        pytest.param("Yesterday, Adam Smith, John Brown came", MAY, id="a word before that may be a name"),
        pytest.param("Adam Smith, John and the agent", MAY, id="the second has no last name"),
        pytest.param("adam smith, john brown", MAY, id="no capitals to tell by"),
        pytest.param("Vendor Smith, John Paul", MAY, id="no given name before"),
        pytest.param("Bill Smith, John Paul for the searches", MAY, id="a given name that is a word"),
        pytest.param("Mr Smith, John Brown", MAY, id="a title before"),
        pytest.param("Rang Mrs Smith. John is away.", MAY, id="two sentences"),
        pytest.param("Adam Smith, John Brown. Paid by Smith, John.", ONE, id="once as two and once as one"),
        pytest.param("adam.smith,john", ONE, id="not found as the database found it"),
    ],
)
def test_a_last_name_before_a_first_one_is_one_name_unless_two_stand_there(text: str, expected: Standing) -> None:
    assert standing_of(text, last="smith", first="john", given=GIVEN) == expected


def test_accents_and_apostrophes_are_no_hindrance() -> None:
    given = words_before("Zoë O'Brien, Séan Ó Dónaill", last="o'brien", first="sean")

    assert given == {"zoe"}
    assert standing_of("Zoë O'Brien, Séan Ó Dónaill", last="o'brien", first="sean", given=given) == TWO


def _mention(matter: int | None, *, days: int = 0, **facts: bool) -> Mention:
    return Mention(matter=matter, party=None if matter else 7, last_at=NOON - timedelta(days=days), **facts)


@pytest.mark.parametrize(
    ("mentions", "expected"),
    [
        pytest.param([], [], id="none"),
        pytest.param([_mention(1), _mention(2, days=1)], [[1], [2]], id="as many as are listed"),
        pytest.param(
            [_mention(1, days=3), _mention(2, days=2), _mention(3, is_live=True, days=9), _mention(None)],
            [[3, None, 2, 1]],
            id="more, live first, then the newest",
        ),
        pytest.param(
            [_mention(1, is_doubtful=True, is_near=True), _mention(2, is_live=True), _mention(3, is_near=True)],
            [[3, 2, 1]],
            id="near before live, doubtful last",
        ),
        pytest.param(
            [_mention(1, is_restricted=True), _mention(2, is_other_side=True), *(_mention(n) for n in (3, 4, 5))],
            [[1], [2], [3, 4, 5]],
            id="restricted and other side alone",
        ),
        pytest.param(
            [_mention(n, is_restricted=True) for n in (1, 2, 3, 4)], [[1], [2], [3], [4]], id="each restricted one"
        ),
    ],
)
def test_a_name_in_many_notes_is_read_at_once_but_for_what_weighs(
    mentions: list[Mention], expected: list[list[int | None]]
) -> None:
    assert [[one.matter for one in group] for group in gathered(mentions, listed=2)] == expected


@pytest.mark.parametrize(
    ("matters", "people", "words"),
    [
        (1, 0, "Named in a note"),
        (0, 1, "Named in a note"),
        (212, 0, "Named in notes of 212 matters"),
        (4, 1, "Named in notes of 4 matters and on 1 person"),
        (1, 3, "Named in notes of 1 matter and on 3 people"),
        (0, 5, "Named in notes on 5 people"),
    ],
)
def test_where_a_name_stands_in_words(matters: int, people: int, words: str) -> None:
    assert named_in(matters, people) == words
