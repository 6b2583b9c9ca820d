from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from engagement import letters, rules, services
from engagement.models import Letter, LetterCopy
from engagement.rules import LetterStage
from engagement.tests import factories
from outbox.models import Document, Message
from outbox.reading import text_of
from outbox.tests.sizes import sizes_of
from practice.models import Adjustment, ContactPoint, GateKind, JournalEntry, Task
from practice.permissions import Role
from practice.tests import factories as firm
from wording.models import ClauseVersion, IssuedLetter
from wording.services import plain_text

NOW: datetime = factories.NOW
pytestmark = pytest.mark.django_db


def test_an_issued_letter_is_frozen_queued_and_journalled_with_its_hash(letter: Letter) -> None:
    factories.issued(letter)

    letter.refresh_from_db()
    copy, terms = letter.copies.get(), letter.terms
    assert terms is not None
    document, message = copy.issued.document, copy.message
    entry = JournalEntry.objects.get(event="letter.issued")
    assert (letter.stage, letter.issued_on, letter.accept_by) == (
        LetterStage.ISSUED, date(2026, 11, 24), date(2026, 12, 8),
    )  # fmt: skip
    assert entry.facts["sha256"] == {str(copy.party_id): document.sha256, "terms": terms.document.sha256}
    assert letter.matter.may(GateKind.LETTER, NOW)
    assert (message.subject, message.reply_to, message.owner) == (
        f"Our reference {letter.matter.reference}", letter.matter.fee_earner.email, letter.matter.fee_earner,
    )  # fmt: skip
    assert (message.next_attempt_at, message.send_on) == (NOW + timedelta(minutes=5), date(2026, 11, 24))
    assert [one.document for one in message.attachments.order_by("position")] == [document, terms.document]
    assert message.body.startswith("Our bank details never change.")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE outbox_document SET content = 'x' WHERE id = %s", [document.pk])


def test_the_paper_shows_every_mandatory_sentence(letter: Letter) -> None:
    made = letters.package(letter, NOW)

    printed = letters.print_package(made)

    assert printed.copies[0].rendered.pages == 3  # two, and the page to sign
    paper, terms = text_of(printed.copies[0].rendered.pdf), text_of(printed.terms.rendered.pdf)
    wanted = [words for one in made.copies[0].composition.clauses for words in one.required]
    wanted_terms = [words for one in made.terms.clauses for words in one.required]
    mandatory = {one.code for one in made.copies[0].composition.clauses if one.required}
    assert {
        "who_client",
        "scope_in",
        "costs_estimate",
        "costs_basis",
        "fraud_warning",
        "cdd",
        "complaints",
    } <= mandatory
    assert len(wanted_terms) >= 8
    assert [words for words in wanted if words not in paper] == []
    assert [words for words in wanted_terms if words not in terms] == []


def test_joint_clients_get_separate_copies_and_none_shows_the_others_contact() -> None:
    joseph = factories.client("Joseph Adeyemi", email="joseph@mail.example", phone="07700 900111")
    nkechi = factories.client(
        "Nkechi Adeyemi", title="Mrs", email="nkechi@mail.example", phone="07700 900222",
        address="3 Mill Row\nYork YO1 0ZZ",
    )  # fmt: skip
    firm.agree(nkechi, Adjustment.LARGE_PRINT)
    firm.agree(nkechi, Adjustment.BRAILLE)
    firm.agree(nkechi, Adjustment.PLAIN_TEXT)
    letter = factories.written(factories.matter(clients=(joseph, nkechi)))

    services.issue_letter(
        letter_id=letter.pk, printed=letters.print_package(letters.package(letter, NOW)), expected_version=2,
        by=letter.prepared_for, now=NOW,
    )  # fmt: skip

    copies = {copy.party: copy for copy in letter.copies.all()}
    papers = {party: text_of(bytes(copy.issued.document.content)) for party, copy in copies.items()}
    assert {copy.message.to_address for copy in copies.values()} == {"joseph@mail.example", "nkechi@mail.example"}
    for own, other in ((joseph, nkechi), (nkechi, joseph)):
        address = {joseph: "Ashlar Terrace", nkechi: "Mill Row"}
        assert f"Dear {own.dear}" in papers[own]
        assert address[own] in papers[own]
        assert other.name in papers[own]
        hidden = [address[other], other.contacts.get(kind="email").text, "07700"]
        assert [words for words in hidden if words in papers[own] or words in copies[own].message.body] == []
    assert "We have arranged for you: large print, plain text and braille." in papers[nkechi]
    assert "We have arranged for you" not in papers[joseph]
    sizes = {party: sizes_of(bytes(copy.issued.document.content)) for party, copy in copies.items()}
    assert (min(sizes[nkechi]), min(sizes[joseph]) < 10, 12 in sizes[joseph]) == (16, True, True)
    letter.refresh_from_db()
    terms = {party: copy.terms.document for party, copy in copies.items()}
    assert (min(sizes_of(bytes(terms[nkechi].content))), 12 in sizes_of(bytes(terms[joseph].content))) == (16, True)
    sent = {
        party: [one.document for one in copy.message.attachments.order_by("position")] for party, copy in copies.items()
    }
    *as_files, text, terms_text = sent[nkechi]
    assert {joseph: sent[joseph], nkechi: as_files} == {
        party: [copy.issued.document, terms[party]] for party, copy in copies.items()
    }
    assert bytes(text.content).decode() == plain_text(copies[nkechi].issued)
    assert "TERMS OF BUSINESS" in bytes(terms_text.content).decode().upper()
    assert JournalEntry.objects.get(event="letter.issued").facts["sha256"][f"text:{nkechi.pk}"] == text.sha256
    assert ("as plain text" in copies[nkechi].message.body, "as plain text" in copies[joseph].message.body) == (
        True,
        False,
    )
    tasks = Task.objects.filter(key__startswith=f"letter:{letter.pk}:also:", done_at=None)
    assert [(task.owner, task.title) for task in tasks] == [
        (letter.prepared_by, "Letter to Mrs Nkechi Adeyemi, also needed: in braille")
    ]

    services.stop_letter(letter_id=letter.pk, by=letter.prepared_for, now=NOW + timedelta(minutes=1))
    assert not tasks.all().exists()


def test_a_client_without_a_usable_mailbox_gets_paper(letter: Letter) -> None:
    ContactPoint.objects.filter(kind="email").update(bounced_at=NOW)

    factories.issued(letter)

    copy = letter.copies.get()
    assert (copy.channel, copy.message.channel, copy.message.to_address) == (
        "print", "print", "9 Ashlar Terrace\nLeeds LS11 0ZZ",
    )  # fmt: skip
    assert list(Message.objects.to_print()) == [copy.message]


def save_again(letter: Letter) -> None:
    services.save_answers(
        letter_id=letter.pk, answers={**letter.answers, "price": "300000"}, seen=letter.draft_version,
        by=letter.saved_by, now=NOW,
    )  # fmt: skip


def move_house(letter: Letter) -> None:
    ContactPoint.objects.filter(kind="address").update(text="1 Elsewhere\nLeeds")


def reword(letter: Letter) -> None:
    version = ClauseVersion.objects.get(clause__code="scope_out", in_force_to=None)
    version.body += " Ask us if you want that too."
    version.save()


@pytest.mark.parametrize(
    "change", [pytest.param(one, id=one.__name__.replace("_", " ")) for one in (save_again, move_house, reword)]
)
def test_a_letter_that_changed_while_it_was_printed_is_refused_and_nothing_is_written(
    letter: Letter, change: Callable[[Letter], None]
) -> None:
    ready = factories.unprinted(letter)
    change(letter)

    with pytest.raises(rules.DraftChanged):
        services.issue_letter(letter_id=letter.pk, printed=ready, expected_version=2, by=letter.prepared_for, now=NOW)

    letter.refresh_from_db()
    assert (letter.stage, [m.objects.count() for m in (IssuedLetter, Document, Message, LetterCopy)]) == (
        LetterStage.DRAFT, [0, 0, 0, 0],
    )  # fmt: skip


def test_a_letter_printed_yesterday_is_refused_today(letter: Letter) -> None:
    ready = factories.unprinted(letter, NOW)

    with pytest.raises(rules.DraftChanged):
        services.issue_letter(
            letter_id=letter.pk, printed=ready, expected_version=2, by=letter.prepared_for, now=NOW + timedelta(days=1)
        )


def test_a_secretary_prepares_and_never_issues(letter: Letter) -> None:
    with pytest.raises(rules.NotTheirs):
        factories.issued(letter, by=firm.user(Role.SECRETARY))

    assert Message.objects.count() == 0


def test_a_repeated_form_issues_once(letter: Letter) -> None:
    from uuid import UUID

    from practice.receipts import FormKey

    key = FormKey.of(UUID(int=7), {"letter": letter.pk})
    ready = factories.unprinted(letter)
    for _ in range(2):
        services.issue_letter(
            letter_id=letter.pk, printed=ready, expected_version=2, by=letter.prepared_for, now=NOW, form_key=key
        )

    assert (LetterCopy.objects.count(), JournalEntry.objects.filter(event="letter.issued").count()) == (1, 1)
