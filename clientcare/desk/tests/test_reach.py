"""A caller's rules of contact at the desk: said first, and refused where a slip would break them."""

from datetime import time

import pytest
from django.test import Client
from django.urls import reverse

from callbacks.models import Callback, DiaryEntry
from callbacks.tests.factories import NOON
from clientcare.desk.tests.slips import post, text_of, typed
from practice.models import Matter, Party
from practice.tests import factories

pytestmark = pytest.mark.django_db
RULES = "Only 07700 900 142. No voicemail. Do not say who is calling. Ring between 09:30 and 14:30."


@pytest.fixture
def margaret(matter: Matter) -> Party:
    """Margaret Ellison with rules: one number, no name, some hours."""
    made: Party = matter.clients().get()
    made.only_number = made.contacts.phones(NOON.date())[0]
    made.ring_from, made.ring_until, made.may_name_firm = time(9, 30), time(14, 30), False
    made.save()
    return made


def test_the_rules_stand_on_the_slip_and_in_the_list_of_callers(browser: Client, margaret: Party) -> None:
    assert RULES in text_of(browser.get(reverse("desk"), {"party": margaret.pk}))
    assert RULES in text_of(browser.get(reverse("desk_callers"), {"q": "ellison"}))


def test_only_times_inside_their_hours_are_offered_and_their_number_is_put_in(
    browser: Client, matter: Matter, margaret: Party
) -> None:
    page = text_of(browser.get(reverse("desk"), {"party": margaret.pk}))

    assert f"slot.{matter.fee_earner_id}.20261124T1420" in page
    assert f"slot.{matter.fee_earner_id}.20261124T1430" not in page
    assert "window." not in page
    assert 'value="07700 900 142"' in page


def test_their_only_number_is_put_in_although_another_is_preferred(browser: Client, margaret: Party) -> None:
    contacts = factories.party("Somebody Else", phone="0113 496 0100").contacts
    contacts.update(party=margaret, is_preferred=True)
    margaret.contacts.filter(text="07700 900 142").update(is_preferred=False)

    assert 'value="07700 900 142"' in text_of(browser.get(reverse("desk"), {"party": margaret.pk}))


@pytest.mark.parametrize("deed", ["desk_hold", "desk_promise"])
def test_a_time_outside_their_hours_is_refused_with_the_hours(
    browser: Client, matter: Matter, margaret: Party, deed: str
) -> None:
    outside = f"slot.{matter.fee_earner_id}.20261124T1440"

    answer = post(browser, deed, typed(matter, slot=outside))

    assert answer.status_code == 422
    assert "They may be rung between 09:30 and 14:30 only" in text_of(answer)
    assert (Callback.objects.count(), DiaryEntry.objects.count()) == (0, 0)
    assert post(browser, "desk_promise", typed(matter)).status_code == 303


@pytest.mark.parametrize("deed", ["desk_promise", "desk_message", "desk_helped"])
def test_another_number_is_refused_with_the_one_that_may_be_rung(
    browser: Client, matter: Matter, margaret: Party, deed: str
) -> None:
    answer = post(browser, deed, typed(matter, number="0113 496 0100"))

    assert answer.status_code == 422
    assert "Only 07700 900 142 may be rung for them" in text_of(answer)
    assert 'value="0113 496 0100"' in text_of(answer)
    assert Callback.objects.count() == 0


def test_the_call_keeps_the_rules_of_its_day_and_my_day_shows_those_of_today(
    browser: Client, client: Client, matter: Matter, margaret: Party
) -> None:
    assert post(browser, "desk_promise", typed(matter)).status_code == 303
    assert Callback.objects.get().safe_contact == RULES
    Party.objects.filter(pk=margaret.pk).update(safe_contact="Ask for Peggy")

    client.force_login(matter.fee_earner)

    for address in (reverse("my_day"), reverse("my_day_away"), reverse("matter", args=[matter.pk])):
        assert f"{RULES} Ask for Peggy" in text_of(client.get(address))
    assert f"{RULES} Ask for Peggy" in text_of(client.get(reverse("desk")))
