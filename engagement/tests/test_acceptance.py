"""What follows when clients answer their letter: rows, gate, tasks, messages; and what happens by itself."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from engagement import letters, services
from engagement.models import Acceptance, AcceptanceStage, Letter
from engagement.notices import REMINDER_KIND
from engagement.rules.acceptance import NotWaiting, RequestKind
from engagement.tests import factories
from engagement.tests.factories import NOW, accept, copy_of
from outbox.links import MARK, address
from outbox.models import Message, MessageState, SecureLink
from practice.actors import ClientLink
from practice.models import Adjustment, AutomaticMessage, GateKind, JournalEntry, Matter, SendMode, Task
from practice.tests import factories as firm

pytestmark = pytest.mark.django_db


def joint() -> Letter:
    people = (factories.client("Joseph Adeyemi"), factories.client("Nkechi Adeyemi"))
    return factories.issued(factories.written(factories.matter(clients=people)))


def test_the_gate_opens_with_the_last_client_and_not_before() -> None:
    letter = joint()
    first, second = letter.copies.order_by("pk")

    accept(first)
    halfway = letter.matter.may(GateKind.ACCEPTANCE, NOW)
    accept(second, now=NOW + timedelta(days=1))

    letter.refresh_from_db()
    assert (halfway, letter.matter.may(GateKind.ACCEPTANCE, NOW + timedelta(days=1))) == (False, True)
    assert (letter.accepted_at, str(letter.accepted_on)) == (NOW + timedelta(days=1), "2026-11-25")


def test_accepting_twice_is_one_acceptance_that_nobody_can_change(letter: Letter) -> None:
    copy = copy_of(factories.issued(letter))

    first, again = accept(copy), accept(copy, now=NOW + timedelta(hours=1))

    assert first == again
    assert JournalEntry.objects.filter(event="letter.accepted").count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        Acceptance.objects.update(words="something else")


def test_who_reads_large_print_accepts_and_is_sent_the_terms_that_they_read() -> None:
    usual, large = factories.client("Joseph Adeyemi"), factories.client("Nkechi Adeyemi", title="Mrs")
    firm.agree(large, Adjustment.LARGE_PRINT)
    draft = factories.written(factories.matter(clients=(usual, large)))
    made = letters.package(draft, NOW)
    papers = [replace(factories.PAPER, pdf=f"%PDF-1.7 {number}".encode()) for number in range(len(made.papers))]
    letter = services.issue_letter(
        letter_id=draft.pk, printed=letters.bind_papers(made, papers), expected_version=draft.draft_version,
        by=draft.prepared_for, now=NOW,
    )  # fmt: skip

    said = {party: accept(copy_of(letter, party)) for party in (usual, large)}

    own = copy_of(letter, large).own_terms
    assert own is not None
    assert letter.terms is not None
    terms = {usual: letter.terms.document, large: own.document}
    assert terms[usual].sha256 != terms[large].sha256
    for party, acceptance in said.items():
        sent = Message.objects.get(kind="engagement.accepted", party=party).attachments.all()
        assert acceptance.terms_sha256 == terms[party].sha256
        assert [one.document for one in sent] == [acceptance.certificate, terms[party]]


def test_a_new_version_ends_the_links_and_shuts_the_gate_until_it_is_accepted_too(letter: Letter) -> None:
    old = factories.issued(letter)
    accept(copy_of(old))
    draft = services.start_letter(matter_id=old.matter_id, by=old.prepared_for, now=NOW)

    new = factories.issued(draft)

    first, second = (SecureLink.objects.about(copy_of(one)).get() for one in (old, new))
    assert (first.because, second.because) == ("superseded", "")
    assert not new.matter.may(GateKind.ACCEPTANCE, NOW)
    with pytest.raises(NotWaiting):
        services.decline_letter(copy_id=copy_of(old).pk, reason="No", by=old.prepared_for, session=None, now=NOW)
    assert "takes the place of the letter before" in copy_of(new).message.body
    assert "takes the place" not in copy_of(old).message.body

    services.stop_letter(letter_id=new.pk, by=new.prepared_for, now=NOW + timedelta(minutes=1))
    first.refresh_from_db()
    assert first.because == "superseded"  # its message never left: version 1 does not stand again
    assert not old.matter.may(GateKind.ACCEPTANCE, NOW + timedelta(minutes=1))


def test_what_clients_ask_is_a_task_for_whoever_can_answer_and_a_line_of_the_timeline(letter: Letter) -> None:
    copy = copy_of(factories.issued(letter))
    by = ClientLink(copy.party_id, copy.party.name)

    asked = services.ask_us(
        copy_id=copy.pk, kind=RequestKind.QUESTION, words="Is the <b>survey</b> in it?", by=by, session=None, now=NOW
    )
    services.ask_us(copy_id=copy.pk, kind=RequestKind.PAPER, words="", by=by, session=None, now=NOW)
    services.ask_us(copy_id=copy.pk, kind=RequestKind.PAPER, words="", by=by, session=None, now=NOW)

    tasks = Task.objects.filter(key__startswith=f"letter:{letter.pk}:request:", done_at=None).order_by("pk")
    assert [(task.owner, task.title) for task in tasks] == [
        (letter.matter.fee_earner, f"Answer {copy.party}, about their client care letter"),
        (letter.prepared_by, f"Send {copy.party} their client care letter on paper"),
    ]
    services.answer_request(request_id=asked.pk, by=letter.matter.fee_earner, now=NOW)
    assert tasks.all().count() == 1
    assert JournalEntry.objects.filter(event="letter.asked").count() == 2


def test_declining_tells_the_fee_earner_and_stays(letter: Letter) -> None:
    copy = copy_of(factories.issued(letter))

    made = services.decline_letter(copy_id=copy.pk, reason="Too dear", by=letter.prepared_for, session=None, now=NOW)
    again = services.decline_letter(copy_id=copy.pk, reason="Dear", by=letter.prepared_for, session=None, now=NOW)

    task = Task.objects.get(key=f"letter:{letter.pk}:waiting:{copy.pk}:declined")
    assert made == again
    assert (made.reason, task.owner, AcceptanceStage.objects.waiting().count()) == (
        "Too dear", letter.matter.fee_earner, 0,
    )  # fmt: skip
    accept(copy)  # minds change: staff may record it
    assert letter.matter.may(GateKind.ACCEPTANCE, NOW)


@pytest.mark.parametrize(
    ("mode", "outcome", "messages"),
    [
        pytest.param(SendMode.ON, "fired", 1, id="on"),
        pytest.param(SendMode.REHEARSE, "rehearsed", 0, id="rehearse"),
        pytest.param(SendMode.OFF, "switched_off", 0, id="off"),
    ],
)
def test_a_letter_that_waits_is_reminded_of_once(letter: Letter, mode: str, outcome: str, messages: int) -> None:
    AutomaticMessage.objects.create(kind=REMINDER_KIND, mode=mode)
    copy = copy_of(factories.issued(letter))
    due = firm.TUESDAY_NOON.replace(day=1, month=12, hour=10)  # the fifth working day, in the morning
    early = services.sweep_acceptance(now=due - timedelta(minutes=1))

    ended = [services.sweep_acceptance(now=due) for _ in range(2)]

    stage = AcceptanceStage.objects.get(copy=copy, kind="reminder")
    sent = Message.objects.filter(kind="engagement.reminder")
    assert (early, ended, stage.outcome, sent.count()) == (0, [1, 0], outcome, messages)
    assert all(MARK in message.body for message in sent)


def test_an_answer_takes_the_reminder_back_and_silence_is_told_when_the_link_ends(letter: Letter) -> None:
    AutomaticMessage.objects.create(kind=REMINDER_KIND, mode=SendMode.ON)
    other = factories.issued(factories.written(factories.matter(clients=(factories.client("Sara Bell"),))))
    accept(copy_of(factories.issued(letter)))

    services.sweep_acceptance(now=NOW + timedelta(days=30))

    ends = {(stage.copy.letter_id, stage.kind): stage.outcome for stage in AcceptanceStage.objects.all()}
    assert ends == {
        (letter.pk, "reminder"): "withdrawn",
        (letter.pk, "expired"): "withdrawn",
        (other.pk, "reminder"): "fired",
        (other.pk, "expired"): "fired",
    }
    assert Task.objects.filter(key__endswith=":expired").get().owner == other.matter.fee_earner


def test_no_stored_row_holds_the_link_or_the_figures(letter: Letter) -> None:
    copy = copy_of(factories.issued(letter))
    link = SecureLink.objects.about(copy).get()

    assert MARK in copy.message.body
    assert [row for row in Message.objects.values_list("body", flat=True) if address(link) in row] == []


def test_a_stopped_version_lets_the_accepted_one_stand_again(letter: Letter) -> None:
    old = factories.issued(letter)
    Message.objects.filter(letter_copy__letter=old).update(state=MessageState.SENT, sent_at=NOW)
    accept(copy_of(old))
    draft = services.start_letter(matter_id=old.matter_id, by=old.prepared_for, now=NOW)
    new = factories.issued(draft, now=NOW + timedelta(hours=1))

    services.stop_letter(letter_id=new.pk, by=new.prepared_for, now=NOW + timedelta(hours=1, minutes=1))

    links = {SecureLink.objects.about(copy_of(one)).get().because for one in (old, new)}
    assert links == {"", "stopped"}
    assert old.matter.may(GateKind.ACCEPTANCE, NOW + timedelta(hours=1, minutes=1))
    assert AcceptanceStage.objects.waiting().count() == 0


def test_the_forecast_shows_the_reminder_to_those_who_may_see_the_matter(letter: Letter) -> None:
    AutomaticMessage.objects.create(kind=REMINDER_KIND, mode=SendMode.ON)
    factories.issued(letter)
    until = NOW + timedelta(days=14)

    seen = services.messages_to_come(reader=letter.prepared_for, now=NOW, until=until)
    Matter.objects.update(is_restricted=True)
    hidden = services.messages_to_come(reader=firm.user(), now=NOW, until=until)

    assert [(one.words, one.to_address, one.fate) for one in seen] == [
        ("Reminder to accept a letter", copy_of(letter).message.to_address, "goes")
    ]
    assert hidden == []


def test_a_reminder_that_no_mailbox_may_have_is_a_task_to_ring(letter: Letter) -> None:
    AutomaticMessage.objects.create(kind=REMINDER_KIND, mode=SendMode.ON)
    copy = copy_of(factories.issued(letter))
    copy.party.contacts.filter(kind="email").update(bounced_at=NOW)

    services.sweep_acceptance(now=NOW + timedelta(days=8))

    assert AcceptanceStage.objects.get(kind="reminder").outcome == "unsafe_channel"
    assert Task.objects.get(key__endswith=":unreached").owner == letter.matter.fee_earner
