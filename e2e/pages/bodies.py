"""The people of an organisation, and those whom we treat as clients without acting for them."""

from decimal import Decimal

from django.urls import reverse

from e2e.pages.state import State, of, person
from practice import clock
from practice.models import (
    ContactKind,
    LegalForm,
    Matter,
    MatterParty,
    MatterRole,
    Party,
    PartyKind,
    RelationKind,
    Relationship,
    Rung,
    TreatedAs,
)
from practice.office import local_date, main_office
from practice.services.bodies import change_body
from practice.services.parties import PartyFacts, add_contact, record_party
from practice.services.positions import PositionFacts, end_position, record_position
from practice.services.relations import record_relation
from practice.services.roles import explain_role, treat_as


def _recorded(name: str, kind: PartyKind = PartyKind.INDIVIDUAL) -> Party:
    relationship = Relationship.CLIENT if kind == PartyKind.ORGANISATION else Relationship.THIRD_PARTY
    facts = PartyFacts(name=name, kind=kind, relationship=relationship, phone="0113 496 0872")
    return record_party(facts=facts, by=person("reception"), now=clock.now())


def _without_people() -> int:
    return _recorded("Harcastle Weaving Ltd", PartyKind.ORGANISATION).pk


def with_people() -> int:
    """Return a company of a group with a parent, a number, an office, and three people on a ladder; one has left."""
    by, now = person("solicitor"), clock.now()
    mill, parent = (_recorded(name, PartyKind.ORGANISATION) for name in ("Harcastle Mills Ltd", "Beck Holdings plc"))
    office = add_contact(party=mill, kind=ContactKind.ADDRESS, text="4 Beck Lane\nLeeds LS1 4ZZ", by=by, now=now)
    change_body(
        party_id=mill.pk,
        legal_form=LegalForm.COMPANY,
        company_number="1234567",
        office_id=office.pk,
        by=by,
        now=now,
    )
    record_relation(party_id=parent.pk, kind=RelationKind.PARENT_COMPANY, other_id=mill.pk, by=by, now=now)
    today = local_date(main_office(), now)
    for name, title, rung, may, limit in (
        ("Ada Harcastle", "Managing director", Rung.EXECUTIVE, True, None),
        ("Bram Harcastle", "Head of property", Rung.DEPARTMENT, True, Decimal(10000)),
        ("Cass Harcastle", "Estates officer", Rung.SUPERVISOR, False, None),
        ("Dov Harcastle", "Surveyor", "", False, None),
    ):
        facts = PositionFacts(
            title=title,
            rung=rung,
            may_instruct=may,
            limit=limit,
            instructs_on="leases only" if limit else "",
            authority="Board minute of March" if may else "",
            authority_seen_on=today if may else None,
            receives_letters=may,
            receives_bills=not may,
            starts_on=today,
        )
        made = record_position(organisation_id=mill.pk, person=_recorded(name), facts=facts, by=by, now=now)
        if name.startswith("Dov"):
            end_position(position_id=made.pk, because="Has left", by=by, now=now)
    return mill.pk


def who_instructs() -> int:
    """Return somebody who may instruct for a company up to an amount."""
    return Party.objects.get(pk=with_people()).people.standing().get(limit=Decimal(10000)).person_id


def matter_of_a_body() -> int:
    """Return a matter of a company against somebody without a lawyer, with a witness."""
    lawyer, mill = person("solicitor"), with_people()
    assert lawyer.department is not None  # every solicitor of the demo firm has one
    found = Matter.objects.create(
        title="Lease of 3 Beck Lane", work_type="disputes", department=lawyer.department, fee_earner=lawyer
    )
    for party, role in (
        (mill, MatterRole.CLIENT),
        (_recorded("Otto Harcastle").pk, MatterRole.OPPONENT),
        (_witness(), MatterRole.WITNESS),
    ):
        MatterParty.objects.create(matter=found, party_id=party, role=role)
    return found.pk


def _witness() -> int:
    """Return a witness to whom our role was explained."""
    wim, by, now = _recorded("Wim Harcastle"), person("solicitor"), clock.now()
    treat_as(party_id=wim.pk, kind=TreatedAs.WITNESS, by=by, now=now)
    explain_role(
        party_id=wim.pk,
        words="We act for the mill, not for you. What you tell us may be read in court.",
        explained_on=local_date(main_office(), now),
        explained_by=by,
        by=by,
        now=now,
    )
    return wim.pk


def _third_party() -> int:
    return _recorded("Thea Harcastle").pk


def _client() -> int:
    return Party.objects.filter(relationship=Relationship.CLIENT).order_by("pk")[0].pk


MATTER = State("of a body, with a witness", "solicitor", of("matter", matter_of_a_body))
CALLER = State("somebody who may instruct", "reception", lambda: f"{reverse('desk')}?party={who_instructs()}")
CLIENTS = [
    State("an organisation with people", "solicitor", of("client", with_people)),
    State("who may instruct for one", "reception", of("client", who_instructs)),
    State("treated as a client", "solicitor", of("client", _witness)),
]
STATES = {
    "client_people": [
        State("nobody yet", "solicitor", of("client_people", _without_people)),
        State("with people", "solicitor", of("client_people", with_people)),
        State("read by reception", "reception", of("client_people", with_people)),
        State("somebody looked for", "solicitor", of("client_people", with_people, "?name=harcastle")),
        State(
            "no position",
            "solicitor",
            of("client_people", with_people, "?name=harcastle"),
            press="Add to its people",
            status=422,
        ),
        State("no reason to end it", "solicitor", of("client_people", with_people), press="They stand", status=422),
    ],
    "client_role": [
        State("a third party", "solicitor", of("client_role", _third_party)),
        State("a witness", "solicitor", of("client_role", _witness)),
        State("nothing explained", "solicitor", of("client_role", _witness), press="Keep it", status=422),
        State("nothing told", "solicitor", of("client_role", _witness), press="Keep the note", status=422),
        State("a client", "solicitor", of("client_role", _client)),
        State("read by reception", "reception", of("client_role", _third_party)),
    ],
}
