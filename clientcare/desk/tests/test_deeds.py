"""What is done with a slip, to its last effect; what is refused comes back as it was typed."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from callbacks import services
from callbacks.models import Callback, CallbackStage, DiaryEntry, PutThrough
from callbacks.tests.factories import NOON, at, book
from clientcare.desk.tests.slips import post, text_of, typed
from outbox.models import Message
from practice.models import ContactPoint, FormDraft, Matter, User
from practice.permissions import Role
from practice.tests import factories

pytestmark = pytest.mark.django_db


def test_a_promise_reaches_the_diary_the_person_who_rings_and_the_board(
    browser: Client, me: User, matter: Matter
) -> None:
    answer = post(browser, "desk_promise", typed(matter, subject="progress", urgency="today", read_back="on"))

    assert (answer.status_code, answer["Location"]) == (303, reverse("desk"))
    callback = Callback.objects.get()
    assert (callback.taken_by, callback.subject, callback.urgency, callback.read_back) == (
        me,
        "progress",
        "today",
        True,
    )
    assert callback.promises.get().starts_at == at(14, 20)
    planned = CallbackStage.objects.filter(promise__adviser=matter.fee_earner, kind="owner_list")
    assert (planned.count(), Message.objects.count()) == (1, 0)  # on the list before the window: nobody is interrupted
    text = text_of(browser.get(reverse("desk")))
    assert "Promised: Amara Okafor rings Mrs Margaret Ellison, Tue 24 Nov, 14:20." in text
    assert "1 promise: 1 to come." in text


def test_somebody_new_is_promised_a_call_too(browser: Client, matter: Matter) -> None:
    opened = text_of(post(browser, "desk_look", {"q": "Mrs Oyelaran", "pick": "new"}))
    assert 'value="Mrs Oyelaran"' in opened

    answer = post(browser, "desk_promise", typed(matter, party="", matter="", caller_name="Mrs Oyelaran"))

    assert answer.status_code == 303
    assert (Callback.objects.get().caller, Callback.objects.get().caller_name) == (None, "Mrs Oyelaran")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({"slot": ""}, "Choose one of the times", id="no time"),
        pytest.param({"slot": "slot.x.y"}, "Please choose one of the times listed", id="no such time"),
        pytest.param({"number": ""}, "Enter the number to ring", id="no number"),
        pytest.param({"party": "", "matter": ""}, "Find the caller above", id="nobody"),
        pytest.param({"for_staff": ""}, "Choose who the call is for", id="for nobody"),
        pytest.param({"taken": "12 past"}, "Enter a time on the 24-hour clock", id="no clock time"),
        pytest.param({"taken": "13:30"}, "That time is still to come", id="not rung yet"),
        pytest.param({"urgency": "hour"}, "Choose why it is urgent", id="urgent for no reason"),
        pytest.param({"form_key": ""}, "This needs an answer", id="no key"),
    ],
)
def test_what_cannot_be_right_comes_back_as_it_was_typed(
    browser: Client, matter: Matter, changes: dict[str, str], said: str
) -> None:
    answer = post(browser, "desk_promise", typed(matter, **changes))

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert "Has the buyer answered?" in text_of(answer)
    assert Callback.objects.count() == 0


def test_an_urgent_call_without_a_set_time_is_promised_by_its_standard_as_it_was_said(
    browser: Client, matter: Matter
) -> None:
    slip = typed(matter, slot="", urgency="hour", urgent_because="custody")
    shown = text_of(post(browser, "desk_look", slip))
    told = rf'value="within\.{matter.fee_earner_id}\.20261124T(1259|1300)"'
    assert re.search(told, shown)
    assert "No set time: within 1 working hour" in shown
    assert "somebody is held by the police" in shown

    earlier = f"within.{matter.fee_earner_id}.20261124T1255"  # said five minutes ago: it does not move on
    kept = text_of(post(browser, "desk_look", {**slip, "slot": earlier}))
    assert f'value="{earlier}"' in kept
    assert not re.search(told, kept)
    assert post(browser, "desk_promise", {**slip, "slot": earlier}).status_code == 303
    callback = Callback.objects.get()
    assert (callback.promises.get().type, callback.promises.get().ends_at) == ("within", at(12, 55))
    assert callback.urgency_words == "In the hour: custody"


def test_a_time_taken_meanwhile_is_refused_with_the_next_ones_and_everything_typed(
    browser: Client, matter: Matter
) -> None:
    book(matter.fee_earner)

    answer = post(browser, "desk_promise", typed(matter, read_back="on"))

    text = text_of(answer)
    assert answer.status_code == 409
    assert "That time has just been taken" in text
    assert "Has the buyer answered?" in text
    assert f"slot.{matter.fee_earner_id}.20261124T1430" in text
    assert f"slot.{matter.fee_earner_id}.20261124T1420" not in text
    assert Callback.objects.count() == 1


def test_the_same_slip_sent_twice_promises_once(browser: Client, matter: Matter) -> None:
    slip = typed(matter)

    assert [post(browser, "desk_promise", slip).status_code for _ in range(2)] == [303, 303]
    assert Callback.objects.count() == 1
    assert post(browser, "desk_promise", {**slip, "message": "Something else"}).status_code == 422


def test_a_second_call_is_counted_on_the_open_one(browser: Client, matter: Matter) -> None:
    client = matter.clients().get()
    first = book(matter.fee_earner, caller=client, matter=matter, now=at(9, 12))
    opened = text_of(browser.get(reverse("desk"), {"party": client.pk}))
    assert "I am sorry we have not rung you back yet." in opened
    assert "Keep it; first call 09:12" in opened

    answer = post(browser, "desk_promise", typed(matter, slot="keep", open_call=first.pk, message="Second time"))

    assert answer.status_code == 303
    first.refresh_from_db()
    assert (first.calls, first.promises.count(), Callback.objects.count()) == (2, 1, 1)
    assert "second call" in text_of(browser.get(reverse("desk")))


def test_a_second_call_may_change_the_time(browser: Client, matter: Matter) -> None:
    first = book(matter.fee_earner, caller=matter.clients().get(), matter=matter)
    slot = f"slot.{matter.fee_earner_id}.20261124T1500"

    post(browser, "desk_promise", typed(matter, slot=slot, open_call=first.pk))

    first.refresh_from_db()
    outcomes = list(first.promises.order_by("pk").values_list("outcome", flat=True))
    assert (first.calls, outcomes) == (2, ["changed_by_client", "open"])


def test_helping_at_once_closes_what_was_open(browser: Client, matter: Matter) -> None:
    unsaid = post(browser, "desk_helped", typed(matter, slot="", topic=""))
    assert (unsaid.status_code, "Choose what you helped with." in text_of(unsaid)) == (422, True)
    assert post(browser, "desk_helped", typed(matter, slot="")).status_code == 303
    helped = Callback.objects.get()
    assert (helped.closed_as, helped.helped_with) == ("resolved_by_reception", "Papers that came or went")
    first = book(matter.fee_earner, caller=matter.clients().get(), matter=matter)

    post(browser, "desk_helped", typed(matter, open_call=first.pk))

    first.refresh_from_db()
    assert (first.closed_as, first.helped_with) == ("resolved_by_reception", "Papers that came or went")
    assert post(browser, "desk_helped", typed(matter)).status_code == 303


def test_a_message_stands_on_the_day_of_whom_it_is_for(browser: Client, matter: Matter) -> None:
    post(browser, "desk_message", typed(matter, slot="", number=""))

    assert Callback.objects.messages_for(matter.fee_earner).get().message == "Has the buyer answered?"
    assert Message.objects.count() == 0


def test_a_message_without_words_is_asked_for_and_nothing_is_kept(browser: Client, matter: Matter) -> None:
    answer = post(browser, "desk_message", typed(matter, slot="", message=""))

    assert (answer.status_code, Callback.objects.count()) == (422, 0)
    assert "Enter the message, in their words." in text_of(answer)


def test_the_tick_for_an_email_stands_only_where_it_can_safely_go(browser: Client, matter: Matter) -> None:
    client = matter.clients().get()
    tick = 'name="wants_message"'
    assert tick in text_of(browser.get(reverse("desk"), {"party": client.pk}))
    ContactPoint.objects.filter(party=client).update(confirmed_at=None)

    assert tick not in text_of(browser.get(reverse("desk"), {"party": client.pk}))
    answer = post(browser, "desk_promise", typed(matter, wants_message="on"))
    assert (answer.status_code, Callback.objects.count()) == (422, 0)


def test_choosing_a_time_holds_it_and_says_what_is_promised(browser: Client, matter: Matter) -> None:
    answer = post(browser, "desk_hold", typed(matter))

    assert "Amara Okafor rings Mrs Margaret Ellison on 07700 900 142, Tue 24 Nov, between 14:20 and 14:30" in text_of(
        answer
    )
    assert "Held for you until" in text_of(answer)
    assert DiaryEntry.objects.get().state == "held"
    assert post(browser, "desk_promise", typed(matter)).status_code == 303


def test_a_time_held_by_another_desk_comes_back_as_taken_with_fresh_times(
    browser: Client, client: Client, matter: Matter
) -> None:
    services.hold_slot(adviser=matter.fee_earner, starts_at=at(14, 20), by=factories.user(), now=NOON)

    answer = post(browser, "desk_hold", typed(matter))

    assert (answer.status_code, answer["HX-Retarget"]) == (409, "#offers")
    assert "20261124T1420" not in answer.content.decode()


def test_a_call_put_through_comes_back_as_it_was_typed(browser: Client, me: User, matter: Matter) -> None:
    post(browser, "desk_through", typed(matter), matter.fee_earner_id)
    handed = PutThrough.objects.get()
    assert (handed.to, handed.matter, handed.by) == (matter.fee_earner, matter, me)
    assert "came back unanswered" in text_of(browser.get(reverse("desk")))

    answer = browser.post(reverse("desk_back", args=[handed.pk]), follow=True)

    text = text_of(answer)
    assert "Has the buyer answered?" in text
    assert "Mrs Margaret Ellison" in text
    assert browser.post(reverse("desk_back", args=[handed.pk])).status_code == 409


def test_a_draft_stays_with_its_owner_and_goes_when_it_is_saved(
    browser: Client, client: Client, matter: Matter
) -> None:
    slip = typed(matter)
    post(browser, "desk_draft", slip)
    draft = FormDraft.objects.get()
    assert "Has the buyer answered?" in text_of(browser.get(reverse("desk"), {"draft": draft.pk}))

    post(browser, "desk_promise", slip)

    assert FormDraft.objects.count() == 0


def test_somebody_elses_draft_is_not_there(browser: Client, client: Client, matter: Matter) -> None:
    post(browser, "desk_draft", typed(matter))
    client.force_login(factories.user(Role.RECEPTIONIST))

    assert client.get(reverse("desk"), {"draft": FormDraft.objects.get().pk}).status_code == 404


@pytest.mark.parametrize("name", ["desk_promise", "desk_message", "desk_helped"])
def test_a_caller_who_may_not_be_known_is_not_there(browser: Client, matter: Matter, name: str) -> None:
    hidden = factories.party("Colin Fairbrother")
    factories.matter(client=hidden, is_restricted=True)

    assert post(browser, name, typed(matter, party=hidden.pk)).status_code == 404
    assert Callback.objects.count() == 0


def test_a_matter_of_somebody_else_is_not_put_on_a_slip(browser: Client, matter: Matter) -> None:
    post(browser, "desk_promise", {**typed(matter), "matter": factories.matter().pk})

    assert Callback.objects.get().matter is None


def test_a_caller_who_is_not_happy_opens_the_five_fields_with_the_slip_kept(
    browser: Client, me: User, matter: Matter
) -> None:
    slip = typed(matter)

    answer = post(browser, "desk_unhappy", slip)

    kept = FormDraft.objects.get(owner=me)
    assert (answer.status_code, answer["Location"]) == (303, f"{reverse('complaints:take')}?slip={slip['form_key']}")
    assert (kept.typed["message"], kept.typed["matter"]) == ("Has the buyer answered?", str(matter.pk))
    text = text_of(browser.get(answer["Location"]))
    assert "Mrs Margaret Ellison" in text
    assert "Save it, not yet sorted" in text


def test_putting_one_slip_through_twice_is_one_call_until_it_has_come_back(browser: Client, matter: Matter) -> None:
    slip, to = typed(matter), matter.fee_earner_id

    for _ in range(2):
        assert post(browser, "desk_through", slip, to).status_code == 303
    first = PutThrough.objects.get()
    post(browser, "desk_back", {}, first.pk)
    post(browser, "desk_through", slip, to)

    assert list(PutThrough.objects.order_by("pk").values_list("came_back_at", flat=True))[1:] == [None]
    assert PutThrough.objects.exclude(came_back_at=None).get() == first
