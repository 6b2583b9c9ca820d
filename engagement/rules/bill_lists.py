"""A list of bills as the practice system gives it: its columns, and what each row must be. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from django.db.models import TextChoices

from engagement.rules.costs import BillFacts, BillKind
from practice.errors import Refusal


class BillOutcome(TextChoices):
    """What became of a row."""

    MADE = "made", "Recorded"
    AGAIN = "again", "Put right"
    SAME = "same", "Known already"
    DIFFERS = "differs", "Different here"
    REFUSED = "refused", "Mistake"


LABELS: Final = {
    "matter_number": "matter number",
    "number": "bill number",
    "on": "date",
    "fees": "net",
    "disbursements": "disbursements",
    "vat": "VAT",
    "kind": "final",
}
NEEDED: Final = ("matter_number", "number", "on", "fees", "vat")
LONGEST_NUMBER: Final = 40
_MOST: Final = Decimal("9999999999.99")
_ALIASES: Final = {
    "matter_number": "matter number, matter no, matter ref, matter reference, matter id, matter, file number, file no",
    "number": "bill number, bill no, invoice number, invoice no, bill ref, number",
    "on": "date, bill date, invoice date, tax date, dated",
    "fees": "net, fees, costs, profit costs, our charges, net fees",
    "disbursements": "disbursements, disbs, paid for the client, expenses",
    "vat": "vat, vat amount, tax",
    "kind": "final, final bill, last bill",
}
_FINAL: Final = {"yes", "y", "true", "1", "final"}


class NotAListOfBills(Refusal):
    """The header lacks a column without which no bill can be recorded."""

    code = "not_a_list_of_bills"


@dataclass(frozen=True, slots=True)
class BillRow:
    """A row that can be read: the practice system's matter number, and the bill."""

    matter_number: str
    bill: BillFacts


def columns_of(headers: Sequence[str]) -> dict[str, int]:
    """
    Return which column holds what, by its heading.

    :raises NotAListOfBills: naming what is missing
    """
    said = {_plain(header): number for number, header in reversed(list(enumerate(headers)))}
    found = {
        field: next((said[alias] for alias in map(_plain, aliases.split(",")) if alias in said), None)
        for field, aliases in _ALIASES.items()
    }
    if missing := [LABELS[field] for field in NEEDED if found[field] is None]:
        raise NotAListOfBills(f"This is no list of bills: no column is headed {', '.join(missing)}.")
    return {field: number for field, number in found.items() if number is not None}


def read_row(cells: Mapping[str, str], *, on: date | None) -> BillRow | str:
    """Return the bill of a row, or why it has none; ``on``: its date as read, None if it is none."""
    number, matter_number = cells["number"].strip(), cells["matter_number"].strip()
    if not matter_number or not number:
        return f"The {LABELS['matter_number' if not matter_number else 'number']} is missing."
    if len(number) > LONGEST_NUMBER:
        return f"The bill number has more than {LONGEST_NUMBER} letters."
    if on is None:
        return "The date is none: write 2026-03-14 or 14/03/2026."
    amounts: dict[str, Decimal] = {}
    for field in ("fees", "disbursements", "vat"):
        amount = _amount(cells.get(field, ""))
        if amount is None:
            return f"What stands under {LABELS[field]} is no amount in pounds. Credit notes are recorded by hand."
        amounts[field] = amount
    kind = BillKind.FINAL if cells.get("kind", "").strip().casefold() in _FINAL else BillKind.INTERIM
    return BillRow(matter_number, BillFacts(number=number, on=on, kind=kind, **amounts))


def differences(here: BillFacts, there: BillFacts) -> str:
    """Say what a bill on record has otherwise than the list: "date 3 Mar 2026, net £100.00"; "" for nothing."""
    pairs = (
        ("date", f"{here.on:%d/%m/%Y}", f"{there.on:%d/%m/%Y}"),
        ("net", f"£{here.fees:,.2f}", f"£{there.fees:,.2f}"),
        ("disbursements", f"£{here.disbursements:,.2f}", f"£{there.disbursements:,.2f}"),
        ("VAT", f"£{here.vat:,.2f}", f"£{there.vat:,.2f}"),
    )
    return ", ".join(f"{what} {ours} here and {theirs} in the list" for what, ours, theirs in pairs if ours != theirs)


def _amount(text: str) -> Decimal | None:
    """Read "£1,234.50"; nothing is 0. None if it is no amount, less than nothing, or has parts of a penny."""
    plain = re.sub(r"[£\s]|(?<=\d),(?=\d{3}\b)", "", text)
    try:
        amount = Decimal(plain or "0")
    except InvalidOperation:
        return None
    if not amount.is_finite() or not 0 <= amount <= _MOST or amount != amount.quantize(Decimal("0.01")):
        return None
    return amount.quantize(Decimal("0.01"))


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").strip(" .:*").split())
