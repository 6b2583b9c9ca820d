"""From a price table to a price, and from a quote to what changed since."""

from decimal import Decimal
from typing import Any

import pytest

from practice.comparing import NowLine, compare
from practice.pricing import NoPrice, PricedLine, TableLine, Wanted, price, problems, total

RATE = Decimal("0.20")


def line(code: str = "fee", low: str | None = "1000", high: str | None = None, **more: Any) -> TableLine:
    same: dict[str, Any] = {
        "label": code.title(),
        "payee": "us",
        "treatment": "our_charge",
        "certainty": "fixed",
        "vat_reason": "our service",
        "has_vat": True,
        "low": Decimal(low) if low else None,
        "high": Decimal(high or low) if low else None,
    }
    return TableLine(code=code, **same | more)


def band(low: str, over: int | None, up_to: int | None) -> TableLine:
    bounds = [None if bound is None else Decimal(bound) for bound in (over, up_to)]
    return line("fee", low, over=bounds[0], up_to=bounds[1])


TAX = line("tax", None, label="Stamp duty land tax", certainty="assumption", has_vat=False, is_tax=True)
BANDS = (band("900", None, 250_000), band("1100", 250_000, 500_000))
COURT = line("court", "300", treatment="paid_for_you", has_vat=False)
CLIENT = line("identity", "10", per="client")
HOURS = line("time", "240", per="hour", hours=(12, 25), certainty="estimate")


@pytest.mark.parametrize(
    ("lines", "wanted", "headline", "vat"),
    [
        pytest.param([line()], Wanted(), "£1,200, fixed", "£200", id="one fixed fee"),
        pytest.param([line(), COURT], Wanted(), "£1,500, fixed", "£200", id="no VAT on what is paid for them"),
        pytest.param(
            [line(), line("searches", "265", certainty="estimate")],
            Wanted(),
            "About £1,518, estimate",
            "£253",
            id="an estimate among them makes all an estimate",
        ),
        pytest.param(
            [HOURS], Wanted(), "Between £3,456 and £7,200, estimate", "£576 to £1,200", id="hours are a range"
        ),
        pytest.param([CLIENT], Wanted(people=3), "£36, fixed", "£6", id="for each client"),
        pytest.param(BANDS, Wanted(value=Decimal(250_000)), "£1,080, fixed", "£180", id="a bound belongs to its band"),
        pytest.param(BANDS, Wanted(value=Decimal("250000.01")), "£1,320, fixed", "£220", id="a penny above it"),
        pytest.param([line(), line("more", option="flat")], Wanted(), "£1,200, fixed", "£200", id="without the option"),
        pytest.param(
            [line(), line("more", option="flat")], Wanted(options=["flat"]), "£2,400, fixed", "£400", id="with it"
        ),
        pytest.param(
            [line(), TAX], Wanted(), "About £1,200, estimate, without stamp duty land tax", "£200", id="no tax asked"
        ),
        pytest.param(
            [line(), TAX],
            Wanted(tax=Decimal(625), assumes="you own no other home"),
            "About £1,825, estimate",
            "£200",
            id="with a tax",
        ),
        pytest.param([line(low="33.33")], Wanted(), "£40, fixed", "£6.67", id="VAT to the penny"),
    ],
)
def test_a_price_says_what_it_comes_to_and_how_sure_it_is(
    lines: list[TableLine], wanted: Wanted, headline: str, vat: str
) -> None:
    sums = total(price(lines, wanted, vat_rate=RATE))

    assert (sums.headline, sums.vat) == (headline, vat)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        pytest.param(None, "Give the value", id="nothing given"),
        pytest.param(Decimal(500_001), "no band for £500,001", id="above the last band"),
    ],
)
def test_what_the_table_does_not_price_is_refused_not_guessed(value: Decimal | None, sentence: str) -> None:
    with pytest.raises(NoPrice, match=sentence):
        price(BANDS, Wanted(value=value), vat_rate=RATE)


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        pytest.param([], ["It has no lines."], id="nothing"),
        pytest.param([*BANDS, TAX, CLIENT, HOURS], [], id="all in order"),
        pytest.param([line(), line()], ["Fee: two of its bands overlap at £0."], id="twice"),
        pytest.param(
            [band("900", None, 300_000), band("1100", 250_000, None)],
            ["Fee: two of its bands overlap at £250,000."],
            id="overlap",
        ),
        pytest.param(
            [band("900", None, 200_000), band("1100", 250_000, None)],
            ["Fee: there is no band from £200,000 to £250,000."],
            id="gap",
        ),
        pytest.param(
            [line("fee", "900", "1000")], ["Fee: what is fixed has one amount."], id="a range that calls itself fixed"
        ),
        pytest.param(
            [line(certainty="assumption")], ["Fee: an assumption says what it assumes."], id="assumes nothing"
        ),
        pytest.param([line(option="flat")], ["Fee: there is no option “flat”."], id="unknown option"),
        pytest.param(
            [line("tax", "5", is_tax=True, certainty="assumption")],
            ["Tax: a tax is an assumption, without an amount and without VAT."],
            id="a guessed tax",
        ),
        pytest.param([line(low=None)], ["Fee: give the amount, the lower one first."], id="no amount"),
        pytest.param(
            [line(per="hour")], ["Fee: hours go with an amount for each hour, and only with that."], id="hours unsaid"
        ),
    ],
)
def test_a_table_that_contradicts_itself_is_not_published(lines: list[TableLine], wrong: list[str]) -> None:
    assert problems(lines, options=[]) == wrong


def quoted(*lines: TableLine, **wanted: Any) -> tuple[PricedLine, ...]:
    return price(lines, Wanted(**wanted), vat_rate=RATE)


def now(code: str, amount: str | None) -> NowLine:
    return NowLine(code, code.title(), None if amount is None else Decimal(amount))


@pytest.mark.parametrize(
    ("before", "after", "words", "change"),
    [
        pytest.param(quoted(line()), [now("fee", "1200")], ["as quoted"], "0", id="the same"),
        pytest.param(quoted(line()), [now("fee", "1260.50")], ["£60.50 more"], "60.50", id="more"),
        pytest.param(quoted(line()), [now("fee", "1000")], ["£200 less"], "-200", id="less"),
        pytest.param(quoted(HOURS), [now("time", "7200")], ["as quoted"], "0", id="inside the range"),
        pytest.param(quoted(HOURS), [now("time", "7201")], ["£1 more"], "1", id="above the range"),
        pytest.param(
            quoted(line()), [now("fee", "1200"), now("copies", "12")], ["as quoted", "£12 more"], "12", id="a new line"
        ),
        pytest.param(
            quoted(line(), COURT), [now("fee", "1200")], ["as quoted", "£300 less"], "-300", id="a line that has gone"
        ),
        pytest.param(
            quoted(line(), COURT),
            [now("fee", "1500"), now("court", "0")],
            ["£300 more", "£300 less"],
            "0",
            id="one makes up for the other",
        ),
        pytest.param(
            quoted(line(), TAX),
            [now("fee", "1200"), now("tax", "5000")],
            ["as quoted", "was left out of the quote"],
            "0",
            id="a tax that was left out is no rise",
        ),
        pytest.param(quoted(line()), [now("fee", None)], ["still open"], None, id="an open line compares with nothing"),
    ],
)
def test_an_estimate_is_held_against_the_quote_line_by_line(
    before: tuple[PricedLine, ...], after: list[NowLine], words: list[str], change: str | None
) -> None:
    compared = compare(before, after)

    assert [one.words for one in compared.lines] == words
    assert compared.change == (None if change is None else Decimal(change))
    assert compared.is_higher is (change is not None and Decimal(change) > 0)
