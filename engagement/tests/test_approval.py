from datetime import datetime

import pytest

from engagement import rules, services
from engagement.models import Letter
from engagement.rules import LetterStage
from engagement.tests import factories
from practice.models import (
    JournalEntry,
    Task,
)
from practice.permissions import Role
from practice.tests import factories as firm

NOW: datetime = factories.NOW
pytestmark = pytest.mark.django_db


@pytest.fixture
def dear_letter() -> Letter:
    """A letter whose estimate is above the limit."""
    return factories.written(factories.matter(), cost_tax="5625")


def ask(letter: Letter) -> Letter:
    return services.ask_approval(letter_id=letter.pk, seen=letter.draft_version, by=letter.prepared_for, now=NOW)


def test_a_letter_above_the_limit_goes_once_a_second_person_approved_these_words(dear_letter: Letter) -> None:
    head = dear_letter.matter.department.head
    assert head is not None
    ask(dear_letter)
    asked = [task.title for task in Task.objects.open_for(head)]

    approved = services.approve_letter(letter_id=dear_letter.pk, seen=2, by=head, now=NOW)
    factories.issued(approved)

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
        factories.issued(changed)


@pytest.mark.parametrize(
    "role", [pytest.param(Role.SECRETARY, id="a secretary"), pytest.param(Role.HEAD, id="any head")]
)
def test_nobody_but_the_named_approves(dear_letter: Letter, role: Role) -> None:
    ask(dear_letter)

    with pytest.raises(rules.NotTheirs):
        services.approve_letter(letter_id=dear_letter.pk, seen=2, by=firm.user(role), now=NOW)


def test_the_head_does_not_approve_a_letter_of_their_own() -> None:
    head = factories.firm()
    letter = factories.written(factories.matter(fee_earner=head), cost_tax="5625")

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
