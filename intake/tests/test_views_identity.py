"""The page of identity: what is recorded there, what is refused, who opens it, what it costs."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from intake.models import CddCheck, CddPaper, Screening
from intake.rules import CddState
from intake.services import Paper, record_identity
from intake.tests.factories import NOON
from practice.models import GateKind, Matter, MatterParty, MatterRole, User
from practice.permissions import Role
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db
KEY = "5f0c8a52-8a53-4a55-b1a5-0c2f9b3b7d11"


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOON)


@pytest.fixture
def matter() -> Matter:
    return factories.matter(client=factories.party("Joseph Adeyemi"))


def _as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _record(client: Client, matter: Matter, **typed: str) -> Any:
    party = matter.clients()[0]
    fields = {f"client-{party.pk}-{name}": value for name, value in {"seen": "0", **typed}.items()}
    return client.post(reverse("intake:identity_record", args=[matter.pk, party.pk]), fields)


def _page(client: Client, matter: Matter) -> str:
    return client.get(reverse("intake:identity", args=[matter.pk])).content.decode()


def test_a_client_is_verified_from_the_page_and_it_says_what_happens_by_itself(matter: Matter) -> None:
    client = _as(matter.fee_earner)
    ends = {"paper_expires_on_day": "31", "paper_expires_on_month": "3", "paper_expires_on_year": "2027"}

    answer = _record(
        client, matter, state="verified", papers="Passport", paper_kind="Passport", paper_last_four="417B", **ends
    )

    page = re.sub(r"\s+", " ", _page(client, matter))
    assert (answer.status_code, matter.may(GateKind.IDENTITY, NOON + timedelta(hours=1))) == (303, True)
    for words in ("Counts until Wed 31 Mar 2027", "417B", "is reminded, Mon 1 Mar 2027", "runs out by itself"):
        assert words in page


@pytest.mark.parametrize(
    ("typed", "status", "words"),
    [
        ({"state": "verified", "papers": ""}, 422, "Say which papers were seen."),
        ({"state": "not_required"}, 422, "Say why."),
        ({"state": "failed", "because": "x"}, 422, "Select a valid choice."),
        ({"state": "expired"}, 422, "Select a valid choice."),
        ({"state": "received", "seen": "3"}, 409, "Somebody has changed this check"),
        ({"state": "received", "paper_last_four": "417B"}, 422, "Say what paper it is."),
        ({"state": "received", "paper_kind": "Card", "paper_last_four": "=1+1"}, 422, "Letters and figures only."),
        ({"state": "verified", "papers": "Card", "expires_on": "2026-11-01"}, 422, "That day has passed."),
    ],
)
def test_what_cannot_be_is_refused_with_everything_typed(
    matter: Matter, typed: dict[str, str], status: int, words: str
) -> None:
    answer = _record(_as(matter.fee_earner), matter, purpose="To buy a first home", **typed)

    page = answer.content.decode()
    assert (answer.status_code, words in page, "To buy a first home" in page) == (status, True, True)
    assert CddCheck.objects.count() == 0


def test_somebody_who_is_no_client_is_not_identified(matter: Matter) -> None:
    other = factories.party("A Stranger")
    typed = {f"client-{other.pk}-seen": "0", f"client-{other.pk}-state": "received"}

    answer = _as(matter.fee_earner).post(reverse("intake:identity_record", args=[matter.pk, other.pk]), typed)

    assert answer.status_code == 409
    assert "no client of this matter" in answer.content.decode()


def test_a_search_is_recorded_once_and_a_possible_match_stops_the_next_verification(matter: Matter) -> None:
    client, party = _as(matter.fee_earner), matter.clients()[0]
    url = reverse("intake:identity_screen", args=[matter.pk, party.pk])
    typed = {f"search-{party.pk}-form_key": KEY, f"search-{party.pk}-status": "potential"}

    empty = client.post(url, {f"search-{party.pk}-form_key": KEY})
    answers = [client.post(url, typed).status_code for _ in range(2)]
    seen = str(CddCheck.objects.get().version)
    stopped = _record(client, matter, state="verified", papers="Passport", seen=seen)

    assert (empty.status_code, answers, Screening.objects.count()) == (422, [303, 303], 1)
    assert (stopped.status_code, CddCheck.objects.get().state) == (409, CddState.NOT_STARTED)
    assert "Passport" in stopped.content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_each_door_opens_to_exactly_its_roles(matter: Matter, role: Role) -> None:
    walled = factories.matter(is_restricted=True)
    client, party = _as(factories.user(role)), matter.clients()[0]
    opens = role not in {Role.RECEPTIONIST, Role.COMPLAINTS_HANDLER, Role.ADMINISTRATOR}

    answers = [
        client.get(reverse("intake:identity", args=[matter.pk])),
        client.post(reverse("intake:identity_record", args=[matter.pk, party.pk])),
        client.post(reverse("intake:identity_screen", args=[matter.pk, party.pk])),
        client.post(reverse("intake:report_suspicion", args=[matter.pk])),
    ]
    hidden = client.get(reverse("intake:identity", args=[walled.pk]))

    assert [one.status_code for one in answers] == ([200, 422, 422, 422] if opens else [403] * 4)
    assert hidden.status_code == (404 if opens else 403)


def test_the_page_asks_as_often_for_one_client_with_a_paper_as_for_five_with_six(
    matter: Matter, django_assert_num_queries: Any
) -> None:
    client = _as(matter.fee_earner)
    for names, papers in ((["Nkechi"], 1), (["Ada", "Bola", "Chidi", "Dayo"], 6)):
        for name in names:
            party = factories.party(f"{name} Adeyemi")
            MatterParty.objects.create(matter=matter, party=party, role=MatterRole.CLIENT)
        for party in matter.clients():
            for number in range(papers):
                record_identity(
                    matter_id=matter.pk,
                    party_id=party.pk,
                    state=CddState.VERIFIED,
                    papers="Papers",
                    paper=Paper(kind=f"Paper {number}", expires_on=date(2030, 1, 1)),
                    by=matter.fee_earner,
                    now=NOON,
                )
        with django_assert_num_queries(_PAGE):
            client.get(reverse("intake:identity", args=[matter.pk]))
    assert CddPaper.objects.count() == 2 + 6 * 6


_PAGE = 16
