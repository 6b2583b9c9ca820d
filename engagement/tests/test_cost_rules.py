from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from engagement.estimates import Estimate, say
from engagement.rules import costs as rules
from engagement.rules.costs import THE_TOP, BadFigure, BillFacts, CostPolicy, Spent

TODAY = date(2026, 11, 24)
RATE = Decimal("0.20")


def spent(total: int | str, top: int | str = 4200) -> Spent:
    return Spent(Decimal(total), Decimal(0), Decimal(top))


@pytest.mark.parametrize(
    ("total", "words"),
    [
        ("3100", "£3,100 of about £4,200, 74 %"),
        ("0", "£0 of about £4,200, 0 %"),
        ("4199.99", "£4,199.99 of about £4,200, 99 %"),
        ("4200", "£4,200 of about £4,200, 100 %"),
        ("4200.01", "£4,200.01 of about £4,200, 101 %"),
        ("8400", "£8,400 of about £4,200, 200 %"),
    ],
    ids=["below", "nothing", "a penny below", "at the top", "a penny above", "twice"],
)
def test_the_share_is_told_so_that_above_never_reads_as_below(total: str, words: str) -> None:
    assert say(spent(total)) == words


def test_what_is_not_billed_yet_counts_too() -> None:
    both = Spent(Decimal(3000), Decimal(1500), Decimal(4200))

    assert (both.total, both.over, both.percent) == (Decimal(4500), Decimal(300), 107)


@pytest.mark.parametrize(
    ("total", "warn_at", "warned", "due"),
    [
        ("3359.99", 80, [], None),
        ("3360", 80, [], 80),
        ("3360", 80, [80], None),
        ("4200", 80, [80], None),
        ("4200.01", 80, [80], THE_TOP),
        ("4200.01", 80, [], THE_TOP),
        ("3900", 80, [THE_TOP], None),
        ("2100", 50, [], 50),
        ("4200", 100, [], None),
        ("4300", 100, [], THE_TOP),
    ],
    ids=[
        "a penny below", "just there", "warned", "at the top", "above, after 80", "from nothing to above",
        "back below", "another share", "the top alone", "the top alone, passed",
    ],
)  # fmt: skip
def test_each_share_is_warned_of_once_and_the_highest_alone(
    total: str, warn_at: int, warned: list[int], due: int | None
) -> None:
    assert rules.to_warn(spent(total), CostPolicy(warn_at), warned) == due


def test_what_is_no_longer_reached_is_taken_back() -> None:
    assert rules.no_longer_reached(spent(3500), [80, THE_TOP]) == [THE_TOP]
    assert rules.no_longer_reached(spent(100), [80]) == [80]


def at(day: int, hour: int = 9) -> tuple[date, datetime]:
    return date(2026, 11, day), datetime(2026, 11, 24, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("noted", "last_bill", "counts"),
    [
        (at(20), None, True),
        (at(20), at(19), True),
        (at(20), at(21), False),
        (at(20, 10), at(20, 9), True),
        (at(20, 9), at(20, 10), False),
    ],
    ids=["no bill", "bill before", "bill since", "same day, noted after", "same day, noted before"],
)
def test_unbilled_work_counts_until_a_later_bill(
    noted: tuple[date, datetime], last_bill: tuple[date, datetime] | None, counts: bool
) -> None:
    assert rules.still_counts(noted, last_bill) is counts


def bill(**facts: object) -> BillFacts:
    usual = {"number": "1", "on": TODAY, "kind": "interim", "fees": "1000", "disbursements": "0", "vat": "200"}
    typed = usual | facts
    figures = {name: Decimal(str(typed[name])) for name in ("fees", "disbursements", "vat")}
    return BillFacts(**{**typed, **figures})  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"fees": 0, "vat": 0}, "fees", "A bill of nothing is no bill."),
        ({"vat": "200.01"}, "vat", "VAT at 20 % on £1,000.00 is £200.00 at most."),
        ({"on": date(2026, 11, 25)}, "on", "A bill cannot have a day to come."),
        ({"on": date(2025, 11, 24)}, "on", "A bill cannot be older than the matter."),
    ],
    ids=["nothing", "too much vat", "tomorrow", "a wrong year"],
)
def test_a_bill_that_cannot_be_right_is_refused_where_it_was_typed(
    facts: dict[str, object], field: str, words: str
) -> None:
    with pytest.raises(BadFigure) as refused:
        rules.check_bill(bill(**facts), today=TODAY, instructed_on=date(2026, 10, 1), vat_rate=RATE)

    assert refused.value.field == field
    assert str(refused.value).startswith(words)


def test_a_bill_with_less_vat_or_for_others_alone_passes() -> None:
    for one in (bill(vat=0), bill(fees=0, disbursements=150, vat=0), bill(fees="0.01", vat=0)):
        rules.check_bill(one, today=TODAY, instructed_on=None, vat_rate=RATE)


@pytest.mark.parametrize(("low", "words"), [(4200, "about £4,200"), (3000, "between £3,000 and £4,200")])
def test_an_estimate_is_a_figure_or_a_range(low: int, words: str) -> None:
    assert Estimate(1, TODAY, Decimal(low), Decimal(4200), "").words == words
