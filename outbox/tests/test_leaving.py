"""What was queued is asked about again when it leaves: nothing goes to whoever must not be written to by then."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from outbox import leaving, services
from outbox.models import Channel, Message, MessageState
from outbox.tests import factories
from outbox.tests.smtp import Sink, sink
from practice.models import ContactKind, ContactPoint, JournalEntry, Party, StatusKind, Task, User
from practice.permissions import Role
from practice.reach import fingerprint
from practice.services.parties import add_contact
from practice.services.reach import ReachRules, add_contact_point, change_reach, end_contact_point
from practice.services.statuses import end_status, record_status
from practice.tests import factories as firm

NOW = firm.TUESDAY_NOON
LATER = NOW + timedelta(hours=1)
HOME = "9 Ashlar Terrace\nLeeds LS11 0ZZ"
pytestmark = pytest.mark.django_db


@pytest.fixture
def server() -> Iterator[Sink]:
    with sink() as running:
        yield running


@pytest.fixture
def joseph() -> Party:
    party = firm.party(email="joseph@mail.example")
    add_contact(party=party, kind=ContactKind.ADDRESS, text=HOME, by=firm.user(), now=NOW, confirmed=True)
    return party


def to(party: Party, channel: Channel = Channel.EMAIL, **changes: Any) -> Message:
    kind = ContactKind.EMAIL if channel == Channel.EMAIL else ContactKind.ADDRESS
    address = changes.pop("to_address", "") or party.contacts.get(kind=kind).text
    return factories.message(channel=channel, party=party, to_address=address, **changes)


def _status(kind: StatusKind) -> Callable[[Party], object]:
    return lambda party: record_status(
        party_id=party.pk, kind=kind, since_on=NOW.date(), evidence="Told by the family", by=firm.user(), now=NOW
    )


def _rules(**rules: Any) -> Callable[[Party], object]:
    usual: dict[str, Any] = {
        "voicemail_is_safe": False,
        "email_is_safe": True,
        "post_is_safe": True,
        "may_name_firm": True,
    }
    return lambda party: change_reach(
        party_id=party.pk,
        rules=ReachRules(**{**usual, **rules}),
        over=None,
        seen=fingerprint(Party.objects.select_related("only_number").get(pk=party.pk)),
        by=firm.user(),
        now=NOW,
    )


def _end(kind: ContactKind) -> Callable[[Party], object]:
    return lambda party: end_contact_point(
        contact_id=party.contacts.get(kind=kind).pk, because="Moved", by=firm.user(), now=NOW
    )


def _give_again(kind: ContactKind) -> Callable[[Party], object]:
    """End it and add it again: it has to be confirmed again."""

    def deed(party: Party) -> None:
        _end(kind)(party)
        add_contact_point(
            party_id=party.pk, kind=kind, text=party.contacts.get(kind=kind).text, by=firm.user(), now=NOW
        )

    return deed


def _bounce(party: Party) -> object:
    return ContactPoint.objects.filter(party=party, kind=ContactKind.EMAIL).update(bounced_at=NOW)


EMAIL, ADDRESS = ContactKind.EMAIL, ContactKind.ADDRESS
DIED, LACKS = "They have died.", "They lack capacity: write to whoever acts for them."
NO_MAILBOX, NO_ADDRESS = (
    "That mailbox is no longer one that may be used.",
    "That address is no longer one that may be used.",
)


@pytest.mark.parametrize(
    ("change", "because"),
    [
        pytest.param(_status(StatusKind.DECEASED), DIED, id="died"),
        pytest.param(_status(StatusKind.LACKS_CAPACITY), LACKS, id="lacks capacity"),
        pytest.param(_rules(email_is_safe=False), "No e-mail may go to them.", id="no e-mail"),
        pytest.param(_end(EMAIL), NO_MAILBOX, id="ended"),
        pytest.param(_give_again(EMAIL), NO_MAILBOX, id="not confirmed any more"),
        pytest.param(_bounce, NO_MAILBOX, id="bounced"),
    ],
)
def test_mail_that_waits_does_not_leave_after_the_change(
    server: Sink, joseph: Party, change: Callable[[Party], object], because: str
) -> None:
    owner = firm.user()
    message = to(joseph, owner=owner)
    change(joseph)

    assert services.deliver_next(clock=lambda: LATER) is True
    assert services.deliver_next(clock=lambda: LATER) is False

    message.refresh_from_db()
    assert (message.state, message.last_error, message.attempts) == (MessageState.FAILED, because, 0)
    assert server.messages() == []
    assert [task.title for task in Task.objects.open_for(owner)] == [f"Not sent: {message.subject}. {because}"]
    entry = JournalEntry.objects.get(subject_id=message.pk)
    assert (entry.event, entry.facts) == ("message.held", {"kind": message.kind, "because": because})


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(_status(StatusKind.BANKRUPT), id="bankrupt"),
        pytest.param(_rules(post_is_safe=False), id="no post"),
        pytest.param(_end(ADDRESS), id="another address"),
    ],
)
def test_mail_that_no_rule_is_against_leaves(server: Sink, joseph: Party, change: Callable[[Party], object]) -> None:
    message = to(joseph, to_address="Joseph@mail.example")
    change(joseph)

    services.deliver_next(clock=lambda: LATER)

    assert [mail["To"] for mail in server.messages()] == [message.to_address]


def test_what_was_held_goes_when_the_rule_is_over_and_somebody_tries_again(server: Sink, joseph: Party) -> None:
    owner = firm.user()
    message = to(joseph, owner=owner)
    status = _status(StatusKind.DECEASED)(joseph)
    services.deliver_next(clock=lambda: LATER)
    services.retry_message(message_id=message.pk, by=owner, now=LATER)
    services.deliver_next(clock=lambda: LATER)
    still = len(server.messages())

    end_status(status_id=status.pk, because="An error", by=owner, now=LATER)  # type: ignore[attr-defined]
    services.retry_message(message_id=message.pk, by=owner, now=LATER)
    services.deliver_next(clock=lambda: LATER)

    message.refresh_from_db()
    assert (still, len(server.messages()), message.state) == (0, 1, MessageState.SENT)


def test_what_was_held_before_anybody_tried_to_send_it_can_be_taken_back(joseph: Party) -> None:
    message = to(joseph)
    _end(EMAIL)(joseph)

    leaving.hold_back(now=NOW)

    assert services.withdraw(key=message.key) is True
    message.refresh_from_db()
    assert message.state == MessageState.WITHDRAWN


@pytest.mark.parametrize(
    ("change", "because"),
    [
        pytest.param(_status(StatusKind.DECEASED), DIED, id="died"),
        pytest.param(_rules(post_is_safe=False), "No post may go to them.", id="no post"),
        pytest.param(_end(ADDRESS), NO_ADDRESS, id="ended"),
        pytest.param(_give_again(ADDRESS), NO_ADDRESS, id="not confirmed any more"),
    ],
)
def test_a_letter_is_taken_out_of_the_post_tray_before_and_after_the_sweep(
    joseph: Party, change: Callable[[Party], object], because: str
) -> None:
    owner, browser = firm.user(), _browser(firm.user(Role.SECRETARY))
    letter = to(joseph, Channel.PRINT, owner=owner, documents=[factories.document()])
    paper = reverse("outbox:document", args=[letter.attachments.get().document_id])
    before = (_in_tray(browser), browser.get(paper).status_code)
    change(joseph)
    unswept = (_in_tray(browser), browser.get(paper).status_code)

    assert (leaving.hold_back(now=NOW), leaving.hold_back(now=NOW)) == (1, 0)

    swept = (_in_tray(browser), browser.get(paper).status_code)
    assert (before, unswept, swept) == (
        (([letter], []), 200), (([], [(letter, because)]), 404), (([], [(letter, because)]), 404),
    )  # fmt: skip
    assert [task.title for task in Task.objects.open_for(owner)] == [f"Not sent: {letter.subject}. {because}"]


def test_a_letter_that_had_gone_before_it_was_taken_out_is_recorded_as_posted(joseph: Party) -> None:
    letter = to(joseph, Channel.PRINT)
    _end(ADDRESS)(joseph)
    leaving.hold_back(now=NOW)
    another = factories.message(channel=Channel.PRINT, to_address=HOME)  # which may go
    browser = _browser(firm.user(Role.SECRETARY))

    page = browser.get(reverse("outbox:post_tray")).content.decode()
    answer = browser.post(
        reverse("outbox:posted", args=[letter.pk]),
        {"posted_at_0": "2026-11-20", "posted_at_1": "16:00", "posted_class": "first"},
    )

    letter.refresh_from_db()
    assert [page.count(f"{words}</button>") for words in ("Those ticked posted", "It had gone")] == [1, 1]
    assert (answer.status_code, letter.state, letter.last_error) == (303, MessageState.SENT, "")
    assert _in_tray(browser) == ([another], [])


def test_an_address_written_otherwise_than_on_record_is_the_same_address(joseph: Party) -> None:
    to(joseph, Channel.PRINT, to_address=HOME.replace("\n", ", ").upper())

    assert leaving.hold_back(now=NOW) == 0


def test_one_message_that_cannot_be_asked_about_stops_no_other(
    joseph: Party, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.OUTBOX_ASKED_AGAIN = {"test.unknown": "outbox.tests.test_leaving.nobody_knows"}
    bad, good = to(joseph, kind="test.unknown"), to(joseph)
    _end(EMAIL)(joseph)

    assert leaving.hold_back(now=NOW) == 1

    good.refresh_from_db()
    assert good.state == MessageState.FAILED
    assert f"Message {bad.pk} could not be asked about" in caplog.text


def nobody_knows(messages: object, *, now: object) -> dict[str, str]:
    raise LookupError(messages)


def test_asking_costs_no_query_a_message_and_none_for_staff() -> None:
    letters = [to(firm.party()) for _ in range(30)]
    staff = [factories.message(staff=firm.user()) for _ in range(3)]
    asked = []
    for messages in (letters[:1], letters, staff):
        with CaptureQueriesContext(connection) as queries:
            assert leaving.hindrances(messages, now=NOW) == {}
        asked.append(len(queries))

    assert asked == [2, 2, 0]


def test_a_sweep_with_nothing_to_hold_asks_two_questions() -> None:
    for _ in range(30):
        to(firm.party())

    with CaptureQueriesContext(connection) as queries:
        leaving.hold_back(now=NOW)

    assert len(queries) == 2


def _browser(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def _in_tray(browser: Client) -> tuple[list[Message], list[tuple[Message, str]]]:
    tray = browser.get(reverse("outbox:post_tray")).context["tray"]
    return [one.letter for one in tray.waiting], [(one, one.last_error) for one, _ in tray.taken_out]
