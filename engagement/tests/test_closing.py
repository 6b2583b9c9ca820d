"""A matter is closed with a letter: what it says, what holds it up, and that the Stop opens the matter again."""

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from engagement import letters
from engagement.forms_closing import CloseMatter
from engagement.rules import DraftChanged, NotTheirs
from engagement.services import LetterStopped, TooLateToStop, closing, start_letter
from engagement.tests import factories
from outbox.models import Document, Message, MessageState
from outbox.reading import text_of
from practice.models import Adjustment, CareReminder, ContactPoint, JournalEntry, Matter, MatterStage, Task, User
from practice.permissions import Role
from practice.services.matters import NotOpen
from practice.tests import factories as firm
from practice.tests.clock import set_clock
from wording.models import IssuedLetter

NOW: datetime = factories.NOW
ASKED = {
    "done": "The home is yours. It is registered in your name.",
    "left_to_do": "- tell your insurer that you have moved in",
    "papers": "the old deeds",
    "holds": "yes",
    "amount": "125",
}
SAID = letters.Typed("It is done.", "", "", "")


def close(matter: Matter, *, typed: letters.Typed = SAID, by: User | None = None, now: datetime = NOW) -> Matter:
    made = letters.closing_package(matter.pk, typed, now)
    printed = letters.bind_closing(made, [factories.PAPER] * len(made.copies))
    return closing.close_with_letter(
        matter_id=matter.pk, typed=typed, printed=printed, by=by or matter.fee_earner, now=now
    )


@pytest.mark.parametrize(
    ("changes", "wrong", "money"),
    [({}, [], "£125"), ({"holds": "no"}, [], ""), ({"amount": ""}, ["amount"], None),
     ({"amount": "0"}, ["amount"], None), ({"holds": "", "done": ""}, ["done", "holds"], None)],
)  # fmt: skip
def test_what_is_asked_at_the_end(changes: dict[str, str], wrong: list[str], money: str | None) -> None:
    form = CloseMatter({"form_key": str(uuid.uuid4()), **ASKED, **changes})

    assert (sorted(form.errors), form.typed().money) == (wrong, money)


def test_from_the_page_to_the_message_and_back_by_the_stop(matter: Matter, lawyer: Client, settings: Settings) -> None:
    set_clock(settings, NOW)
    at, client = factories.page("close", matter), matter.clients().get()
    CareReminder.objects.create(
        matter=matter, kind="rate_end", on=date(2031, 3, 4), fire_at=NOW, late_policy="always", noted_at=NOW,
        noted_by=matter.fee_earner,
    )  # fmt: skip

    page = lawyer.get(at).content.decode()
    empty = lawyer.post(at, {"form_key": str(uuid.uuid4())})
    preview = lawyer.post(factories.page("closing_page", matter), ASKED).content.decode()
    done = lawyer.post(at, {"form_key": str(uuid.uuid4()), **ASKED})
    after = lawyer.get(at).content.decode()
    issued, message = IssuedLetter.objects.get(), Message.objects.get()
    words = " ".join(text_of(bytes(issued.document.content)).split())
    closed = Matter.objects.get()
    stopped = lawyer.post(factories.page("stop_closing", matter))

    assert "Nothing but the questions below." in page
    assert (empty.status_code, Matter.objects.get().stage) == (422, MatterStage.OPEN)
    assert "It is registered in your name." in preview
    assert (done.status_code, done["Location"]) == (303, at)
    assert "The closing letter has not been sent yet." in after
    assert (closed.stage, closed.closed_on) == (MatterStage.CLOSED, NOW.date())
    assert (message.kind, message.party, message.subject) == (
        "engagement.closing", client, f"Our reference {matter.reference}",
    )  # fmt: skip
    assert message.next_attempt_at >= NOW + timedelta(minutes=5)
    for said in ("registered in your name.", "tell your insurer", "the old deeds", "£125", "Tuesday 4 March 2031"):
        assert said in words
    assert stopped.status_code == 303
    assert Matter.objects.get().stage == MatterStage.OPEN
    assert Matter.objects.get().closed_on is None
    assert Message.objects.get().state == MessageState.WITHDRAWN
    told = JournalEntry.objects.filter(event__in=["matter.closed", "matter.reopened"]).order_by("pk")
    assert list(told.values_list("event", flat=True)) == ["matter.closed", "matter.reopened"]


@pytest.mark.django_db
def test_each_client_has_a_copy_in_the_way_that_they_read() -> None:
    joseph = factories.client("Joseph Adeyemi", email="joseph@mail.example")
    nkechi = factories.client("Nkechi Adeyemi", title="Mrs", email="", address="3 Mill Row\nYork YO1 0ZZ")
    ContactPoint.objects.filter(party=nkechi, kind="email").delete()
    firm.agree(joseph, Adjustment.PLAIN_TEXT)
    firm.agree(nkechi, Adjustment.LARGE_PRINT)
    firm.agree(nkechi, Adjustment.BRAILLE)
    matter = factories.matter(clients=(joseph, nkechi))

    close(matter)

    sent = {one.party: one for one in Message.objects.all()}
    kept = {one.party: one for one in IssuedLetter.objects.all()}
    facts = {party: str(one.snapshot.content) for party, one in kept.items()}
    assert {party: (one.channel, one.documents.count()) for party, one in sent.items()} == {
        joseph: ("email", 2), nkechi: ("print", 1),
    }  # fmt: skip
    assert ("Mill Row" in facts[nkechi], "Mill Row" in facts[joseph]) == (True, False)
    assert (
        Task.objects.get(key__startswith="closing:").title
        == "Closing letter to Mrs Nkechi Adeyemi, also needed: in braille"
    )


def test_what_holds_it_up_leaves_no_trace(matter: Matter) -> None:
    secretary = firm.user(Role.SECRETARY)
    stale = letters.bind_closing(letters.closing_package(matter.pk, SAID, NOW), [factories.PAPER])

    with pytest.raises(NotTheirs):
        close(matter, by=secretary)
    with pytest.raises(LetterStopped):
        close(matter, typed=letters.Typed("It is done."))
    with pytest.raises(DraftChanged):
        closing.close_with_letter(
            matter_id=matter.pk, typed=letters.Typed("Else.", "", "", ""), printed=stale, by=matter.fee_earner, now=NOW
        )
    start_letter(matter_id=matter.pk, by=matter.fee_earner, now=NOW)
    with pytest.raises(LetterStopped, match="care letter is in the making"):
        close(matter)

    assert Matter.objects.get().stage == MatterStage.OPEN
    assert [model.objects.count() for model in (IssuedLetter, Document, Message)] == [0, 0, 0]


def test_it_is_stopped_in_time_only_and_may_then_be_closed_anew(matter: Matter) -> None:
    with pytest.raises(NotOpen):
        closing.stop_closing(matter_id=matter.pk, by=matter.fee_earner, now=NOW)
    close(matter)
    with pytest.raises(NotOpen):
        close(matter)
    closing.stop_closing(matter_id=matter.pk, by=matter.fee_earner, now=NOW)
    close(matter, now=NOW + timedelta(minutes=1))
    Message.objects.filter(state=MessageState.PENDING).update(state=MessageState.SENT, sent_at=NOW)

    with pytest.raises(TooLateToStop):
        closing.stop_closing(matter_id=matter.pk, by=matter.fee_earner, now=NOW)

    assert Matter.objects.get().stage == MatterStage.CLOSED
    assert [one.version for one in closing.closing_letters(matter)] == [2, 1]
