"""Letters to many clients: who is in, who lets it go, and that nobody ever gets it twice."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagement.models import Mailing, MailingRow, MailingTerms
from engagement.rules import mailings as rules
from engagement.rules.mailings import MailingKind, MailingStage, RowState, Why
from engagement.services import mailings
from engagement.services.mailings import Selection, sending
from engagement.tests import factories
from engagement.tests import mailing_factories as many
from outbox import services as outbox
from outbox.models import Message, MessageState
from outbox.reading import text_of
from practice.models import (
    ContactKind,
    ContactPoint,
    JournalEntry,
    MatterParty,
    MatterRole,
    Party,
    PartyKind,
    Task,
    WorkType,
)
from practice.tests import factories as firm
from wording.models import IssuedLetter

NOW = many.NOW
pytestmark = pytest.mark.django_db


def _says(mailing: Mailing) -> dict[str, tuple[str, str]]:
    return {row.party.name: (row.state, row.why) for row in mailing.rows.select_related("party")}


def test_everybody_is_in_once_and_whoever_must_not_be_written_to_is_listed_with_the_reason() -> None:
    twice = factories.client("Ann Twice")
    factories.matter(clients=(twice,))
    factories.matter(clients=(twice,), title="Sale of 1 Mill Row")
    died = factories.client("Bob Dead")
    lawyers = factories.client("Cy Lawyers")
    nowhere = factories.client("Di Nowhere", address="")
    ContactPoint.objects.filter(party=nowhere).update(confirmed_at=None)
    body = factories.client("Eel Ltd", kind=PartyKind.ORGANISATION, title="")
    factories.matter(clients=(died, lawyers, nowhere, body))
    Party.objects.filter(pk=died.pk).update(died_on=NOW.date())
    Party.objects.filter(pk=lawyers.pk).update(is_represented_elsewhere=True)
    factories.matter(clients=(factories.client("Fay Closed"),), stage="closed")
    hidden = factories.client("Gus Hidden")
    factories.matter(clients=(hidden,), is_restricted=True)
    factories.matter(clients=(twice,), is_restricted=True, title="A secret of Ann Twice")

    mailing = many.made()

    assert _says(mailing) == {
        "Ann Twice": ("planned", ""),
        "Bob Dead": ("refused", Why.DIED),
        "Cy Lawyers": ("refused", Why.REPRESENTED),
        "Di Nowhere": ("refused", Why.UNREACHABLE),
        "Eel Ltd": ("refused", Why.NO_PERSON),
        "Gus Hidden": ("held", Why.COMPLIANCE),
    }
    ann = mailing.rows.get(party=twice)
    assert (ann.matter.is_restricted, ann.others) == (False, 1)
    seen = set(mailing.rows.visible_to(many.secretary()).values_list("party__name", flat=True))
    assert seen == {*_says(mailing)} - {"Gus Hidden"}


def test_a_selection_asks_department_work_terms_letter_and_clause() -> None:
    letter = factories.issued(factories.written(factories.matter(clients=(factories.client("Ann Letter"),))))
    factories.matter(clients=(factories.client("Bob Sale"),), work_type=WorkType.RESIDENTIAL_SALE)
    other = firm.department("Family", "FA")
    factories.matter(clients=(factories.client("Cy Family"),), department=other, work_type=WorkType.FAMILY)
    assert letter.terms is not None
    sent = letter.copies.get().issued
    clause = sent.clauses[0]

    def chosen(**asked: object) -> set[str]:
        return set(_says(many.made(selection=Selection(**asked))))  # type: ignore[arg-type]

    assert chosen() == {"Ann Letter", "Bob Sale", "Cy Family"}
    assert chosen(departments=(other.pk,)) == {"Cy Family"}
    assert chosen(work_types=(WorkType.RESIDENTIAL_SALE,)) == {"Bob Sale"}
    assert chosen(terms=letter.terms.template_id) == {"Ann Letter"}
    assert chosen(letter=sent.template_id) == {"Ann Letter"}
    assert chosen(clause=clause["code"]) == {"Ann Letter"}
    assert chosen(clause=f"{clause['code']}:{clause['version'] + 1}") == set()
    assert chosen(departments=(other.pk,), clause=clause["code"]) == set()


def test_hundreds_are_planned_in_as_many_queries_as_one() -> None:
    matter = factories.matter()
    maker = many.secretary()

    with CaptureQueriesContext(
        connection,
    ) as few:
        many.made(maker)
    people = Party.objects.bulk_create(Party(name=f"Client {number}", relationship="client") for number in range(500))
    ContactPoint.objects.bulk_create(
        ContactPoint(
            party=one, kind=ContactKind.EMAIL, text=f"c{one.pk}@mail.example", normalised=f"c{one.pk}@mail.example",
            confirmed_at=NOW,
        )
        for one in people
    )  # fmt: skip
    MatterParty.objects.bulk_create(MatterParty(matter=matter, party=one, role=MatterRole.CLIENT) for one in people)
    with CaptureQueriesContext(connection) as hundreds:
        mailing = many.made(maker)

    assert mailing.rows.filter(state=RowState.PLANNED).count() == 501
    assert len(hundreds) == len(few)


def test_what_was_decided_by_hand_stands_when_the_list_is_written_again() -> None:
    out, words = factories.client("Ann Out"), factories.client("Bob Words", email="")
    Party.objects.filter(pk=words.pk).update(safe_contact="Only to the back door")
    factories.matter(clients=(out, words))
    mailing = many.made()
    maker = mailing.made_by
    mailings.take_out(row_id=mailing.rows.get(party=out).pk, reason="She moved abroad", by=maker, now=NOW)
    mailings.put_in(row_id=mailing.rows.get(party=words).pk, by=maker, now=NOW)

    again = many.tried(mailing)

    assert _says(again) == {"Ann Out": ("taken_out", Why.BY_HAND), "Bob Words": ("planned", "")}
    assert again.trial is not None
    assert (again.trial["email"], again.trial["print"], again.trial["problems"]) == (0, 1, [])
    assert (again.trial["pages"], Message.objects.count(), IssuedLetter.objects.count()) == (1, 0, 0)


def test_a_mailing_goes_when_a_second_person_who_saw_it_as_it_is_lets_it() -> None:
    seen = factories.client("Ann Seen")
    factories.matter(clients=(seen,))
    hidden = factories.matter(clients=(factories.client("Gus Hidden"),), is_restricted=True)
    keeper = many.compliance()
    mailing = many.made(keeper)
    maker = mailing.made_by
    with pytest.raises(rules.NotTried):
        mailings.ask_release(mailing_id=mailing.pk, seen=1, by=maker, now=NOW)
    version = many.tried(mailing).version
    mailings.ask_release(mailing_id=mailing.pk, seen=version, by=maker, now=NOW)
    other = many.compliance()

    with pytest.raises(rules.NotTheirMailing, match="second person"):
        mailings.release_mailing(mailing_id=mailing.pk, seen=version, by=maker, now=NOW, alone_because="I may")
    row = mailing.rows.get(party=seen)
    mailings.take_out(row_id=row.pk, reason="Not her", by=maker, now=NOW)
    with pytest.raises(rules.MailingChanged):
        mailings.release_mailing(mailing_id=mailing.pk, seen=version, by=other, now=NOW)
    mailings.put_in(row_id=row.pk, by=maker, now=NOW)
    gone = mailings.release_mailing(mailing_id=mailing.pk, seen=version + 2, by=other, now=NOW)

    inside = Task.objects.get(owner=hidden.fee_earner)
    assert (gone.stage, gone.released_by) == (MailingStage.RELEASED, other)
    assert not Task.objects.filter(owner=other, done_at=None).exists()
    assert (inside.matter, inside.title.partition(":")[0]) == (
        hidden,
        "“The ombudsman has a new address” goes to all clients but not to Mr Gus Hidden",
    )


def test_a_letter_is_frozen_queued_and_told_once_however_often_the_task_runs() -> None:
    party = factories.client("Joseph Adeyemi", email="joseph@mail.example")
    matter = factories.matter(clients=(party,))
    mailing = many.released(many.made(changes="<script>x</script> {{ firm.name }} file:///etc/passwd\n\nRead it."))
    (row_id,) = mailings.claim_rows(now=NOW)

    done = [mailings.issue_row(row_id=row_id, now=NOW) for _ in range(2)]

    row = MailingRow.objects.get(pk=row_id)
    assert row.issued is not None
    assert row.message is not None
    words = text_of(bytes(row.issued.document.content))
    assert done == [True, False]
    assert "<script>x</script> {{ firm.name }} file:///etc/passwd Read it." in words
    assert "We never change our bank details" in words
    assert (row.state, IssuedLetter.objects.count(), Message.objects.count()) == (RowState.ISSUED, 1, 1)
    assert (row.message.to_address, row.message.subject, row.message.reply_to) == (
        "joseph@mail.example", f"Our reference {matter.reference}", matter.fee_earner.email,
    )  # fmt: skip
    assert row.message.next_attempt_at == NOW + timedelta(minutes=5)
    told = JournalEntry.objects.get(event="notice.issued")
    assert (told.party_id, told.matter_id, told.facts["how"]) == (party.pk, matter.pk, "by e-mail")
    mailings.finish_mailings(now=NOW)
    mailing.refresh_from_db()
    assert (mailing.stage, mailing.finished_at) == (MailingStage.DONE, NOW)
    assert (
        Task.objects.get(owner=mailing.made_by).title == "Read what came of “Ombudsman, autumn”: 1 letter made, 0 held"
    )


def test_a_worker_that_dies_after_printing_loses_and_doubles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    factories.matter(clients=(factories.client("Ann One"), factories.client("Bob Two")))
    mailing = many.released(many.made(kind=MailingKind.NEW_TERMS))
    first, second = mailings.claim_rows(now=NOW)
    with monkeypatch.context() as dying:
        dying.setattr(outbox, "queue", _die)
        with pytest.raises(KeyboardInterrupt):
            mailings.issue_row(row_id=first, now=NOW)

    assert mailings.claim_rows(now=NOW + timedelta(seconds=20)) == []  # in somebody's hands, as far as anybody knows
    later = NOW + rules.LEASE + timedelta(seconds=1)
    for row_id in (*mailings.claim_rows(now=later), first, second):
        mailings.issue_row(row_id=row_id, now=later)

    rows = list(mailing.rows.order_by("pk").select_related("message", "issued", "terms"))
    terms = MailingTerms.objects.get().issued
    assert terms is not None
    assert [(row.state, row.terms) for row in rows] == [(RowState.ISSUED, terms)] * 2
    assert (Message.objects.count(), IssuedLetter.objects.count()) == (2, 3)  # two letters, the terms once
    assert [len(row.message.attachments.all()) for row in rows if row.message] == [2, 2]
    assert set(_says(many.made(selection=Selection(terms=terms.template_id)))) == {"Ann One", "Bob Two"}
    assert "Enclosed: terms of business, version" in text_of(bytes(rows[0].issued.document.content))  # type: ignore[union-attr]


def _die(*args: object, **kwargs: object) -> None:
    raise KeyboardInterrupt


def test_the_rules_are_asked_again_when_the_letter_is_made() -> None:
    party = factories.client("Ann Gone")
    factories.matter(clients=(party,))
    mailing = many.released(many.made())
    Party.objects.filter(pk=party.pk).update(died_on=NOW.date())

    for row_id in mailings.claim_rows(now=NOW):
        mailings.issue_row(row_id=row_id, now=NOW)

    assert _says(mailing) == {"Ann Gone": ("refused", Why.DIED)}
    assert Message.objects.count() == 0


def test_a_record_that_was_merged_gets_one_letter() -> None:
    kept, merged, alone = (factories.client(name) for name in ("Ann Kept", "Ann Merged", "Bob Merged"))
    standing = factories.client("Bob Kept")
    factories.matter(clients=(kept, merged, alone))
    mailing = many.released(many.made())
    Party.objects.filter(pk=merged.pk).update(merged_into=kept)
    Party.objects.filter(pk=alone.pk).update(merged_into=standing)

    for row_id in mailings.claim_rows(now=NOW):
        mailings.issue_row(row_id=row_id, now=NOW)

    assert _says(mailing) == {
        "Ann Kept": ("issued", ""),
        "Ann Merged": ("refused", Why.SAME_PERSON),
        "Bob Kept": ("issued", ""),
    }


def test_what_cannot_be_made_is_held_with_its_reason_and_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    factories.matter()
    mailing = many.released(many.made())
    (row_id,) = mailings.claim_rows(now=NOW)
    with monkeypatch.context() as broken:
        broken.setattr(sending, "print_letter", _refuse)
        tries = [mailings.issue_row(row_id=row_id, now=NOW) for _ in range(rules.TRIES + 1)]

    row = mailing.rows.get()
    assert (tries, row.state, row.why, row.because) == (
        [False] * 4, RowState.HELD, Why.FAILED, "The printer is not there.",
    )  # fmt: skip
    mailings.put_in(row_id=row_id, by=many.compliance(), now=NOW)
    assert mailings.issue_row(row_id=row_id, now=NOW)


def _refuse(*args: object) -> None:
    raise rules.NotInTheList("The printer is not there.")


def test_stopping_takes_back_what_has_not_gone() -> None:
    names = ("Ann Sent", "Bob Waits", "Cy Planned")
    factories.matter(clients=tuple(factories.client(name) for name in names))
    mailing = many.released(many.made())
    sent, waits, _ = mailing.rows.by_name()
    for row in (sent, waits):
        mailings.issue_row(row_id=row.pk, now=NOW)
    Message.objects.filter(mailing_row=sent).update(state=MessageState.SENT, sent_at=NOW)

    mailings.stop_mailing(mailing_id=mailing.pk, by=mailing.made_by, now=NOW)

    became = dict(mailing.rows.values_list("party__name", "message__state"))
    assert became == {"Ann Sent": "sent", "Bob Waits": "withdrawn", "Cy Planned": None}
    assert mailing.rows.get(party__name="Cy Planned").state == RowState.STOPPED
    assert mailings.claim_rows(now=NOW + timedelta(hours=1)) == []
    with pytest.raises(rules.MailingStepNotAllowed):
        mailings.stop_mailing(mailing_id=mailing.pk, by=mailing.made_by, now=NOW)
