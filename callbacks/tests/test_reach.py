"""What a caller's rules of contact forbid: times, windows and numbers, at every deed that promises or records."""

from datetime import datetime, time
from typing import Any

import pytest

from callbacks import services
from callbacks.models import Attempt, Callback, DiaryEntry
from callbacks.offers import Offers, offers_for
from callbacks.policies import calendar_of
from callbacks.rules import AttemptResult, PromiseType
from callbacks.tests.factories import NOON, at, book, slip
from practice.models import Party, User
from practice.reach import NotTheirNumber, OutsideTheirHours
from practice.tests import factories

pytestmark = pytest.mark.django_db
INSIDE, OUTSIDE = at(14, 20), at(14, 40)
END_OF_WINDOW = at(16, 0)


@pytest.fixture
def adviser() -> User:
    factories.firm()
    return factories.user()


@pytest.fixture
def caller() -> Party:
    """Somebody who may be rung on one number, between 09:30 and 14:30."""
    made = factories.party("Margaret Ellison", phone="07700 900142", voicemail_is_safe=True)
    made.only_number = made.contacts.phones(NOON.date())[0]
    made.ring_from, made.ring_until, made.may_name_firm = time(9, 30), time(14, 30), False
    made.save()
    return made


def _offers(adviser: User, caller: Party | None, now: datetime = NOON) -> Offers:
    return offers_for(adviser, [], calendar=calendar_of(adviser), now=now, holder=adviser, caller=caller)


def test_no_time_outside_their_hours_is_offered(adviser: User, caller: Party) -> None:
    heard, others_hear = _offers(adviser, caller), _offers(adviser, None)

    today = [one for one in (*heard.first, *heard.more) if one.starts_at < at(0, day=25)]
    assert [one.starts_at for one in today] == [at(14, 0), at(14, 10), at(14, 20)]
    assert {one.kind for one in (*heard.first, *heard.more)} == {PromiseType.SLOT}
    assert [one.starts_at for one in others_hear.first] == [at(14, 0), at(15, 0), at(15, 50)]
    assert PromiseType.WINDOW in {one.kind for one in others_hear.more}


def test_a_window_that_lies_inside_their_hours_is_offered(adviser: User, caller: Party) -> None:
    caller.ring_from, caller.ring_until = time(14), time(16)
    begun = _offers(adviser, caller, at(15, 0))
    caller.ring_from = time(13, 59)

    windows = [one for one in begun.more if one.kind == PromiseType.WINDOW]
    assert [(one.starts_at, one.ends_at) for one in windows] == [(at(15, 0), at(16, 0))]
    caller.ring_until = time(15, 59)
    assert [one for one in _offers(adviser, caller).more if one.kind == PromiseType.WINDOW] == []


@pytest.mark.parametrize(
    ("kind", "starts_at"),
    [
        pytest.param(PromiseType.SLOT, OUTSIDE, id="a time"),
        pytest.param(PromiseType.WINDOW, END_OF_WINDOW, id="a window"),
    ],
)
def test_what_lies_outside_their_hours_cannot_be_promised(
    adviser: User, caller: Party, kind: PromiseType, starts_at: datetime
) -> None:
    with pytest.raises(OutsideTheirHours, match=r"between 09:30 and 14:30 only"):
        book(adviser, caller=caller, kind=kind, starts_at=starts_at)

    assert (Callback.objects.count(), DiaryEntry.objects.count()) == (0, 0)
    Party.objects.filter(pk=caller.pk).update(ring_from=None, ring_until=None)
    caller.refresh_from_db()
    assert book(adviser, caller=caller, kind=kind, starts_at=starts_at).stage == "promised"


def test_in_summer_their_hours_go_by_the_clock_of_the_office(adviser: User, caller: Party) -> None:
    morning = datetime(2027, 6, 1, 8, 0, tzinfo=NOON.tzinfo)
    two_by_the_office = morning.replace(hour=13)

    assert book(adviser, caller=caller, starts_at=two_by_the_office, now=morning).stage == "promised"
    with pytest.raises(OutsideTheirHours):
        book(adviser, caller=caller, starts_at=morning.replace(hour=14), now=morning)


def test_a_promised_call_is_not_moved_outside_their_hours(adviser: User, caller: Party) -> None:
    callback = book(adviser, caller=caller, starts_at=INSIDE)

    with pytest.raises(OutsideTheirHours):
        services.move_callback(
            callback_id=callback.pk, adviser=adviser, starts_at=OUTSIDE, by=adviser, now=NOON, asked_by_caller=True
        )

    assert callback.promises.get(replaced_by=None).starts_at == INSIDE


def test_no_time_outside_their_hours_is_held_for_them(adviser: User, caller: Party) -> None:
    with pytest.raises(OutsideTheirHours):
        services.hold_slot(adviser=adviser, starts_at=OUTSIDE, caller=caller, by=adviser, now=NOON)

    assert not DiaryEntry.objects.filter(state="held").exists()
    assert services.hold_slot(adviser=adviser, starts_at=OUTSIDE, by=adviser, now=NOON).state == "held"


def test_no_other_number_is_taken_down_for_them(adviser: User, caller: Party) -> None:
    with pytest.raises(NotTheirNumber):
        book(adviser, caller=caller, starts_at=INSIDE, number="0113 496 0100")
    told = slip(adviser, caller=caller, number="0113 496 0100")
    with pytest.raises(NotTheirNumber):
        services.record_message(slip=told, by=adviser, now=NOON, needs_call=True)

    assert Callback.objects.count() == 0
    assert book(adviser, caller=caller, starts_at=INSIDE, number="+44 7700 900142").number == "+44 7700 900142"


def _attempt(callback: Callback, **facts: Any) -> Attempt:
    told = {"result": AttemptResult.SPOKE_RESOLVED, "at": INSIDE, "by": callback.adviser, "now": INSIDE, **facts}
    return services.record_attempt(callback_id=callback.pk, **told)


def test_a_call_to_another_number_is_refused_and_one_to_theirs_recorded(adviser: User, caller: Party) -> None:
    callback = book(adviser, caller=caller, starts_at=INSIDE)

    with pytest.raises(NotTheirNumber):
        _attempt(callback, number="0113 496 0100")
    assert not callback.attempts.exists()

    assert _attempt(callback).number == "07700 900 142"


def test_the_number_that_was_rung_is_kept_where_any_may_be(adviser: User) -> None:
    callback = book(adviser, caller=factories.party())

    assert _attempt(callback, number="0113 496 0100", result=AttemptResult.NO_ANSWER).number == "0113 496 0100"
    assert _attempt(callback, result=AttemptResult.CLIENT_RANG_BACK).number == ""


def test_a_call_taken_before_the_rule_is_returned_on_the_only_number(adviser: User, caller: Party) -> None:
    only, caller.only_number = caller.only_number, None
    caller.save()
    callback = book(adviser, caller=caller, starts_at=INSIDE, number="0113 496 0100")
    caller.only_number = only
    caller.save()

    callback.refresh_from_db()

    assert (callback.number, callback.number_to_ring) == ("0113 496 0100", "07700 900 142")
    assert callback.safe_contact == "Do not say who is calling. Ring between 09:30 and 14:30."
    assert callback.rules_now == f"Only 07700 900 142. {callback.safe_contact}"
    assert _attempt(callback).number == "07700 900 142"
