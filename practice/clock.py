"""The one clock. Read once at each door (view, task, command) and passed below as `now`."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection


def now() -> datetime:
    """Return PostgreSQL's time, so that several hosts agree; tests may move it by CLOCK_OFFSET_SECONDS."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment + timedelta(seconds=settings.CLOCK_OFFSET_SECONDS)
