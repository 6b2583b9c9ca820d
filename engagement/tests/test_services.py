from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from engagement import letters, rules, services
from engagement.models import Letter, LetterCopy
from engagement.rules import LetterStage
from engagement.tests import factories
from outbox.models import Document, Message, MessageState
from outbox.pdf import text_of
from outbox.services import deliver_next
from practice.models import (
    ContactPoint,
    GateKind,
    GateState,
    InsurancePolicy,
    JournalEntry,
    Matter,
    RedressScheme,
    Task,
    User,
)
from practice.permissions import Role
from practice.services.matters import set_gate
from practice.tests import factories as firm
from wording.models import ClauseVersion, IssuedLetter

NOW: datetime = factories.NOW
IN_WINDOW = NOW + timedelta(minutes=4)
pytestmark = pytest.mark.django_db


def written(matter: Matter, **answers: str) -> Letter:
    """A draft that leaves nothing open."""
    letter = services.start_letter(matter_id=matter.pk, by=matter.fee_earner, now=NOW)
    return services.save_answers(
        letter_id=letter.pk,
        answers={**factories.ANSWERS, **answers},
        seen=letter.draft_version,
        by=matter.fee_earner,
        now=NOW,
    )


def issue(letter: Letter, *, by: User | None = None, now: datetime = NOW, **more: Any) -> Letter:
    return services.issue_letter(
        letter_id=letter.pk,
        printed=factories.unprinted(letter, now),
        expected_version=letter.draft_version,
        by=by or letter.prepared_for,
        now=now,
        **more,
    )


@pytest.fixture
def letter() -> Letter:
    return written(factories.matter())


# --- drafts


def test_a_letter_is_promised_for_one_working_day_after_instruction() -> None:
    matter = factories.matter(instructed_on=date(2026, 11, 20))  # a Friday

    letter = services.start_letter(matter_id=matter.pk, by=matter.fee_earner, now=NOW)

    assert (letter.version, letter.stage, letter.due_on) == (1, LetterStage.DRAFT, date(2026, 11, 23))
    assert services.start_letter(matter_id=matter.pk, by=matter.fee_earner, now=NOW) == letter
    assert [entry.event for entry in JournalEntry.objects.filter(matter_id=matter.pk)] == ["letter.started"]


def test_who_prepares_for_whom_is_journalled_with_both_names() -> None:
    matter, secretary = factories.matter(), firm.user(Role.SECRETARY, given="Beth", family="Lowe")

    letter = services.start_letter(matter_id=matter.pk, by=secretary, now=NOW)

    entry = JournalEntry.objects.get(event="letter.started")
    assert (entry.actor_name, entry.facts["prepared_for"]) == ("Beth Lowe", matter.fee_earner.name)
    assert (letter.prepared_by, letter.prepared_for) == (secretary, matter.fee_earner)


def test_a_matter_of_other_work_has_no_letter_yet() -> None:
    matter = factories.matter(work_type="family")

    with pytest.raises(services.NoLetterForThisWork):
        services.start_letter(matter_id=matter.pk, by=matter.fee_earner, now=NOW)

    assert Letter.objects.count() == 0


def test_answers_about_an_older_draft_are_refused_and_change_nothing(letter: Letter) -> None:
    with pytest.raises(rules.DraftChanged):
        services.save_answers(
            letter_id=letter.pk, answers={"price": "1"}, seen=letter.draft_version - 1, by=letter.saved_by, now=NOW
        )

    letter.refresh_from_db()
    assert (letter.answers, letter.draft_version) == (factories.ANSWERS, 2)


def test_a_clause_is_put_in_by_hand_and_taken_back() -> None:
    letter = written(factories.matter())
    steps = []
    for put_in in (True, False):
        letter = services.change_clause(
            letter_id=letter.pk, code="cancellation", put_in=put_in, seen=letter.draft_version,
            by=letter.prepared_for, now=NOW,
        )  # fmt: skip
        steps.append((letter.put_in, letters.package(letter, NOW).approval_reasons))

    assert steps == [(["cancellation"], ("it differs from standard wording: Right to cancel",)), ([], ())]


@pytest.mark.parametrize(
    ("code", "reason"),
    [pytest.param("complaints", "too long", id="mandatory"), pytest.param("scope_out", " ", id="without a reason")],
)
def test_a_clause_that_must_stay_stays(letter: Letter, code: str, reason: str) -> None:
    with pytest.raises(services.ClauseNotOptional):
        services.change_clause(
            letter_id=letter.pk, code=code, put_in=False, reason=reason, seen=2, by=letter.prepared_for, now=NOW
        )

    letter.refresh_from_db()
    assert (letter.taken_out, letter.draft_version) == ({}, 2)


# --- what stops it


def close_conflict(letter: Letter) -> None:
    set_gate(matter=letter.matter, kind=GateKind.CONFLICT, state=GateState.CLOSED, because="A name was added", now=NOW)


def drop_mandatory_clause(letter: Letter) -> None:
    ClauseVersion.objects.filter(clause__code="scope_in").update(in_force_to=NOW - timedelta(days=1))


def open_question(letter: Letter) -> None:
    Letter.objects.update(answers={**letter.answers, "calls_and_emails": ""})


def unknown_cost(letter: Letter) -> None:
    Letter.objects.update(answers={**letter.answers, "cost_fee": ""})


def differ_from_standard(letter: Letter) -> None:
    Letter.objects.update(put_in=["cancellation"])


def end_insurance(letter: Letter) -> None:
    InsurancePolicy.objects.update(expires_on=date(2026, 11, 23))


def forget_redress(letter: Letter) -> None:
    RedressScheme.objects.update(last_verified_on=date(2025, 11, 1))


def lose_head(letter: Letter) -> None:
    letter.matter.department.head = None
    letter.matter.department.save()


def lose_contacts(letter: Letter) -> None:
    ContactPoint.objects.exclude(kind="phone").update(confirmed_at=None, confirmed_by=None)


BLOCKS = [
    pytest.param(close_conflict, {"conflict_open"}, id="conflict check open"),
    pytest.param(drop_mandatory_clause, {"clause_missing"}, id="mandatory clause missing"),
    pytest.param(open_question, {"placeholder_open"}, id="question open"),
    pytest.param(unknown_cost, {"placeholder_open", "no_estimate"}, id="no estimate"),
    pytest.param(differ_from_standard, {"not_approved"}, id="approval needed"),
    pytest.param(end_insurance, {"not_insured"}, id="insurance ended yesterday"),
    pytest.param(forget_redress, {"redress_stale"}, id="ombudsman's details unchecked"),
    pytest.param(lose_head, {"no_complaints_people"}, id="nobody hears complaints"),
    pytest.param(lose_contacts, {"unreachable"}, id="no confirmed way to the client"),
]


@pytest.mark.parametrize(("spoil", "expected"), BLOCKS)
def test_a_letter_cannot_be_issued_with(letter: Letter, spoil: Callable[[Letter], None], expected: set[str]) -> None:
    ready = factories.unprinted(letter)
    with transaction.atomic():
        spoil(letter)

    with pytest.raises(services.LetterStopped) as refusal:
        services.issue_letter(letter_id=letter.pk, printed=ready, expected_version=2, by=letter.prepared_for, now=NOW)

    letter.refresh_from_db()
    assert {stop.code for stop in refusal.value.stops} == expected
    assert letter.stage == LetterStage.DRAFT
    assert [m.objects.count() for m in (IssuedLetter, Document, Message, LetterCopy)] == [0, 0, 0, 0]


def test_open_identity_never_stops_the_letter_but_is_said_in_it(letter: Letter) -> None:
    made = letters.package(letter, NOW)

    assert not letter.matter.may(GateKind.IDENTITY, NOW)
    assert made.stops == ()
    assert "Not complete yet: your identity check." in made.copies[0].composition.html


def test_stamp_duty_is_asked_and_never_guessed() -> None:
    matter = factories.matter()
    letter = services.start_letter(matter_id=matter.pk, by=matter.fee_earner, now=NOW)

    made = letters.package(letter, NOW)

    tax = next(line for line in made.costs if line.is_tax)
    assert (tax.net, tax.certainty, tax.assumes, made.estimate) == (None, "assumption", "", None)
    assert {stop.question for stop in made.stops} == {
        "price", "mortgage", "costs", "assumptions", "calls_and_emails",
    }  # fmt: skip


# --- issue


def test_an_issued_letter_is_frozen_queued_and_journalled_with_its_hash(letter: Letter) -> None:
    issue(letter)

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
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE outbox_document SET content = 'x' WHERE id = %s", [document.pk])


def test_the_paper_shows_every_mandatory_sentence(letter: Letter) -> None:
    made = letters.package(letter, NOW)

    printed = letters.print_package(made)

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
    nkechi.adjustments = ["large_print"]
    nkechi.save()
    letter = written(factories.matter(clients=(joseph, nkechi)))

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
    assert ("large print" in papers[nkechi], "large print" in papers[joseph].replace("Large print, audio", "")) == (
        True, False,
    )  # fmt: skip


def test_a_client_without_a_usable_mailbox_gets_paper(letter: Letter) -> None:
    ContactPoint.objects.filter(kind="email").update(bounced_at=NOW)

    issue(letter)

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
        issue(letter, by=firm.user(Role.SECRETARY))

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


# --- stop, replace, replay


def test_a_letter_stopped_in_time_never_leaves_and_becomes_a_new_draft(letter: Letter) -> None:
    issue(letter)

    draft = services.stop_letter(letter_id=letter.pk, by=letter.prepared_for, now=IN_WINDOW)

    letter.refresh_from_db()
    assert (letter.stage, draft.stage, draft.version, draft.answers) == (
        LetterStage.STOPPED, LetterStage.DRAFT, 2, letter.answers,
    )  # fmt: skip
    assert not letter.matter.may(GateKind.LETTER, IN_WINDOW)
    assert deliver_next(clock=lambda: NOW + timedelta(hours=1)) is False
    assert letter.copies.get().message.state == MessageState.WITHDRAWN


def test_a_letter_that_has_left_cannot_be_stopped(letter: Letter) -> None:
    issue(letter)
    Message.objects.update(state=MessageState.SENT, sent_at=IN_WINDOW)

    with pytest.raises(services.TooLateToStop):
        services.stop_letter(letter_id=letter.pk, by=letter.prepared_for, now=IN_WINDOW)

    letter.refresh_from_db()
    assert (letter.stage, Letter.objects.count()) == (LetterStage.ISSUED, 1)


def test_a_letter_that_did_not_leave_on_its_day_never_does_and_its_owner_is_told(letter: Letter) -> None:
    issue(letter)

    deliver_next(clock=lambda: NOW + timedelta(days=1))

    message = letter.copies.get().message
    assert message.state == MessageState.FAILED
    assert [task.title for task in Task.objects.open_for(letter.matter.fee_earner)] == [
        f"Not delivered: Our reference {letter.matter.reference}"
    ]
    assert list(Letter.objects.not_delivered()) == [letter]


def test_a_later_version_replaces_the_one_in_force_and_stopping_it_brings_that_back(letter: Letter) -> None:
    issue(letter)
    Message.objects.update(state=MessageState.SENT, sent_at=NOW + timedelta(minutes=5))
    second = services.start_letter(matter_id=letter.matter_id, by=letter.prepared_for, now=NOW)
    later = NOW + timedelta(hours=1)

    issue(second, now=later)
    letter.refresh_from_db()
    replaced = letter.stage
    services.stop_letter(letter_id=second.pk, by=letter.prepared_for, now=later)

    letter.refresh_from_db()
    assert (second.version, replaced, letter.stage) == (2, LetterStage.SUPERSEDED, LetterStage.ISSUED)
    assert letter.matter.may(GateKind.LETTER, later)


def test_replay_records_a_past_letter_without_queueing_it(letter: Letter) -> None:
    issue(letter, replay=True)

    message = letter.copies.get().message
    assert (message.state, message.sent_at) == (MessageState.SENT, NOW + timedelta(minutes=5))
    assert deliver_next(clock=lambda: NOW + timedelta(hours=1)) is False


# --- approval


@pytest.fixture
def dear_letter() -> Letter:
    """A letter whose estimate is above the limit."""
    return written(factories.matter(), cost_tax="5625")


def ask(letter: Letter) -> Letter:
    return services.ask_approval(letter_id=letter.pk, seen=letter.draft_version, by=letter.prepared_for, now=NOW)


def test_a_letter_above_the_limit_goes_once_a_second_person_approved_these_words(dear_letter: Letter) -> None:
    head = dear_letter.matter.department.head
    assert head is not None
    ask(dear_letter)
    asked = [task.title for task in Task.objects.open_for(head)]

    approved = services.approve_letter(letter_id=dear_letter.pk, seen=2, by=head, now=NOW)
    issue(approved)

    assert asked == [f"Approve the client care letter, {dear_letter.matter.reference}"]
    assert Task.objects.filter(done_at=None).count() == 0
    assert [entry.event for entry in JournalEntry.objects.filter(event__startswith="letter.").order_by("pk")][-3:] == [
        "letter.approval_asked", "letter.approved", "letter.issued",
    ]  # fmt: skip


def test_an_approval_ends_with_the_words_it_was_about(dear_letter: Letter) -> None:
    head = dear_letter.matter.department.head
    assert head is not None
    ask(dear_letter)
    services.approve_letter(letter_id=dear_letter.pk, seen=2, by=head, now=NOW)

    changed = services.save_answers(
        letter_id=dear_letter.pk, answers={**dear_letter.answers, "price": "312501"}, seen=2,
        by=dear_letter.prepared_for, now=NOW,
    )  # fmt: skip

    assert (changed.stage, changed.is_approved) == (LetterStage.DRAFT, False)
    with pytest.raises(services.LetterStopped):
        issue(changed)


@pytest.mark.parametrize(
    "role", [pytest.param(Role.SECRETARY, id="a secretary"), pytest.param(Role.HEAD, id="any head")]
)
def test_nobody_but_the_named_approves(dear_letter: Letter, role: Role) -> None:
    ask(dear_letter)

    with pytest.raises(rules.NotTheirs):
        services.approve_letter(letter_id=dear_letter.pk, seen=2, by=firm.user(role), now=NOW)


def test_the_head_does_not_approve_a_letter_of_their_own() -> None:
    head = factories.firm()
    letter = written(factories.matter(fee_earner=head), cost_tax="5625")

    asked = ask(letter)

    assert asked.approver is not None
    assert asked.approver.has_role(Role.MANAGING_PARTNER)
    with pytest.raises(rules.NotTheirs):
        services.approve_letter(letter_id=letter.pk, seen=2, by=head, now=NOW)


def test_a_letter_goes_back_with_a_comment_on_the_clause(dear_letter: Letter) -> None:
    head = dear_letter.matter.department.head
    assert head is not None
    ask(dear_letter)
    with pytest.raises(services.NoReason):
        services.send_back(letter_id=dear_letter.pk, comment=" ", clause="", seen=2, by=head, now=NOW)

    back = services.send_back(
        letter_id=dear_letter.pk, comment="Name the lender.", clause="scope_in", seen=2, by=head, now=NOW
    )

    assert (back.stage, back.comment, back.comment_clause, back.comment_by) == (
        LetterStage.DRAFT, "Name the lender.", "scope_in", head,
    )  # fmt: skip
    assert [task.title for task in Task.objects.open_for(back.prepared_for)] == [
        f"Sent back: the client care letter, {back.matter.reference}"
    ]


def test_an_unfinished_letter_is_not_put_before_anybody(dear_letter: Letter) -> None:
    Letter.objects.update(answers=replace_answer(dear_letter, "mortgage", ""))

    with pytest.raises(services.NothingToApprove):
        ask(dear_letter)


def replace_answer(letter: Letter, name: str, value: str) -> dict[str, str]:
    return {**letter.answers, name: value}
