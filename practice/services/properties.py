"""Which property a matter is about. A new one shuts the conflict gate as a new name does (domain 4.3)."""

import re
from datetime import datetime

from django.db import transaction

from practice import journal, receipts
from practice.errors import Refusal, WorldMoved
from practice.matching.places import address_words, postcode_in
from practice.models import GateKind, GateState, Matter, MatterProperty, User
from practice.receipts import FormKey
from practice.services.matters import set_gate


class PropertyIsThere(Refusal):
    """The same address with the same title number stands on the matter."""

    code = "property_is_there"


class PropertyIsOff(WorldMoved):
    """Somebody took it off first."""

    code = "property_is_off"


@transaction.atomic(durable=True)
def add_property(
    *, matter_id: int, address: str, title_number: str, by: User, now: datetime, form_key: FormKey | None = None
) -> MatterProperty:
    """
    Add a property to a matter; the conflict gate shuts until it was searched.

    :raises PropertyIsThere: if it stands on the matter
    """
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    if (before := receipts.earlier(form_key, MatterProperty)) is not None:
        return before
    added = write_property(matter=matter, address=address, title_number=title_number, by=by, now=now)
    set_gate(
        matter=matter,
        kind=GateKind.CONFLICT,
        state=GateState.CLOSED,
        because=f"The property {added} was added"[:200],
        by=by,
        now=now,
        calls_for_check=True,
    )
    receipts.keep(form_key, added, at=now)
    return added


def write_property(*, matter: Matter, address: str, title_number: str, by: User, now: datetime) -> MatterProperty:
    """Write it in the caller's transaction, which holds the matter or has just made it and asks for the check."""
    address, title_number = " ".join(address.split()), re.sub(r"\s", "", title_number).upper()
    if matter.properties.standing().filter(address=address, title_number=title_number).exists():
        raise PropertyIsThere("This property stands on the matter already.")
    added = MatterProperty.objects.create(
        matter=matter,
        address=address,
        title_number=title_number,
        postcode=postcode_in(address),
        words=sorted(address_words(address)) if address else [],
        added_by=by,
        added_at=now,
    )
    journal.record(subject=matter, event="matter.property_added", by=by, at=now, matter=matter, property=str(added))
    return added


@transaction.atomic(durable=True)
def take_property_off(*, property_id: int, because: str, by: User, now: datetime) -> MatterProperty:
    """
    Take a property off its matter: it was not that one. What a check found by it stays found.

    :raises PropertyIsOff: if somebody did so first
    """
    found = MatterProperty.objects.select_for_update(no_key=True, of=("self",)).get(pk=property_id)
    if found.taken_off_at is not None:
        raise PropertyIsOff("Somebody has taken this property off since you opened the page.")
    found.taken_off_at, found.taken_off_by, found.because = now, by, because
    found.save(update_fields=["taken_off_at", "taken_off_by", "because"])
    journal.record(
        subject=found.matter,
        event="matter.property_taken_off",
        by=by,
        at=now,
        matter=found.matter,
        property=str(found),
        because=because,
    )
    return found
