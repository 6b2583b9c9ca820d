"""The public form: from the first page to one enquiry, and everything that may go wrong on the way."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from intake.models import Enquiry, EnquiryDraft, EnquiryStage, IntakePolicy
from intake.tests.factories import NOON, TUESDAY
from intake.tests.public import ABOUT, FIRST, PEOPLE, THEN, YOU, begun, filled, post, send
from practice.models import ContactPoint, JournalEntry, Task
from practice.permissions import Role
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    cache.clear()
    set_clock(settings, NOON)
    factories.firm()
    factories.office()


def test_a_stranger_fills_it_in_page_by_page_and_it_is_one_enquiry_in_the_queue() -> None:
    head = factories.user(Role.HEAD)
    client = begun()

    answers = [
        post(client, page, typed)["Location"]
        for page, typed in (
            ("about", ABOUT),
            ("questions", FIRST),
            ("questions", THEN),
            ("people", PEOPLE),
            ("you", YOU),
        )
    ]
    sent = send(client)
    told = client.get(sent["Location"]).content.decode()

    assert answers == [
        "/enquire/questions/",
        "/enquire/questions/",  # an answer opened three more
        "/enquire/people/",
        "/enquire/you/",
        "/enquire/check/",
    ]
    made = Enquiry.objects.get()
    assert (sent.status_code, made.channel, made.taken_by) == (303, "web", None)
    assert made.received_at - NOON < timedelta(hours=1)  # the clock of a door runs on
    assert (made.name, made.issue, made.key_date, made.key_date_label, made.time_is_running) == (
        "Joseph Adeyemi",
        "Buying a flat",
        date(2026, 12, 18),
        "The lease runs out",
        "yes",
    )
    assert sorted(made.names.values_list("text", "role", "is_former")) == [
        ("Calder Vale Homes Ltd", "opponent", False),
        ("J. Adéyemi", "client", True),
        ("Joe Adeyemi", "client", True),
        ("Joseph Adeyemi", "client", False),
        ("Nkechi Adeyemi", "client", False),
        ("Northern Counties Bank", "lender", False),
    ]
    assert dict(made.answers.values_list("code", "words")) == {
        "tenure": "A flat or maisonette",
        "offer_accepted": "Yes",
        "seller": "Calder Vale Homes Ltd",
        "with_others": "No",
        "mortgage": "Yes",
        "lender": "Northern Counties Bank",
        "gift": "No",
    }
    assert (made.notice_version, made.notice_given_at, made.source) == ("2026-11", made.received_at, "search")
    assert (made.email_is_safe, made.email_confirmed_at, ContactPoint.objects.count()) == (True, None, 0)
    assert EnquiryStage.objects.get().fire_at == made.respond_by == made.received_at + timedelta(hours=4)
    assert (made.reference, "E-26-0001" in told) == ("E-26-0001", True)
    assert f"Tue 24 Nov, {made.respond_by:%H:%M}" in told
    assert "We leave no message on it." in told
    assert "We do not act for you yet, and time limits may be running." in told
    task = Task.objects.get()
    assert (task.owner, task.title, task.due_on) == (head, "Answer the enquiry by Joseph Adeyemi", TUESDAY)
    taken = JournalEntry.objects.get(event="enquiry.taken")
    assert (taken.actor_name, taken.facts["privacy_notice"]) == ("Public enquiry form", "2026-11")
    assert EnquiryDraft.objects.get().typed == {}


def test_every_page_says_the_truth_before_the_button_is_pressed() -> None:
    page = Client().get(reverse("enquire")).content.decode()

    assert "A person reads it and answers you within 4 office hours" in page
    assert "Monday to Friday, 09:00 to 17:00" in page
    assert "<b>Time limits may be running.</b> Sending this form stops none of them." in page
    assert "Notice 2026-11" in page
    assert EnquiryDraft.objects.count() == 0


def test_sent_twice_it_is_one_enquiry() -> None:
    client = filled()
    key = client.get(reverse("enquire_check")).context["draft"].pk

    answers = [
        client.post(reverse("enquire_check"), {"form_key": str(key), "understood": "on"})["Location"] for _ in range(2)
    ]

    assert answers == ["/enquire/sent/", "/enquire/sent/"]
    assert Enquiry.objects.count() == 1


def test_a_form_begun_in_another_tab_is_not_sent_in_the_place_of_this_one() -> None:
    client = filled()
    old = client.get(reverse("enquire_check")).context["draft"].pk
    filled(client, name="Somebody Else")

    answer = client.post(reverse("enquire_check"), {"form_key": str(old), "understood": "on"})

    assert (answer.status_code, Enquiry.objects.count()) == (409, 0)
    assert "Somebody Else" in answer.content.decode()


def test_nothing_is_sent_before_it_is_understood_that_we_do_not_act() -> None:
    client = filled()

    answer = send(client, understood="")

    assert (answer.status_code, Enquiry.objects.count()) == (422, 0)
    assert "Please tick this: it matters for you." in answer.content.decode()
    assert "Joseph Adeyemi" in answer.content.decode()


def test_a_page_that_was_jumped_over_is_asked_for() -> None:
    client = begun()
    post(client, "you", YOU)

    assert client.get(reverse("enquire_check"))["Location"] == "/enquire/about/"


def test_another_kind_of_work_asks_its_own_questions_again() -> None:
    client = filled()

    post(client, "about", {**ABOUT, "work_type": "disputes"})

    assert client.get(reverse("enquire_check"))["Location"] == "/enquire/questions/"
    page = client.get(reverse("enquire_page", args=["questions"])).content.decode()
    assert ("Who is on the other side?" in page, "Will there be a mortgage?" in page) == (True, False)


def test_a_date_among_the_answers_is_a_key_date_if_it_is_the_nearest() -> None:
    client = begun()
    post(client, "about", {**ABOUT, "work_type": "disputes"})
    typed = {
        "q-shown": "about other_side happened_on papers other_solicitor insurer answer_by",
        "q-about": "money",
        "q-other_side": "Calder Vale Homes Ltd",
        "q-happened_on": "2026-10-01",
        "q-papers": "yes",
        "q-answer_by": "2026-11-26",
    }
    post(client, "questions", typed)
    post(client, "people", PEOPLE)
    post(client, "you", YOU)

    send(client)

    made = Enquiry.objects.get()
    assert (made.key_date, made.key_date_label) == (date(2026, 11, 26), "By when must you answer them?")


_BAD = [
    pytest.param("you", {"name": ""}, "needs an answer", id="no name"),
    pytest.param("you", {"name": "12345"}, "Enter a name, with letters.", id="only digits"),
    pytest.param("you", {"name": "x" * 300}, "at most 200", id="300 letters"),
    pytest.param("you", {"name": "Ann\x07a"}, "cannot be shown", id="a bell"),
    pytest.param("you", {"name": "Ann\u202ea"}, "cannot be shown", id="turned round"),
    pytest.param("you", {"name": "Ann\x00a"}, "cannot be shown", id="nought"),
    pytest.param("you", {"phone": "", "email": ""}, "Give a telephone number or", id="no way to answer"),
    pytest.param("you", {"phone": "later"}, "Enter a telephone number", id="no number"),
    pytest.param("you", {"email": "joseph at home"}, "valid email address", id="no mailbox"),
    pytest.param("you", {"former_names": "x" * 5000}, "at most 2000", id="huge"),
    pytest.param("you", {"former_names": "12\n34"}, "is no name", id="digits among the names"),
    pytest.param("you", {"source": "pigeon"}, "Select a valid choice", id="no such source"),
    pytest.param("about", {"work_type": "piracy"}, "Select a valid choice", id="no such work"),
    pytest.param("about", {"key_date_day": "31", "key_date_month": "02"}, "Enter a real date", id="31 February"),
    pytest.param("about", {"key_date_day": "", "key_date_month": "", "key_date_year": ""}, "Give the day", id="no day"),
    pytest.param("about", {"issue": "y" * 161}, "at most 160", id="more than a line"),
    pytest.param("people", {"opponents": "\n".join("abcdefghijklmnopqrstu")}, "at most 20 names", id="a crowd"),
    pytest.param("questions", {"q-tenure": ""}, "needs an answer", id="a question left open"),
    pytest.param("questions", {"q-tenure": "castle"}, "Select a valid choice", id="no such answer"),
    pytest.param("questions", {"q-seller": "99"}, "Enter a name, with letters.", id="digits for a name"),
]  # fmt: skip


@pytest.mark.parametrize(("page", "change", "says"), _BAD)
def test_a_wrong_answer_is_422_named_and_nothing_else_is_lost(page: str, change: dict[str, str], says: str) -> None:
    client = filled()
    typed: dict[str, Any] = {"about": ABOUT, "questions": THEN, "people": PEOPLE, "you": YOU}[page]

    answer = post(client, page, {**typed, **change})

    shown = answer.content.decode()
    assert (answer.status_code, Enquiry.objects.count()) == (422, 0)
    assert says in shown
    assert "<title>Error: " in shown
    assert client.get(reverse("enquire_check"))["Location"] == f"/enquire/{page}/"


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Ö", id="one letter"),
        pytest.param("محمد بن علي", id="right to left"),
        pytest.param("Zoe\u0308 N\u0303ez", id="combining"),
        pytest.param("O'Brien-Smyth 3rd", id="apostrophe"),
        pytest.param("n" * 200, id="200 letters"),
    ],
)
def test_names_as_people_have_them_are_taken(name: str) -> None:
    client = filled(name=name)

    send(client)

    assert Enquiry.objects.get().name == name


def test_a_wrong_day_comes_back_as_it_was_typed_after_going_away_and_coming_back() -> None:
    client = begun()

    post(client, "about", {**ABOUT, "key_date_day": "31", "key_date_month": "02", "later": "1"})

    page = client.get(reverse("enquire_page", args=["about"])).content.decode()
    assert re.search(r'name="key_date_day"[^>]*value="31"|value="31"[^>]*name="key_date_day"', page)


@pytest.mark.parametrize("where", ["start", "check"])
def test_the_field_that_only_machines_see_stops_them_and_says_so(where: str) -> None:
    client = filled() if where == "check" else Client()

    answer = send(client, website="http://spam") if where == "check" else client.post("/enquire/", {"website": "x"})

    page = answer.content.decode()
    assert (answer.status_code, Enquiry.objects.count()) == (422, 0)
    assert "Leave this field empty." in page
    assert 'aria-hidden="true"><div id="div_id_website"' not in page  # a person whose browser filled it in can see it


def test_too_many_from_one_place_are_slowed_down_and_nothing_is_lost() -> None:
    IntakePolicy.objects.create(public_saves_per_hour=2)
    client = begun()

    answers = [post(client, "about", {**ABOUT, "issue": f"Try {n}"}) for n in range(3)]

    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert answers[2]["Retry-After"] == "3600"
    assert EnquiryDraft.objects.get().typed["about"]["issue"] == "Try 1"


def test_a_wrong_csrf_token_changes_nothing() -> None:
    client = Client(enforce_csrf_checks=True)
    client.get(reverse("enquire"))

    answer = client.post(reverse("enquire"), {"csrfmiddlewaretoken": "x" * 64})

    assert (answer.status_code, EnquiryDraft.objects.count()) == (403, 0)


def test_looking_changes_nothing() -> None:
    client = filled()
    before = EnquiryDraft.objects.values().get()

    for name in ("enquire", "enquire_check", "enquire_saved"):
        client.get(reverse(name))
    client.get(reverse("enquire_page", args=["you"]))

    assert EnquiryDraft.objects.values().get() == before


def test_without_a_form_every_page_leads_back_to_the_beginning() -> None:
    pages = [reverse("enquire_page", args=["you"]), reverse("enquire_check"), reverse("enquire_saved")]

    assert [Client().get(page).status_code for page in pages] == [404, 404, 404]
    assert Client().get(reverse("enquire_sent"))["Location"] == "/enquire/"
    assert begun().get(reverse("enquire_page", args=["nowhere"])).status_code == 404


def test_huge_pages_are_kept_within_bounds() -> None:
    client = begun()

    post(client, "people", {"opponents": "x" * 100_000, **{f"junk{n}": "y" for n in range(300)}})

    typed = EnquiryDraft.objects.get().typed["people"]
    assert (len(typed), max(map(len, typed.values()))) == (80, 4000)
