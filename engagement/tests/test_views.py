from hashlib import sha256

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from engagement.models import Letter, LetterCopy
from engagement.rules import LetterStage
from engagement.tests import factories
from outbox.models import Document, Message
from outbox.reading import text_of
from practice import clock
from practice.models import JournalEntry, Matter

pytestmark = pytest.mark.django_db
KEY = "7b1b52d0-4d39-4c56-9c1e-3a2f6f0e1c11"
OTHER_KEY = "7b1b52d0-4d39-4c56-9c1e-3a2f6f0e1c12"
TYPED = {
    **factories.ANSWERS,
    "property": "27 Quarry Mount",
    "calls_returned": "between 2 and 4",
    "cost_changes": "A second lender",
    "updates": "At least every 10 working days",
    "replies_within": "one working day",
    "weeks_from": "10",
    "weeks_to": "14",
    "accept_in": "10",
    "consumer": "yes",
    "cost_transfers": "30",
    "cost_searches": "265",
    "cost_identity": "10",
    "cost_registration": "150",
    "form_key": KEY,
}


def test_from_the_first_press_to_the_frozen_letter(
    matter: Matter, lawyer: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        begun = lawyer.post(factories.page("start", matter))
        first = lawyer.get(begun["Location"]).content.decode()
        saved = lawyer.post(factories.page("letter", matter), {**TYPED, "seen": "1"})
        ready = lawyer.get(saved["Location"]).content.decode()
        confirm = lawyer.get(factories.page("issue", matter)).content.decode()
        sent = lawyer.post(factories.page("issue", matter), {"seen": "2", "form_key": OTHER_KEY})
        gone = lawyer.get(sent["Location"]).content.decode()

    assert [answer.status_code for answer in (begun, saved, sent)] == [303, 303, 303]
    assert "Still missing, 5" in first
    assert "Still missing, 0" in ready
    assert "Nothing. It can go." in ready
    copy = LetterCopy.objects.get()
    assert copy.message.to_address in confirm
    assert "until then you can stop it" in gone
    assert "Your purchase of 27 Quarry Mount" in text_of(bytes(copy.issued.document.content))
    assert Letter.objects.get().answers == {**factories.ANSWERS, "cost_changes": "A second lender"}


def test_the_issued_paper_is_the_same_bytes_every_time_and_its_hash_is_the_etag(matter: Matter, lawyer: Client) -> None:
    copy = factories.issued(factories.written(matter, now=clock.now()), now=clock.now()).copies.get()
    address = reverse("engagement:copy_pdf", args=[copy.pk])

    first, second = lawyer.get(address), lawyer.get(address)
    again = lawyer.get(address, headers={"If-None-Match": first["ETag"]})
    text = lawyer.get(reverse("engagement:copy_text", args=[copy.pk])).content.decode()

    stored = bytes(copy.issued.document.content)
    assert "Your purchase of 27 Quarry Mount\n====" in text
    assert first.content == second.content == stored
    assert first["ETag"] == f'"{sha256(stored).hexdigest()}"' == f'"{copy.issued.document.sha256}"'
    assert (again.status_code, again.content) == (304, b"")


def test_a_draft_on_paper_says_so_and_shows_its_gaps(matter: Matter, lawyer: Client) -> None:
    lawyer.post(factories.page("start", matter))

    answer = lawyer.get(factories.page("draft_pdf", matter))

    assert answer["Content-Type"] == "application/pdf"
    assert "[what price?]" in text_of(answer.content)
    assert text_of(answer.content).startswith("Draft ")
    assert Document.objects.count() == 0


def test_what_cannot_be_right_comes_back_whole_and_nothing_is_written(matter: Matter, lawyer: Client) -> None:
    lawyer.post(factories.page("start", matter))
    wrong = {**TYPED, "seen": "1", "price": "a lot", "weeks_from": "20", "objectives": "Before the <b>spring</b>"}

    answer = lawyer.post(factories.page("letter", matter), wrong)

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="a lot"' in shown
    assert "Before the &lt;b&gt;spring&lt;/b&gt;" in shown
    assert "The range ends before it begins." in shown
    assert (Letter.objects.get().answers, Letter.objects.get().draft_version) == ({}, 1)


def test_answers_about_an_older_draft_come_back_and_go_in_at_the_second_press(matter: Matter, lawyer: Client) -> None:
    factories.written(matter, now=clock.now())
    late = {**TYPED, "seen": "1", "price": "299000"}

    refused = lawyer.post(factories.page("letter", matter), late)
    again = lawyer.post(factories.page("letter", matter), {**late, "seen": "2"})

    assert (refused.status_code, again.status_code) == (409, 303)
    assert 'value="299000"' in refused.content.decode()
    assert 'name="seen" value="2"' in refused.content.decode()
    assert Letter.objects.get().answers["price"] == "299000"


def test_a_stopped_letter_shows_why_and_cannot_be_issued(matter: Matter, lawyer: Client) -> None:
    lawyer.post(factories.page("start", matter))

    shown = lawyer.get(factories.page("letter", matter)).content.decode()
    answer = lawyer.post(factories.page("issue", matter), {"seen": "1", "form_key": KEY})

    assert 'aria-disabled="true"' in shown
    assert 'Not answered yet: what price? <a href="#q-price">' in shown
    assert answer.status_code == 422
    assert "Not answered yet: what price?" in answer.content.decode()
    assert Message.objects.count() == 0


def test_sending_the_same_issue_form_twice_issues_once(matter: Matter, lawyer: Client) -> None:
    factories.written(matter, now=clock.now())

    answers = [lawyer.post(factories.page("issue", matter), {"seen": "2", "form_key": KEY}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert (LetterCopy.objects.count(), JournalEntry.objects.filter(event="letter.issued").count()) == (1, 1)


def test_the_stop_button_takes_the_letter_back(matter: Matter, lawyer: Client) -> None:
    factories.issued(factories.written(matter, now=clock.now()), now=clock.now())

    answer = lawyer.post(factories.page("stop", matter), follow=True)

    assert "nothing was sent" in answer.content.decode()
    assert list(Letter.objects.order_by("version").values_list("stage", flat=True)) == [
        LetterStage.STOPPED, LetterStage.DRAFT,
    ]  # fmt: skip


def test_typing_shows_in_the_live_page_and_is_not_saved(matter: Matter, lawyer: Client) -> None:
    lawyer.post(factories.page("start", matter))

    shown = lawyer.post(factories.page("live_page", matter), {**TYPED, "seen": "1"}).content.decode()

    assert "£312,500 with a mortgage" in shown
    assert Letter.objects.get().answers == {}


def test_what_is_asked_of_another_who_pays_comes_as_soon_as_they_are_named_and_is_kept(
    matter: Matter, lawyer: Client
) -> None:
    lawyer.post(factories.page("start", matter))
    insured = {**TYPED, "seen": "1", "funding": "legal_expenses"}

    def live(**typed: str) -> str:
        return lawyer.post(factories.page("live_page", matter), {**insured, **typed}).content.decode()

    first, typing, other = (
        live(),
        live(insurer="Aldgate 7", insured_up_to="", insurer_asks=""),
        live(funding="third_party"),
    )

    assert ['id="by-payer" hx-swap-oob="true"' in answer for answer in (first, typing, other)] == [True, False, True]
    names = ("insurer", "insured_up_to", "insurer_asks", "funding_payer")
    assert [f'name="{name}"' in first for name in names] == [True, True, True, False]
    assert [f'name="{name}"' in other for name in names] == [False, False, False, True]
    saved = lawyer.post(factories.page("letter", matter), {**insured, "insurer": "Aldgate 7"})
    page = lawyer.get(saved["Location"]).content.decode()
    assert (Letter.objects.get().answers["insurer"], 'id="q-insurer"' in page) == ("Aldgate 7", True)
    back = live(funding="self", seen="2")
    assert 'hx-swap-oob="true"' not in back  # nothing of them was on the page that was sent, nothing is asked


def test_approval_is_asked_given_and_a_letter_goes_back_with_a_comment(matter: Matter, lawyer: Client) -> None:
    factories.written(matter, cost_tax="5625", now=clock.now())
    head = matter.department.head
    assert head is not None
    approver = factories.browser_of(head)

    asked = lawyer.post(factories.page("ask", matter), {"seen": "2"})
    offered = approver.get(factories.page("letter", matter)).content.decode()
    silent = approver.post(factories.page("send_back", matter), {"seen": "2", "comment": "", "clause": ""})
    back = approver.post(
        factories.page("send_back", matter), {"seen": "2", "comment": "Which lender?", "clause": "scope_in"}
    )
    told = lawyer.get(factories.page("letter", matter)).content.decode()
    lawyer.post(factories.page("ask", matter), {"seen": "2"})
    approved = approver.post(factories.page("approve", matter), {"seen": "2"})

    assert [answer.status_code for answer in (asked, silent, back, approved)] == [303, 422, 303, 303]
    assert f'action="{factories.page("approve", matter)}"' in offered
    assert "Which lender?" in told
    assert Letter.objects.get().stage == LetterStage.APPROVED


def test_a_clause_goes_in_with_one_press(matter: Matter, lawyer: Client) -> None:
    factories.written(matter, now=clock.now())
    before = lawyer.get(factories.page("letter", matter)).content.decode()

    answer = lawyer.post(factories.page("change_clause", matter), {"seen": "2", "code": "cancellation", "put_in": "on"})

    assert "Put it in: Right to cancel" in before
    assert (answer.status_code, Letter.objects.get().put_in) == (303, ["cancellation"])
