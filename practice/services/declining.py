"""What one person is told by e-mail: less, if they choose so; of complaints always everything (decisions 34)."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from practice import journal
from practice.models import DeclinedNotice, User


@transaction.atomic(durable=True)
def choose_notices(*, user: User, declined: Collection[str], now: datetime) -> None:
    """Keep which kinds of notice somebody does not want; everything else is sent to them. Safe to repeat."""
    had = set(DeclinedNotice.objects.select_for_update().filter(user=user).values_list("kind", flat=True))
    wanted = set(declined)
    if had == wanted:
        return
    DeclinedNotice.objects.filter(user=user, kind__in=had - wanted).delete()
    DeclinedNotice.objects.bulk_create(
        [DeclinedNotice(user=user, kind=kind) for kind in sorted(wanted - had)], ignore_conflicts=True
    )
    journal.record(subject=user, event="user.notices_chosen", by=user, at=now, declined=sorted(wanted))
