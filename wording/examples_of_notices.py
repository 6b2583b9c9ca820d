"""Examples of the letter that goes to many clients, to the client of a care letter."""

from dataclasses import replace
from datetime import date

from wording.facts import CareLetter, ClientNotice


def to_many(first: CareLetter) -> ClientNotice:
    return ClientNotice(
        sheet=replace(first.sheet, signed_by=None, notes=(), enclosures=("terms of business, version 14",)),
        heading="Our terms of business change",
        changes="From now on we pay interest every quarter.\n\nWe keep closed files for seven years.",
        todo=("Read the new terms.", "Keep them with our letter."),
        lawyer=first.lead,
        applies_on=date(2026, 12, 1),
        terms_version=14,
        terms_from=date(2026, 11, 2),
    )


def that_asks_nothing(full: ClientNotice) -> ClientNotice:
    """Return one with nothing to do, no day and nothing enclosed."""
    return replace(
        full,
        sheet=replace(full.sheet, enclosures=()),
        heading="The ombudsman has a new address",
        changes="The Legal Ombudsman has moved to Edward House.",
        todo=(),
        applies_on=None,
        terms_version=None,
        terms_from=None,
    )
