"""The house's clock in tests of doors: below a door `now` is passed, so nothing else needs it."""

from datetime import UTC, datetime

from pytest_django import Settings


def set_clock(settings: Settings, moment: datetime) -> None:
    """Make practice.clock.now() say this moment; it runs on from there."""
    settings.CLOCK_OFFSET_SECONDS = (moment - datetime.now(UTC)).total_seconds()
