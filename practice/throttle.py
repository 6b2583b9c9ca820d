"""How often one address of the network may do something on a public page."""

from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from practice.models import Tries

_COUNT = """
    INSERT INTO practice_tries AS known (key, count, began_at)
    VALUES (%(key)s, 1, clock_timestamp() + make_interval(secs => %(offset)s))
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN known.began_at + interval '1 hour' > excluded.began_at THEN known.count + 1 ELSE 1 END,
        began_at = CASE WHEN known.began_at + interval '1 hour' > excluded.began_at
            THEN known.began_at ELSE excluded.began_at END
    RETURNING count
"""


def too_often(request: HttpRequest, *, of: str, deed: str, an_hour: int) -> bool:
    """Count this against its network address, in one query; the hour begins with the first try."""
    with connection.cursor() as cursor:
        key = f"{of}:{deed}:{address_of(request)}"
        cursor.execute(_COUNT, {"key": key, "offset": settings.CLOCK_OFFSET_SECONDS})
        count: int = cursor.fetchone()[0]
    return count > an_hour


def address_of(request: HttpRequest) -> str:
    """Return the network address that a request came from, as the counter of signing in sees it."""
    return str(get_adapter().get_client_ip(request))


def forget_tries(*, now: datetime) -> int:
    """Remove the counts of hours that are over; return how many."""
    return Tries.objects.filter(began_at__lt=now - timedelta(hours=1)).delete()[0]
