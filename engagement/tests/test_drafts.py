from datetime import date, datetime

import pytest

from engagement import letters, rules, services
from engagement.models import Letter
from engagement.rules import LetterStage
from engagement.tests import factories
from practice.models import (
    JournalEntry,
)
from practice.permissions import Role
from practice.tests import factories as firm

NOW: datetime = factories.NOW
pytestmark = pytest.mark.django_db


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


def test_answers_about_an_older_draft_are_refused_and_change_nothing(letter: Letter) -> None:
    with pytest.raises(rules.DraftChanged):
        services.save_answers(
            letter_id=letter.pk, answers={"price": "1"}, seen=letter.draft_version - 1, by=letter.saved_by, now=NOW
        )

    letter.refresh_from_db()
    assert (letter.answers, letter.draft_version) == (factories.ANSWERS, 2)


def test_a_clause_is_put_in_by_hand_and_taken_back() -> None:
    letter = factories.written(factories.matter())
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
