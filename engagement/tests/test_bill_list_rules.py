"""Reading a list of bills: its columns by their headings, amounts as people and programs write them."""

from datetime import date
from decimal import Decimal

import pytest

from engagement.rules.bill_lists import BillRow, NotAListOfBills, columns_of, differences, read_row
from engagement.rules.costs import BillFacts

DAY = date(2026, 12, 1)
CELLS = {"matter_number": "M-7", "number": "B-1", "on": "x", "fees": "£1,234.50", "vat": "246.90"}


def test_columns_are_known_by_their_headings_and_what_is_missing_is_named() -> None:
    headed = ["Invoice No", "Matter No", "Dated", "Net", "VAT", "Disbs", "Remarks"]

    assert columns_of(headed) == {
        "matter_number": 1, "number": 0, "on": 2, "fees": 3, "disbursements": 5, "vat": 4,
    }  # fmt: skip
    with pytest.raises(NotAListOfBills, match="no column is headed date, VAT"):
        columns_of(["Matter number", "Bill number", "Net"])


def test_a_row_is_a_bill() -> None:
    bill = BillFacts("B-1", DAY, "interim", Decimal("1234.50"), Decimal(0), Decimal("246.90"))

    assert read_row(CELLS, on=DAY) == BillRow("M-7", bill)
    assert read_row({**CELLS, "kind": "Yes"}, on=DAY) != BillRow("M-7", bill)


@pytest.mark.parametrize(
    ("cells", "on", "because"),
    [
        ({"matter_number": " "}, DAY, "The matter number is missing."),
        ({"number": ""}, DAY, "The bill number is missing."),
        ({"number": "B" * 41}, DAY, "more than 40"),
        ({}, None, "The date is none"),
        ({"fees": "-10"}, DAY, "under net is no amount"),
        ({"fees": "14,50"}, DAY, "under net is no amount"),
        ({"vat": "NaN"}, DAY, "under VAT is no amount"),
        ({"disbursements": "1.005"}, DAY, "under disbursements is no amount"),
        ({"vat": "1e99"}, DAY, "under VAT is no amount"),
    ],
)
def test_a_row_that_is_no_bill_says_why(cells: dict[str, str], on: date | None, because: str) -> None:
    said = read_row({**CELLS, **cells}, on=on)

    assert isinstance(said, str)
    assert because in said


def test_only_what_differs_is_told() -> None:
    one = BillFacts("B-1", DAY, "interim", Decimal(100), Decimal(0), Decimal(20))
    other = BillFacts("b-1", DAY, "final", Decimal(100), Decimal(5), Decimal(20))

    assert differences(one, one) == ""
    assert differences(one, other) == "disbursements £0.00 here and £5.00 in the list"
