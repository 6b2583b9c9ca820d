"""Until when a complainant may go to an independent scheme (domain Q3, 2.4; decision 9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from practice.calendar import MONTHS_IN_YEAR, add_months


@dataclass(frozen=True, slots=True, kw_only=True)
class RedressPolicy:
    """One scheme and its limits; None for a limit it does not have. Its contact block is not needed to count."""

    code: str
    name: str
    limit_from_final_response_months: int | None = None
    limit_from_act_or_knowledge_years: int | None = None
    limit_from_last_service_months: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RedressLimit:
    """The dates of one complaint at one scheme, and the sentences a letter prints. None where no date is known."""

    scheme: str
    name: str
    last_on: date | None
    act_limit_on: date | None
    service_limit_on: date | None
    sentences: tuple[str, ...]


def redress_limits(
    final_sent_on: date,
    *,
    schemes: Iterable[RedressPolicy],
    act_or_knowledge_on: date | None = None,
    last_service_on: date | None = None,
) -> tuple[RedressLimit, ...]:
    """
    Return the last dates at each scheme, counted from the day the final response left.

    The limit from act or knowledge has a date only if that day was entered; otherwise the rule stands in words.
    """
    return tuple(
        _limit(scheme, final_sent_on, act_or_knowledge_on=act_or_knowledge_on, last_service_on=last_service_on)
        for scheme in schemes
    )


def with_article(name: str) -> str:
    """Name a scheme inside a sentence: "the Legal Ombudsman", "The Property Ombudsman" as it calls itself."""
    return name if name.startswith("The ") else f"the {name}"


def _limit(
    scheme: RedressPolicy, final_sent_on: date, *, act_or_knowledge_on: date | None, last_service_on: date | None
) -> RedressLimit:
    last_on = _after(final_sent_on, scheme.limit_from_final_response_months)
    act_years = scheme.limit_from_act_or_knowledge_years
    act_months = act_years * MONTHS_IN_YEAR if act_years is not None else None
    act_on = _after(act_or_knowledge_on, act_months)
    service_on = _after(last_service_on, scheme.limit_from_last_service_months)
    rules = (
        (scheme.limit_from_final_response_months, last_on, "the day we sent this letter"),
        (act_months, act_on, "what went wrong, or of when you should have known about it"),
        (scheme.limit_from_last_service_months, service_on, "the day we last acted for you"),
    )
    return RedressLimit(
        scheme=scheme.code,
        name=scheme.name,
        last_on=last_on,
        act_limit_on=act_on,
        service_limit_on=service_on,
        sentences=tuple(_sentence(scheme.name, months, on, what) for months, on, what in rules if months is not None),
    )


def _after(day: date | None, months: int | None) -> date | None:
    return add_months(day, months) if day is not None and months is not None else None


def _sentence(name: str, months: int, last_on: date | None, since: str) -> str:
    by = f" by {last_on:%A} {last_on.day} {last_on:%B %Y}," if last_on else ""
    return f"You need to go to {with_article(name)}{by} within {_period(months)} of {since}."


def _period(months: int) -> str:
    years, rest = divmod(months, MONTHS_IN_YEAR)
    if rest:
        return f"{months} months" if months > 1 else "1 month"
    return f"{years} years" if years > 1 else "12 months"
