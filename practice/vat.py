"""The rate of VAT of a day: dated data, never a constant in code (decisions B14)."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).resolve().parent / "data" / "vat.yaml"
_PENNY = Decimal("0.01")


@cache
def _rates() -> list[dict[str, Any]]:
    return yaml.safe_load(_FILE.read_text(encoding="utf-8"))  # type: ignore[no-any-return]  # a list, as written


def vat_rate(on: date) -> Decimal:
    """Return the rate of VAT of a day, as a fraction. :raises ValueError: for a day before the first rate we know"""
    in_force = max((row for row in _rates() if row["from"] <= on), key=lambda row: row["from"])
    return Decimal(in_force["rate"])


def vat_on(net: Decimal, rate: Decimal | None) -> Decimal:
    """Return the VAT on an amount, to the penny; none where there is no rate."""
    return (net * rate).quantize(_PENNY, ROUND_HALF_UP) if rate is not None else Decimal(0)
