"""How long the outbox tries, and when it gives up. Pure."""

from datetime import datetime, timedelta

LEASE = timedelta(seconds=120)  # longer than one whole SMTP conversation may take
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
MOST_ATTEMPTS = 12
LONGEST_TRY = timedelta(hours=24)


def next_attempt_at(attempts: int, *, now: datetime, spread: float) -> datetime:
    """
    Say when to try again after ``attempts`` failures: 30 seconds doubled each time, an hour at most.

    ``spread`` from -1 to 1 moves it by up to a fifth, so that many failures do not come back as one wave.
    """
    wait: timedelta = min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)
    return now + wait * (1 + 0.2 * spread)


def gives_up(attempts: int, *, created_at: datetime, now: datetime) -> bool:
    """Say if a message has been tried often or long enough for a person to look at it."""
    return attempts >= MOST_ATTEMPTS or now - created_at >= LONGEST_TRY
