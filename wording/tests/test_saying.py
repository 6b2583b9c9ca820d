"""Triggers in words, and put together from a list, so that nobody has to write an expression."""

import pytest

from wording import library, rules, saying

SHIPPED = sorted({clause.trigger for clause in library.read().clauses.values()})


@pytest.mark.parametrize(
    ("trigger", "words"),
    [
        ("always", "every time"),
        ("money_moves", "when money moves"),
        ("not payer_is_client", "when somebody else pays"),
        ('transaction == "sale" and joint_clients', "when the client sells and there is more than one client"),
        ('fee_model in ("fixed", "hourly")', "when the fee is fixed or we charge by the hour"),
        (
            'client_is_consumer != "no" and referral',
            "when (the client is a consumer or nobody has said if the client is a consumer)"
            " and somebody introduced the client",
        ),
        ('scheme != "leo"', "when it is not so that the scheme is the Legal Ombudsman"),
        ("not (referral or late)", "when it is not so that somebody introduced the client or the letter is late"),
        ("os.system('x')", "when os.system('x')"),
    ],
    ids=["always", "yes", "no", "and", "one of", "not, few left", "not, many left", "not, a group", "no trigger"],
)
def test_a_trigger_is_told_in_words(trigger: str, words: str) -> None:
    assert saying.in_words(trigger) == words


def test_every_value_of_every_fact_has_words_of_its_own() -> None:
    known = {(name, value) for name, values in rules.FACTS.items() for value in values}

    assert known - saying.TOLD == {("always", True)}


def test_every_condition_of_the_list_is_one_that_a_trigger_may_have_and_comes_back_as_it_was() -> None:
    atoms = [atom for _, some in saying.choices() for atom, _ in some]

    assert {name for atom in atoms for name in rules.check_trigger(atom)} == set(rules.FACTS) - {"always"}
    assert [atom for atom in atoms if saying.flat(atom).atoms != (atom,)] == []


@pytest.mark.parametrize("trigger", SHIPPED)
def test_every_trigger_that_ships_can_be_shown_as_a_form_and_saved_unchanged(trigger: str) -> None:
    flat = saying.flat(trigger)

    assert saying.together(flat.how, flat.atoms, trigger) == trigger
