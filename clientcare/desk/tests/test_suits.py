"""When a call would suit, typed in the caller's words: read back, asked, or refused, with everything that was typed."""

import pytest
from django.test import Client

from callbacks.models import Callback, DiaryEntry
from callbacks.tests.factories import at
from clientcare.desk.tests.slips import post, text_of, typed
from practice.models import Matter

pytestmark = pytest.mark.django_db


def test_what_the_caller_says_gives_the_times_inside_it_read_back_with_the_date(
    browser: Client, matter: Matter
) -> None:
    inside = post(browser, "desk_look", typed(matter, when="after half past three", slot=""))
    text = text_of(inside)
    assert inside.status_code == 200
    assert "Tue 24 November 2026, between 15:30 and 17:00." in text
    assert (
        "Ms Okafor can ring you at half past three, twenty to four, or ten to four. Would that suit?"
        in text.replace("Amara Okafor can", "Ms Okafor can")
    )
    assert (f"slot.{matter.fee_earner_id}.20261124T1530" in text, f"{matter.fee_earner_id}.20261124T1420" in text) == (
        True,
        False,
    )
    assert 'value="after half past three"' in text

    unread = post(browser, "desk_look", typed(matter, when="when the cows come home", slot=""))
    assert unread.status_code == 422
    assert "is not understood" in text_of(unread)
    assert "Has the buyer answered?" in text_of(unread)

    asked = text_of(post(browser, "desk_look", typed(matter, when="next Friday 2-4", slot="")))
    assert "Ask which of these they mean." in asked
    assert 'value="Fri 4 December 2026 14:00-16:00"' in asked
    chosen = text_of(post(browser, "desk_look", typed(matter, when="Fri 4 December 2026 14:00-16:00", slot="")))
    assert f"slot.{matter.fee_earner_id}.20261204T1400" in chosen

    nobody = text_of(post(browser, "desk_look", typed(matter, when="tomorrow morning", slot="")))
    assert "Nobody rings back then: the next times stand below." in nobody
    assert f"{matter.fee_earner_id}.20261124T1420" in nobody


def test_a_call_by_a_time_is_promised_without_a_place_in_the_diary(browser: Client, matter: Matter) -> None:
    slot = f"by.{matter.fee_earner_id}.20261124T1600"
    listed = text_of(post(browser, "desk_look", typed(matter, when="by 4", slot=slot)))
    assert f'value="{slot}"' in listed
    assert "rings Mrs Margaret Ellison on 07700 900 142, Tue 24 Nov, by 16:00." in listed

    answer = post(browser, "desk_promise", typed(matter, when="by 4", slot=slot))

    assert answer.status_code == 303
    promise = Callback.objects.get().promises.get()
    assert (promise.type, promise.starts_at, promise.ends_at) == ("by", promise.made_at, at(16))
    assert DiaryEntry.objects.count() == 0

    too_late = post(browser, "desk_promise", typed(matter, slot=f"by.{matter.fee_earner_id}.20261124T2100"))
    assert too_late.status_code == 422
    assert "The office is closed then, on Tue 24 November 2026." in text_of(too_late)
