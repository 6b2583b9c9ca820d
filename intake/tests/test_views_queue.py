"""The doors of the queue: who may open which, what they show, and how much they ask of the database."""

import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from intake import services
from intake.models import Channel, Enquiry, EnquiryOutcome
from intake.tests.factories import NOON, TUESDAY, check, enquiry
from outbox.models import Message
from practice.models import ContactKind, User
from practice.permissions import ROLES, Permission, Role
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db
DEEDS = ("answered", "ask_more", "holding_call", "answer")


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOON)
    factories.firm()


def _as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("role", Role)
def test_doors_open_to_those_who_hold_the_key(role: Role) -> None:
    wrote = enquiry(channel=Channel.EMAIL)
    client, may = _as(factories.user(role)), ROLES[role]

    answers = {name: client.post(reverse(f"intake:{name}", args=[wrote.pk])).status_code for name in DEEDS}
    confirmed = client.post(reverse("intake:confirm", args=[wrote.pk, "email"])).status_code
    questions = client.get(reverse("intake:questions"), {"work_type": "family"}).status_code
    decline = client.get(reverse("intake:decline", args=[wrote.pk])).status_code

    takes = Permission.ENQUIRY_TAKE in may
    wrong = {"answered": 422, "ask_more": 422, "holding_call": 422, "answer": 303}
    assert answers == (wrong if takes else dict.fromkeys(DEEDS, 403))
    assert (confirmed, questions) == ((422, 200) if takes else (403, 403))
    assert decline == (200 if Permission.CONFLICT_ASK in may else 403)


def test_the_staff_form_shows_the_questions_of_the_work_and_what_an_answer_opens() -> None:
    client = _as(factories.user(Role.RECEPTIONIST))

    nothing = client.get(reverse("intake:questions")).content.decode()
    first = client.get(reverse("intake:questions"), {"work_type": "family"}).content.decode()
    then = client.get(
        reverse("intake:questions"),
        {"work_type": "family", "q-papers": "yes", "q-other_person": "Ann Other", "q-hearing_on_day": "31"},
    ).content.decode()

    assert ("legend" in nothing, "Have papers from a court reached you?" in first) == (False, True)
    assert ["Is there a date for a hearing?" in page for page in (first, then)] == [False, True]
    assert ('value="Ann Other"' in then, 'value="31"' in then) == (True, True)


def test_the_new_form_takes_the_answers_with_the_enquiry() -> None:
    client = _as(factories.user(Role.RECEPTIONIST))
    typed = {
        "form_key": "0d5e1b9e-6f1c-4a51-9d3e-3f2b1c0a9e88",
        "kind": "individual",
        "name": "Zara Webb",
        "phone": "0113 496 0700",
        "work_type": "family",
        "issue": "A separation",
        "channel": "phone",
        "received_on": "2026-11-24",
        "received_at": "11:00",
        "source": "search",
        "time_is_running": "unknown",
        "other-TOTAL_FORMS": "0",
        "other-INITIAL_FORMS": "0",
        "q-shown": "about other_person papers hearing_on",
        "q-about": "separation",
        "q-other_person": "Tom Webb",
        "q-papers": "yes",
        "q-hearing_on": "2026-11-25",
    }

    wrong = client.post(reverse("intake:enquiry"), {**typed, "q-other_person": "12"})
    right = client.post(reverse("intake:enquiry"), typed)

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert "Enter a name, with letters." in wrong.content.decode()
    made = Enquiry.objects.get()
    assert set(made.names.values_list("text", "role")) == {("Zara Webb", "client"), ("Tom Webb", "opponent")}
    assert (made.key_date and made.key_date.isoformat(), made.time_is_running) == ("2026-11-25", "unknown")
    page = client.get(reverse("intake:detail", args=[made.pk])).content.decode()
    assert (
        "it goes to the top of the checkers&#x27; queue" in page or "it goes to the top of the checkers' queue" in page
    )


def test_an_enquiry_is_declined_from_its_page_and_its_letter_can_be_fetched() -> None:
    lawyer = factories.user()
    made = enquiry("Zara Webb", channel=Channel.WALK_IN, email="z@w.example", email_is_safe=True)
    services.confirm_reach(
        enquiry_id=made.pk, kind=ContactKind.EMAIL, how="In person", may_write=True, by=lawyer, now=NOON
    )
    client, path = _as(lawyer), reverse("intake:decline", args=[made.pk])

    shown = client.get(path).content.decode()
    wrong = client.post(path, {"outcome": "spam"})
    done = client.post(path, {"outcome": "declined_not_our_work", "because": "Tax"})
    again = client.post(path, {"outcome": "declined_not_our_work"})

    assert ("Time limits may be running." in shown, "z@w.example" in shown) == (True, True)
    assert (wrong.status_code, done.status_code, again.status_code) == (422, 303, 409)
    assert Message.objects.get().kind == "enquiry.letter"
    page = client.get(reverse("intake:detail", args=[made.pk])).content.decode()
    assert "Declined: not our work." in page
    letter = client.get(reverse("intake:letter", args=[made.pk]))
    assert (letter["Content-Type"], b"".join(letter)[:5]) == ("application/pdf", b"%PDF-")


def test_a_deed_on_an_enquiry_that_went_to_its_check_is_409_and_the_page_comes_back() -> None:
    lawyer = factories.user()
    made = enquiry(channel=Channel.EMAIL)
    check(made, by=lawyer)

    answer = _as(lawyer).post(
        reverse("intake:ask_more", args=[made.pk]), {"question": "Which court?", "form_key": str(uuid.uuid4())}
    )

    assert answer.status_code == 409
    assert _as(lawyer).get(reverse("intake:decline", args=[made.pk])).status_code == 404


def test_a_walled_matters_enquiry_is_404_behind_every_door() -> None:
    lawyer, stranger = factories.user(), factories.user(given="Gareth")
    made = enquiry(channel=Channel.EMAIL)
    found = check(made, by=lawyer)
    found.matter.is_restricted = True
    found.matter.save(update_fields=["is_restricted"])
    client = _as(stranger)

    assert {
        *(client.post(reverse(f"intake:{name}", args=[made.pk])).status_code for name in DEEDS),
        client.get(reverse("intake:decline", args=[made.pk])).status_code,
        client.get(reverse("intake:letter", args=[made.pk])).status_code,
        client.post(reverse("intake:confirm", args=[made.pk, "email"])).status_code,
    } == {404}
    listed = client.get(reverse("intake:enquiries"), {"view": "all"})
    assert (list(listed.context["page"]), [one.numerator for one in listed.context["funnel"]]) == ([], [0] * 7)


def test_every_figure_of_the_funnel_opens_the_rows_it_counts() -> None:
    lawyer = factories.user()
    check(enquiry("Ada Asked"), by=lawyer)
    gone, spam = enquiry("Cy Gone"), enquiry("Di Spam")
    for made, outcome in ((gone, "client_no_reply"), (spam, "spam")):
        services.close_enquiry(enquiry_id=made.pk, outcome=EnquiryOutcome(outcome), by=lawyer, now=NOON)
    client = _as(lawyer)
    funnel = client.get(reverse("intake:enquiries")).context["funnel"]

    opened = {one.label: client.get(one.url) for one in funnel}

    assert {
        label: [row.name for row in page.context["page"]] for label, page in opened.items() if label != "Enquiries"
    } == {
        "First answers in time": [],
        "Went to the conflict check": ["Ada Asked"],
        "Cleared by the check": [],
        "Became clients": [],
        "Declined by us": [],
        "Lost": ["Cy Gone"],
    }
    assert {row.name for row in opened["Enquiries"].context["page"]} == {"Ada Asked", "Cy Gone"}
    assert "Lost, last 90 days" in opened["Lost"].content.decode()


def _queries(client: Client, path: str, query: dict[str, Any]) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path, query).status_code == 200
    return len(asked)


@pytest.mark.parametrize("view", ["open", "declined", "all"])
def test_the_list_asks_as_much_of_the_database_for_thirty_enquiries_as_for_one(view: str) -> None:
    lawyer, desk = factories.user(), factories.user(Role.RECEPTIONIST)
    client, path = _as(lawyer), reverse("intake:enquiries")

    def more(count: int) -> None:
        for n in range(count):
            made = enquiry(f"Zara Webb {n}", by=desk, channel=Channel.EMAIL, key_date=TUESDAY, for_person=lawyer)
            if view == "declined":
                Enquiry.objects.filter(pk=made.pk).update(outcome="declined_capacity", closed_at=NOON, closed_by=lawyer)

    more(1)
    one = _queries(client, path, {"view": view})
    more(29)

    assert _queries(client, path, {"view": view}) == one
    assert Enquiry.objects.count() == 30


def test_the_page_asks_as_much_of_the_database_for_thirty_contacts_as_for_one() -> None:
    lawyer = factories.user()
    made = enquiry(channel=Channel.EMAIL)
    client, path = _as(lawyer), reverse("intake:detail", args=[made.pk])

    services.ask_more(enquiry_id=made.pk, question="Which?", by=lawyer, now=NOON)
    one = _queries(client, path, {})
    for n in range(29):
        services.ask_more(enquiry_id=made.pk, question=f"Which {n}?", by=lawyer, now=NOON)

    assert _queries(client, path, {}) == one
    page = client.get(path).content.decode()
    assert len(re.findall("Asked for more", page)) == 30


def test_a_question_sent_twice_is_asked_once() -> None:
    made = enquiry(channel=Channel.EMAIL)
    client = _as(factories.user())
    typed = {"question": "Which court?", "form_key": str(uuid.uuid4())}

    answers = [client.post(reverse("intake:ask_more", args=[made.pk]), typed).status_code for _ in range(2)]

    assert (answers, made.contacts.count()) == ([303, 303], 1)
