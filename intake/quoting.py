"""A price for somebody who enquired: what is proposed from their answers, and the words in which it is given."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from intake.models import Enquiry, IntakePolicy
from practice.models import MatterRole, PriceOption, PriceTable
from practice.phrases import long_date, money
from practice.pricing import PricedLine, Total, Wanted, price, span, total
from practice.vat import vat_rate


@dataclass(frozen=True)
class Service:
    """A price table with what hangs on it."""

    table: PriceTable
    options: tuple[PriceOption, ...]
    is_by_client: bool
    tax: str  # the label of its tax; empty: it has none

    @property
    def value_label(self) -> str:
        return self.table.value_label


@dataclass(frozen=True)
class Offer:
    """A price as it would be given now. Nothing is written."""

    service: Service
    wanted: Wanted
    lines: tuple[PricedLine, ...]
    total: Total
    holds_until: date
    words: str

    @property
    def fingerprint(self) -> str:
        """What tells these words from others: whoever gives a price has seen them."""
        return hashlib.sha256(self.words.encode()).hexdigest()[:16]


def services_for(work_type: str, *, on: date) -> list[Service]:
    """Return what of this kind of work has a price on a day."""
    tables = PriceTable.objects.in_force(on).filter(work_type=work_type).prefetch_related("options", "lines")
    return [
        Service(
            table=table,
            options=tuple(table.options.all()),
            is_by_client=any(line.per == "client" for line in table.lines.all()),
            tax=next((line.label for line in table.lines.all() if line.is_tax), ""),
        )
        for table in tables
    ]


def proposed_service(services: Sequence[Service], answers: Mapping[str, str], *, code: str = "") -> Service | None:
    """Return the service that was asked for, else the one that their answers speak of, else the first."""
    for service in services:
        if service.table.code == code:
            return service
    for service in services:
        table = service.table
        if table.chosen_answer and answers.get(table.chosen_answer) == table.chosen_value:
            return service
    return next(iter(services), None)


def proposed(enquiry: Enquiry, service: Service, answers: Mapping[str, str]) -> Wanted:
    """Return what their answers say about the price; what they do not say is left to whoever quotes."""
    clients = enquiry.names.filter(role=MatterRole.CLIENT, is_former=False).count()
    return Wanted(
        value=_amount(answers.get(service.table.value_answer, "")),
        options=tuple(
            one.code for one in service.options if one.answer and answers.get(one.answer) == one.answer_value
        ),
        people=max(1, clients),
    )


def offer(service: Service, wanted: Wanted, *, on: date) -> Offer:
    """
    Price it as on a day.

    :raises practice.pricing.NoPrice: if the table has none
    """
    lines = price([line.as_rule() for line in service.table.lines.all()], wanted, vat_rate=vat_rate(on))
    policy = IntakePolicy.objects.first() or IntakePolicy()
    holds_until = on + timedelta(days=policy.quote_holds_days)
    sums = total(lines)
    words = "\n\n".join(_paragraphs(service, wanted, lines, sums, holds_until))
    return Offer(service, wanted, lines, sums, holds_until, words)


def _paragraphs(
    service: Service, wanted: Wanted, lines: Sequence[PricedLine], sums: Total, holds_until: date
) -> Iterator[str]:
    """Say all that a price must show: total or range, basis, VAT, who is paid, what is in and out, steps, people."""
    table = service.table
    facts = [f"{table.value_label}: {money(wanted.value)}"] if table.value_label and wanted.value is not None else []
    facts += [one.label for one in service.options if one.code in wanted.options]
    facts += [f"{wanted.people} clients"] if service.is_by_client and wanted.people > 1 else []
    yield f"Our price for this: {table.name}.{' ' if facts else ''}{'. '.join(facts)}{'.' if facts else ''}"
    yield f"{sums.headline}. It holds until {long_date(holds_until)}."
    vat = f"of which VAT {sums.vat}" if sums.vat_high else "no VAT"
    yield _listed("What makes it up, with VAT", [_line(line) for line in lines], f"All together: {sums.spoken}; {vat}.")
    yield _listed("What it is for", table.included.splitlines())
    if table.not_included:
        yield _listed("What it is not for", table.not_included.splitlines())
    if table.changes:
        yield f"What would add cost: {table.changes}. We would write to you first."
    if table.stages:
        yield _listed("The steps", table.stages.splitlines())
    if table.weeks_from and table.weeks_to:
        depends = f" It depends on {table.depends_on}." if table.depends_on else ""
        weeks = f"{table.weeks_from} to {table.weeks_to} weeks"
        yield f"How long it takes: {weeks}, usually. This is not promised.{depends}"
    yield f"Who does the work: {table.done_by}."
    if table.in_force_from:
        yield f"From our price list of {long_date(table.in_force_from)}, version {table.version}."
    yield NOT_YET


def _line(line: PricedLine) -> str:
    if line.is_left_out:
        return f"{line.label}, to {line.payee}: not in this price, because it depends on you. Ask us for it."
    treatment = "Our charge" if line.treatment == "our_charge" else "Paid for you"
    sure = f"assumption: {line.assumes}" if line.assumes else line.certainty
    return f"{line.label}, to {line.payee}: {line.amount} ({_vat(line)}). {treatment}, {sure}."


def _vat(line: PricedLine) -> str:
    if line.vat_rate is None or line.low is None or line.high is None:
        return f"no VAT: {line.vat_reason}"
    return f"{span(line.low, line.high)} and VAT {span(*line.vats)}: {line.vat_reason}"


def _listed(heading: str, items: Sequence[str], end: str = "") -> str:
    rows = [f"- {item.strip()}" for item in items if item.strip()]
    return "\n".join([f"{heading}:", *rows, *([end] if end else [])])


def _amount(said: str) -> Decimal | None:
    try:
        found = Decimal(said.replace(",", "").removeprefix("£").strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() and 0 < found < MOST else None


MOST = Decimal(100_000_000)
NOT_YET = (
    "This is a price, not an agreement. We do not act for you yet, so please send no papers and tell us nothing about "
    "the matter itself."
)
