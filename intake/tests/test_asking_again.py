"""Names that come later, holding calls, and hits behind a barrier."""

from datetime import date, timedelta

import pytest

from intake import services
from intake.models import ConflictCheck, ConflictHit
from intake.rules import HitDecision, HitsOpen, Level, Outcome
from intake.tests.factories import NOON, calendar, check, compliance, stored
from practice.errors import Refusal
from practice.models import (
    GateKind,
    JournalEntry,
    Matter,
    MatterParty,
    MatterRole,
    MatterStage,
    Party,
    Task,
    User,
)
from practice.permissions import Role
from practice.services.matters import add_party
from practice.tests import factories

pytestmark = pytest.mark.django_db
CLIENT, OPPONENT = MatterRole.CLIENT, MatterRole.OPPONENT


@pytest.fixture
def helen() -> User:
    return compliance()


def _decide(made: ConflictCheck, by: User, outcome: Outcome = Outcome.CLEAR, reason: str = "") -> ConflictCheck:
    return services.decide_check(check_id=made.pk, outcome=outcome, reason=reason, by=by, now=NOON)


def _events(*names: str) -> list[str]:
    return list(JournalEntry.objects.filter(event__in=names).order_by("pk").values_list("event", flat=True))


@pytest.fixture
def barrier() -> Matter:
    """A restricted matter that acts for Calder Vale."""
    secret = factories.matter(
        client=factories.party("Quite Another Zebra"), is_restricted=True, supervisor=factories.user(Role.HEAD)
    )
    stored("Calder Vale Homes Ltd", matter=secret)
    return secret


def test_a_restricted_hit_is_answered_by_its_supervisor_only(helen: User, barrier: Matter) -> None:
    made = check()
    hit = made.hits.get(is_masked=True)
    assert hit.answer_by == barrier.supervisor
    assert barrier.supervisor is not None

    with pytest.raises(Refusal) as refused:
        services.decide_hit(hit_id=hit.pk, decision=HitDecision.FALSE_POSITIVE, reason="?", by=helen, now=NOON)
    with pytest.raises(HitsOpen):
        _decide(made, helen)
    services.decide_hit(
        hit_id=hit.pk, decision=HitDecision.FALSE_POSITIVE, reason="No part in it", by=barrier.supervisor, now=NOON
    )
    _decide(made, helen)

    assert refused.value.code == "not_for_this_person"
    task = Task.objects.get(owner=barrier.supervisor)
    assert (task.url, task.done_by) == (f"/conflicts/hits/{hit.pk}/", barrier.supervisor)


def test_whoever_wants_the_work_does_not_answer_for_the_barrier(barrier: Matter) -> None:
    assert barrier.supervisor is not None

    made = check(by=barrier.supervisor)

    assert made.hits.get(is_masked=True).answer_by == barrier.fee_earner


def test_a_party_that_comes_later_shuts_the_gate_until_a_new_check_clears_it(helen: User) -> None:
    lawyer = factories.user()
    first = check(by=lawyer)
    _decide(first, helen)
    agent = factories.party("Late Agent")

    add_party(matter_id=first.matter_id, party=agent, role=MatterRole.AGENT, by=lawyer, now=NOON)
    shut = first.matter.may(GateKind.CONFLICT, NOON)
    second = services.ask_check(
        matter_id=first.matter_id, because="Late Agent joined", by=lawyer, now=NOON, calendar=calendar()
    )
    _decide(second, helen)

    first.matter.refresh_from_db()
    assert (shut, first.matter.may(GateKind.CONFLICT, NOON)) == (False, True)
    assert (first.matter.reference, second.reference) == ("RP-26-0001", "CC-26-0002")
    assert [term["name"] for term in second.terms] == ["Brightwater Joinery Ltd", "Calder Vale Homes Ltd", "Late Agent"]


def test_a_name_that_came_after_the_search_cannot_be_cleared_with_it(helen: User) -> None:
    lawyer = factories.user()
    made = check(by=lawyer)
    add_party(matter_id=made.matter_id, party=factories.party("Late Agent"), role=MatterRole.AGENT, by=lawyer, now=NOON)

    with pytest.raises(services.NamesNotSearched, match="Late Agent"):
        _decide(made, helen)
    again = services.ask_check(matter_id=made.matter_id, because="More", by=lawyer, now=NOON, calendar=calendar())
    _decide(again, helen)

    assert again == made
    made.matter.refresh_from_db()
    assert made.matter.stage == MatterStage.OPEN


def test_asking_again_keeps_what_was_decided_and_what_was_searched(helen: User) -> None:
    stored("Calder Vale Homes Ltd")
    lawyer = factories.user()
    made = check(by=lawyer)
    hit = made.hits.above_line().get()
    services.decide_hit(hit_id=hit.pk, decision=HitDecision.FALSE_POSITIVE, reason="Other", by=helen, now=NOON)
    MatterParty.objects.filter(matter=made.matter, role=OPPONENT).delete()  # as if somebody had dropped a name

    services.ask_check(matter_id=made.matter_id, because="Again", by=lawyer, now=NOON, calendar=calendar())

    made.refresh_from_db()
    assert [term["name"] for term in made.terms] == ["Brightwater Joinery Ltd", "Calder Vale Homes Ltd"]
    assert list(made.hits.above_line()) == [ConflictHit.objects.get(pk=hit.pk, decision=HitDecision.FALSE_POSITIVE)]
    entry = JournalEntry.objects.get(event="conflict.run_again")
    assert entry.facts == {"new_names": [], "dropped_names": ["Calder Vale Homes Ltd"]}


@pytest.mark.parametrize("stage", [MatterStage.CLOSED, MatterStage.DECLINED])
def test_a_matter_that_is_over_is_not_checked_again(stage: MatterStage) -> None:
    matter = factories.matter(stage=stage)

    with pytest.raises(services.MatterOver):
        services.ask_check(matter_id=matter.pk, because="?", by=matter.fee_earner, now=NOON, calendar=calendar())


def _hold(made: ConflictCheck, *names: str, said_so: bool = True, key_date: date | None = None) -> ConflictCheck:
    return services.record_holding_call(
        check_id=made.pk,
        names=names,
        key_date=key_date,
        time_is_running="yes",
        said_so=said_so,
        by=made.asked_by,
        now=NOON,
        calendar=calendar(),
    )


def test_a_holding_call_takes_names_and_a_date_and_searches_them_at_once() -> None:
    stored("Naveed Anwar")
    made = check()

    _hold(made, "naveed anwar ", "Naveed Anwar", "Calder Vale Homes", key_date=date(2026, 11, 26))

    made.refresh_from_db()
    assert [term["name"] for term in made.terms] == ["Brightwater Joinery Ltd", "Calder Vale Homes Ltd", "Naveed Anwar"]
    assert made.hits.filter(term="Naveed Anwar", level=Level.CLOSE).count() == 1
    assert (made.key_date, made.answer_due_at) == (date(2026, 11, 26), NOON + timedelta(hours=1))


def test_a_call_in_which_it_was_not_said_that_we_do_not_act_is_no_holding_call() -> None:
    made = check()

    with pytest.raises(services.HoldingCallIncomplete):
        _hold(made, "Naveed Anwar", said_so=False)

    assert not Party.objects.filter(name="Naveed Anwar").exists()
