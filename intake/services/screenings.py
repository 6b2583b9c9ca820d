"""Keeping what a search of sanctions lists and exposed persons found (domain 4.4)."""

from datetime import datetime

from django.db import transaction

from intake.models import CddCheck, Screening
from intake.rules import CddState, ScreeningStatus
from intake.screening import Found
from intake.services.cdd import is_in_doubt, lock_client, set_back, tell_officers
from practice import journal, receipts
from practice.models import User
from practice.receipts import FormKey


@transaction.atomic(durable=True)
def record_screening(
    *, matter_id: int, party_id: int, found: Found, by: User, now: datetime, form_key: FormKey | None = None
) -> Screening:
    """
    Keep what a search found. Anything but clear is put before the MLRO and stops the next verification.

    A match, or an exposed person for whom nobody approved enhanced measures, takes a verification back at once.

    :raises ClientNotOnMatter: if the party is no client of this matter
    """
    if (before := receipts.earlier(form_key, Screening)) is not None:
        return before
    matter, _ = lock_client(matter_id, party_id)
    check, _ = CddCheck.objects.get_or_create(matter=matter, party_id=party_id)
    screening = Screening.objects.create(
        check_of=check,
        provider=found.provider,
        status=found.status,
        exposure=found.exposure,
        list_on=found.list_on,
        reference=found.reference,
        raw=dict(found.raw),
        at=now,
        by=by,
    )
    if found.status != ScreeningStatus.CLEAR:
        tell_officers(f"screening:{screening.pk}", matter, "A search for a client is not clear", now=now)
    journal.record(subject=check, event="identity.screened", by=by, at=now, provider=found.provider)
    if check.state == CddState.VERIFIED and is_in_doubt(check):
        set_back(check, matter, by=by, now=now)
    receipts.keep(form_key, screening, at=now)
    return screening
