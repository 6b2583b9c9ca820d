"""What people do on the page of a matter."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from intake import services as intake
from intake.models import CddCheck, ConflictCheck
from intake.rules import CddState, Outcome
from practice.models import (
    GateKind,
    GateState,
    JournalEntry,
    Matter,
    Party,
    User,
)
from practice.office import load_calendar
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


def _typed(**fields: str) -> dict[str, str]:
    return {"status_line": "We wait.", "internal_note": "", "next_update_on": "2026-11-30", "seen_at": "", **fields}


def test_an_update_is_written_from_the_page(lawyer: User) -> None:
    matter = factories.matter(fee_earner=lawyer)

    answer = _as(lawyer).post(reverse("matter_update", args=[matter.pk]), _typed(internal_note="Not yet certain."))

    matter.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (303, f"/matters/{matter.pk}/")
    assert (matter.status_line, matter.internal_note, matter.next_update_on) == ("We wait.", "Not yet certain.", MONDAY)
    page = _page(lawyer, matter)
    assert "Not yet certain." in page
    assert "Status line updated" in page


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        pytest.param({"status_line": ""}, "This needs an answer", id="no paragraph"),
        pytest.param({"next_update_on": ""}, "Say when the client hears from you next.", id="no promise"),
        pytest.param({"next_update_on": "2026-11-23"}, "a day that has passed", id="a day gone by"),
        pytest.param({"next_update_on": "2026-11-31"}, "Enter a real date", id="no such day"),
    ],
)
def test_an_update_that_cannot_stand_is_422_with_everything_typed(
    lawyer: User, typed: dict[str, str], says: str
) -> None:
    matter = factories.matter(fee_earner=lawyer)

    answer = _as(lawyer).post(
        reverse("matter_update", args=[matter.pk]), _typed(internal_note="Kept as typed", **typed)
    )

    page = answer.content.decode()
    matter.refresh_from_db()
    assert (answer.status_code, matter.status_line) == (422, "")
    assert says in page
    assert "Kept as typed" in page


def test_an_update_over_a_newer_one_is_409_and_can_be_sent_again(lawyer: User) -> None:
    matter = factories.matter(fee_earner=lawyer)
    write_update(matter_id=matter.pk, status_line="Newer.", next_update_on=MONDAY, seen_at=None, by=lawyer, now=NOON)
    client, url = _as(lawyer), reverse("matter_update", args=[matter.pk])

    answer = client.post(url, _typed(status_line="Mine, blind."))
    page = answer.content.decode()
    seen = re.search(r'name="seen_at" value="([^"]+)"', page)
    assert seen is not None
    again = client.post(url, _typed(status_line="Mine, read.", seen_at=seen[1]))

    matter.refresh_from_db()
    assert (answer.status_code, "Newer." in page, "Mine, blind." in page) == (409, True, True)
    assert (again.status_code, matter.status_line) == (303, "Mine, read.")


def _open(matter: Matter, *kinds: GateKind) -> None:
    for kind in kinds:
        set_gate(matter=matter, kind=kind, state=GateState.OPEN, because="done", by=matter.fee_earner, now=NOON)


def test_a_check_is_asked_for_from_the_page_and_then_waits(lawyer: User) -> None:
    matter = factories.matter(fee_earner=lawyer)

    answer = _as(lawyer).post(reverse("matter_ask_check", args=[matter.pk]))

    check = ConflictCheck.objects.get()
    page = _page(lawyer, matter)
    assert (answer.status_code, answer["Location"]) == (303, f"/conflicts/{check.pk}/")
    assert "A holding call only until then." in page
    assert "Ask for a conflict check" not in page


def test_the_page_says_how_a_check_ended(lawyer: User) -> None:
    compliance = factories.user(Role.COMPLIANCE)
    for outcome, reason, words in (
        (Outcome.CLEAR, "", "Clear"),
        (Outcome.DECLINED, "A secret of compliance", "We may not act."),
    ):
        matter = factories.matter(fee_earner=lawyer)
        check = intake.ask_check(
            matter_id=matter.pk,
            because="New",
            by=lawyer,
            now=NOON,
            calendar=load_calendar(factories.office()),
        )
        intake.decide_check(check_id=check.pk, outcome=outcome, reason=reason, by=compliance, now=NOON)

        page = _page(lawyer, matter)

        assert words in page
        assert "A secret of compliance" not in page


def test_identity_is_recorded_from_the_page(lawyer: User) -> None:
    matter = factories.matter(fee_earner=lawyer)
    party = matter.clients().get()
    client, url = _as(lawyer), reverse("matter_identity", args=[matter.pk, party.pk])
    field = f"client-{party.pk}-"

    wrong = client.post(url, {field + "state": "verified", field + "papers": ""})
    stranger = client.post(
        reverse("matter_identity", args=[matter.pk, party.pk + 1000]), {f"client-{party.pk + 1000}-state": "received"}
    )
    right = client.post(url, {field + "state": "verified", field + "papers": "Passport"})

    assert [wrong.status_code, stranger.status_code, right.status_code] == [422, 409, 303]
    assert "Say which papers were seen." in wrong.content.decode()
    assert (CddCheck.objects.get().state, matter.may(GateKind.IDENTITY, NOON + timedelta(days=1))) == (
        CddState.VERIFIED,
        True,
    )


def test_a_party_on_record_or_a_new_one_joins_from_the_page(lawyer: User) -> None:
    matter = factories.matter(fee_earner=lawyer)
    _open(matter, GateKind.CONFLICT)
    known = factories.party("Dale and Finch")
    hidden = factories.party("Dale and Fisher")
    factories.matter(client=hidden, is_restricted=True)
    client, url = _as(lawyer), reverse("matter_add_party", args=[matter.pk])

    found = client.get(url, {"name": "Dale and"}).content.decode()
    first = client.post(url, {"form_key": KEY, "name": "Dale and", "party": known.pk, "role": "agent"})
    new = {
        "form_key": KEY.replace("5f", "6f"),
        "name": "Calder Vale Homes Ltd",
        "role": "opponent",
        "kind": "organisation",
    }
    second = [client.post(url, new).status_code for _ in range(2)]

    assert re.findall(r'name="party" value="(\d*)"', found) == ["", str(known.pk)]
    assert (first.status_code, second) == (303, [303, 303])
    assert [(row.party.name, row.role) for row in matter.parties.exclude(role="client").order_by("pk")] == [
        ("Dale and Finch", "agent"),
        ("Calder Vale Homes Ltd", "opponent"),
    ]
    assert not matter.may(GateKind.CONFLICT, NOON + timedelta(days=1))
    assert "Calder Vale Homes Ltd was added as other side. No check covers this yet." in _page(lawyer, matter)


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "", "role": "agent"},
        {"name": "X", "role": ""},
        {"name": "X", "role": "judge"},
        {"name": "118 118", "role": "agent"},
        {"name": "\u202eAnn", "role": "agent"},
    ],
)
def test_half_a_party_is_422_and_nothing_is_written(lawyer: User, typed: dict[str, str]) -> None:
    matter = factories.matter(fee_earner=lawyer)
    before = Party.objects.count()

    answer = _as(lawyer).post(reverse("matter_add_party", args=[matter.pk]), {"form_key": KEY, **typed})

    assert (answer.status_code, Party.objects.count()) == (422, before)


def test_only_those_who_edit_may_change_a_matter() -> None:
    matter = factories.matter()
    party = matter.clients().get()
    reception = _as(factories.user(Role.RECEPTIONIST))
    deeds = [
        reverse("matter_update", args=[matter.pk]),
        reverse("matter_add_party", args=[matter.pk]),
        reverse("matter_add_property", args=[matter.pk]),
        reverse("matter_identity", args=[matter.pk, party.pk]),
        reverse("matter_ask_check", args=[matter.pk]),
    ]

    assert {reception.post(url).status_code for url in deeds} == {403}
    assert not JournalEntry.objects.filter(matter_id=matter.pk).exists()


@pytest.mark.parametrize("deed", ["matter_update", "matter_add_party", "matter_add_property", "matter_ask_check"])
def test_a_deed_on_a_hidden_matter_is_404(deed: str) -> None:
    matter = factories.matter(is_restricted=True)

    assert _as(factories.user()).post(reverse(deed, args=[matter.pk]), _typed()).status_code == 404
