"""Wording that staff edit can say little, reach nothing and stop quickly (reliability.md 3.6)."""

from decimal import Decimal

import pytest

from wording import liquid


def test_facts_are_escaped() -> None:
    assert liquid.render("<b>{{ name }}</b>", {"name": "<script>&"}) == "<b>&lt;script&gt;&amp;</b>"
    assert liquid.render_text("{{ name }}", {"name": "<script>&"}) == "<script>&"


def test_analysis_names_every_fact_and_no_loop_variable() -> None:
    loop = "{% for line in costs.lines %}{{ line.net }}{% if firm.name %}{{ x.y }}{% endif %}{% endfor %}"
    body = loop + "{{ who | upcase }}"

    assert liquid.analyse(body) == {"costs.lines", "firm.name", "x.y", "who"}


@pytest.mark.parametrize(
    "body",
    [
        "{% include 'a' %}",
        "{% render 'a' %}",
        "{% increment a %}",
        "{% cycle 'a' %}",
        "{% tablerow a in b %}{% endtablerow %}",
        "{% liquid echo a %}",
        "{% if %}",
        "{{ a",
    ],
)
def test_tags_that_are_not_listed_and_broken_wording_do_not_parse(body: str) -> None:
    with pytest.raises(liquid.BadWording):
        liquid.analyse(body)


@pytest.mark.parametrize("name", ["safe", "base64_decode", "escapejs", "map", "date", "url_decode"])
def test_filters_that_are_not_listed_are_refused(name: str) -> None:
    with pytest.raises(liquid.BadWording, match=name):
        liquid.analyse(f"{{{{ a | {name} }}}}")


def test_a_missing_fact_is_refused_not_left_blank() -> None:
    with pytest.raises(liquid.BadWording):
        liquid.render("Dear {{ to.name }}", {"to": {}})


@pytest.mark.parametrize("reach", ["__class__", "items", "keys", "__init__"])
def test_nothing_of_python_can_be_reached(reach: str) -> None:
    with pytest.raises(liquid.BadWording):
        liquid.render(f"{{{{ firm.{reach} }}}}", {"firm": {"name": "Hartley & Vane"}})


@pytest.mark.parametrize("value", [Decimal(1), object(), {1, 2}, b"x"], ids=["decimal", "object", "set", "bytes"])
def test_only_plain_values_come_in(value: object) -> None:
    with pytest.raises(TypeError, match="facts.a"):
        liquid.render("x", {"a": value})


@pytest.mark.parametrize(
    "bomb",
    [
        "{% for a in (1..100000000) %}x{% endfor %}",
        "{% for a in (1..1000) %}{% for b in (1..1000) %}x{% endfor %}{% endfor %}",
        "{% assign a = 'xxxxxxxx' %}{% for i in (1..60) %}{% assign a = a | append: a %}{% endfor %}",
        "{% for a in (1..1900) %}" + "x" * 200 + "{% endfor %}",
    ],
    ids=["long loop", "loop in loop", "doubling", "output"],
)
def test_bombs_are_stopped(bomb: str) -> None:
    with pytest.raises(liquid.BadWording):
        liquid.render(bomb, {})
