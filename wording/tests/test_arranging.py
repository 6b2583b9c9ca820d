"""The list of a template: steps in it, what may not be taken out, and what changed. No database."""

from dataclasses import replace

import pytest

from wording import arranging, examples, library
from wording.arranging import Group, Slots
from wording.redline import IN, OUT
from wording.rules import ClauseText, Place, Slot

SHIPPED = library.read()
FAMILY = SHIPPED.templates["care_letter.family"]
LIST: Slots = (
    Slot("opening", "opening"),
    Slot("who", "key", "We act for"),
    Slot("a", "section", "One"),
    Slot("b", "section", "One", joins=True),
    Slot("c", "section", "Two"),
    Slot("sign", "acceptance"),
)


def told(slots: Slots) -> str:
    return " ".join(f"{slot.heading or slot.place}:{slot.clause}" for slot in slots[2:])


@pytest.mark.parametrize(
    ("code", "step", "after"),
    [
        pytest.param("b", -1, "One:b One:a Two:c acceptance:sign", id="up inside its section"),
        pytest.param("b", 1, "One:a Two:b Two:c acceptance:sign", id="down into the next section, as its first"),
        pytest.param("c", -1, "One:a One:b One:c acceptance:sign", id="up into the section before, as its last"),
        pytest.param("sign", 1, "One:a One:b Two:c acceptance:sign", id="not beyond the end"),
        pytest.param("nobody", 1, "One:a One:b Two:c acceptance:sign", id="not what is not there"),
    ],
)
def test_a_clause_moves_one_place(code: str, step: int, after: str) -> None:
    assert told(arranging.move(LIST, code, step)) == after


def test_a_clause_that_moves_among_the_key_facts_keeps_its_heading_as_label_and_runs_on_nowhere() -> None:
    moved = arranging.move(arranging.move(LIST, "b", -1), "b", -1)

    assert moved[2] == Slot("b", "key", "One")


def test_a_section_moves_whole_and_a_clause_goes_in_and_out() -> None:
    assert told(arranging.move_section(LIST, "Two", -1)) == "Two:c One:a One:b acceptance:sign"
    assert arranging.move_section(LIST, "One", -1) == LIST
    assert told(arranging.take_out(LIST, "c")) == "One:a One:b acceptance:sign"
    new = arranging.put(LIST, Slot("d", "section", "D"), Group(Place.SECTION, "Three", ()))
    assert told(new) == "One:a One:b Two:c Three:d acceptance:sign"
    assert told(arranging.put(LIST, Slot("d", "section", "D"), Group(Place.SECTION, "One", ()))) == (
        "One:a One:b One:d Two:c acceptance:sign"
    )


def found(slots: Slots, *, more: ClauseText | None = None) -> list[tuple[str, str]]:
    clauses = {**SHIPPED.clauses, **({more.code: more} if more else {})}
    known = library.Library(clauses, SHIPPED.templates)
    problems = arranging.problems(replace(FAMILY, slots=slots), FAMILY, known, examples.contexts())
    return [(one.code, one.sentence) for one in problems]


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        pytest.param("cancellation", "“Right to cancel” is mandatory where it applies", id="mandatory"),
        pytest.param("leo", "is mandatory where it applies", id="must have"),
        pytest.param("scope_out", "Nothing would tell the client: what we will not do.", id="to be told"),
    ],
)
def test_what_a_client_has_to_be_told_cannot_be_taken_out(code: str, sentence: str) -> None:
    assert sentence in found(arranging.take_out(FAMILY.slots, code))[0][1]


def test_what_is_recommended_and_what_the_terms_say_too_can_be_taken_out() -> None:
    assert found(arranging.take_out(FAMILY.slots, "objectives")) == []


def test_the_order_in_force_is_no_change() -> None:
    assert [code for code, _ in found(FAMILY.slots)] == ["unchanged"]


PETS = replace(SHIPPED.clauses["objectives"], code="own_pets", title="Pets", made_for="care_letter")


@pytest.mark.parametrize(
    ("slot", "more", "code"),
    [
        pytest.param(Slot("own_pets", "section", "How long it takes"), PETS, "heading_twice", id="heading twice"),
        pytest.param(Slot("own_pets", "section", " "), PETS, "no_heading", id="no heading"),
        pytest.param(Slot("own_pets", "section", "Pets"), None, "wordless", id="no words in force"),
        pytest.param(Slot("purpose", "section", "Pets"), None, "twice", id="twice"),
        pytest.param(
            Slot("own_pets", "section", "Pets"),
            replace(PETS, body="{{ complaint.received }}"),
            "unknown_field",
            id="a field of other letters",
        ),
        pytest.param(Slot("own_pets", "section", "Pets"), replace(PETS, trigger="late"), "unknown_fact", id="a fact"),
    ],
)
def test_what_would_fail_in_a_letter_is_said(slot: Slot, more: ClauseText | None, code: str) -> None:
    assert [one for one, _ in found((*FAMILY.slots, slot), more=more)] == [code]


def test_a_clause_of_the_firms_own_is_offered_to_letters_of_its_kind_alone() -> None:
    known = library.Library({**SHIPPED.clauses, "own_pets": PETS}, SHIPPED.templates)

    assert arranging.may_go_in(known, FAMILY, FAMILY.slots) == [PETS]
    assert PETS not in arranging.may_go_in(known, SHIPPED.templates["terms.standard"], ())


def test_a_redline_names_the_section_and_the_line_that_moved() -> None:
    changes = {one.label: one for one in arranging.compare(LIST, arranging.move(LIST, "c", -1), {"c": "Costs"})}

    assert [(piece.kind, piece.words) for piece in changes["One"].pieces if piece.kind != "same"] == [(IN, "Costs\n")]
    assert [one.words for one in changes["Sections"].pieces if one.kind == OUT] == ["Two\n"]
    assert not changes["Opening"].is_changed
