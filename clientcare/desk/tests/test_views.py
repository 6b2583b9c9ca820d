"""The desk through its doors: find, check, offer, promise; what is refused comes back as it was typed."""

import html
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from callbacks import services
from callbacks.models import BlockKind, Callback, DiaryEntry, PutThrough
from callbacks.tests.clock import stop_near
from callbacks.tests.factories import NOON, at, book
from outbox.models import Message
from practice.models import ContactPoint, FormDraft, JournalEntry, Matter, MatterParty, Party, User
from practice.permissions import Role
from practice.tests import factories

pytestmark = pytest.mark.django_db
STATUS = "We have asked the buyer's solicitor about the boundary."


@pytest.fixture(autouse=True)
def tuesday(settings: Settings) -> None:
    stop_near(NOON, settings)


@pytest.fixture
def me() -> User:
    factories.firm()
    return factories.user(Role.RECEPTIONIST, given="Priya", family="Nair")


@pytest.fixture
def browser(client: Client, me: User) -> Client:
    client.force_login(me)
    return client


@pytest.fixture
def matter() -> Matter:
    """A sale for Margaret Ellison, with an approved status."""
    amara = factories.user(given="Amara", family="Okafor")
    margaret = factories.party(
        "Margaret Ellison", title="Mrs", born_on=date(1958, 3, 14), postcode="LS8 2AB", phone="07700 900 142"
    )
    return factories.matter(
        fee_earner=amara,
        client=margaret,
        title="Sale of 8 Larch Grove",
        status_line=STATUS,
        status_at=NOON - timedelta(days=4),
        status_by=amara,
    )


def text_of(answer: Any) -> str:
    return " ".join(html.unescape(answer.content.decode()).split())


def typed(about: Matter, **changes: Any) -> dict[str, Any]:
    """The slip of a caller who was picked, with a time chosen."""
    client = about.clients().get()
    slip = {
        "form_key": str(uuid.uuid4()),
        "party": client.pk,
        "matter": about.pk,
        "for_staff": about.fee_earner_id,
        "number": "07700 900 142",
        "message": "Has the buyer answered?",
        "slot": f"slot.{about.fee_earner_id}.20261124T1420",
        **changes,
    }
    return {name: value for name, value in slip.items() if value != ""}


def post(browser: Client, name: str, data: dict[str, Any], *args: Any, **headers: Any) -> Any:
    return browser.post(reverse(name, args=args), data, **headers)


@pytest.mark.parametrize("role", list(Role))
def test_the_desk_opens_for_everybody_but_the_administrator(client: Client, role: Role) -> None:
    factories.firm()
    client.force_login(factories.user(role))

    assert client.get(reverse("desk")).status_code == (403 if role == Role.ADMINISTRATOR else 200)


@pytest.mark.parametrize(
    ("role", "start"), [(Role.RECEPTIONIST, "desk"), (Role.FEE_EARNER, "my_day"), (Role.ADMINISTRATOR, "my_day")]
)
def test_everybody_starts_on_the_page_of_their_role(client: Client, role: Role, start: str) -> None:
    factories.firm()
    client.force_login(factories.user(role))

    assert client.get("/")["Location"] == reverse(start)


@pytest.mark.parametrize("q", ["Ell", "marg elli", "07700 900 142", "900142", "+44 7700 900142"])
def test_a_number_or_part_of_a_name_opens_the_slip_of_the_only_one_it_fits(
    browser: Client, matter: Matter, q: str
) -> None:
    text = text_of(browser.get(reverse("desk"), {"number": q}))

    assert "Mrs Margaret Ellison" in text
    assert "born 1958, LS8" in text
    assert "Sale of 8 Larch Grove" in text
    assert "Ms Okafor returns calls between 2 and 4: two o'clock, three o'clock, or ten to four?" in text


def test_two_of_one_name_are_told_apart_and_neither_is_picked(browser: Client, matter: Matter) -> None:
    factories.party("Margaret Ellison", born_on=date(1990, 1, 2), postcode="BD3 9XY")

    text = text_of(browser.get(reverse("desk_callers"), {"q": "ellison"}))

    assert "born 1958, LS8" in text
    assert "born 1990, BD3" in text
    picked = text_of(browser.get(reverse("desk"), {"party": matter.clients().get().pk}))
    assert "Not them?" in picked
    assert "born 1990, BD3" in picked


def test_a_caller_of_restricted_matters_only_is_passed_on_by_name_and_number(browser: Client, me: User) -> None:
    lawyer = factories.user(given="Ruth", family="Abelson")
    hidden = factories.party("Colin Fairbrother", phone="07700 900 777", safe_contact="Not at home")
    factories.matter(fee_earner=lawyer, client=hidden, is_restricted=True, title="Family matter")

    for q in ("fairb", "900 777"):
        text = text_of(browser.get(reverse("desk_callers"), {"q": q}))
        assert "Take name and number; pass to Ruth Abelson" in text
        for secret in ("Colin", "Family matter", "Not at home"):
            assert secret not in text
    assert "Colin" not in text_of(browser.get(reverse("desk"), {"party": hidden.pk}))

    opened = text_of(post(browser, "desk_look", {"q": "fairbrother", "pick": f"pass.{lawyer.pk}"}))
    assert "Take name and number; pass to Ruth Abelson" in opened
    assert "Offer a time" not in opened
    slip = {
        "form_key": str(uuid.uuid4()),
        "private": "1",
        "for_staff": lawyer.pk,
        "caller_name": "Colin F",
        "number": "07700 900 777",
    }
    assert post(browser, "desk_pass", slip).status_code == 303
    assert Message.objects.get().to_address == lawyer.email
    callback = Callback.objects.get()
    assert (callback.caller, callback.adviser) == (None, lawyer)


def test_two_letters_do_not_fish_for_private_callers(browser: Client) -> None:
    factories.matter(client=factories.party("Xa Xb"), is_restricted=True)

    assert "pass to" not in text_of(browser.get(reverse("desk_callers"), {"q": "xa"}))


def test_nothing_about_the_matter_is_sent_before_both_facts_are_ticked(browser: Client, matter: Matter) -> None:
    slip = typed(matter)

    assert STATUS.split("'")[0] not in text_of(browser.get(reverse("desk"), {"party": slip["party"]}))
    for facts in ({}, {"birthday": "on"}, {"postcode": "on"}):
        assert "Where things stand is hidden" in text_of(post(browser, "desk_look", {**slip, **facts}))
    forged = post(browser, "desk_look", {**slip, "birthday": "on", "postcode": "on", "verified": "made:up"})
    assert "Where things stand is hidden" in text_of(forged)
    assert not JournalEntry.objects.filter(event="caller.verified").exists()


@pytest.mark.parametrize("headers", [{}, {"headers": {"HX-Request": "true"}}], ids=["without script", "by htmx"])
def test_both_facts_send_the_approved_sentence_and_are_journalled(
    browser: Client, matter: Matter, headers: dict[str, Any]
) -> None:
    slip = {**typed(matter), "birthday": "on", "postcode": "on"}

    answer = post(browser, "desk_verify", slip, **headers)

    assert "about the boundary" in text_of(answer)
    assert JournalEntry.objects.filter(event="caller.verified", matter_id=matter.pk).count() == 1
    again = post(browser, "desk_look", {**slip, "verified": answer.context["verified"]})
    assert "about the boundary" in text_of(again)
    other = {**slip, "verified": answer.context["verified"], "form_key": str(uuid.uuid4())}
    assert "about the boundary" not in text_of(post(browser, "desk_look", other))


def test_one_fact_without_script_is_refused_with_what_is_missing(browser: Client, matter: Matter) -> None:
    answer = post(browser, "desk_verify", {**typed(matter), "birthday": "on"})

    assert answer.status_code == 422
    assert "postcode they live at" in text_of(answer)
    assert "Has the buyer answered?" in text_of(answer)


def test_the_other_side_is_told_nothing_whatever_is_ticked(browser: Client, matter: Matter) -> None:
    agent = factories.party("Moor & Dale", born_on=date(1970, 1, 1), postcode="LS1 1AA")
    MatterParty.objects.create(matter=matter, party=agent, role="agent")
    slip = {**typed(matter), "party": agent.pk, "birthday": "on", "postcode": "on"}

    text = text_of(post(browser, "desk_verify", slip))

    assert "Give no detail; take a message" in text
    assert "about the boundary" not in text


def test_no_reason_for_an_absence_ever_stands_on_the_desk(browser: Client, matter: Matter) -> None:
    lawyer = matter.fee_earner
    services.set_block(adviser=lawyer, kind=BlockKind.COURT, starts_at=at(11), until=at(15), by=lawyer, now=at(11))

    text = text_of(browser.get(reverse("desk"), {"party": matter.clients().get().pk}))

    assert "is not available until 15:00" in text
    assert "court" not in text.lower()
    assert "20261124T1420" not in text


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
    assert Message.objects.get().to_address == matter.fee_earner.email
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
    assert post(browser, "desk_helped", typed(matter, slot="")).status_code == 303
    assert Callback.objects.get().closed_as == "resolved_by_reception"
    first = book(matter.fee_earner, caller=matter.clients().get(), matter=matter)

    post(browser, "desk_helped", typed(matter, open_call=first.pk))

    first.refresh_from_db()
    assert first.closed_as == "resolved_by_reception"
    assert post(browser, "desk_helped", typed(matter)).status_code == 303


def test_a_message_stands_on_the_day_of_whom_it_is_for(browser: Client, matter: Matter) -> None:
    post(browser, "desk_message", typed(matter, slot="", number=""))

    assert Callback.objects.messages_for(matter.fee_earner).get().message == "Has the buyer answered?"
    assert Message.objects.count() == 0


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


def test_colleagues_callers_stand_as_initials_and_lateness_in_words(browser: Client, me: User, matter: Matter) -> None:
    owen = factories.user(Role.RECEPTIONIST, given="Owen", family="Tully")
    book(matter.fee_earner, caller_name="Gwen Sutcliffe", by=owen, starts_at=at(14, 0, day=23), now=at(12, day=23))
    book(caller_name="Arjun Mehta", by=me)

    text = text_of(browser.get(reverse("desk_today")))

    assert "<b>G. S.</b>" in text
    assert "taken by Owen" in text
    assert "21 h late" in text
    assert "<b>Arjun Mehta</b>" in text
    assert "2 promises: 1 late, 1 to come." in text


def test_two_desks_stay_in_step_and_an_unchanged_board_is_not_sent_again(browser: Client, me: User) -> None:
    first = browser.get(reverse("desk_today"))
    seen = first.context["board"].version
    assert browser.get(reverse("desk_today"), {"seen": seen}).status_code == 204

    book(caller_name="Arjun Mehta")

    assert browser.get(reverse("desk_today"), {"seen": seen}).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_search_and_board_ask_the_same_questions_for_one_row_and_for_three(
    browser: Client, me: User, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for _ in range(rows):
        lawyer = factories.user()
        client: Party = factories.party("Margaret Ellison")
        book(lawyer, caller=client, matter=factories.matter(fee_earner=lawyer, client=client))
    browser.get(reverse("desk_today"))

    with django_assert_num_queries(7):
        browser.get(reverse("desk_callers"), {"q": "ellison"})
    with django_assert_num_queries(10):
        browser.get(reverse("desk_today"))
