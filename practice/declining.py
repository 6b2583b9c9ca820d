"""Which notices staff have switched off for themselves (decisions 34)."""

from practice.models import DeclinedNotice, User


def declined_notices() -> frozenset[tuple[int, str]]:
    """Return who declined what, for a sweep; one query."""
    return frozenset(DeclinedNotice.objects.values_list("user_id", "kind"))


def declines(user: User, kind: str) -> bool:
    return DeclinedNotice.objects.filter(user=user, kind=kind).exists()


def declined_by(user: User) -> frozenset[str]:
    """Return what somebody declined."""
    return frozenset(DeclinedNotice.objects.filter(user=user).values_list("kind", flat=True))
