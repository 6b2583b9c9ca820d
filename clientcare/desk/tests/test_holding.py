"""At the desk, before a conflict check is cleared: the holding kind only, on the page and behind it (decisions 27)."""

import pytest
from django.test import Client
from django.urls import reverse

from callbacks.models import Callback
from callbacks.tests.factories import NOON
from clientcare.desk.tests.slips import post, text_of, typed
from intake.models import EnquiryContact
from intake.tests.factories import check, enquiry
from practice.models import Gate, GateKind, GateState, KeyDate, Matter, MatterParty, User
from practice.services.matters import set_gate
from practice.tests import factories

pytestmark = pytest.mark.django_db
SENTENCE = "We do not act yet, so please do not tell me about the matter itself."
HOLDS = {"message": "", "said_so": "on", "names": "Elm Estates Ltd", "time_is_running": "yes"}
HOLDS |= {"key_date_day": "1", "key_date_month": "12", "key_date_year": "2026"}


def _prospective() -> Matter:
    """Return a matter whose check waits with compliance."""
    lawyer = factories.user(given="Amara", family="Okafor")
    return check(enquiry(), by=lawyer).matter


def test_the_caller_of_a_matter_that_is_not_cleared_gets_a_holding_call_and_its_names_are_searched(
    browser: Client, me: User
) -> None:
    matter = _prospective()
    page = text_of(browser.get(reverse("desk"), {"party": matter.clients().get().pk}))
    assert SENTENCE in page
    assert ('name="names"' in page, 'name="message"' in page, "Check two facts" in page) == (True, False, False)

    answer = post(browser, "desk_promise", typed(matter, **HOLDS))

    assert answer.status_code == 303
    words = "Holding call. Names: Elm Estates Ltd. A date: Tue 1 Dec 2026. Time is running."
    assert Callback.objects.get().message == words
    assert MatterParty.objects.filter(matter=matter, party__name="Elm Estates Ltd").exists()
    assert KeyDate.objects.filter(matter=matter).exists()


def test_words_about_the_matter_come_back_unkept_with_the_form_that_may_be_filled_in(browser: Client, me: User) -> None:
    matter = _prospective()

    for name in ("desk_promise", "desk_message", "desk_helped"):
        answer = post(browser, name, typed(matter, message="They never paid for the doors"))

        page = text_of(answer)
        assert answer.status_code == 409
        assert "You wrote: “They never paid for the doors”. It is not kept before the check is cleared." in page
        assert 'name="names"' in page
    assert Callback.objects.count() == 0


def test_it_must_have_been_said_that_we_do_not_act(browser: Client, me: User) -> None:
    answer = post(browser, "desk_promise", typed(_prospective(), **{**HOLDS, "said_so": ""}))

    assert (answer.status_code, Callback.objects.count()) == (422, 0)
    assert "Say to them that we do not act yet" in text_of(answer)


def test_somebody_whose_enquiry_is_open_is_known_by_name_or_number_and_the_enquiry_keeps_what_they_say(
    browser: Client, me: User, matter: Matter
) -> None:
    asked = enquiry("Ann Bell", others=(), phone="0113 496 0700")
    nobody = {"party": "", "matter": ""}
    for facts in ({"caller_name": "ann bell"}, {"caller_name": "A. Somebody", "number": "(0113) 4960700"}):
        assert SENTENCE in text_of(post(browser, "desk_look", typed(matter, **nobody, **facts)))

    answer = post(browser, "desk_promise", typed(matter, **nobody, **HOLDS, caller_name="Ann Bell"))

    assert answer.status_code == 303
    assert EnquiryContact.objects.get().words == "Elm Estates Ltd"
    assert asked.names.filter(text="Elm Estates Ltd").exists()


def test_choosing_that_it_is_about_something_new_shows_the_holding_form(
    browser: Client, me: User, matter: Matter
) -> None:
    slip = typed(matter, party="", matter="", caller_name="Mrs Oyelaran", message="")

    assert SENTENCE not in text_of(post(browser, "desk_look", slip))
    assert SENTENCE in text_of(post(browser, "desk_look", {**slip, "subject": "new"}))


def test_a_client_of_ours_is_promised_a_call_as_ever_while_somebody_new_is_checked(
    browser: Client, me: User, matter: Matter
) -> None:
    set_gate(matter=matter, kind=GateKind.CONFLICT, state=GateState.CLOSED, because="Somebody was added", now=NOON)
    page = text_of(browser.get(reverse("desk"), {"party": matter.clients().get().pk}))
    assert "nobody discusses what is new until compliance has cleared it" in page
    assert "Somebody was added" not in page

    assert post(browser, "desk_promise", typed(matter)).status_code == 303
    assert Callback.objects.get().message == "Has the buyer answered?"


def test_my_day_shows_the_holding_call_with_what_is_said_and_takes_no_note(client: Client, me: User) -> None:
    matter = _prospective()
    client.force_login(me)
    post(client, "desk_promise", typed(matter, **HOLDS))
    client.force_login(matter.fee_earner)

    page = text_of(client.get(reverse("my_day")))

    assert "A holding call: the conflict check is not cleared." in page
    assert SENTENCE in page
    assert "Note for the matter" not in page
    assert Gate.objects.filter(matter=matter, state=GateState.OPEN).count() == 0
