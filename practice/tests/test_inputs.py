"""Fields that ask the way people answer: what is understood, what comes back, and how it is drawn."""

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template

from practice.inputs import ClockField, DayField, MoneyField, RadioList


class Slip(forms.Form):
    on = DayField(label="When did we receive it?", help_text="The real day.")
    at = ClockField(label="At what time?", required=False)
    fee = MoneyField(label="Fee", required=False)
    kind = forms.ChoiceField(label="Kind", widget=forms.RadioSelect, required=False, choices=[("a", "One"), ("b", "2")])
    sort = forms.ChoiceField(label="Sort", widget=RadioList, choices=[("a", "One & all")], required=False)


def typed(text: str) -> Slip:
    return Slip(QueryDict(text))


def drawn(form: forms.Form, field: str) -> str:
    return Template("{% load crispy_forms_tags %}{{ field|as_crispy_field }}").render(Context({"field": form[field]}))


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        pytest.param("on_day=24&on_month=11&on_year=2026", "on", date(2026, 11, 24), id="three numbers"),
        pytest.param("on_day=+1+&on_month=2&on_year=2026", "on", date(2026, 2, 1), id="one figure and a space"),
        pytest.param("on=2026-11-24", "on", date(2026, 11, 24), id="whole, from a link"),
        pytest.param("on=2026-11-24&at=14:20", "at", time(14, 20), id="colon"),
        pytest.param("on=2026-11-24&at=9.05", "at", time(9, 5), id="point"),
        pytest.param("on=2026-11-24&at=0905", "at", time(9, 5), id="four figures"),
        pytest.param("on=2026-11-24&fee=%C2%A31,450", "fee", Decimal("1450"), id="sign and comma"),
        pytest.param("on=2026-11-24&fee=1,450,000.50", "fee", Decimal("1450000.50"), id="two commas"),
        pytest.param("on=2026-11-24&fee=1450.50", "fee", Decimal("1450.50"), id="pence"),
    ],
)
def test_what_people_type_is_understood(text: str, field: str, value: Any) -> None:
    form = typed(text)

    assert (form.errors, form.cleaned_data.get(field)) == ({}, value)


@pytest.mark.parametrize(
    ("text", "field", "said"),
    [
        pytest.param("on_day=31&on_month=11&on_year=2026", "on", "Enter a real date, such as 24 11 2026.", id="31 Nov"),
        pytest.param("on_day=24&on_month=11&on_year=26", "on", "Enter a real date, such as 24 11 2026.", id="year 26"),
        pytest.param("on_day=24&on_month=&on_year=2026", "on", "Enter a real date, such as 24 11 2026.", id="no month"),
        pytest.param("on_day=&on_month=+&on_year=", "on", "This needs an answer.", id="nothing"),
        pytest.param("at=25:00", "at", "Enter a time on the 24-hour clock, such as 14:20.", id="25 o'clock"),
        pytest.param("fee=about+1450", "fee", "Enter an amount in pounds, such as 1,450.00.", id="about"),
        pytest.param("fee=14,50", "fee", "Enter an amount in pounds, such as 1,450.00.", id="comma for pence"),
        pytest.param(
            "fee=1.005", "fee", "Give pounds and pence: two figures after the point at most.", id="part of a penny"
        ),
    ],
)
def test_what_cannot_be_right_is_said_in_words(text: str, field: str, said: str) -> None:
    assert typed(text).errors[field] == [said]


def test_an_impossible_date_comes_back_as_it_was_typed() -> None:
    html = drawn(typed("on_day=31&on_month=11&on_year=2026"), "on")

    assert [f'name="on_{part}"' in html for part in ("day", "month", "year")] == [True, True, True]
    assert [f'value="{value}"' in html for value in ("31", "11", "2026")] == [True, True, True]
    assert html.count('aria-invalid="true"') == 3


def test_a_date_given_by_the_page_stands_in_its_three_inputs() -> None:
    html = drawn(Slip(initial={"on": date(2026, 2, 1)}), "on")

    assert [f'value="{value}"' in html for value in ("1", "2", "2026")] == [True, True, True]


def test_a_field_is_tied_to_its_hint_and_its_error() -> None:
    html = drawn(typed("on="), "on")

    assert '<fieldset aria-describedby="id_on_helptext id_on_error">' in html
    assert '<p class="form-text" id="id_on_helptext">The real day.</p>' in html
    assert '<div id="id_on_error">' in html


def test_short_choices_are_chips_and_sentences_a_list() -> None:
    chips, listed = drawn(Slip(), "kind"), drawn(Slip(initial={"sort": "a"}), "sort")

    assert (chips.count('class="btn-check"'), chips.count("form-check")) == (2, 0)
    assert (listed.count('class="form-check-input"'), listed.count("btn-check")) == (1, 0)
    assert "One &amp; all" in listed
    assert "checked" in listed


def test_optional_is_said_unless_the_whole_form_is() -> None:
    assert "(optional)" in drawn(Slip(), "at")
    assert "(optional)" not in drawn(Slip(), "on")

    form = Slip()
    form.all_optional = True  # type: ignore[attr-defined]
    assert "(optional)" not in drawn(form, "at")
