"""Everybody with a part in the journey, in a database in which commits are real."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from practice.models import (
    AutomaticMessage,
    ContactKind,
    FirmProfile,
    Matter,
    Party,
    SendMode,
    ServiceStandard,
    User,
)
from practice.permissions import Role
from practice.services.parties import add_contact
from practice.tests import factories

MAILBOX = "margaret@ellison.example"
STATUS = "We have asked the buyer's solicitor about the boundary and wait for the answer."
_AUTOMATIC = ("callback.confirmation", "callback.reminder", "complaint.safety_net")


@dataclass(frozen=True)
class Cast:
    """The solicitor does the work. Her head, the partner, compliance and the substitute do not."""

    receptionist: User
    solicitor: User
    head: User
    partner: User
    substitute: User
    compliance: User
    client: Party
    sale: Matter


@transaction.atomic
def cast() -> Cast:
    """A department whose head handles complaints, a managing partner with a substitute, a client with one matter."""
    department = factories.department()
    department.head = factories.user(Role.HEAD, given="Gareth", family="Lindqvist", job_title="Head of department")
    department.save(update_fields=["head"])
    ServiceStandard.objects.bulk_create(
        ServiceStandard(department=department, kind=kind, value=value, unit="working_days")
        for kind, value in (("letter", 1), ("update", 10), ("reply", 1))
    )
    commercial = factories.department("Commercial property", "CP")
    substitute = factories.user(Role.HEAD, given="Siobhan", family="Keane", department=commercial)
    partner = factories.user(
        Role.MANAGING_PARTNER,
        given="Eleanor",
        family="Vane",
        job_title="Managing partner",
        substitute=substitute,
        department=commercial,
    )
    compliance = factories.user(Role.COMPLIANCE, given="Helen", family="Marsh", department=None)
    FirmProfile.objects.update(complaints_partner=substitute)
    for kind in _AUTOMATIC:
        AutomaticMessage.objects.update_or_create(kind=kind, defaults={"mode": SendMode.ON})
    solicitor = factories.user(given="Amara", family="Okafor")
    client = factories.party(
        "Margaret Ellison",
        by=solicitor,
        title="Mrs",
        born_on=date(1958, 3, 14),
        postcode="LS8 2AB",
        phone="07700 900 142",
        email=MAILBOX,
    )
    add_contact(
        party=client,
        kind=ContactKind.ADDRESS,
        text="12 Larch Grove\nLeeds LS8 2AB",
        by=solicitor,
        now=factories.TUESDAY_NOON,
        confirmed=True,
    )
    return Cast(
        receptionist=factories.user(Role.RECEPTIONIST, given="Priya", family="Nair", department=None),
        solicitor=solicitor,
        head=department.head,
        partner=partner,
        substitute=substitute,
        compliance=compliance,
        client=client,
        sale=factories.matter(
            fee_earner=solicitor,
            client=client,
            title="Sale of 12 Larch Grove",
            status_line=STATUS,
            status_at=factories.TUESDAY_NOON - timedelta(days=4),
            status_by=solicitor,
            next_update_on=date(2026, 12, 4),
        ),
    )
