import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from outbox.models import Channel, Message, MessageState
from outbox.tests import factories
from practice.models import User
from practice.permissions import Role
from practice.tests import factories as firm

pytestmark = pytest.mark.django_db


def browser_of(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.mark.parametrize(
    ("role", "index", "tray"),
    [
        (Role.RECEPTIONIST, 403, 403),
        (Role.SECRETARY, 403, 200),
        (Role.FEE_EARNER, 403, 403),
        (Role.HEAD, 403, 403),
        (Role.MANAGING_PARTNER, 403, 403),
        (Role.COMPLIANCE, 200, 200),
        (Role.COMPLAINTS_HANDLER, 403, 403),
        (Role.MLRO, 403, 403),
        (Role.ADMINISTRATOR, 200, 403),
    ],
)
def test_who_opens_the_outbox_and_the_post_tray(role: Role, index: int, tray: int) -> None:
    browser = browser_of(firm.user(role))

    assert browser.get(reverse("outbox:index")).status_code == index
    assert browser.get(reverse("outbox:post_tray")).status_code == tray


def test_a_failed_message_is_tried_again_from_its_page() -> None:
    owner = firm.user()
    message = factories.message(owner=owner)
    Message.objects.filter(pk=message.pk).update(state=MessageState.FAILED, attempts=12, last_error="SMTP 550")

    answer = browser_of(owner).post(reverse("outbox:retry", args=[message.pk]))

    message.refresh_from_db()
    assert (answer.status_code, answer.headers["Location"]) == (303, reverse("outbox:message", args=[message.pk]))
    assert message.state == MessageState.PENDING
    again = browser_of(owner).post(reverse("outbox:retry", args=[message.pk]))
    assert again.status_code == 409
    assert "no longer among the failed ones" in again.content.decode()


def test_a_message_of_a_complaint_is_hidden_from_who_does_not_oversee_complaints() -> None:
    message = factories.message(kind="complaint.breached")
    url = reverse("outbox:message", args=[message.pk])

    assert browser_of(firm.user(Role.ADMINISTRATOR)).get(url).status_code == 404
    assert browser_of(firm.user(Role.COMPLIANCE)).get(url).status_code == 200
    listed = browser_of(firm.user(Role.ADMINISTRATOR)).get(reverse("outbox:index"))
    assert str(message.pk) not in listed.content.decode()


def test_posting_a_letter_records_when_and_empties_the_tray() -> None:
    letter = factories.message(channel=Channel.PRINT, documents=[factories.document()])
    browser = browser_of(firm.user(Role.SECRETARY))
    paper = browser.get(reverse("outbox:document", args=[letter.attachments.get().document_id]))

    wrong = browser.post(
        reverse("outbox:posted", args=[letter.pk]),
        {"posted_at_0": "not a day", "posted_at_1": "16:00", "posted_class": "first"},
    )
    right = browser.post(
        reverse("outbox:posted", args=[letter.pk]),
        {"posted_at_0": "2026-11-20", "posted_at_1": "16:00", "posted_class": "first"},
    )

    letter.refresh_from_db()
    assert (paper.status_code, b"".join(paper)) == (200, b"%PDF-1.7 sample")
    assert (wrong.status_code, "not a day" in wrong.content.decode()) == (422, True)
    assert (right.status_code, letter.state) == (303, MessageState.SENT)
    gone = browser.get(reverse("outbox:document", args=[letter.attachments.get().document_id]))
    assert gone.status_code == 404


def test_the_outbox_asks_as_many_questions_for_one_row_as_for_three() -> None:
    browser = browser_of(firm.user(Role.COMPLIANCE))
    factories.message()
    browser.get(reverse("outbox:index"))

    with CaptureQueriesContext(connection) as one:
        browser.get(reverse("outbox:index"))
    factories.message()
    factories.message()
    with CaptureQueriesContext(connection) as three:
        assert browser.get(reverse("outbox:index")).status_code == 200

    assert len(three) == len(one)


def test_a_letter_about_a_complaint_lies_in_the_tray_of_compliance_only() -> None:
    letter = factories.message(kind="complaint.letter", channel=Channel.PRINT, documents=[factories.document()])
    secretary, compliance = browser_of(firm.user(Role.SECRETARY)), browser_of(firm.user(Role.COMPLIANCE))
    paper = reverse("outbox:document", args=[letter.attachments.get().document_id])
    posted = reverse("outbox:posted", args=[letter.pk])
    typed = {"posted_at_0": "2026-11-20", "posted_at_1": "16:00", "posted_class": "second"}

    assert secretary.get(reverse("outbox:post_tray")).context["tray"].waiting == ()
    assert (secretary.get(paper).status_code, secretary.post(posted, typed).status_code) == (404, 404)
    assert compliance.get(reverse("outbox:post_tray")).context["tray"].waiting[0].letter == letter
    assert (compliance.get(paper).status_code, compliance.post(posted, typed).status_code) == (200, 303)
