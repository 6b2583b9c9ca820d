"""How often one address of the network may do something on a public page."""

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.http import HttpRequest


def too_often(request: HttpRequest, *, of: str, deed: str, an_hour: int) -> bool:
    """Count this against its network address: the counter that also guards signing in, with the numbers given here."""
    return ratelimit.consume(request, app=of, action=deed, config={deed: f"{an_hour}/h/ip"}) is None


def address_of(request: HttpRequest) -> str:
    """Return the network address that a request came from, as the counter sees it."""
    return str(get_adapter().get_client_ip(request))
