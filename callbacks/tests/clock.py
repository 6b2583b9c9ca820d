"""The clock of the doors, moved to the day of the tests."""

from datetime import UTC, datetime

from pytest_django import Settings


def stop_near(moment: datetime, settings: Settings) -> None:
    """Let doors read this time, give or take the seconds a test takes."""
    settings.CLOCK_OFFSET_SECONDS = round((moment - datetime.now(UTC)).total_seconds())
