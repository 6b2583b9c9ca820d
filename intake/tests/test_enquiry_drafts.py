"""A new enquiry half-typed: kept for its writer, offered again, gone once it is recorded (decisions B14)."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from intake.models import Enquiry
from intake.tests.factories import NOON
from practice.models import FormDraft, User
from practice.permissions import Role
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db
KEY, OTHER_KEY = "5f0c8a52-8a53-4a55-b1a5-0c2f9b3b7d11", "5f0c8a52-8a53-4a55-b1a5-0c2f9b3b7d12"
HALF = {
    "form_key": KEY,
    "kind": "organisation",
    "name": "Ann\0 Bell Ltd",
    "key_date_day": "31",
    "work_type": "residential_purchase",
    "email_is_safe": "on",
    "other-TOTAL_FORMS": "6",
    "other-INITIAL_FORMS": "0",
    "other-1-text": "Calder Vale Homes",
    "other-1-role": "lender",
    "q-tenure": "leasehold",
    "\0": "odd",
}
WHOLE = {
    **{key: value for key, value in HALF.items() if key not in ("key_date_day", "\0")},
    "name": "Ann Bell Ltd",
    "phone": "0113 496 0777",
    "issue": "A purchase",
    "channel": "phone",
    "received_on": "2026-11-24",
    "received_at": "11:50",
    "source": "search",
}


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOON)
    factories.office()


def _as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _ticked(page: str, name: str, value: str) -> bool:
    return bool(re.search(rf'name="{name}"[^>]*value="{value}"[^>]*checked', page))


def test_an_enquiry_half_typed_comes_back_to_its_writer_alone_and_goes_once_it_is_recorded() -> None:
    desk, other = (_as(factories.user(Role.RECEPTIONIST)) for _ in range(2))
    new, draft = reverse("intake:enquiry"), reverse("intake:enquiry_draft")

    by_itself = desk.post(draft, HALF, headers={"HX-Request": "true"})
    by_button = desk.post(draft, HALF)
    kept = FormDraft.objects.get()
    offered = [client.get(new).content.decode() for client in (desk, other)]
    page = desk.get(by_button.headers["Location"]).content.decode()

    assert ("Kept as a draft at 12:00" in by_itself.content.decode(), by_button.status_code) == (True, 303)
    assert by_button.headers["Location"] == f"{new}?draft={kept.pk}"
    assert [f"?draft={kept.pk}" in one for one in offered] == [True, False]
    assert other.get(f"{new}?draft={kept.pk}").status_code == 404
    assert (f'value="{KEY}"' in page, "Bell Ltd" in page, f"?draft={kept.pk}" in page) == (True, True, False)
    assert _ticked(page, "kind", "organisation")
    assert re.search(r'name="email_is_safe"[^>]*checked', page)
    assert re.search(r'name="key_date_day"[^>]*value="31"', page)
    assert re.search(r'name="other-1-text"[^>]*value="Calder Vale Homes"', page)
    assert '<option value="lender" selected' in page

    assert desk.post(new, WHOLE).status_code == 303
    late = desk.post(draft, HALF)  # was on its way while the enquiry was being recorded

    assert (Enquiry.objects.get().name, FormDraft.objects.count()) == ("Ann Bell Ltd", 0)
    assert (late.status_code, late.headers["Location"]) == (303, reverse("intake:enquiries"))


def test_each_form_has_a_draft_of_its_own_and_only_its_writer_throws_it_away() -> None:
    desk, other = (_as(factories.user(Role.RECEPTIONIST)) for _ in range(2))
    draft, drop = reverse("intake:enquiry_draft"), reverse("intake:enquiry_draft_drop")
    for key in (KEY, OTHER_KEY):
        desk.post(draft, HALF | {"form_key": key})

    refused = desk.post(draft, HALF | {"form_key": "x" * 80})
    for client in (other, desk):
        client.post(drop, {"draft": FormDraft.objects.get(about=OTHER_KEY).pk})

    assert (refused.status_code, "Calder Vale Homes" in refused.content.decode()) == (422, True)
    assert list(FormDraft.objects.values_list("about", flat=True)) == [KEY]
    assert _as(factories.user(Role.ADMINISTRATOR)).post(draft, HALF).status_code == 403
