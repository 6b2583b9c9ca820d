"""The page of one matter: what it says to whom."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from practice.models import (
    GateKind,
    GateState,
    KeyDate,
    Matter,
    MatterParty,
    MatterRole,
    MatterStage,
    User,
)
from practice.permissions import Role
from practice.services.matters import set_gate, write_update
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db
NOON = factories.TUESDAY_NOON
MONDAY = date(2026, 11, 30)
KEY = "5f0c8a52-8a53-4a55-b1a5-0c2f9b3b7d11"


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOON + timedelta(hours=1))


def _as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _page(user: User, matter: Matter, query: str = "") -> str:
    answer = _as(user).get(reverse("matter", args=[matter.pk]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def _titles(user: User, **query: str) -> list[str]:
    page = _as(user).get(reverse("matters"), query).content.decode()
    return re.findall(r'rowheader"><a href="/matters/\d+/">([^<]+)</a>', page)


@pytest.fixture
def lawyer() -> User:
    return factories.user()


def test_the_page_says_what_may_be_said_and_keeps_the_rest_inside(lawyer: User) -> None:
    matter = factories.matter(fee_earner=lawyer)
    write_update(
        matter_id=matter.pk,
        status_line="Your offer has been accepted.",
        internal_note="The chain is weak.",
        next_update_on=MONDAY,
        seen_at=None,
        by=lawyer,
        now=NOON,
    )

    own, reception = _page(lawyer, matter), _page(factories.user(Role.RECEPTIONIST), matter)

    for words in ("Your offer has been accepted.", "approved Tue 24 Nov, 12:00", "Mon 30 Nov", "4 working days left"):
        assert (words in own, words in reception) == (True, True)
    for words in ("The chain is weak.", "Inside the firm only", "Write an update"):
        assert (words in own, words in reception) == (True, False)


@pytest.mark.parametrize("role", list(Role))
def test_a_restricted_matter_does_not_exist_for_strangers(role: Role) -> None:
    matter = factories.matter(is_restricted=True)
    client = _as(factories.user(role))

    answers = {client.get(reverse("matter", args=[pk])).status_code for pk in (matter.pk, matter.pk + 1000)}

    assert answers == {403 if role == Role.ADMINISTRATOR else 404}
    if role != Role.ADMINISTRATOR:
        assert _page(matter.fee_earner, matter)


def _open(matter: Matter, *kinds: GateKind) -> None:
    for kind in kinds:
        set_gate(matter=matter, kind=kind, state=GateState.OPEN, because="done", by=matter.fee_earner, now=NOON)


def test_work_may_start_when_every_gate_is_open_and_the_list_folds(lawyer: User) -> None:
    matter = factories.matter(fee_earner=lawyer)
    before = _page(lawyer, matter)
    _open(matter, GateKind.CONFLICT, GateKind.IDENTITY, GateKind.INTERVIEW, GateKind.LETTER)
    between = _page(lawyer, matter)
    _open(matter, GateKind.ACCEPTANCE)
    after = _page(lawyer, matter)

    everything = "conflict check, identity, first meeting, client care letter, acceptance."
    assert f"5 of 5 things below are open: {everything}" in before
    assert "1 of 5 things below are open: acceptance." in between
    assert "<b>Yes</b> <span>everything below is done</span>" in after
    assert ("Before work can start" in before, "Before work can start" in after) == (True, False)
    assert "all 5 done" in after


@pytest.mark.parametrize("stage", [MatterStage.CLOSED, MatterStage.DECLINED])
def test_work_may_not_start_on_a_matter_that_is_over(lawyer: User, stage: MatterStage) -> None:
    matter = factories.matter(fee_earner=lawyer, stage=stage)
    _open(matter, *GateKind)

    assert f"this matter is {stage}" in _page(lawyer, matter)


def test_the_page_shows_people_dates_and_who_helps(lawyer: User) -> None:
    matter = factories.matter(
        fee_earner=lawyer,
        client=factories.party("Joseph Adeyemi", phone="07700 900318", safe_contact="Mobile only"),
        assistant=factories.user(Role.SECRETARY, given="Beth", family="Lowe"),
        supervisor=factories.user(Role.HEAD, given="Siobhan", family="Keane"),
        practice_system_number="20417-3",
    )
    seller = factories.party("The Seller", phone="07700 900999")
    MatterParty.objects.create(matter=matter, party=seller, role=MatterRole.OPPONENT)
    KeyDate.objects.create(matter=matter, label="Mortgage offer ends", on=date(2027, 2, 26))

    page = _page(factories.user(Role.RECEPTIONIST), matter)

    for words in ("07700 900 318", "Mobile only", "No voicemail.", "Beth Lowe", "Siobhan Keane", "20417-3"):
        assert words in page
    for words in ("Mortgage offer ends", "Fri 26 Feb 2027", "The Seller", "Other side"):
        assert words in page
    assert "07700 900 999" not in page


def test_the_timeline_shows_one_kind_or_everything(lawyer: User) -> None:
    matter = factories.matter(fee_earner=lawyer)
    for n in range(15):
        write_update(
            matter_id=matter.pk,
            status_line=f"Line {n}.",
            next_update_on=MONDAY,
            seen_at=NOON + timedelta(minutes=n - 1) if n else None,
            by=lawyer,
            now=NOON + timedelta(minutes=n),
        )

    def told(query: str) -> int:
        return _page(lawyer, matter, query).count("Status line updated")

    assert [told(query) for query in ("", "?all=", "?show=promises&all=", "?show=letters", "?show=nonsense")] == [
        12,
        15,
        15,
        0,
        12,
    ]
    assert "Show 3 older entries" in _page(lawyer, matter)


def test_the_page_asks_the_database_as_often_however_much_has_happened(
    lawyer: User, django_assert_num_queries: Any
) -> None:
    client = _as(lawyer)
    small, large = factories.matter(fee_earner=lawyer), factories.matter(fee_earner=lawyer)
    for name in ("One", "Two", "Three"):
        MatterParty.objects.create(matter=large, party=factories.party(name), role=MatterRole.CLIENT)
        KeyDate.objects.create(matter=large, label=name, on=MONDAY)
    for matter in (small, large):
        with django_assert_num_queries(37):
            client.get(reverse("matter", args=[matter.pk]))
