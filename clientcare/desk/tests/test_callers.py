"""Who is calling and what may be said; the Today column."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from callbacks import services
from callbacks.models import BlockKind, Callback
from callbacks.tests.factories import at, book
from clientcare.desk.tests.slips import STATUS, post, text_of, typed
from outbox.models import Message
from practice.models import JournalEntry, Matter, MatterParty, Party, User
from practice.permissions import Role
from practice.tests import factories

pytestmark = pytest.mark.django_db


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
    assert "in court" not in text.lower()
    assert "20261124T1420" not in text


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

    with django_assert_num_queries(10):
        browser.get(reverse("desk_callers"), {"q": "ellison"})
    with django_assert_num_queries(9):
        browser.get(reverse("desk_today"))
