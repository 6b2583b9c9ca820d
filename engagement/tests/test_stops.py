from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction

from engagement import letters, services
from engagement.models import Letter, LetterCopy
from engagement.rules import LetterStage
from engagement.tests import factories
from outbox.models import Document, Message
from practice.models import (
    ContactPoint,
    GateKind,
    GateState,
    InsurancePolicy,
    RedressScheme,
)
from practice.services.matters import set_gate
from wording.models import ClauseVersion, IssuedLetter

NOW: datetime = factories.NOW
pytestmark = pytest.mark.django_db


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
    pytest.param(unknown_cost, {"no_estimate"}, id="no estimate"),
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
