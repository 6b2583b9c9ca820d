"""What an estimate says against the price that was quoted before it, line by line (decisions 28). Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from practice.phrases import money
from practice.pricing import PricedLine, span, total


@dataclass(frozen=True, slots=True)
class NowLine:
    """A line as the estimate has it, with VAT; `amount` of None is still open."""

    code: str
    label: str
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Difference:
    """
    One line, quoted and now.

    ``quoted`` is in words; ``change`` is how far it is above (or below, negative) what was quoted, nothing inside a
    range, and None where there is nothing to compare: the line is open, or was left out of the quote.
    """

    label: str
    quoted: str
    now: Decimal | None
    change: Decimal | None

    @property
    def words(self) -> str:
        if self.change is None:
            return "still open" if self.now is None else "was left out of the quote"
        if not self.change:
            return "as quoted"
        return f"{money(abs(self.change))} {'more' if self.change > 0 else 'less'}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """All lines, and how far the sum of those that can be compared is above the quote; None while a line is open."""

    lines: tuple[Difference, ...]
    change: Decimal | None

    @property
    def is_higher(self) -> bool:
        return self.change is not None and self.change > 0

    @property
    def is_different(self) -> bool:
        """Say if any line is not as it was quoted, or could not be compared."""
        return any(line.change != 0 for line in self.lines)


def compare(quoted: Sequence[PricedLine], now: Iterable[NowLine]) -> Comparison:
    """Compare line by line. A line that was not quoted was quoted at nothing; one that is gone is nothing now."""
    before = {line.code: line for line in quoted}
    lines, known, is_open = [], Decimal(0), False
    for line in now:
        was = before.pop(line.code, None)
        if was is not None and was.is_left_out:
            lines.append(Difference(line.label, was.amount, line.amount, None))
            continue
        low, high = was.totals if was else (Decimal(0), Decimal(0))
        said = span(low, high) if was else "not quoted"
        lines.append(
            Difference(line.label, said, line.amount, None if line.amount is None else beyond(line.amount, low, high))
        )
        known += line.amount or Decimal(0)
        is_open = is_open or line.amount is None
    for was in before.values():
        if not was.is_left_out:
            lines.append(Difference(was.label, was.amount, Decimal(0), beyond(Decimal(0), *was.totals)))
    sums = total(quoted)
    return Comparison(tuple(lines), None if is_open else beyond(known, sums.low, sums.high))


def beyond(amount: Decimal, low: Decimal, high: Decimal) -> Decimal:
    """Return how far an amount is above a range, or (negative) below it; nothing inside."""
    return amount - high if amount > high else min(amount - low, Decimal(0))
