"""The smallest honest matter that can have a client care letter, and answers that leave nothing open."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse

from engagement import letters, services
from engagement.letters.agreements import kinds
from engagement.models import Acceptance, Letter, LetterCopy
from engagement.rules.acceptance import AcceptanceWay
from outbox.pdf import Rendered
from practice.models import (
    ContactKind,
    GateKind,
    GateState,
    Matter,
    MatterParty,
    MatterRole,
    Party,
    ServiceStandard,
    User,
)
from practice.permissions import Role
from practice.services.matters import set_gate
from practice.services.parties import add_contact
from practice.tests import factories
from practice.uploads import Upload

NOW: datetime = factories.TUESDAY_NOON
PAPER = Rendered(pdf=b"%PDF-1.7 stands in for paper", sha256="", pages=3, engine={})
ANSWERS = {
    "price": "312500",
    "mortgage": "yes",
    "calls_and_emails": "included",
    "cost_fee": "1450",
    "cost_tax": "625",
    "assumptions": "this is the first home that you have owned anywhere",
    "objectives": "We want to be in before the spring.",
    "formation": "on_premises",
}


def client(name: str = "Joseph Adeyemi", *, address: str = "9 Ashlar Terrace\nLeeds LS11 0ZZ", **facts: Any) -> Party:
    party = factories.party(name, **facts)
    if address:
        add_contact(party=party, kind=ContactKind.ADDRESS, text=address, by=factories.user(), now=NOW, confirmed=True)
    return party


def firm() -> User:
    """Give the department its head, its standards and the firm its managing partner; return the head."""
    department = factories.department()
    if department.head is None:
        department.head = factories.user(Role.HEAD, given="Siobhan", family="Keane")
        department.save(update_fields=["head"])
        factories.user(Role.MANAGING_PARTNER, given="Eleanor", family="Vane")
        ServiceStandard.objects.bulk_create(
            ServiceStandard(department=department, kind=kind, value=value, unit=unit)
            for kind, value, unit in (
                ("letter", 1, "working_days"),
                ("update", 10, "working_days"),
                ("reply", 1, "working_days"),
            )
        )
    return department.head


def matter(*, clients: tuple[Party, ...] = (), is_cleared: bool = True, **fields: Any) -> Matter:
    """A purchase whose conflict check is cleared, with one client or these."""
    firm()
    first, *others = clients or (client(),)
    made = factories.matter(client=first, **fields)
    for other in others:
        MatterParty.objects.create(matter=made, party=other, role=MatterRole.CLIENT)
    if is_cleared:
        with transaction.atomic():
            set_gate(matter=made, kind=GateKind.CONFLICT, state=GateState.OPEN, because="Nothing found", now=NOW)
    return made


def unprinted(letter: Letter, now: datetime = NOW) -> letters.Printed:
    """What the door hands over after printing, without the printing: for deeds that only keep the bytes."""
    made = letters.package(letter, now)
    return letters.bind_papers(made, [PAPER] * len(made.papers))


def written(about: Matter, *, now: datetime = NOW, **answers: str) -> Letter:
    """A draft that leaves nothing open."""
    draft = services.start_letter(matter_id=about.pk, by=about.fee_earner, now=now)
    return services.save_answers(
        letter_id=draft.pk, answers={**ANSWERS, **answers}, seen=draft.draft_version, by=about.fee_earner, now=now
    )


def with_agreement(draft: Letter, kind: str = "cfa", *, pages: bytes = b"%PDF-1.7 signed") -> Letter:
    """Put a signed agreement with a draft."""
    return services.add_agreement(
        letter_id=draft.pk,
        kind=kind,
        name=next(one.name for one in kinds() if one.code == kind),
        dated_on=NOW.date(),
        file=Upload(pages, "application/pdf", f"{kind}.pdf"),
        seen=draft.draft_version,
        by=draft.prepared_by,
        now=NOW,
    )


def issued(draft: Letter, *, by: User | None = None, now: datetime = NOW, **more: Any) -> Letter:
    return services.issue_letter(
        letter_id=draft.pk,
        printed=unprinted(draft, now),
        expected_version=draft.draft_version,
        by=by or draft.prepared_for,
        now=now,
        **more,
    )


def browser_of(person: User) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def page(name: str, about: Matter) -> str:
    return reverse(f"engagement:{name}", args=[about.pk])


def copy_of(letter: Letter, party: Party | None = None) -> LetterCopy:
    copies = letter.copies.all()
    return copies.get(party=party) if party else copies.get()


def accept(
    copy: LetterCopy, *, now: datetime = NOW, way: AcceptanceWay = AcceptanceWay.SPOKEN, by: User | None = None
) -> Acceptance:
    """Record an acceptance without printing its certificate: for deeds that only keep the bytes."""
    recorded_by = by or copy.letter.matter.fee_earner
    said = letters.Said(way=way, accepted_at=now, words="She said that she accepts.", recorded_by=recorded_by)
    certified = letters.Certified(b"%PDF-1.7 certificate", copy.issued.document.sha256, "accepted.pdf")
    return services.accept_letter(copy_id=copy.pk, said=said, certified=certified, by=recorded_by, now=now)
