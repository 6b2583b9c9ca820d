"""The eight principles of a good letter: what breaks each is named, with the clause or question to mend."""

from dataclasses import replace

import pytest

from wording import library, linter
from wording.print import Placed
from wording.rules import ClauseText, Slot
from wording.tests.factories import CARE, care_letter, made

PLAIN = "<p>This letter is our agreement. Please accept by 8 December. We ring you on Monday.</p>"
LETTER = library.read().templates[CARE]
TERMS = library.read().templates["terms.standard"]
WORDS = {"prior to": "before"}


def placed(html: str, code: str = "purpose", place: str = "opening", heading: str = "") -> Placed:
    clause = ClauseText(code, code, "R", "always", "", "", "", "")
    return Placed(clause, Slot(code, place, heading), html, ())


def key_facts(**changes: str) -> list[Placed]:
    rows = {
        "people": "<p>Amara Okafor, 0113 496 0121</p>",
        "key_cost": "<p>About £20</p>",
        "key_actions": "<p>Accept by 8 December</p>",
    } | changes
    return [placed(html, code, "key") for code, html in rows.items() if html]


def found(*clauses: Placed, body: str = "", template: library.TemplateText = LETTER) -> list[tuple[str, str, str, str]]:
    everything = [*clauses, *key_facts()]
    letter = body or "".join(one.html for one in everything)
    problems = linter.check(template, everything, letter, WORDS)
    return [(one.principle, one.code, one.clause, one.question) for one in problems]


def test_a_good_letter_has_no_warning() -> None:
    assert found(placed(PLAIN)) == []


def test_the_first_sixty_words_say_what_it_is_for_and_what_to_do() -> None:
    late = "<p>" + "We like to help you. " * 15 + "</p>" + PLAIN

    assert found(placed(late)) == [("P1", "no_purpose", "purpose", ""), ("P1", "no_action", "purpose", "accept_by")]


def test_a_letter_above_two_pages_warns_and_its_acceptance_page_does_not_count() -> None:
    long = "<h2>One</h2><p>We ring you.</p>" * 45
    signed = f'{PLAIN}<section class="accept">{long}</section>'

    assert found(placed(PLAIN), body=long) == [("P2", "long_letter", "", "")]
    assert found(placed(PLAIN), body=signed) == []


@pytest.mark.parametrize(
    ("code", "pages"),
    [("residential_conveyancing", 2), ("personal_injury", 2), ("survey", 2)],
)
def test_pages_are_counted_without_printing(code: str, pages: int) -> None:
    """Measured against the printer: 24 of the 25 examples of 23 November 2026 agree."""
    from wording import examples

    facts = examples.PURCHASE if code == "residential_conveyancing" else examples.WORKS[code]
    letter = made(f"care_letter.{code}", facts).html.partition('<section class="accept">')[0]

    assert linter.pages(letter) == pages


def test_hard_words_and_long_sentences_name_clause_and_question() -> None:
    hard = (
        "<p>Notwithstanding the aforementioned considerations, remuneration attributable to supplementary "
        "representations necessitated by unanticipated contingencies, including interlocutory applications and "
        "ancillary correspondence, constitutes additional liability.</p>"
    )
    legal = placed(f"{hard}", "costs_basis", "section")
    jargon = placed(
        '<p><span class="cc-sent" data-q="weeks">We write to you prior to it.</span></p>', "timescale", "section"
    )
    endless = placed("<p>" + "we and you " * 14 + "</p>", "scope_in", "section")

    assert [one for one in found(placed(PLAIN), legal, body=hard) if one[0] == "P3"] == [
        ("P3", "hard_to_read", "costs_basis", ""),
        ("P3", "long_sentences", "costs_basis", ""),
    ]
    assert ("P3", "jargon", "timescale", "weeks") in found(placed(PLAIN), jargon)
    assert ("P3", "long_sentence", "scope_in", "") in found(placed(PLAIN), endless)


def test_a_rule_before_what_the_reader_looks_for_is_named() -> None:
    early = [placed(PLAIN), placed("<p>We ring you.</p>", "privacy", "section")]

    assert ("P4", "order", "privacy", "") in found(*early)


@pytest.mark.parametrize(
    ("html", "code"),
    [
        pytest.param("<p>We tell the client where things stand.</p>", "impersonal", id="the client"),
        pytest.param("<p>We pay you [amount] on Monday.</p>", "blank", id="brackets"),
        pytest.param("<p>We pay you on TBC.</p>", "blank", id="to be confirmed"),
        pytest.param("<p>We pay you ____ on Monday.</p>", "blank", id="a line"),
    ],
)
def test_a_letter_that_is_not_personal_or_not_finished_is_named(html: str, code: str) -> None:
    assert found(placed(PLAIN), placed(html, "scope_in", "section")) == [("P5", code, "scope_in", "")]


def test_a_letter_without_you_and_we_is_distant() -> None:
    cold = "<p>This letter is an agreement. Please accept by 8 December. " + "The firm does the work. " * 12 + "</p>"

    assert ("P5", "distant", "purpose", "") in found(placed(cold))


def test_a_long_stretch_without_heading_is_named_in_a_letter_sooner_than_in_terms() -> None:
    stretch = "We ring you on Monday. " * 40
    section = placed(f"<p>{stretch}</p>", "scope_in", "section", "What we do")
    body = f'{PLAIN}<h2><span class="n">1</span>What we do</h2><p>{stretch}</p>'

    assert found(placed(PLAIN), section, body=body) == [("P6", "few_headings", "scope_in", "")]
    assert found(placed(PLAIN), section, body=body, template=TERMS) == []


@pytest.mark.parametrize(
    ("row", "html", "sentence", "clause"),
    [
        ("key_cost", "", "The key facts do not show the cost.", "key_cost"),
        ("people", "<p>Amara Okafor</p>", "The key facts do not show the contact.", "people"),
        ("key_actions", "<p>Accept soon</p>", "The key facts do not show the date.", "key_actions"),
    ],
)
def test_the_key_facts_show_cost_contact_date_and_action(row: str, html: str, sentence: str, clause: str) -> None:
    everything = [placed(PLAIN), *key_facts(**{row: html})]

    problems = linter.check(LETTER, everything, PLAIN, {})

    assert [(one.principle, one.sentence, one.clause) for one in problems] == [("P7", sentence, clause)]


def test_what_people_typed_is_read_too_and_links_to_their_answer() -> None:
    letter = made(CARE, replace(care_letter(), objectives="To be in by [date]"))

    assert [(one.code, one.question, one.clause) for one in letter.warnings] == [("blank", "objectives", "objectives")]
    assert letter.may_go
