"""How often one address of the network may do something on a public page."""

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

_AN_HOUR_SECONDS = 3600


def too_often(request: HttpRequest, *, of: str, deed: str, an_hour: int) -> bool:
    """Count this against its network address: the counter that also guards signing in, with the numbers given here."""
    return ratelimit.consume(request, app=of, action=deed, config={deed: f"{an_hour}/h/ip"}) is None


def address_of(request: HttpRequest) -> str:
    """Return the network address that a request came from, as the counter sees it."""
    return str(get_adapter().get_client_ip(request))


def read_too_often(request: HttpRequest, *, of: str, an_hour: int) -> bool:
    """Count a reading against its network address: the counter above passes over whatever is only read."""
    key = f"read:{of}:{address_of(request)}"
    cache.add(key, 0, _AN_HOUR_SECONDS)
    try:
        return cache.incr(key) > an_hour
    except ValueError:  # its hour ended just now
        return False
