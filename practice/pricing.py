"""From a price table to a price: bands, totals, what is fixed, what changed since a quote (decisions 17, 28). Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from django.db.models import TextChoices

from practice.errors import Refusal
from practice.phrases import money
from practice.vat import vat_on


class Treatment(TextChoices):
    """How a line stands to VAT and to us: our charge, or a disbursement."""

    OUR_CHARGE = "our_charge", "our charge"
    PAID_FOR_YOU = "paid_for_you", "paid for you"


class Certainty(TextChoices):
    FIXED = "fixed", "fixed"
    ESTIMATE = "estimate", "estimate"
    ASSUMPTION = "assumption", "assumption"


class Per(TextChoices):
    """What an amount of the table is for."""

    ONCE = "once", "Once"
    CLIENT = "client", "For each client"
    HOUR = "hour", "For each hour"


class NoPrice(Refusal):
    """The table has no price for this."""

    code = "no_price"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableLine:
    """
    One line of a price table.

    It counts for a value above ``over`` up to and with ``up_to`` (None: no such bound), and only with its ``option``.
    ``low`` and ``high`` are net, for what ``per`` says; a tax has neither: it is asked, never guessed (decisions 17).
    """

    code: str
    label: str
    payee: str
    treatment: str
    certainty: str
    vat_reason: str
    low: Decimal | None = None
    high: Decimal | None = None
    per: str = Per.ONCE
    hours: tuple[int, int] | None = None
    has_vat: bool = False
    is_tax: bool = False
    assumes: str = ""
    option: str = ""
    over: Decimal | None = None
    up_to: Decimal | None = None

    def counts_for(self, value: Decimal | None) -> bool:
        if self.over is None and self.up_to is None:
            return True
        above = self.over is None or (value is not None and value > self.over)
        return above and (self.up_to is None or (value is not None and value <= self.up_to))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be priced. ``tax``: what the tax would be, assuming ``assumes``; None leaves it out of the total."""

    value: Decimal | None = None
    options: Collection[str] = ()
    people: int = 1
    tax: Decimal | None = None
    assumes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLine:
    """One line of a quote: net from ``low`` to ``high``, both None where it is left out of the total."""

    code: str
    label: str
    payee: str
    treatment: str
    certainty: str
    vat_reason: str
    low: Decimal | None
    high: Decimal | None
    vat_rate: Decimal | None = None
    per: str = Per.ONCE
    is_tax: bool = False
    assumes: str = ""

    @property
    def is_left_out(self) -> bool:
        return self.low is None

    @property
    def totals(self) -> tuple[Decimal, Decimal]:
        """The least and the most it comes to with VAT; a line that is left out comes to nothing."""
        low, high = self.low or Decimal(0), self.high or Decimal(0)
        return low + vat_on(low, self.vat_rate), high + vat_on(high, self.vat_rate)

    @property
    def vats(self) -> tuple[Decimal, Decimal]:
        return vat_on(self.low or Decimal(0), self.vat_rate), vat_on(self.high or Decimal(0), self.vat_rate)

    @property
    def amount(self) -> str:
        """Say what it comes to with VAT."""
        return "not in this price" if self.is_left_out else span(*self.totals)


@dataclass(frozen=True, slots=True)
class Total:
    """What lines come to with VAT; `left_out` names those that are not in it."""

    low: Decimal
    high: Decimal
    vat_low: Decimal
    vat_high: Decimal
    is_fixed: bool
    left_out: tuple[str, ...]

    @property
    def headline(self) -> str:
        """Say "£1,140, fixed", "About £2,345, estimate" or "Between £2,900 and £6,800, estimate" (decisions 17)."""
        if self.is_fixed:
            said = f"{money(self.low)}, fixed"
        elif self.low == self.high:
            said = f"About {money(self.low)}, estimate"
        else:
            said = f"Between {money(self.low)} and {money(self.high)}, estimate"
        return f"{said}, without {' and '.join(self.left_out)}" if self.left_out else said

    @property
    def spoken(self) -> str:
        """Say the headline inside a sentence."""
        return in_a_sentence(self.headline)

    @property
    def amount(self) -> str:
        return span(self.low, self.high)

    @property
    def vat(self) -> str:
        return span(self.vat_low, self.vat_high)


def span(low: Decimal, high: Decimal) -> str:
    """Say "£1,140", or "£1,140 to £2,400"."""
    return money(low) if low == high else f"{money(low)} to {money(high)}"


def price(lines: Sequence[TableLine], wanted: Wanted, *, vat_rate: Decimal) -> tuple[PricedLine, ...]:
    """
    Return the lines that count for what is wanted, in the order of the table.

    :raises NoPrice: if the table has bands and the value is missing or in none of them
    """
    asked = [line for line in lines if not line.option or line.option in wanted.options]
    found = [line for line in asked if line.counts_for(wanted.value)]
    missing = {line.code for line in asked} - {line.code for line in found}
    if missing and wanted.value is None:
        raise NoPrice("Give the value: the price depends on it.")
    if missing:
        raise NoPrice(f"The price table has no band for {money(wanted.value or 0)}. Ask the department for a price.")
    return tuple(_priced(line, wanted, vat_rate=vat_rate) for line in found)


def _priced(line: TableLine, wanted: Wanted, *, vat_rate: Decimal) -> PricedLine:
    low, high, assumes = line.low, line.high, line.assumes
    if line.is_tax:
        low = high = wanted.tax
        assumes = wanted.assumes if wanted.tax is not None else ""
    elif low is not None and high is not None:
        least, most = _times(line, wanted)
        low, high = low * least, high * most
    return PricedLine(
        code=line.code,
        label=line.label,
        payee=line.payee,
        treatment=line.treatment,
        certainty=line.certainty,
        vat_reason=line.vat_reason,
        low=low,
        high=high,
        vat_rate=vat_rate if line.has_vat else None,
        per=line.per,
        is_tax=line.is_tax,
        assumes=assumes,
    )


def _times(line: TableLine, wanted: Wanted) -> tuple[int, int]:
    if line.per == Per.CLIENT:
        return wanted.people, wanted.people
    return line.hours if line.per == Per.HOUR and line.hours else (1, 1)


def total(lines: Iterable[PricedLine]) -> Total:
    """Add lines up. Only if all of them are fixed is the sum."""
    all_of_them = tuple(lines)
    return Total(
        low=sum((line.totals[0] for line in all_of_them), Decimal(0)),
        high=sum((line.totals[1] for line in all_of_them), Decimal(0)),
        vat_low=sum((line.vats[0] for line in all_of_them), Decimal(0)),
        vat_high=sum((line.vats[1] for line in all_of_them), Decimal(0)),
        is_fixed=all(line.certainty == Certainty.FIXED for line in all_of_them),
        left_out=tuple(in_a_sentence(line.label) for line in all_of_them if line.is_left_out),
    )


def in_a_sentence(label: str) -> str:
    """Return words as they stand inside a sentence; an abbreviation keeps its capitals."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


# --- Whether a table may be published


def problems(lines: Sequence[TableLine], *, options: Collection[str]) -> list[str]:
    """Return what is wrong with a table before anybody is quoted from it; nothing means that it may be published."""
    if not lines:
        return ["It has no lines."]
    found = [wrong for line in lines for wrong in _wrong(line, options)]
    if sum(line.is_tax for line in lines) > 1:
        found.append("There is one tax at most.")
    for code in dict.fromkeys(line.code for line in lines):
        found += _bands([line for line in lines if line.code == code])
    return found


def _bands(lines: list[TableLine]) -> list[str]:
    """Return what is wrong between the bands of one line: each value has one amount."""
    name, found = lines[0].label, []
    if len({line.option for line in lines}) > 1:
        found.append(f"{name}: its bands belong to different options.")
    bands = sorted(lines, key=lambda line: line.over or Decimal(0))
    for before, after in pairwise(bands):
        begins = after.over or Decimal(0)
        if before.up_to is None or begins < before.up_to:
            found.append(f"{name}: two of its bands overlap at {money(begins)}.")
        elif begins > before.up_to:
            found.append(f"{name}: there is no band from {money(before.up_to)} to {money(begins)}.")
    return found


def _wrong(line: TableLine, options: Collection[str]) -> list[str]:
    name, found = line.label, []
    if line.is_tax and (line.low is not None or line.has_vat or line.certainty != Certainty.ASSUMPTION):
        found.append(f"{name}: a tax is an assumption, without an amount and without VAT.")
    if not line.is_tax and (line.low is None or line.high is None or line.high < line.low):
        found.append(f"{name}: give the amount, the lower one first.")
    if (line.per == Per.HOUR) != (line.hours is not None):
        found.append(f"{name}: hours go with an amount for each hour, and only with that.")
    if line.hours is not None and not 0 < line.hours[0] <= line.hours[1]:
        found.append(f"{name}: give the hours, the fewer first.")
    is_range = line.low != line.high or (line.hours is not None and line.hours[0] != line.hours[1])
    if line.certainty == Certainty.FIXED and is_range:
        found.append(f"{name}: what is fixed has one amount.")
    if line.certainty == Certainty.ASSUMPTION and not line.is_tax and not line.assumes:
        found.append(f"{name}: an assumption says what it assumes.")
    if line.option and line.option not in options:
        found.append(f"{name}: there is no option “{line.option}”.")
    return found


def for_each(line: PricedLine, *, people: int) -> PricedLine:
    """Return a line that was quoted for so many clients as it is for one."""
    if line.per != Per.CLIENT or line.low is None or line.high is None:
        return line
    return replace(line, low=line.low / people, high=line.high / people)
