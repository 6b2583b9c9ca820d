"""A clause tried before anybody publishes it: staff's words are data, and whatever is wrong is said in a sentence."""

import re
from dataclasses import replace
from typing import Any

import pytest

from wording import examples, library, trying

SHIPPED = library.read()
BASIS = SHIPPED.clauses["costs_basis"]
RIGHT = "We write with a new figure before any extra work."


def tried(**changes: Any) -> trying.Trial:
    return trying.tried(replace(BASIS, **changes), SHIPPED, examples.contexts())


def codes(trial: trying.Trial) -> list[str]:
    return [problem.code for problem in trial.problems]


def test_nothing_is_wrong_with_what_ships() -> None:
    trials = {code: trying.tried(one, SHIPPED, examples.contexts()) for code, one in SHIPPED.clauses.items()}

    assert {code: trial.problems for code, trial in trials.items() if trial.problems} == {}
    assert [code for code, trial in trials.items() if not trial.shown] == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("{{ x.__class__ }} " + RIGHT, "unknown_field"),
        ("{{ firm.__init__.__globals__ }} " + RIGHT, "unknown_field"),
        ("{{ firm.name.__class__.__mro__ }} " + RIGHT, "unknown_field"),
        ("{% include 'settings' %} " + RIGHT, "bad_wording"),
        ("{% render 'a' %} " + RIGHT, "bad_wording"),
        ("{% liquid echo firm %} " + RIGHT, "bad_wording"),
        ("{{ firm.name | base64_decode }} " + RIGHT, "bad_wording"),
        ("{% for a in (1..100000000) %}x{% endfor %} " + RIGHT, "bad_wording"),
        (
            "{% for a in (1..1000) %}{% for b in (1..1000) %}x{% endfor %}{% endfor %} " + RIGHT,
            "bad_wording",
        ),
        ("{% assign a = 'xxxxxxxx' %}{% for i in (1..60) %}{% assign a = a | append: a %}{% endfor %}", "bad_wording"),
        ("{% if firm.name %} " + RIGHT, "bad_wording"),
        ("{{ firm }} " + RIGHT, "whole_group"),
        ("{{ costs.lines }} " + RIGHT, "whole_group"),
        ("We **write with a new figure before any extra work.", "left_open"),
        ("| a | b |\n" + RIGHT, "bad_markup"),
        ("|a|b|\n|---|---|\n|1|2|3|\n\n" + RIGHT, "bad_markup"),
        ("\u202e" + RIGHT, "hidden"),
        ("zero\u200bwidth " + RIGHT, "hidden"),
        ("\ue000costs|a gap that nobody asked\ue001 " + RIGHT, "hidden"),
        ("x" * 12_001, "too_long"),
        ("", "empty"),
        ("We write.", "not_said"),
    ],
    ids=[
        "class",
        "globals",
        "mro",
        "include",
        "render",
        "liquid",
        "filter",
        "long loop",
        "loop in loop",
        "doubling",
        "unclosed if",
        "whole group",
        "whole list",
        "unclosed mark",
        "no table",
        "long row",
        "right to left",
        "zero width",
        "private",
        "too long",
        "empty",
        "not said",
    ],
)
def test_what_staff_may_not_write_is_refused_by_name(body: str, code: str) -> None:
    assert code in codes(tried(body=body))


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        '<img src="file:///etc/passwd">',
        "file:///etc/passwd http://evil.example/x.css",
        "[a link](javascript:alert(1))",
        "<style>@import url(http://evil.example)</style>",
        "{{ '<script>alert(1)</script>' }}",
    ],
)
def test_markup_and_addresses_print_as_text(typed: str) -> None:
    trial = tried(body=f"{typed} {RIGHT}")

    assert trial.problems == ()
    assert re.findall(r"<(?:script|img|style|a)\b", trial.shown[0].html) == []


def test_a_field_that_is_nearly_right_is_named_with_what_was_meant() -> None:
    trial = tried(body=f"{{{{ firm.phon }}}} {RIGHT}")

    [problem] = trial.problems
    assert problem.sentence.endswith(" (and 8 more) has no field “firm.phon”. Did you mean “firm.phone”?")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"trigger": "weather == 'wet'", "out_because": "dry"}, "bad_trigger"),
        ({"trigger": "__import__('os')", "out_because": "no"}, "bad_trigger"),
        ({"trigger": "offers_remedy", "out_because": "no"}, "unknown_fact"),
        ({"trigger": "money_moves", "out_because": ""}, "no_reason_out"),
        ({"required_text": ""}, "says_nothing"),
        ({"code": "lonely", "title": "Lonely"}, "homeless"),
    ],
)
def test_what_would_fail_around_the_words_is_said_too(changes: dict[str, str], code: str) -> None:
    assert codes(tried(**changes)) == [code]


def test_a_mandatory_clause_without_a_home_is_named() -> None:
    trial = trying.tried(replace(BASIS, code="lonely", title="Lonely"), SHIPPED, examples.contexts())

    assert trial.problems[0].sentence.startswith("“Lonely” is mandatory, and no template has a place for it")


def test_the_fields_that_are_offered_are_those_that_every_letter_with_the_clause_knows() -> None:
    offered = {field.name: field for field in trying.fields(BASIS, SHIPPED, examples.contexts())}

    assert offered["firm.phone"].example == "0113 496 0100"
    assert offered["costs.lines"].each[:2] == ("label", "treatment")
    assert "sections.complaints" in offered
    assert trying.fields(replace(BASIS, code="lonely"), SHIPPED, examples.contexts()) == []


def test_a_clause_of_the_firms_own_is_tried_as_if_every_letter_of_its_kind_had_it() -> None:
    own = {"code": "own_pets", "title": "Pets", "made_for": "terms", "level": "M"}

    assert codes(tried(**own, body="{{ costs.lines }} " + RIGHT)) == ["unknown_field"]
    assert codes(tried(**own, body=RIGHT, presets=("scot",))) == ["asks_not_where"]
    right = tried(**own, body=RIGHT)
    assert (right.problems, right.at_home, {one.template.kind for one in right.shown}) == ((), False, {"terms"})


def test_a_clause_has_a_score_of_its_own() -> None:
    hard = tried(
        body=f"{RIGHT} Notwithstanding the aforementioned considerations, remuneration attributable to unanticipated "
        "administrative complications necessitates supplementary authorisation preceding any continuation whatsoever."
    )

    assert hard.reads.flesch < tried().reads.flesch
    assert hard.reads.grade > 12 > tried().reads.grade
    assert "aforementioned" in " ".join(warning.sentence for warning in hard.warnings)


def test_a_clause_in_a_file_may_say_whose_it_is_where_it_is_for_and_when_it_is_looked_at_again() -> None:
    item = {"code": "a", "title": "A", "level": "O", "trigger": "always", "body": "A.", "in_because": "it is so"}

    told = library._clause({**item, "owner": "mlro", "presets": ["scot"], "review_months": 6})

    assert (told.owner_role, told.presets, told.review_months) == ("mlro", ("scot",), 6)
    plain = library._clause(item)
    assert (plain.owner_role, plain.presets, plain.review_months) == ("compliance", (), 12)
