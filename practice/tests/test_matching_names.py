"""Names word by word: what may be one person, and what only shares a family name."""

import pytest

from practice.matching.names import weakest_word
from practice.matching.words import words_of

LINE = 0.6  # ConflictPolicy.word_line


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Naveed Anwar", "Navid Anwar", id="sounds alike"),
        pytest.param("Tomas Brierly", "Thomas Brierley", id="two slips"),
        pytest.param("Joe Adeyemi", "Joseph Adeyemi", id="short form"),
        pytest.param("Tom Brearley", "Thomas Brearley", id="another short form"),
        pytest.param("J Adeyemi", "Joseph Adeyemi", id="initial"),
        pytest.param("Adeyemi Joseph", "Joseph Adeyemi", id="family name first"),
        pytest.param("Adeyemi", "Joseph Adeyemi", id="family name alone"),
        pytest.param("Joseph Ade Adeyemi", "Joseph Adeyemi", id="a middle name"),
        pytest.param("Calder Vale Homes", "Calder Vale Homes (Leeds) Ltd", id="a word more"),
        pytest.param("MacDonald", "Mac Donald", id="parted"),
        pytest.param("Gwen Ashworth", "Owen Ashworth", id="one letter"),
    ],
)
def test_what_may_be_one_person_reaches_the_line(one: str, other: str) -> None:
    assert weakest_word(words_of(one), words_of(other)) >= LINE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Elspeth Hollingworth", "Gethin Hollingworth", id="only the family name"),
        pytest.param("Clara Hollingworth", "Colin Hollingworth", id="the same first letter"),
        pytest.param("Stella Hollingworth", "Leila Hollingworth", id="letters in common"),
        pytest.param("Joseph Adeyemi", "Joseph Brown", id="only the first name"),
        pytest.param("Pennine Timber Supplies", "Pennine Timbers Halifax", id="two words of three"),
    ],
)
def test_what_only_shares_a_word_stays_below_it(one: str, other: str) -> None:
    assert weakest_word(words_of(one), words_of(other)) < LINE


@pytest.mark.parametrize(("one", "other"), [("joseph adeyemi", "adeyemi joseph"), ("a", "a"), ("elspeth", "gethin x")])
def test_it_does_not_matter_which_name_was_searched(one: str, other: str) -> None:
    assert weakest_word(one.split(), other.split()) == weakest_word(other.split(), one.split())


def test_nothing_is_like_nothing() -> None:
    assert weakest_word([], ["joseph"]) == 0.0
