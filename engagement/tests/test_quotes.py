"""The price that was quoted becomes the letter's estimate; where they differ the page and the letter say so."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from engagement import letters, services
from engagement.models import Letter
from engagement.tests import factories
from practice.models import Matter, MatterParty, MatterRole, QuoteWay
from practice.pricing import Wanted, price
from practice.services.quotes import take_along, write_quote
from practice.tests import factories as firm

pytestmark = pytest.mark.django_db
NOW = factories.NOW
REST = {
    "mortgage": "yes",
    "calls_and_emails": "included",
    "objectives": "To move before the spring.",
    "formation": "on_premises",
}


def _quoted(matter: Matter, **wanted: Any) -> Matter:
    table = firm.price_table()
    want = Wanted(**{"value": Decimal(312_500), **wanted})
    lines = price([line.as_rule() for line in table.lines.all()], want, vat_rate=Decimal("0.20"))
    with transaction.atomic():
        given = write_quote(
            table=table,
            wanted=want,
            lines=lines,
            words="As it was read out",
            way=QuoteWay.PHONE,
            given_on=date(2026, 11, 20),
            holds_until=date(2026, 12, 20),
            by=matter.fee_earner,
            now=NOW,
        )
        take_along(quote=given, matter=matter, now=NOW)
    return matter


def _draft(matter: Matter, **answers: str) -> Letter:
    draft = services.start_letter(matter_id=matter.pk, by=matter.fee_earner, now=NOW)
    return services.save_answers(
        letter_id=draft.pk, answers=REST | answers, seen=draft.draft_version, by=matter.fee_earner, now=NOW
    )


def _words(made: letters.Package) -> str:
    return " ".join(made.copies[0].composition.screen.split())


def test_a_quote_answers_the_questions_about_money() -> None:
    matter = _quoted(factories.matter(), tax=Decimal(625), assumes="you will own no other home")

    made = letters.package(_draft(matter), NOW)

    assert [stop.sentence for stop in made.stops] == []
    assert [line.label for line in made.costs] == [
        *("Our fee", "Searches for our advice", "Identity check", "Registration", "Stamp duty land tax")
    ]
    assert made.estimate == Decimal(2485)
    assert "to buy at £312,500" in _words(made)
    assert "The tax assumes that you will own no other home." in _words(made)
    assert made.against_quote is not None
    assert (made.against_quote.is_different, made.is_unexplained) == (False, False)
    assert "above_quote" in {one.code for one in made.copies[0].composition.left_out}


def test_more_than_was_quoted_is_shown_warned_of_and_printed_and_stops_nothing() -> None:
    matter = _quoted(factories.matter(), tax=Decimal(625), assumes="you will own no other home")

    silent = letters.package(_draft(matter, cost_searches="365"), NOW)

    assert (silent.is_unexplained, silent.may_go, silent.asked) == (True, True, {"quote_because"})
    assert silent.against_quote is not None
    assert [line.words for line in silent.against_quote.lines if line.change] == ["£120 more"]
    said = "On 20 November 2026 we quoted you: About £2,485, estimate. This estimate is £120 more."
    assert said in _words(silent)

    draft = Letter.objects.get()
    services.save_answers(
        letter_id=draft.pk,
        answers={**draft.answers, "quote_because": "Your lender asks for one more search."},
        seen=draft.draft_version,
        by=matter.fee_earner,
        now=NOW,
    )
    told = letters.package(Letter.objects.get(), NOW)

    assert (told.is_unexplained, told.asked) == (False, set())
    assert "Your lender asks for one more search." in _words(told)


@pytest.mark.parametrize(
    ("answers", "change", "is_open"),
    [
        pytest.param({"cost_searches": "200", "cost_tax": "0"}, Decimal(-78), False, id="less needs no reason"),
        pytest.param({"cost_tax": "9000"}, Decimal(0), False, id="a tax that was left out is no rise"),
        pytest.param({}, Decimal(0), True, id="the tax is still asked"),
    ],
)
def test_what_was_left_out_of_a_quote_is_asked_and_is_no_rise(
    answers: dict[str, str], change: Decimal, is_open: bool
) -> None:
    matter = _quoted(factories.matter())

    made = letters.package(_draft(matter, assumptions="you will own no other home", **answers), NOW)

    assert made.against_quote is not None
    assert (made.against_quote.change, made.is_unexplained) == (change, False)
    assert ("costs" in made.asked) is is_open


def test_a_second_client_is_a_difference_that_nobody_typed() -> None:
    matter = _quoted(factories.matter(), tax=Decimal(0), assumes="you will own no other home")
    MatterParty.objects.create(matter=matter, party=factories.client("Nkechi Adeyemi"), role=MatterRole.CLIENT)

    made = letters.package(_draft(matter), NOW)

    assert made.against_quote is not None
    assert [(line.label, line.words) for line in made.against_quote.lines if line.change] == [
        ("Identity checks, two", "£12 more")
    ]


def test_the_page_shows_quote_and_letter_side_by_side() -> None:
    matter = _quoted(factories.matter())
    _draft(matter, assumptions="you will own no other home", cost_tax="0", cost_fee="1400")

    page = factories.browser_of(matter.fee_earner).get(reverse("engagement:letter", args=[matter.pk])).content.decode()

    assert "Against our quote" in page
    assert "£300 more" in page
    assert "Why is it more than we quoted?" in page
    assert "was left out of the quote" in page
