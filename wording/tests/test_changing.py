"""A clause is changed by two people: proposed, asked, published, and never over somebody's head."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from practice.actors import SYSTEM
from practice.journal import history_of
from practice.models import Task, User
from practice.permissions import Role
from practice.receipts import FormKey
from practice.tests import factories
from wording import changes, deciding, deeds, loading, moving, publishing
from wording.changes import ChangeStage, Source
from wording.models import Clause, ClauseVersion
from wording.proposals import latest
from wording.publishing import CLAUSE
from wording.tests.proposing import NEW, NOW, asked, proposal, publish, said_at

pytestmark = pytest.mark.django_db


def test_words_that_a_second_person_publishes_stand_in_letters_from_then(
    clause: Clause, writer: User, partner: User
) -> None:
    draft = asked(clause, writer)
    assert [task.owner for task in Task.objects.filter(done_at=None)] == [partner]
    assert not said_at(NOW)

    version = publish(draft, partner)

    assert [said_at(NOW - timedelta(seconds=1)), said_at(NOW)] == [False, True]
    assert (version.version, version.source, version.written_by, version.approved_by) == (
        2,
        Source.FIRM,
        writer,
        partner,
    )
    assert version.reason == "Clients asked who writes."
    assert [entry.event for entry in history_of(version)] == ["clause.published"]
    assert [entry.event for entry in history_of(draft)] == ["clause.publication_asked", "clause.proposed"]
    assert not Task.objects.filter(done_at=None).exists()
    clause.refresh_from_db()
    assert clause.review_on == date(2027, 11, 24)


def test_nobody_publishes_what_they_wrote_not_even_a_comma_of_it(clause: Clause, writer: User, partner: User) -> None:
    other = factories.user(Role.HEAD)
    begun = deeds.save_draft(clause_id=clause.pk, words=proposal(clause), seen=0, by=partner, now=NOW)
    saved = deeds.save_draft(
        clause_id=clause.pk, words=proposal(clause, reason="Plainer."), seen=begun.draft_version, by=other, now=NOW
    )
    draft = deciding.ask(of=CLAUSE, draft_id=saved.pk, seen=saved.draft_version, by=other, now=NOW)

    with pytest.raises(changes.NotYourOwn):
        publish(draft, partner, alone_because="I read it twice.")

    assert publish(draft, writer).approved_by == writer


def test_where_nobody_else_may_publish_the_author_does_and_says_how_it_was_checked(
    clause: Clause, writer: User
) -> None:
    draft = asked(clause, writer)
    with pytest.raises(changes.NotYourOwn, match="Nobody else here may publish"):
        publish(draft, writer, alone_because=" ")

    version = publish(draft, writer, alone_because="Read aloud to our accountant.")

    assert version.alone_because == "Read aloud to our accountant."
    assert history_of(version)[0].facts["alone_because"] == "Read aloud to our accountant."


def test_the_database_keeps_the_firms_words_from_having_one_person_or_no_reason(clause: Clause, writer: User) -> None:
    version = publish(asked(clause, writer), writer, alone_because="Alone here.")

    for wrong in ({"alone_because": ""}, {"reason": ""}, {"approved_by": None}):
        with (
            pytest.raises(IntegrityError, match="wording_firms_own_words_have_two_people_and_a_reason"),
            transaction.atomic(),
        ):
            ClauseVersion.objects.filter(pk=version.pk).update(**wrong)


def test_words_for_a_later_day_take_over_by_themselves(clause: Clause, writer: User, partner: User) -> None:
    version = publish(asked(clause, writer, in_force_on=date(2026, 12, 1)), partner)

    midnight = datetime(2026, 12, 1, tzinfo=UTC)
    assert version.in_force_from == midnight
    assert [said_at(midnight - timedelta(seconds=1)), said_at(midnight)] == [False, True]


def test_two_versions_of_a_clause_are_never_in_force_at_a_time(clause: Clause, writer: User, partner: User) -> None:
    version = publish(asked(clause, writer, in_force_on=date(2026, 12, 1)), partner)

    with (
        pytest.raises(IntegrityError, match="wording_one_version_of_a_clause_at_a_time"),
        transaction.atomic(),
    ):
        ClauseVersion.objects.filter(pk=version.pk).update(in_force_from=NOW)


def test_other_words_do_not_slip_in_before_those_that_wait(clause: Clause, writer: User, partner: User) -> None:
    publish(asked(clause, writer, in_force_on=date(2026, 12, 1)), partner)
    sooner = asked(clause, writer, body=f"{NEW} Always.")

    with pytest.raises(changes.WrongDay, match="already wait"):
        publish(sooner, partner)


def test_words_that_wait_can_be_taken_back_and_those_before_stay(clause: Clause, writer: User, partner: User) -> None:
    version = publish(asked(clause, writer, in_force_on=date(2026, 12, 1)), partner)

    publishing.take_back_version(version_id=version.pk, reason="A slip.", by=partner, now=NOW)

    assert not said_at(datetime(2027, 1, 1, tzinfo=UTC))
    assert latest(clause).version == 1
    with pytest.raises(changes.StepNotAllowed):
        publishing.take_back_version(version_id=latest(clause).pk, reason="A slip.", by=partner, now=NOW)
    assert publish(asked(clause, writer), partner).version == 3


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ({"body": "{{ firm.shoe_size }}"}, "shoe_size"),
        ({"trigger": "weather == 'wet'"}, "weather"),
        ({"required_text": ""}, "mandatory clause"),
    ],
)
def test_what_would_fail_in_a_letter_is_kept_and_cannot_be_asked_for(
    typed: dict[str, str], refusal: str, clause: Clause, writer: User
) -> None:
    draft = deeds.save_draft(clause_id=clause.pk, words=proposal(clause, **typed), seen=0, by=writer, now=NOW)

    with pytest.raises(changes.NotFit, match=refusal):
        deciding.ask(of=CLAUSE, draft_id=draft.pk, seen=draft.draft_version, by=writer, now=NOW)

    draft.refresh_from_db()
    assert {name: getattr(draft, name) for name in typed} == typed
    assert draft.stage == ChangeStage.DRAFT


def test_a_proposal_goes_back_with_a_comment_and_asks_again(clause: Clause, writer: User, partner: User) -> None:
    draft = asked(clause, writer)
    with pytest.raises(moving.NoComment):
        deciding.send_back(of=CLAUSE, draft_id=draft.pk, comment=" ", seen=1, by=partner, now=NOW)

    back = deciding.send_back(of=CLAUSE, draft_id=draft.pk, comment="Say when.", seen=1, by=partner, now=NOW)

    assert (back.stage, back.comment, back.comment_by) == (ChangeStage.DRAFT, "Say when.", partner)
    assert [(task.owner, task.title[:9]) for task in Task.objects.filter(done_at=None)] == [(writer, "Sent back")]
    with pytest.raises(changes.StepNotAllowed):
        publish(back, partner)


def test_a_proposal_is_given_up_by_its_writers_or_a_publisher_alone(
    clause: Clause, writer: User, partner: User
) -> None:
    head, other = factories.user(Role.HEAD), factories.user(Role.HEAD)
    draft = deeds.save_draft(clause_id=clause.pk, words=proposal(clause), seen=0, by=head, now=NOW)
    with pytest.raises(moving.NotTheirs):
        deciding.withdraw(of=CLAUSE, draft_id=draft.pk, seen=1, by=other, now=NOW)

    assert deciding.withdraw(of=CLAUSE, draft_id=draft.pk, seen=1, by=partner, now=NOW).stage == ChangeStage.WITHDRAWN
    again = deeds.save_draft(clause_id=clause.pk, words=proposal(clause), seen=0, by=head, now=NOW)
    assert deciding.withdraw(of=CLAUSE, draft_id=again.pk, seen=1, by=head, now=NOW).ended_at == NOW


def test_saving_over_somebody_and_publishing_over_newer_words_are_refused(
    clause: Clause, writer: User, partner: User
) -> None:
    draft = asked(clause, writer)
    with pytest.raises(moving.DraftMoved):
        deeds.save_draft(clause_id=clause.pk, words=proposal(clause), seen=0, by=partner, now=NOW)
    loading._replace(latest(clause), {**_words(clause), "body": "Newer words."}, by=SYSTEM, now=NOW)

    with pytest.raises(moving.DraftMoved, match="Other words were published"):
        publish(draft, partner)


def _words(clause: Clause) -> dict[str, str]:
    words = latest(clause)
    return {name: getattr(words, name) for name in loading._CLAUSE_FIELDS}


def test_every_deed_that_comes_twice_is_done_once(clause: Clause, writer: User, partner: User) -> None:
    keys = [FormKey.of(uuid4(), {"n": number}) for number in range(3)]
    words = proposal(clause)
    saved = [
        deeds.save_draft(clause_id=clause.pk, words=words, seen=0, by=writer, now=NOW, form_key=keys[0])
        for _ in range(2)
    ]
    waiting = [
        deciding.ask(of=CLAUSE, draft_id=saved[0].pk, seen=1, by=writer, now=NOW, form_key=keys[1]) for _ in range(2)
    ]
    made = [publish(waiting[0], partner, form_key=keys[2]) for _ in range(2)]

    assert (saved[0], waiting[0], made[0]) == (saved[1], waiting[1], made[1])
    assert clause.versions.count() == 2
