"""A call whose owner's time has passed falls to the team, and whoever takes it first makes it (domain D09)."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from callbacks import services
from callbacks.models import Attempt
from callbacks.rules import AttemptResult
from callbacks.team import helpers_for, least_loaded
from callbacks.tests.clock import stop_near
from callbacks.tests.factories import at, book
from practice.permissions import Role
from practice.tests import factories

pytestmark = pytest.mark.django_db


def test_a_call_nobody_made_falls_to_the_team_and_only_one_of_them_takes_it(client: Client, settings: Settings) -> None:
    factories.firm()
    beth, siobhan = factories.user(given="Beth"), factories.user(given="Siobhan")
    amara = factories.user(given="Amara", family="Okafor", substitute=beth)
    matter = factories.matter(fee_earner=amara, supervisor=siobhan)
    call = book(amara, matter=matter, caller_name="Arjun Mehta")  # 14:20 to 14:30

    def day(user: Any, now: Any) -> str:
        stop_near(now, settings)
        client.force_login(user)
        return client.get(reverse("my_day")).content.decode()

    assert "With the team" not in day(beth, at(14, 40))
    assert "With the team" in day(beth, at(14, 46))
    assert "With the team" in day(siobhan, at(14, 46))
    assert "With the team" not in day(factories.user(), at(14, 46))
    assert "With the team" not in day(amara, at(14, 46))
    desk = factories.user(Role.RECEPTIONIST)
    client.force_login(desk)
    assert "the team may ring" in client.get(reverse("desk")).content.decode()

    take, form = reverse("my_day_take", args=[call.pk]), {"instead_of": amara.pk}
    client.force_login(beth)
    assert client.post(take, form).status_code == 303
    client.force_login(siobhan)
    late = client.post(take, form)
    assert late.status_code == 409
    assert f"{beth.name} has taken this call already." in late.content.decode()
    call.refresh_from_db()
    assert (call.adviser, call.promises.get().adviser) == (beth, amara)

    services.record_attempt(
        callback_id=call.pk, result=AttemptResult.SPOKE_RESOLVED, at=at(14, 50), by=beth, now=at(14, 50)
    )
    assert (Attempt.objects.get().by, call.promises.get().outcome) == (beth, "missed_provisional")


def test_of_the_team_whoever_has_least_to_do_in_that_work_is_offered_first_and_it_says_so() -> None:
    beth, siobhan, owen = (factories.user(given=name) for name in ("Beth", "Siobhan", "Owen"))
    amara = factories.user(given="Amara", substitute=owen)
    matter = factories.matter(fee_earner=amara, assistant=beth, supervisor=siobhan, work_type="residential_sale")
    book(beth, matter=matter)
    rang = book(owen, starts_at=at(15, 0))
    services.record_attempt(
        callback_id=rang.pk, result=AttemptResult.SPOKE_RESOLVED, at=at(12, 1), by=owen, now=at(12, 1)
    )

    ranked = least_loaded(helpers_for(amara, matter), matter)

    assert [(person, why) for person, why in ranked] == [
        (siobhan, "Supervisor, longest since they rang: 0 calls to make"),
        (owen, "Deputy, 0 calls to make"),
        (beth, "Assistant on the matter, 1 call to make"),
    ]
