"""A public form taken up again: the link, the six figures, the mail, and what becomes of forms nobody sends."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from intake import links
from intake.models import EnquiryDraft
from intake.tasks import sweep_enquiries
from intake.tests.factories import NOON
from intake.tests.public import ABOUT, FIRST, begun, filled, post, send
from outbox.channels import words
from outbox.models import Message
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    cache.clear()
    set_clock(settings, NOON)
    factories.firm()
    factories.office()


def test_it_is_taken_up_again_elsewhere_by_the_link_and_the_figures() -> None:
    first, other = begun(), Client()
    post(first, "about", ABOUT)
    saved = post(first, "questions", {**FIRST, "later": "1"})
    page = first.get(saved["Location"]).content.decode()
    draft = EnquiryDraft.objects.get()
    path = reverse("enquire_resume", args=[draft.pk, links.token(draft.pk)])

    asked = other.get(path)
    wrong = other.post(path, {"code": "000000" if links.code(draft.pk) != "000000" else "111111"})
    opened = other.post(path, {"code": links.code(draft.pk)[:3] + " " + links.code(draft.pk)[3:]})
    shown = other.get(reverse("enquire_page", args=["questions"])).content.decode()

    assert (saved["Location"], path in page, links.code(draft.pk) in page) == ("/enquire/saved/", True, True)
    assert (asked.status_code, wrong.status_code, opened["Location"]) == (200, 422, "/enquire/people/")
    assert "Who is the lender?" in shown
    assert [value for value in _columns(draft) if links.token(draft.pk) in value or links.code(draft.pk) in value] == []


def _columns(draft: EnquiryDraft) -> list[str]:
    return [str(getattr(draft, field.attname)) for field in draft._meta.concrete_fields]


def test_five_wrong_figures_shut_the_link_for_the_right_ones_too() -> None:
    post(begun(), "about", ABOUT)
    draft, other = EnquiryDraft.objects.get(), Client()
    path = reverse("enquire_resume", args=[draft.pk, links.token(draft.pk)])

    for _ in range(5):
        other.post(path, {"code": "x"})
    answer = other.post(path, {"code": links.code(draft.pk)})

    assert answer.status_code == 422
    assert "this link is shut" in answer.content.decode()


@pytest.mark.parametrize("flaw", ["token", "draft", "expired", "sent"])
def test_a_link_that_is_wrong_or_over_opens_nothing(flaw: str, settings: Settings) -> None:
    client = filled()
    draft = EnquiryDraft.objects.get()
    path = reverse("enquire_resume", args=[draft.pk, links.token(draft.pk)])
    if flaw == "token":
        path = reverse("enquire_resume", args=[draft.pk, "a" * 40])
    elif flaw == "draft":
        path = reverse("enquire_resume", args=["0d5e1b9e-6f1c-4a51-9d3e-3f2b1c0a9e88", links.token(draft.pk)])
    elif flaw == "expired":
        set_clock(settings, NOON + timedelta(days=14, minutes=5))
    else:
        send(client)

    answers = [Client().get(path), Client().post(path, {"code": links.code(draft.pk)})]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_the_link_is_mailed_without_the_figures_once_a_day_and_exists_only_in_the_mail() -> None:
    client = begun()
    post(client, "about", ABOUT)

    pages = [
        client.post(reverse("enquire_mail"), {"email": "joseph@adeyemi.example"}).content.decode() for _ in range(2)
    ]

    message, draft = Message.objects.get(), EnquiryDraft.objects.get()
    assert ["on its way" in page for page in pages] == [True, False]
    assert (message.to_address, message.subject) == ("joseph@adeyemi.example", "The link to your form")
    assert links.token(draft.pk) not in message.body
    assert links.address(draft.pk) in words(message)
    assert links.code(draft.pk) not in words(message)
    EnquiryDraft.objects.update(typed={}, enquiry=None, expires_at=NOON)
    draft.delete()
    assert "(this form has been sent or deleted meanwhile)" in words(message)


def test_what_nobody_sends_is_emptied_and_what_is_alive_is_not(settings: Settings) -> None:
    post(begun(), "about", ABOUT)
    set_clock(settings, NOON + timedelta(days=10))
    post(begun(), "about", {**ABOUT, "issue": "A later one"})

    set_clock(settings, NOON + timedelta(days=15))
    sweep_enquiries()

    assert [draft.typed.get("about", {}).get("issue") for draft in EnquiryDraft.objects.order_by("started_at")] == [
        None,
        "A later one",
    ]
