"""Today's list on paper and in the mailbox, and what else is taken down for whoever rings."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from callbacks.models import Callback
from callbacks.tests.factories import NOON, at, book
from clientcare.desk.daily import mail_lists
from clientcare.desk.tests.slips import post, text_of, typed
from outbox.models import Message
from practice.models import Matter, User

pytestmark = pytest.mark.django_db


def test_the_list_lies_in_the_mailbox_once_each_working_morning(me: User, matter: Matter) -> None:
    book(matter.fee_earner, caller_name="Arjun Mehta", by=me, starts_at=at(14, 20), now=at(8, 30))

    sent = [mail_lists(now=at(8, 44)), mail_lists(now=at(8, 45)), mail_lists(now=at(8, 46)), mail_lists(now=at(20))]
    sent += [mail_lists(now=at(9) + timedelta(days=day)) for day in (4, 1)]  # a Saturday, then a day that began late

    assert sent == [0, 1, 0, 0, 0, 1]
    message = Message.objects.filter(kind="desk.list").order_by("created_at")[0]
    assert (message.to_address, message.subject) == (me.email, "Calls promised for 24 November")
    assert "Amara Okafor rings Arjun Mehta" in message.body


def test_list_and_blank_slips_can_be_printed(browser: Client, me: User, matter: Matter) -> None:
    book(matter.fee_earner, caller_name="Arjun Mehta", by=me, starts_at=at(14, 20), now=NOON - timedelta(hours=1))

    assert "Arjun Mehta" in text_of(browser.get(reverse("desk_list")))
    assert text_of(browser.get(reverse("desk_blank"))).count("Call taken at (true time)") == 3


def test_what_else_was_taken_down_reaches_whoever_rings(browser: Client, matter: Matter, client: Client) -> None:
    more = {
        "relation": "court",
        "organisation": "County Court",
        "other_number": "0113 496 0664",
        "action": "urgent_advice",
        "deadline": "Friday noon",
    }
    post(browser, "desk_promise", typed(matter, party="", matter="", caller_name="Listing office", **more))

    callback = Callback.objects.get()
    client.force_login(matter.fee_earner)
    told = "Court or tribunal, County Court. Urgent advice. Named a deadline: Friday noon. Also on 0113 496 0664"
    assert told in text_of(client.get(reverse("callbacks:detail", args=[callback.pk])))
    assert told in text_of(client.get(reverse("my_day")))


@pytest.mark.parametrize(
    ("relation", "said"), [("press", "We do not comment on matters"), ("other_side", "The other side: give no detail")]
)
def test_press_and_the_other_side_hear_nothing_of_matter_or_presence(
    browser: Client, matter: Matter, relation: str, said: str
) -> None:
    page = text_of(post(browser, "desk_look", typed(matter, relation=relation)))

    assert said in page
    assert "Check two facts" not in page
    assert "is not available until" not in page
