"""The one exception to asking a second person: a sole practitioner has none (domain 4.3)."""

from practice.models import User
from practice.permissions import Permission


def is_sole_practitioner(user: User, permission: Permission) -> bool:
    """Say if this lawyer may decide it, and nobody else who works here is a lawyer or may; a query."""
    if not (user.may(Permission.LETTER_ISSUE) and user.may(permission)):
        return False
    others = User.objects.working().exclude(pk=user.pk)
    return not any(one.may(Permission.LETTER_ISSUE) or one.may(permission) for one in others)
