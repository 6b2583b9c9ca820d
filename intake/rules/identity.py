"""When the identity of every client is established (domain 4.4)."""

from collections.abc import Collection, Mapping

from django.db.models import TextChoices


class CddState(TextChoices):
    NOT_STARTED = "not_started", "Not started"
    RECEIVED = "received", "Papers received"
    VERIFIED = "verified", "Verified"


def all_verified(clients: Collection[int], states: Mapping[int, CddState]) -> bool:
    """Say if there is a client and each of them is verified."""
    return bool(clients) and all(states.get(client) == CddState.VERIFIED for client in clients)
