"""Letters made from facts: what goes in, what is missing, what stops them."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from wording import examples, library, liquid, rules
from wording.composition import assemble
from wording.facts import Addressee, CostLine, Head
from wording.tests.factories import CARE, care_letter, complaint_letter, every_letter, made


@pytest.mark.parametrize("code", every_letter())
def test_every_letter_that_ships_may_go_and_reads_plainly(code: str) -> None:
    letter = made(code, every_letter()[code])

    assert letter.problems == ()
    assert letter.warnings == ()
    assert letter.readability.flesch >= 60


def test_the_care_letter_leads_with_key_facts_and_numbers_its_sections() -> None:
    letter = made(CARE, care_letter())
    headings = re.findall(r"<h[12]>(?:<span class=\"n\">(\d)</span>)?(.*?)</h[12]>", letter.html)

    assert headings[:8] == [
        ("", "Your purchase of 27 Quarry Mount, Leeds"),
        ("", "Key facts"),
        ("1", "What we will do, and what we will not"),
        ("2", "What it costs"),
        ("3", "How long it takes"),
        ("4", "What we need from you"),
        ("5", "If you are not happy"),
        ("", "Accepting this letter"),
    ]
    assert "Tell us: section 5 says how" in letter.html
    assert "About £7,893, estimate." in letter.html


def test_a_right_to_cancel_that_goes_in_moves_the_section_numbers() -> None:
    letter = made(CARE, care_letter(contract_formation="distance"))

    assert "Tell us: section 6 says how" in letter.html
    assert "You may cancel within 14 days" in letter.html
    assert "I cancel our agreement about 27 Quarry Mount, Leeds" in letter.html


def test_a_clause_that_is_out_says_why_and_can_be_put_in_by_hand() -> None:
    out = made(CARE, care_letter())
    back = made(CARE, care_letter(), put_in=["cancellation"])

    assert {one.code: one.because for one in out.left_out}["cancellation"] == (
        "you agreed with us at our office, or act for a business"
    )
    assert (out.deviates, back.deviates) == (False, True)
    assert [one.code for one in back.clauses if one.by_hand] == ["cancellation"]


def test_a_mandatory_clause_taken_out_by_hand_stops_the_letter_and_a_recommended_one_does_not() -> None:
    mandatory = made(CARE, care_letter(), taken_out={"complaints": "too long"})
    recommended = made(CARE, care_letter(), taken_out={"scope_out": "too long"})

    assert [(p.code, p.question) for p in mandatory.problems if p.code == "clause_missing"] == [
        ("clause_missing", "complaints")
    ]
    assert recommended.problems == ()
    assert recommended.deviates is True


def test_a_mandatory_clause_without_words_in_force_stops_the_letter() -> None:
    shipped = library.read()
    clauses = {code: clause for code, clause in shipped.clauses.items() if code != "privacy"}

    letter = assemble(
        shipped.templates[CARE], library.Library(clauses, shipped.templates), care_letter(), large_print=False
    )

    assert [(p.code, p.question) for p in letter.problems] == [("clause_missing", "privacy")]


@pytest.mark.parametrize(
    ("changes", "question"),
    [
        ({"price": None}, "price"),
        ({"mortgage": None}, "mortgage"),
        ({"property_address": " "}, "property"),
        ({"calls_and_emails": None}, "calls_and_emails"),
        ({"weeks": None}, "weeks"),
        ({"updates": None}, "updates"),
        ({"accept_by": None}, "accept_by"),
        ({"cost_changes": None}, "cost_changes"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_open_question_is_a_gap_on_the_page_and_stops_the_letter(changes: dict[str, object], question: str) -> None:
    letter = made(CARE, care_letter(**changes))

    assert {(p.code, p.question) for p in letter.problems} == {("placeholder_open", question)}
    assert f'<a class="cc-gap" href="#q-{question}">' in letter.screen
    assert "<a" not in re.sub(r'<a class="cc-(gap|sent)" href="#q-[a-z_0-9]+">', "", letter.screen)


def test_no_estimate_stops_the_letter_and_open_identity_checks_do_not() -> None:
    unknown = replace(examples.PURCHASE.cost_lines[0], net=None)

    assert "no_estimate" in [p.code for p in made(CARE, care_letter(cost_lines=())).problems]
    assert "no_estimate" in [p.code for p in made(CARE, care_letter(cost_lines=(unknown,))).problems]
    unchecked = made(CARE, care_letter(cdd_outstanding=("your identity", "the source of the deposit")))
    assert unchecked.problems == ()
    assert "Not complete yet: your identity and the source of the deposit." in unchecked.html


def test_money_is_an_estimate_unless_every_line_is_fixed() -> None:
    fixed = tuple(line for line in examples.PURCHASE.cost_lines if line.certainty == "fixed")

    context = care_letter(cost_lines=fixed).context()["costs"]

    assert (context["headline"], context["total_label"]) == ("£1,800, fixed.", "All, fixed")
    assert care_letter().context()["costs"]["headline"] == "About £7,893, estimate."


def test_an_assumption_must_say_what_it_assumes() -> None:
    silent = tuple(replace(line, assumes="") for line in examples.PURCHASE.cost_lines)

    assert [p.question for p in made(CARE, care_letter(cost_lines=silent)).problems] == ["assumptions"]


def test_vat_is_rounded_to_the_penny_line_by_line() -> None:
    line = CostLine("Odd", "us", "our_charge", "fixed", Decimal("10.13"), Decimal("0.20"), "our service")

    assert (line.vat, line.total) == (Decimal("2.03"), Decimal("12.16"))


HOSTILE = "<script>alert(1)</script><img src=x>**bold** {{ firm.name }} | a | [[x: y]]"


def test_what_people_type_is_neither_markup_nor_wording_nor_a_gap() -> None:
    letter = made("complaint.L1", complaint_letter(heads=(Head(HOSTILE),), wishes=HOSTILE))

    assert letter.problems == ()
    assert "<script" not in letter.html
    assert "<img" not in letter.html
    assert "&lt;script&gt;" in letter.html
    assert "**bold** {{ firm.name }} | a | [[x: y]]" in letter.html


def test_private_characters_that_somebody_typed_cannot_pass_for_an_answer() -> None:
    marked = "\ue000price|paid\ue001"

    typed = made("complaint.L3", complaint_letter(apology=f"Sorry {marked}"))
    sneaked = made("complaint.L1", complaint_letter(wishes=marked))

    assert typed.problems == ()
    assert "Sorry price|paid" in typed.html
    assert [problem.question for problem in sneaked.problems] == ["price"]


def test_names_in_the_letterhead_are_escaped_too() -> None:
    sheet = replace(examples.PURCHASE.sheet, to=Addressee("<b>Mr</b>", "1 <i>Road</i>", "<u>Mr</u>"))

    assert "<u>" not in made(CARE, care_letter(sheet=sheet)).html


def test_the_page_and_the_paper_hold_the_same_words() -> None:
    letter = made(CARE, care_letter())
    paper = letter.html.partition("<body")[2].partition(">")[2].rpartition("</body>")[0]

    assert words(letter.screen) == words(paper)
    assert letter.screen.count('class="cc-sent" href="#q-') > 5


def words(html: str) -> list[str]:
    return re.sub(r"<[^>]+>", "", html).split()


def test_the_automatic_acknowledgement_gives_nothing_away() -> None:
    """Decisions 2: signed for the firm; no summary, matter or name of anybody complained of."""
    facts = complaint_letter(
        sheet=replace(examples.COMPLAINT.sheet, signed_by=None),
        heads=(Head("Ms Okafor lost my deeds"),),
        wishes="the deeds back",
        work_words="the Adeyemi purchase",
        received_as="your email about Ms Okafor",
    )

    letter = made("complaint.L1_A", facts)

    assert [secret for secret in ("Okafor", "deeds", "Adeyemi purchase") if secret in letter.html] == []
    assert "<p><b>Hartley &amp; Vane LLP</b><br>" in letter.html
    assert "C-26-031" in letter.html
    assert "Thursday 26 November 2026" in letter.html


@pytest.mark.parametrize("code", ["L3", "L5"])
def test_answers_print_the_redress_limits_as_dates_and_the_rule_where_the_date_is_unknown(code: str) -> None:
    known = made(f"complaint.{code}", complaint_letter())
    unknown = made(f"complaint.{code}", complaint_letter(redress_act_last_on=None))

    assert "You must ask within 6 months of this letter: by Wednesday 26 May 2027." in known.html
    assert "the second limit ends on <b>Saturday 2 October 2027</b>" in known.html
    assert "the second limit ends on" not in unknown.html
    assert "There is a second limit: 1 year from what went wrong" in " ".join(unknown.html.split())


def test_a_scheme_without_a_second_limit_prints_none() -> None:
    property_scheme = replace(examples.OMBUDSMAN, code="tpo", name="Property Ombudsman", limit_from_act=None)

    letter = made("complaint.L5", complaint_letter(redress=property_scheme, redress_act_last_on=None))

    assert letter.problems == ()
    assert "second limit" not in letter.html


@pytest.mark.parametrize("code", ["L1", "L3", "L5", "L6", "L8"])
def test_a_redress_block_that_nobody_checked_lately_stops_every_letter_that_prints_it(code: str) -> None:
    letter = made(f"complaint.{code}", complaint_letter(redress=None))

    assert [problem.question for problem in letter.problems] == ["redress"]


def test_a_finding_without_a_reason_stops_the_answer() -> None:
    letter = made("complaint.L3", complaint_letter(heads=(Head("You were late.", "We uphold this.", None),)))

    assert [problem.question for problem in letter.problems] == ["head_1_reasons"]


def test_terms_without_insurance_in_force_cannot_go() -> None:
    terms = replace(examples.TERMS, insurer=None, insurer_contact=None, insured_territory=None)

    assert [problem.question for problem in made("terms.standard", terms).problems] == ["insurance"]


def test_the_published_procedure_follows_its_numbers() -> None:
    slower = replace(examples.PROCEDURE, acknowledge="5 working days", outcome="15 working days")

    text = made("procedure.standard", replace(examples.PUBLISHED, procedure=slower)).html

    assert ["5 working days" in text, "15 working days" in text, "3 days" in text] == [True, True, False]


def test_whatever_is_printed_in_large_print_says_so_to_the_printer() -> None:
    shipped, letters = library.read(), {**every_letter(), "enquiry.non_engagement": examples.DECLINED}

    for large in (True, False):
        said = {
            code: re.search(r'<div class="letter[a-z ]* large">', html) is not None
            for code, facts in letters.items()
            for html in [assemble(shipped.templates[code], shipped, facts, large_print=large).html]
        }
        assert said == dict.fromkeys(letters, large)


def test_dates_of_steps_print_their_year_where_it_changes() -> None:
    steps = care_letter().context()["timescale"]["steps"]

    assert [step["between"] for step in steps] == [
        "1 and 15 December 2026",
        "8 and 29 January 2027",
        "26 January and 23 February",
        "2 February and 2 March",
    ]


def test_the_library_refuses_a_clause_that_asks_for_what_no_letter_has() -> None:
    shipped = library.read()
    clauses = dict(shipped.clauses)
    clauses["complaints"] = replace(clauses["complaints"], body="{{ firm.shoe_size }}")

    with pytest.raises(
        liquid.BadWording, match="complaints uses facts that such a letter does not have: firm.shoe_size"
    ):
        library.check(library.Library(clauses, shipped.templates), examples.contexts())


def test_the_library_refuses_a_template_in_the_wrong_order() -> None:
    shipped = library.read()
    template = shipped.templates[CARE]
    backwards = replace(template, slots=tuple(reversed(template.slots)))

    with pytest.raises(liquid.BadWording, match="stands before"):
        library.check(library.Library(shipped.clauses, {**shipped.templates, CARE: backwards}), examples.contexts())


def test_the_library_refuses_a_template_that_lacks_what_it_must_have() -> None:
    shipped = library.read()
    lonely = replace(shipped.templates[CARE], companions=())

    with pytest.raises(liquid.BadWording, match="must have interest, pii, privacy"):
        library.check(library.Library(shipped.clauses, {**shipped.templates, CARE: lonely}), examples.contexts())


def test_every_mandatory_clause_says_what_must_be_printed() -> None:
    silent = [
        c.code for c in library.read().clauses.values() if c.level == rules.Level.MANDATORY and not c.required_text
    ]

    assert silent == []
