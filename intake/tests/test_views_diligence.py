"""The doors of the page of identity beside papers: who may use each, what comes back, what each leaves."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from intake import services
from intake.models import CddCheck, CddEnhanced, CddOwner
from intake.rules import CddRisk, CddState
from intake.services import Diligence
from intake.tests.factories import NOON
from practice.models import Matter, PartyKind, RelationKind, User
from practice.permissions import Role
from practice.services.relations import record_relation
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db
KEY = "5f0c8a52-8a53-4a55-b1a5-0c2f9b3b7d11"


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOON)


@pytest.fixture
def matter() -> Matter:
    return factories.matter(client=factories.party("Alder Ltd", kind=PartyKind.ORGANISATION))


def _as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _post(client: Client, name: str, matter: Matter, number: int, **typed: str) -> Any:
    return client.post(reverse(f"intake:identity_{name}", args=[matter.pk, number]), typed)


def _page(client: Client, matter: Matter) -> str:
    page = client.get(reverse("intake:identity", args=[matter.pk])).content.decode()
    return re.sub(r"\s+", " ", page)


def _received(matter: Matter, risk: CddRisk = CddRisk.HIGH) -> CddCheck:
    return services.record_identity(
        matter_id=matter.pk,
        party_id=matter.clients().get().pk,
        state=CddState.RECEIVED,
        papers="Certificate",
        diligence=Diligence(risk=risk),
        by=matter.fee_earner,
        now=NOON,
    )


def test_an_owner_on_record_is_offered_by_name_and_recorded_once(matter: Matter) -> None:
    alder, ann, client = matter.clients().get(), factories.party("Ann Lee"), _as(matter.fee_earner)
    record_relation(party_id=ann.pk, kind=RelationKind.OWNER, other_id=alder.pk, by=matter.fee_earner, now=NOON)
    typed = {"form_key": KEY, "who": str(ann.pk), "control": "shares", "share": "60 %", "verified_how": "Passport"}
    fields = {f"owner-{alder.pk}-{name}": value for name, value in typed.items()}
    offered = f'<option value="{ann.pk}">{ann.full_name}</option>'

    before = _page(client, matter)
    empty = _post(client, "owner", matter, alder.pk, **fields | {f"owner-{alder.pk}-who": "other"})
    answers = [_post(client, "owner", matter, alder.pk, **fields).status_code for _ in range(2)]
    after = _page(client, matter)

    assert (empty.status_code, "Say who." in empty.content.decode(), answers) == (422, True, [303, 303])
    assert (offered in before, offered in after, "shares: 60 %" in after) == (True, False, True)
    owner = CddOwner.objects.get()
    assert _post(client, "owner_end", matter, owner.pk).status_code == 303
    assert "shares: 60 %" not in _page(client, matter)


def test_measures_are_asked_for_on_the_page_and_approved_by_another(matter: Matter) -> None:
    check, client = _received(matter), _as(matter.fee_earner)
    typed = {f"measures-{check.party_id}-form_key": KEY, f"measures-{check.party_id}-measures": "Two years of accounts"}
    asked = _post(client, "measures", matter, check.party_id, **typed).status_code
    waiting = CddEnhanced.objects.get()
    head = _as(factories.user(Role.HEAD))
    own, other = _page(client, matter), _page(head, matter)

    wordless = _post(head, "measures_decide", matter, waiting.pk, answer="send_back")
    approved = _post(head, "measures_decide", matter, waiting.pk, answer="approve")

    assert ("Approve</button>" in own, "Approve</button>" in other) == (False, True)
    assert (asked, wordless.status_code, "Say what is missing." in wordless.content.decode()) == (303, 422, True)
    assert (approved.status_code, "Called for because the risk is high." in other) == (303, True)
    assert _post(head, "measures_decide", matter, waiting.pk, answer="approve").status_code == 409


def test_a_person_of_low_risk_is_asked_for_little(matter: Matter) -> None:
    person = factories.matter(client=factories.party("Joseph Adeyemi"))
    _received(person, CddRisk.LOW)

    page = _page(_as(person.fee_earner), person)

    for words in ("Who owns or controls it", "The public register", "Enhanced measures", "Look again on", "Delete the"):
        assert (words in page) == (words == "Look again on")  # the day to look again, folded; nothing to do about it


@pytest.mark.parametrize("role", list(Role))
def test_each_door_opens_to_exactly_its_roles(matter: Matter, role: Role) -> None:
    check = _received(matter)
    alder, client = check.party_id, _as(factories.user(role))
    measures = services.ask_enhanced(
        matter_id=matter.pk, party_id=alder, measures="Accounts", by=matter.fee_earner, now=NOON
    )
    records = role not in {Role.RECEPTIONIST, Role.COMPLAINTS_HANDLER, Role.ADMINISTRATOR}
    approves = role in {Role.HEAD, Role.MANAGING_PARTNER, Role.COMPLIANCE, Role.MLRO}
    retains = role in {Role.COMPLIANCE, Role.MLRO}

    answers = {
        name: _post(client, name, matter, number).status_code
        for name, number in (
            ("owner", alder),
            ("owner_end", 0),
            ("measures", alder),
            ("look", alder),
            ("measures_decide", measures.pk),
            ("keep", check.pk),
            ("redact", check.pk),
        )
    }

    assert answers == {
        "owner": 422 if records else 403,
        "owner_end": 404 if records else 403,
        "measures": 422 if records else 403,
        "look": 422 if records else 403,
        "measures_decide": 422 if approves else 403,
        "keep": 422 if retains else 403,
        "redact": 409 if retains else 403,
    }
