"""The deeds of one complaint on their pages."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from complaints.models import AccountRequest
from complaints.rules import Stage, Step, steps_from
from complaints.tests import factories
from complaints.tests.browsing import page, signed_in, typed
from complaints.tests.factories import Cast
from complaints.tests.journey import investigating
from complaints.views.deeds import offered, slug_of
from outbox.models import Message
from outbox.reading import text_of
from practice import clock


@pytest.mark.parametrize("stage", list(Stage))
def test_the_page_offers_exactly_the_steps_of_the_stage(people: Cast, stage: Stage) -> None:
    complaint = factories.complaint(people)
    complaint.stage = stage

    steps = {slug_of(step) for step in Step}

    assert [slug for slug in offered(complaint) if slug in steps] == [slug_of(step) for step in steps_from(stage)]


def test_acknowledging_prints_the_letter_and_queues_it_with_the_procedure(people: Cast) -> None:
    complaint = factories.complaint(people, received_at=clock.now() - timedelta(minutes=5), now=clock.now())
    client = signed_in(people.head)
    before = client.get(page(people.head, complaint, "acknowledge")).content.decode()

    answer = client.post(
        page(people.head, complaint, "acknowledge"), typed(to="email:colin@fairbrother.example"), follow=True
    )

    assert "I will look into it and answer you myself." in before
    assert answer.redirect_chain == [(page(people.head, complaint), 303)]
    message = Message.objects.get(kind="complaint.letter")
    first, second = (bytes(one.document.content) for one in message.attachments.order_by("position"))
    assert "I had no part in the work you complain about." in text_of(first)
    assert "How we deal with complaints" in text_of(second)
    letter = complaint.responses.get()
    download = client.get(reverse("complaints:letter", args=[complaint.reference, letter.pk]))
    assert b"".join(download) == first


def test_a_step_of_another_stage_is_409_and_an_unknown_deed_404(people: Cast) -> None:
    complaint = factories.complaint(people, received_at=clock.now() - timedelta(minutes=5), now=clock.now())
    client = signed_in(people.head)

    moved = client.post(page(people.head, complaint, "close"), typed(root_cause="tone", learning="x"))
    unknown = client.get(page(people.head, complaint, "dance"))

    assert (moved.status_code, unknown.status_code) == (409, 404)
    assert "cannot be done any more" in moved.content.decode()


def test_a_refused_deed_keeps_what_was_typed(people: Cast) -> None:
    complaint = factories.complaint(people, received_at=clock.now() - timedelta(minutes=5), now=clock.now())
    client = signed_in(people.head)

    answer = client.post(
        page(people.head, complaint, "already"),
        typed(on_day="1", on_month="1", on_year="2199", at="10:00", how="Email of mine in the shared mailbox"),
    )

    assert answer.status_code == 422
    assert "Email of mine in the shared mailbox" in answer.content.decode()
    assert complaint.responses.count() == 0


def test_reading_a_letter_first_sends_nothing(people: Cast) -> None:
    complaint = factories.complaint(people, received_at=clock.now() - timedelta(minutes=5), now=clock.now())

    answer = signed_in(people.head).post(
        page(people.head, complaint, "withdraw"),
        typed(words="Let it be", learning="", to="email:colin@fairbrother.example", preview="1"),
    )

    assert answer.status_code == 200
    assert "We have stopped looking into it." in answer.content.decode()
    complaint.refresh_from_db()
    assert complaint.stage == Stage.LOGGED


def test_an_account_is_given_once_by_the_person_asked(people: Cast) -> None:
    investigating(people)
    asked = AccountRequest.objects.get()
    address = reverse("complaints:account", args=[asked.pk])
    client = signed_in(people.solicitor)
    shown = client.get(address).content.decode()

    empty = client.post(address, typed(account=" "))
    given = client.post(address, typed(account="I wrote on 1 October."))
    again = client.post(address, typed(account="Or later."))

    assert "The bill is £1,340 over the estimate and nobody told me." in shown
    assert "C-26" not in shown
    assert (empty.status_code, given.status_code, again.status_code) == (422, 303, 409)
    asked.refresh_from_db()
    assert asked.account == "I wrote on 1 October."


def test_the_procedure_is_public_and_says_the_numbers_the_clocks_run_by(people: Cast) -> None:
    shown = Client().get(reverse("complaints:procedure"))

    assert shown.status_code == 200
    words = shown.content.decode()
    assert [number for number in ("3 days", "10 working days", "20 working days", "8 weeks") if number in words] == [
        "3 days",
        "10 working days",
        "20 working days",
        "8 weeks",
    ]
    rule = people.department.profile.procedure.rules.get(kind="ack")
    rule.settings["value"] = 2
    rule.save()
    assert "2 days" in Client().get(reverse("complaints:procedure")).content.decode()


def test_every_gap_of_a_letter_leads_to_where_it_is_asked(people: Cast) -> None:
    complaint = investigating(people, clock.now() - timedelta(days=1))

    for address in (page(people.head, complaint, "extend"), page(people.head, complaint)):
        shown = signed_in(people.head).get(address).content.decode()
        gaps = set(re.findall(r'class="cc-gap" href="#([^"]+)"', shown))
        assert len(gaps) >= 3
        assert [gap for gap in gaps if shown.count(f'id="{gap}"') != 1] == []
