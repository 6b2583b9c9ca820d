"""The one measure of who may be whom: names, dates of birth, places, and the keys that find them."""

import pytest

from practice.matching.dates import as_date, compare_dates, digits_of, slips
from practice.matching.keys import asked_keys, stored_keys
from practice.matching.likeness import UNKNOWN, WEIGHTS, Traits, measure, traits_of
from practice.matching.names import compare_names
from practice.matching.places import address_words, compare_addresses, compare_postcodes, postcode_in
from practice.matching.words import words_of
from practice.names import normalise_address


@pytest.mark.parametrize(
    ("asked", "stored", "why"),
    [
        pytest.param("Joseph Adeyemi", "joseph ADEYEMI", "same name", id="case"),
        pytest.param("Adeyemi Joseph", "Joseph Adeyemi", "same name, the other way round", id="swapped columns"),
        pytest.param("José Núñez", "Jose Nunez", "same name", id="accents"),
        pytest.param("Иван Петров", "Ivan Petrov", "same name", id="Cyrillic"),
        pytest.param("Calder Vale Homes Ltd", "Calder Vale Homes Limited", "same name", id="company suffix"),
        pytest.param("Mac Donald", "MacDonald", "same name, parted differently", id="parted"),
        pytest.param("Naveed Anwar", "Navid Anwar", "same sound", id="sound"),
        pytest.param("Bob Carter", "Robert Carter", "short form", id="nickname"),
        pytest.param("J Adeyemi", "Joseph Adeyemi", "initial", id="initial"),
        pytest.param("Gwen Ashworth", "Owen Ashworth", "one slip", id="one letter"),
        pytest.param("Hannah Jqnes", "Hannah Jones", "one slip", id="neighbouring key"),
        pytest.param("Jane Barnard", "Jane Bamard", "letters that look alike", id="rn read as m"),
        pytest.param("Jane 5mith", "Jane Smith", "same name", id="5 read for s"),
        pytest.param("Mary Wi|son", "Mary Wilson", "same name", id="stroke read for l"),
        pytest.param("Joseph Ade Adeyemi", "Joseph Adeyemi", "a name more", id="middle name"),
        pytest.param("Adeyemi", "Joseph Adeyemi", "a name less", id="family name alone"),
    ],
)
def test_it_says_why_two_names_may_be_one_person(asked: str, stored: str, why: str) -> None:
    likeness = measure(traits_of(name=asked), traits_of(name=stored))

    assert (likeness.why, likeness.score >= 0.8) == (why, True)


@pytest.mark.parametrize(
    ("asked", "stored"),
    [
        pytest.param("Elspeth Hollingworth", "Gethin Hollingworth", id="only the family name"),
        pytest.param("Joseph Adeyemi", "Joseph Brown", id="only the first name"),
        pytest.param("Xavier Quillfeather", "Pennine Timber Supplies", id="nothing"),
    ],
)
def test_what_only_shares_a_word_is_far(asked: str, stored: str) -> None:
    assert compare_names(words_of(asked), words_of(stored))[0] < 0.7


@pytest.mark.parametrize(
    ("asked", "stored", "near", "why"),
    [
        pytest.param("19580314", "19580314", 1.0, "same date of birth", id="same"),
        pytest.param("19581403", "19580314", 0.9, "day and month of birth the other way round", id="American"),
        pytest.param("19850314", "19580314", 0.85, "date of birth with two digits swapped", id="swapped digits"),
        pytest.param("19580315", "19580314", 0.85, "date of birth one digit off", id="one off"),
        pytest.param("19590315", "19580314", 0.45, "date of birth two slips off", id="two off"),
        pytest.param("19901231", "19580314", 0.0, "another date of birth", id="another"),
    ],
)
def test_dates_of_birth_are_near_when_somebody_slipped(asked: str, stored: str, near: float, why: str) -> None:
    assert compare_dates(asked, stored) == (near, why)


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("1958-03-14", "19580314"),
        ("19580314", "19580314"),
        ("14/03/1958", "19580314"),
        ("14.3.1958", "19580314"),
        ("14031958", "19580314"),
        ("1958-03-14T00:00:00", "19580314"),
        ("31/02/1958", "19580231"),
        ("about 1958", ""),
        ("", ""),
    ],
)
def test_dates_are_read_however_they_are_written(typed: str, digits: str) -> None:
    assert digits_of(typed) == digits


def test_a_day_that_no_calendar_has_is_no_date_and_no_slip_leads_to_one() -> None:
    assert as_date("19580231") is None
    assert [slip for slip in slips("19580228") if as_date(slip) is None] == []


@pytest.mark.parametrize(
    ("asked", "stored", "near", "why"),
    [
        pytest.param("LS11AA", "LS11AA", 1.0, "same postcode", id="same"),
        pytest.param("LS11AB", "LS11AA", 0.75, "postcode one slip off", id="one letter"),
        pytest.param("6134", "6143", 0.75, "postcode one slip off", id="swapped figures"),
        pytest.param("LS19ZZ", "LS11AA", 0.5, "same postcode district", id="district"),
        pytest.param("BD19ZZ", "LS11AA", 0.0, "another postcode", id="another"),
    ],
)
def test_postcodes_are_near_within_one_slip_or_one_district(asked: str, stored: str, near: float, why: str) -> None:
    assert compare_postcodes(asked, stored) == (near, why)


@pytest.mark.parametrize(
    ("asked", "stored", "is_near"),
    [
        pytest.param("14 Cloth Hall Row, Leeds", "14 cloth hall row leeds", True, id="same"),
        pytest.param("Leeds, Cloth Hall Row 14", "14 Cloth Hall Row, Leeds", True, id="lines swapped"),
        pytest.param("14 Cloth Hal Row, Leeds", "14 Cloth Hall Road, Leeds", True, id="slips"),
        pytest.param("9 Mill Lane, Bradford", "14 Cloth Hall Row, Leeds", False, id="another"),
    ],
)
def test_addresses_are_near_whatever_the_order_of_their_lines(asked: str, stored: str, is_near: bool) -> None:
    assert (compare_addresses(address_words(asked), address_words(stored))[0] >= 0.75) is is_near


def test_a_postcode_is_read_out_of_an_address() -> None:
    assert postcode_in("14 Cloth Hall Row\nLeeds ls1 0zz") == "LS10ZZ"
    assert normalise_address("14 Cloth Hall Row") == "14 cloth hall row"


def test_the_weights_are_those_that_are_documented_and_sum_to_one() -> None:
    assert (WEIGHTS, sum(WEIGHTS.values())) == ({"name": 0.40, "born": 0.28, "address": 0.20, "postcode": 0.12}, 1.0)


def test_who_has_no_birth_date_stands_between_the_right_one_and_a_wrong_one() -> None:
    asked = traits_of(name="Joseph Adeyemi", born="19580314")

    right, unknown, wrong = (
        measure(asked, traits_of(name="Joseph Adeyemi", born=born)) for born in ("19580314", "", "19901231")
    )

    total = WEIGHTS["name"] + WEIGHTS["born"]
    assert [right.score, unknown.score, wrong.score] == pytest.approx(
        [1.0, (WEIGHTS["name"] + WEIGHTS["born"] * UNKNOWN) / total, WEIGHTS["name"] / total]
    )
    assert (right.why, unknown.why) == ("same name, same date of birth", "same name")


def test_what_was_not_asked_does_not_count() -> None:
    stored = traits_of(name="Joseph Adeyemi", born="19580314", postcode="LS10ZZ", address="14 Cloth Hall Row")

    assert measure(traits_of(name="Joseph Adeyemi"), stored).score == 1.0
    assert measure(Traits(), stored).score == 0.0


@pytest.mark.parametrize(
    ("asked", "stored"),
    [
        pytest.param({"name": "Navid Anwar"}, {"name": "Naveed Anwar"}, id="same sounds"),
        pytest.param({"name": "Anwar Navid"}, {"name": "Navid Anwar"}, id="swapped columns"),
        pytest.param({"name": "Bob Carter"}, {"name": "Robert Carter"}, id="nickname"),
        pytest.param({"name": "MacDonald"}, {"name": "Mac Donald"}, id="parted"),
        pytest.param({"name": "Adeyemi"}, {"name": "Joseph Adeyemi"}, id="one name"),
        pytest.param({"name": "Jane Hoplins"}, {"name": "Jane Hopkins"}, id="one slip"),
        pytest.param({"name": "X", "born": "19850314"}, {"name": "Xu Li", "born": "19580314"}, id="slip in the date"),
        pytest.param({"name": "A B", "born": "19581403"}, {"name": "C D", "born": "19580314"}, id="day and month"),
        pytest.param(
            {"name": "A B", "postcode": "LS10ZZ", "address": "14 Row"},
            {"name": "C D", "postcode": "LS10ZZ", "address": "14 Roe"},
            id="postcode and house",
        ),
        pytest.param(
            {"name": "A B", "address": "14 Cloth Hall Row"}, {"name": "C D", "address": "14 Cloth Street"}, id="street"
        ),
        pytest.param(
            {"name": "Jon B", "postcode": "6143"}, {"name": "Jo C", "postcode": "6143"}, id="postcode, letter"
        ),
    ],
)
def test_a_key_leads_from_what_was_typed_to_what_is_stored(asked: dict[str, str], stored: dict[str, str]) -> None:
    keys = asked_keys(traits_of(**{"name": "", **asked}))

    every = keys.facts | keys.names | keys.fact_slips | keys.name_slips | keys.single
    assert not every.isdisjoint(stored_keys(traits_of(**{"name": "", **stored})))


def test_strangers_share_no_key() -> None:
    asked = asked_keys(traits_of(name="Xavier Quillfeather", born="19580314", postcode="LS10ZZ", address="9 Mill"))
    stored = stored_keys(traits_of(name="Grace Thornton", born="19901231", postcode="BD11AA", address="14 Row"))

    every = asked.facts | asked.names | asked.fact_slips | asked.name_slips | asked.single
    assert every.isdisjoint(stored)
