"""Quotes as rows: written once, taken along to a matter, never changed. Both run in the caller's transaction."""

from collections.abc import Sequence
from datetime import date, datetime

from practice import journal
from practice.models import Matter, MatterQuote, PriceTable, Quote, QuoteLine, QuoteWay, User
from practice.pricing import PricedLine, Wanted, total


def write_quote(
    *,
    table: PriceTable,
    wanted: Wanted,
    lines: Sequence[PricedLine],
    words: str,
    way: QuoteWay,
    given_on: date,
    holds_until: date,
    by: User,
    now: datetime,
) -> Quote:
    """Write a quote with its lines."""
    sums = total(lines)
    quote = Quote.objects.create(
        table=table,
        value=wanted.value,
        options=sorted(wanted.options),
        people=wanted.people,
        total_low=sums.low,
        total_high=sums.high,
        headline=sums.headline,
        words=words,
        given_at=now,
        given_on=given_on,
        holds_until=holds_until,
        given_by=by,
        way=way,
    )
    QuoteLine.objects.bulk_create(
        QuoteLine(
            quote=quote,
            position=position,
            code=line.code,
            label=line.label,
            payee=line.payee,
            treatment=line.treatment,
            certainty=line.certainty,
            vat_reason=line.vat_reason,
            low=line.low,
            high=line.high,
            vat_rate=line.vat_rate,
            per=line.per,
            is_tax=line.is_tax,
            assumes=line.assumes,
        )
        for position, line in enumerate(lines, start=1)
    )
    return quote


def take_along(*, quote: Quote, matter: Matter, now: datetime) -> None:
    """Let a quote stand on a matter: the estimate in its letter starts from the last."""
    MatterQuote.objects.create(matter=matter, quote=quote, at=now)
    journal.record(
        subject=quote,
        event="quote.given",
        by=quote.given_by,
        at=quote.given_at,
        matter=matter,
        headline=quote.headline,
        way=quote.get_way_display(),
        holds_until_on=quote.holds_until.isoformat(),
    )
