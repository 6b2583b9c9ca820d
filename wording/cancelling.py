"""Until which day a consumer may cancel (Consumer Contracts Regulations 2013; domain.md 2.3). Pure."""

import calendar
from datetime import date, timedelta

from wording.limits import limit


def cancellation_ends_on(made_on: date, *, told_on: date | None = None) -> date:
    """
    Return the last day to cancel a contract for services.

    The day the contract is made does not count, every other day does: weekends and bank holidays too, and the end
    moves for neither. `told_on` is when the client was given the notice of the right, if later than the contract:
    then the days count from it. After twelve months without a notice the right is gone (regulation 31).
    """
    days = timedelta(days=int(limit("cancellation_days").most))
    usual = made_on + days
    if told_on is None or told_on <= made_on:
        return usual
    months = int(limit("cancellation_longest_months").most)
    longest = _months_after(usual, months)
    in_time = told_on <= _months_after(made_on, months)
    return min(told_on + days, longest) if in_time else longest


def _months_after(start: date, months: int) -> date:
    """Return the same day so many months later, or the last of a shorter month."""
    year, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + year, month + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
