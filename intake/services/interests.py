"""The register of what could sway somebody (domain B02)."""

from datetime import date, datetime

from django.db import transaction

from intake.models import OwnInterest
from practice import journal
from practice.models import User
from practice.names import normalise


@transaction.atomic(durable=True)
def declare_interest(*, staff: User, name: str, nature: str, by: User, now: datetime) -> OwnInterest:
    """Enter an interest; the same body twice for one person is one row with the nature said last."""
    interest, _ = OwnInterest.objects.update_or_create(
        staff=staff,
        normalised=normalise(name),
        ended_on=None,
        defaults={"name": name.strip(), "nature": nature.strip()},
        create_defaults={"name": name.strip(), "nature": nature.strip(), "declared_at": now},
    )
    journal.record(subject=interest, event="interest.declared", by=by, at=now, staff=staff.name, nature=nature)
    return interest


@transaction.atomic(durable=True)
def end_interest(*, interest_id: int, ended_on: date, by: User, now: datetime) -> OwnInterest:
    """Say that an interest has ended; ending it again changes nothing."""
    interest = OwnInterest.objects.select_for_update(no_key=True).get(pk=interest_id)
    if interest.ended_on is None:
        interest.ended_on = ended_on
        interest.save(update_fields=["ended_on"])
        journal.record(subject=interest, event="interest.ended", by=by, at=now, ended_on=ended_on.isoformat())
    return interest
