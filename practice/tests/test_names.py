"""Names and numbers as they are compared: what must meet meets, what must not stays apart."""

import pytest

from practice.names import normalise, normalise_address, normalise_email, normalise_phone


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        pytest.param("Joseph Adeyemi", "joseph adeyemi", id="plain"),
        pytest.param("  JOSEPH   adeyemi ", "joseph adeyemi", id="case and spaces"),
        pytest.param("O'Brien", "obrien", id="straight apostrophe"),
        pytest.param("O’Brien", "obrien", id="curly apostrophe"),
        pytest.param("OBrien", "obrien", id="no apostrophe"),
        pytest.param("Oʼbrien", "obrien", id="modifier apostrophe"),
        pytest.param("José Núñez", "jose nunez", id="accents"),
        pytest.param("José", "jose", id="accent as a mark of its own"),
        pytest.param("Ødegård", "odegard", id="letters that do not decompose"),
        pytest.param("Łukasz Żółć", "lukasz zolc", id="polish"),
        pytest.param("Straße", "strasse", id="sharp s"),
        pytest.param("Ｊｏｓｅｐｈ", "joseph", id="full width"),
        pytest.param("ﬁona", "fiona", id="ligature"),
        pytest.param("Jo​seph", "joseph", id="zero-width space inside"),
        pytest.param("‮Joseph", "joseph", id="direction override"),
        pytest.param("Smith-Jones", "smith jones", id="hyphen parts words"),
        pytest.param("Smith_Jones", "smith jones", id="underscore parts words"),
        pytest.param("J. P. Morgan", "j p morgan", id="initials with points"),
        pytest.param("Mr Joseph Adeyemi", "joseph adeyemi", id="title"),
        pytest.param("Dr. Prof. Ada Ng", "ada ng", id="two titles"),
        pytest.param("Brightwater Joinery Ltd", "brightwater joinery", id="ltd"),
        pytest.param("Brightwater Joinery Limited.", "brightwater joinery", id="limited with a point"),
        pytest.param("Fenwick & Marr LLP", "fenwick marr", id="llp and ampersand"),
        pytest.param("Dale & Finch & Co.", "dale finch", id="and co"),
        pytest.param("P.L.C. Holdings plc", "holdings", id="plc in two spellings"),
        pytest.param("Lord & Co", "lord co", id="nothing but title and suffix keeps its words"),
        pytest.param("Lordswood Ltd", "lordswood", id="a title inside a word is no title"),
        pytest.param("Иван Петров", "иван петров", id="cyrillic stays cyrillic"),
        pytest.param("李小龍", "李小龍", id="chinese"),
        pytest.param("", "", id="nothing"),
        pytest.param("...", "", id="only points"),
    ],
)
def test_a_name_is_compared_without_what_people_write_differently(typed: str, compared: str) -> None:
    assert normalise(typed) == compared


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Расе", "Pace", id="cyrillic look-alike letters are another name"),
        pytest.param("Anwar", "Anwer", id="one letter"),
        pytest.param("Ann Lee", "Annlee", id="a space"),
        pytest.param("Calder Vale Homes", "Calder Vale", id="a word less"),
    ],
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@pytest.mark.parametrize("name", ["Mr O’Brien & Co Ltd", "Straße", "Lord & Co", "Ødegård", "İstanbul A.Ş."])
def test_normalising_twice_changes_nothing(name: str) -> None:
    assert normalise(normalise(name)) == normalise(name)


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        pytest.param("07700 900142", "7700900142", id="national"),
        pytest.param("+44 7700 900142", "7700900142", id="international"),
        pytest.param("+44 (0)7700 900 142", "7700900142", id="both, as people write it"),
        pytest.param("0044 7700 900142", "7700900142", id="dialled from abroad"),
        pytest.param("(0113) 496-0100", "1134960100", id="brackets and hyphen"),
        pytest.param("0100", "100", id="part of a number"),
        pytest.param("4412", "4412", id="part that looks like a country code"),
        pytest.param("ask for Beth", "", id="no number at all"),
    ],
)
def test_a_number_is_compared_however_it_was_written(typed: str, compared: str) -> None:
    assert normalise_phone(typed) == compared


def test_a_mailbox_keeps_what_stands_behind_the_plus() -> None:
    assert normalise_email("  Joseph+House@Mail.Example ") == "joseph+house@mail.example"


def test_an_address_is_compared_on_one_line() -> None:
    assert normalise_address("14 Cloth Hall Row,\nLeeds\nLS1 0ZZ") == "14 cloth hall row leeds ls1 0zz"
