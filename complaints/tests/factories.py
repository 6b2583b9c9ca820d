"""A small firm as complaints need it, and the smallest honest complaint. Letters are composed, not printed."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from complaints.letters import Address, Enclosure, Particulars, PreparedLetter
from complaints.models import Channel, Complaint, DeadlineStage, LetterCode
from complaints.services import common, preparing, register
from complaints.services.outlook import MESSAGE_KIND
from complaints.services.register import ComplaintFacts
from outbox.models import Channel as By
from outbox.models import Message, MessageState
from outbox.pdf import Rendered
from practice.models import AutomaticMessage, Department, FirmProfile, Matter, Party, SendMode, User
from practice.permissions import Role
from practice.tests import factories
from practice.tests.calendars import local

TUESDAY = local("2026-11-24T12:00")


@dataclass(frozen=True)
class Cast:
    """Everybody with a part. The solicitor works on the matter; nobody else does."""

    department: Department
    solicitor: User
    head: User
    partner: User
    substitute: User
    compliance: User
    receptionist: User
    secretary: User
    stranger: User
    client: Party
    matter: Matter


@transaction.atomic
def cast() -> Cast:
    """A department whose head handles complaints, a managing partner with a substitute, and one matter."""
    department = factories.department()
    head = factories.user(Role.HEAD, given="Gareth", family="Lindqvist", job_title="Head of private client")
    department.head = head
    department.save(update_fields=["head"])
    substitute = factories.user(Role.HEAD, given="Siobhan", family="Keane", department=None)
    partner = factories.user(
        Role.MANAGING_PARTNER,
        given="Eleanor",
        family="Vane",
        job_title="Managing partner",
        substitute=substitute,
        department=None,
    )
    compliance = factories.user(Role.COMPLIANCE, given="Helen", family="Marsh", department=None)
    FirmProfile.objects.update(complaints_partner=substitute)
    AutomaticMessage.objects.update_or_create(kind=MESSAGE_KIND, defaults={"mode": SendMode.ON})
    solicitor = factories.user(given="Ruth", family="Abelson")
    client = factories.party("Colin Fairbrother", by=solicitor, email="colin@fairbrother.example")
    return Cast(
        department=department,
        solicitor=solicitor,
        head=head,
        partner=partner,
        substitute=substitute,
        compliance=compliance,
        receptionist=factories.user(Role.RECEPTIONIST, given="Priya", family="Nair", department=None),
        secretary=factories.user(Role.SECRETARY, given="Beth", family="Lowe", department=None),
        stranger=factories.user(given="Imran", family="Qureshi", department=None),
        client=client,
        matter=factories.matter(fee_earner=solicitor, client=client),
    )


def facts(people: Cast, *, received_at: datetime = TUESDAY, **changes: Any) -> ComplaintFacts:
    values: dict[str, Any] = {
        "channel": Channel.EMAIL,
        "received_at": received_at,
        "complainant_name": people.client.full_name,
        "party": people.client,
        "matter": people.matter,
        "department": people.department,
        "wrote_from": "colin@fairbrother.example",
        "summary": "The bill is £1,340 over the estimate and nobody told me.",
        "outcome_sought": "The estimate kept to",
        "subjects": (people.solicitor,),
        **changes,
    }
    return ComplaintFacts(**values)


def complaint(people: Cast, *, now: datetime | None = None, by: User | None = None, **changes: Any) -> Complaint:
    """A complaint logged the moment it came, unless ``now`` is later."""
    said = facts(people, **changes)
    return register.log_complaint(facts=said, by=by or people.compliance, now=now or said.received_at)


def letter(found: Complaint, code: LetterCode, *, now: datetime, **typed: Any) -> PreparedLetter:
    """A letter as the door would hand it over, with stand-in bytes for the printed page."""
    found = Complaint.objects.get(pk=found.pk)
    made = preparing.compose_letter(found, code, now=now, typed=Particulars(**typed))
    enclosures: tuple[Enclosure, ...] = ()
    if code in (LetterCode.L1, LetterCode.L1_A):
        procedure = preparing.published_procedure(found.department, now=now, on=common.today_of(found, now))
        enclosures = (Enclosure(None, procedure, _printed(procedure.html)),)
    return PreparedLetter(
        code=code,
        composition=made,
        rendered=_printed(made.html),
        dated_on=common.today_of(found, now),
        version=found.version,
        enclosures=enclosures,
    )


def mailbox(people: Cast) -> Address:
    return Address(By.EMAIL, "colin@fairbrother.example", "on record", True)


def mark_sent(found: Complaint, code: LetterCode, at: datetime) -> None:
    """Let the latest letter of one kind leave, as the outbox would."""
    response = found.responses.filter(code=code).in_order().last()
    assert response is not None
    assert response.message_id is not None
    Message.objects.filter(pk=response.message_id).update(state=MessageState.SENT, sent_at=at)


def outcomes(found: Complaint) -> dict[str, str]:
    """Return every stage that has ended, as "ack:breached" -> outcome."""
    rows = DeadlineStage.objects.filter(deadline__complaint=found).exclude(outcome="")
    return {f"{row.deadline.kind}:{row.kind}": row.outcome for row in rows.select_related("deadline")}


def _printed(html: str) -> Rendered:
    pdf = b"%PDF-1.7 " + html.encode()
    return Rendered(pdf=pdf, sha256=hashlib.sha256(pdf).hexdigest(), pages=1, engine={"weasyprint": "test"})
