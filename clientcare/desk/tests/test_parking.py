"""Slips set aside: kept by themselves, parked, brought back; nothing is kept twice and nobody else's is found."""

import pytest
from django.test import Client
from django.urls import reverse

from callbacks.models import Callback
from clientcare.desk.tests.slips import post, text_of, typed
from practice.models import FormDraft, Matter
from practice.permissions import Role
from practice.tests import factories

pytestmark = pytest.mark.django_db


def test_a_slip_is_kept_while_it_is_typed_but_never_after_it_was_saved(browser: Client, matter: Matter) -> None:
    slip = typed(matter)

    assert "Kept at 1" in text_of(post(browser, "desk_keep", slip))
    assert FormDraft.objects.get().typed["message"] == "Has the buyer answered?"
    for _ in range(2):  # a retried save never doubles
        assert post(browser, "desk_promise", slip).status_code == 303
    assert "Saved already" in text_of(post(browser, "desk_keep", slip))
    assert (FormDraft.objects.count(), Callback.objects.count()) == (0, 1)


def test_a_parked_call_comes_back_and_whoever_is_on_the_line_takes_its_place(browser: Client, matter: Matter) -> None:
    first, second = typed(matter), typed(matter, party="", matter="", caller_name="Mrs Oyelaran")
    for _ in range(2):
        post(browser, "desk_park", first)
    parked = FormDraft.objects.get(form="desk.parked")
    assert "Mrs Margaret Ellison" in text_of(browser.get(reverse("desk")))

    for _ in range(2):
        assert post(browser, "desk_unpark", second, parked.pk)["Location"] == f"{reverse('desk')}?draft={parked.pk}"

    assert FormDraft.objects.get(form="desk.parked").typed["caller_name"] == "Mrs Oyelaran"
    assert "Has the buyer answered?" in text_of(browser.get(reverse("desk"), {"draft": parked.pk}))


def test_a_call_that_is_parked_no_more_is_said_and_the_slip_stays(browser: Client, matter: Matter) -> None:
    answer = post(browser, "desk_unpark", typed(matter), 4711)

    assert answer.status_code == 409
    assert "not parked any more" in text_of(answer)
    assert "Has the buyer answered?" in text_of(answer)


def test_parked_calls_stay_with_whoever_parked_them(browser: Client, matter: Matter, client: Client) -> None:
    post(browser, "desk_park", typed(matter))
    client.force_login(factories.user(Role.RECEPTIONIST, given="Owen", family="Tully"))

    assert "Parked, 0" in text_of(client.get(reverse("desk")))
    assert post(client, "desk_unpark", typed(matter), FormDraft.objects.get().pk).status_code == 409


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("+44 (0)7700 900142", "07700 900 142"),
        ("07700-900.142", "07700 900 142"),
        ("0044 113 496 0664", "0113 496 0664"),
    ],
)
def test_a_number_in_any_human_form_is_kept_as_it_is_read_back(
    browser: Client, matter: Matter, given: str, kept: str
) -> None:
    post(browser, "desk_message", typed(matter, number=given))

    assert Callback.objects.get().number == kept


@pytest.mark.parametrize("given", ["12", "07700 900 1421234", "the usual one"])
def test_a_number_that_no_telephone_has_is_refused(browser: Client, matter: Matter, given: str) -> None:
    answer = post(browser, "desk_message", typed(matter, number=given))

    assert (answer.status_code, Callback.objects.count()) == (422, 0)
    assert "That is no telephone number" in text_of(answer)
