"""The register of own interests, and the firm's numbers, as pages."""

import pytest
from django.test import Client
from django.urls import reverse

from intake.models import ConflictPolicy, OwnInterest
from practice.models import User
from practice.permissions import Role
from practice.tests import factories

pytestmark = pytest.mark.django_db


def _as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_an_interest_is_entered_listed_and_ended() -> None:
    helen, siobhan = factories.user(Role.COMPLIANCE), factories.user(given="Siobhan", family="Keane")
    client, url = _as(helen), reverse("conflict_interests")
    typed = {"staff": siobhan.pk, "name": "Calder Vale Homes Ltd", "nature": "200 shares"}

    wrong = client.post(url, {**typed, "nature": ""})
    right = client.post(url, typed)
    listed = client.get(url).content.decode()
    interest = OwnInterest.objects.get()
    ended = client.post(reverse("conflict_interest_end", args=[interest.pk]))

    interest.refresh_from_db()
    assert (wrong.status_code, "Calder Vale Homes Ltd" in wrong.content.decode()) == (422, True)
    assert [right.status_code, ended.status_code] == [303, 303]
    assert all(words in listed for words in ("Siobhan Keane", "200 shares"))
    assert interest.ended_on is not None
    assert "200 shares" not in client.get(url).content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_the_register_opens_to_those_who_decide(role: Role) -> None:
    allowed = {Role.HEAD, Role.MANAGING_PARTNER, Role.COMPLIANCE}

    status = _as(factories.user(role)).get(reverse("conflict_interests")).status_code

    assert status == (200 if role in allowed else 403)


def test_an_administrator_sets_the_lines_and_sees_no_check() -> None:
    client = _as(factories.user(Role.ADMINISTRATOR))

    saved = client.post(
        reverse("admin:intake_conflictpolicy_add"),
        {
            "listing_line": "0.3",
            "review_line": "0.6",
            "word_line": "0.6",
            "urgent_within_working_days": "2",
            "urgent_answer_working_hours": "1",
        },
    )

    assert (saved.status_code, ConflictPolicy.objects.get().review_line) == (302, 0.6)
    assert client.get(reverse("admin:intake_conflictpolicy_add")).status_code == 403
    assert client.get("/admin/intake/conflictcheck/").status_code == 404
