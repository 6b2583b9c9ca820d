"""Clearing, declining and escalating a check, and what stops each."""

from datetime import date

import pytest

from intake import services
from intake.models import ConflictCheck, ConflictHit, Enquiry, EnquiryOutcome
from intake.rules import CheckState, HitDecision, HitsOpen, Outcome, ReasonMissing, SelfCleared
from intake.tests.factories import NOON, TUESDAY, calendar, check, compliance, enquiry, stored
from practice.errors import Refusal
from practice.models import (
    GateKind,
    JournalEntry,
    MatterRole,
    MatterStage,
    Relationship,
    ServiceStandard,
    Task,
    User,
)
from practice.permissions import Role
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


def test_a_clearance_opens_the_gate_numbers_the_matter_and_asks_for_the_letter(helen: User) -> None:
    lawyer = factories.user()
    for kind, value in (("update", 10), ("letter", 1)):
        ServiceStandard.objects.create(department=factories.department(), kind=kind, value=value, unit="working_days")
    made = check(by=lawyer)

    _decide(made, helen)

    made.refresh_from_db()
    matter = made.matter
    matter.refresh_from_db()
    assert (made.state, made.outcome, made.decided_by, made.decided_at, made.reason) == (
        CheckState.CLEARED,
        Outcome.CLEAR,
        helen,
        NOON,
        "Nothing above the review line",
    )
    assert matter.may(GateKind.CONFLICT, NOON)
    assert (matter.stage, matter.reference, matter.instructed_on, matter.next_update_on) == (
        MatterStage.OPEN,
        "RP-26-0001",
        TUESDAY,
        date(2026, 12, 8),
    )
    assert matter.clients().get().relationship == Relationship.CLIENT
    assert (Enquiry.objects.get().outcome, Enquiry.objects.get().closed_by) == (EnquiryOutcome.CONVERTED, helen)
    task = Task.objects.get(owner=lawyer)
    assert (task.title, task.due_on, task.url) == (
        "RP-26-0001: send the client care letter",
        date(2026, 11, 25),
        f"/matters/{matter.pk}/",
    )
    assert Task.objects.get(key=f"conflict:{made.pk}:decide").done_by == helen
    assert _events("conflict.asked", "conflict.decided", "conflict.cleared", "matter.opened") == [
        "conflict.asked",
        "conflict.decided",
        "conflict.cleared",
        "matter.opened",
    ]


def test_what_compliance_thought_never_enters_the_timeline_of_matter_or_client(helen: User) -> None:
    stored("Calder Vale Homes Ltd")
    made = check()
    hit = made.hits.above_line().get()
    services.decide_hit(hit_id=hit.pk, decision=HitDecision.FALSE_POSITIVE, reason="Unrelated firm", by=helen, now=NOON)
    _decide(made, helen, reason="Only a namesake")

    silent = JournalEntry.objects.filter(event__in=["conflict.hit_decided", "conflict.decided"])
    assert [(entry.matter_id, entry.party_id) for entry in silent] == [(None, None)] * 2
    shown = JournalEntry.objects.filter(matter_id=made.matter_id) | JournalEntry.objects.exclude(party_id=None)
    assert [entry for entry in shown if "namesake" in str(entry.facts) or "Unrelated" in str(entry.facts)] == []


@pytest.mark.parametrize("who", ["asker", "fee earner"])
def test_nobody_clears_their_own_check(who: str) -> None:
    asker, lawyer = factories.user(Role.HEAD), factories.user(Role.HEAD)
    made = check(by=asker, fee_earner=lawyer)

    with pytest.raises(SelfCleared) as refused:
        _decide(made, asker if who == "asker" else lawyer)

    made.refresh_from_db()
    assert refused.value.code == "self_cleared"
    assert (made.state, made.decided_by) == (CheckState.WITH_COMPLIANCE, None)
    assert not made.matter.may(GateKind.CONFLICT, NOON)


def test_a_sole_practitioner_clears_alone_for_a_reason_that_stands_on_the_check_and_in_the_journal() -> None:
    lawyer = factories.user(Role.MANAGING_PARTNER)
    taken = enquiry()
    made = check(taken, by=lawyer)
    User.objects.exclude(pk=lawyer.pk).update(is_active=False)
    assert list(ConflictCheck.objects.decidable_by(lawyer)) == [made]
    with pytest.raises(ReasonMissing):
        _decide(made, lawyer)

    decided = _decide(made, lawyer, reason="Nobody else practises here; nothing is near.")

    decided.refresh_from_db()
    assert (decided.state, decided.decided_by, decided.decided_alone) == (CheckState.CLEARED, lawyer, True)
    assert JournalEntry.objects.get(event="conflict.decided").facts["alone"] is True


def test_a_check_is_decided_once(helen: User) -> None:
    made = check()
    _decide(made, helen)

    with pytest.raises(Refusal) as refused:
        _decide(made, helen, Outcome.DECLINED, "Changed my mind")

    assert (refused.value.status, refused.value.code) == (409, "check_already_decided")
    made.matter.refresh_from_db()
    assert made.matter.stage == MatterStage.OPEN


def test_an_open_hit_above_the_line_stops_the_clearance_and_leaves_no_trace(helen: User) -> None:
    stored("Calder Vale Homes Ltd")
    made = check()

    with pytest.raises(HitsOpen):
        _decide(made, helen)

    made.matter.refresh_from_db()
    assert (made.matter.stage, made.matter.reference) == (MatterStage.PROSPECTIVE, None)
    assert _events("conflict.decided", "conflict.cleared") == []


def test_a_decision_on_a_hit_may_be_corrected_while_the_check_waits(helen: User) -> None:
    stored("Calder Vale Homes Ltd")
    made = check()
    hit = made.hits.above_line().get()

    for decision in (HitDecision.CONFLICT, HitDecision.RELATED_NO_CONFLICT):
        services.decide_hit(hit_id=hit.pk, decision=decision, reason="Read it", by=helen, now=NOON)
    _decide(made, helen)

    assert JournalEntry.objects.filter(event="conflict.hit_decided").count() == 2
    with pytest.raises(Refusal, match="since you opened"):
        services.decide_hit(hit_id=hit.pk, decision=HitDecision.CONFLICT, reason="Late", by=helen, now=NOON)


def test_low_hits_close_together_with_one_reason_and_else_with_the_clearance(helen: User) -> None:
    stored("Pennine Timber Suppliers Ltd", role=MatterRole.PAYER)
    first = check(enquiry(others=(("Pennine Timber Supplies", MatterRole.OTHER),)))
    second = check(enquiry(others=(("Pennine Timber Supplies", MatterRole.OTHER),)))
    assert first.hits.below_line().undecided().count() > 0
    assert second.hits.below_line().undecided().count() > 0

    closed = services.close_low_hits(check_id=first.pk, reason="Other towns", by=helen, now=NOON)
    with pytest.raises(services.LowHitsGone):
        services.close_low_hits(check_id=first.pk, reason="Other towns", by=helen, now=NOON)
    _decide(second, helen)

    assert closed == first.hits.filter(reason="Other towns", decided_by=helen).count() == first.hits.count()
    assert {hit.reason for hit in second.hits.all()} == {"Nothing above the review line"}


@pytest.mark.parametrize(
    ("decision", "reason", "error"),
    [
        pytest.param(HitDecision.FALSE_POSITIVE, " ", ReasonMissing, id="no reason"),
    ],
)
def test_a_hit_is_decided_with_a_reason(
    helen: User, decision: HitDecision, reason: str, error: type[Exception]
) -> None:
    stored("Calder Vale Homes Ltd")
    hit = check().hits.above_line().get()

    with pytest.raises(error):
        services.decide_hit(hit_id=hit.pk, decision=decision, reason=reason, by=helen, now=NOON)

    assert ConflictHit.objects.get(pk=hit.pk).decision == ""


def test_a_declined_check_declines_the_matter_and_asks_for_a_letter_without_a_reason(helen: User) -> None:
    lawyer = factories.user()
    made = check(by=lawyer)

    _decide(made, helen, Outcome.OWN_INTEREST_CONFLICT, "A partner owns the other side")

    made.refresh_from_db()
    made.matter.refresh_from_db()
    assert (made.state, made.matter.stage, made.matter.reference) == (
        CheckState.DECLINED,
        MatterStage.DECLINED,
        None,
    )
    assert not made.matter.may(GateKind.CONFLICT, NOON)
    assert Enquiry.objects.get().outcome == EnquiryOutcome.DECLINED_CONFLICT
    task = Task.objects.get(owner=lawyer, done_at=None)
    assert task.title == "CC-26-0001 declined: send the letter that we do not act, and that time may be running"
    assert "partner" not in str([entry.facts for entry in JournalEntry.objects.filter(matter_id=made.matter_id)])


def test_an_open_matter_that_fails_a_later_check_stays_open_with_its_gate_shut(helen: User) -> None:
    lawyer = factories.user()
    matter = factories.matter(fee_earner=lawyer)
    made = services.ask_check(matter_id=matter.pk, because="A party came", by=lawyer, now=NOON, calendar=calendar())

    _decide(made, helen, Outcome.CLIENT_CONFLICT_PROHIBITED, "Both sides of one dispute")

    matter.refresh_from_db()
    assert (matter.stage, matter.may(GateKind.CONFLICT, NOON)) == (MatterStage.OPEN, False)
    assert Task.objects.get(owner=lawyer).title == (
        f"CC-26-0001 declined: stop work on {matter.reference} and speak to compliance"
    )


def test_an_escalated_check_stays_with_compliance_and_reaches_the_managing_partner(helen: User) -> None:
    partner = factories.user(Role.MANAGING_PARTNER)
    made = check()

    _decide(made, helen, Outcome.ESCALATED, "I am not sure")

    made.refresh_from_db()
    assert (made.state, made.outcome) == (CheckState.WITH_COMPLIANCE, Outcome.ESCALATED)
    assert Task.objects.filter(key=f"conflict:{made.pk}:escalated", owner=partner, done_at=None).exists()
    assert Task.objects.filter(key=f"conflict:{made.pk}:decide", done_at=None).exists()

    _decide(made, partner)

    made.refresh_from_db()
    assert (made.state, made.decided_by) == (CheckState.CLEARED, partner)
    assert Task.objects.filter(key__startswith=f"conflict:{made.pk}:", done_at=None).count() == 0


def test_a_batch_clears_what_has_nothing_above_the_line_and_says_why_not_the_rest(helen: User) -> None:
    plain, own = check(), check(by=helen, fee_earner=factories.user())
    stored("Calder Vale Homes Ltd")
    hit = check()

    batch = services.clear_checks(check_ids=[plain.pk, own.pk, hit.pk], by=helen, now=NOON)

    assert batch.cleared == (plain.reference,)
    assert [reference for reference, _ in batch.refused] == [own.reference, hit.reference]
    states = dict(ConflictCheck.objects.values_list("pk", "state"))
    assert states == {
        plain.pk: CheckState.CLEARED,
        own.pk: CheckState.WITH_COMPLIANCE,
        hit.pk: CheckState.WITH_COMPLIANCE,
    }


def test_where_only_the_asker_decides_checks_a_restricted_hit_waits_and_nobody_clears_it() -> None:
    helen, lawyer = compliance(), factories.user()
    stored("Calder Vale Homes Ltd", matter=factories.matter(fee_earner=lawyer, is_restricted=True))

    made = check(enquiry(), by=helen, fee_earner=lawyer)

    hit = made.hits.get(is_masked=True)
    assert (hit.answer_by, made.state) == (helen, CheckState.WITH_COMPLIANCE)
    with pytest.raises(SelfCleared):
        services.decide_check(check_id=made.pk, outcome=Outcome.CLEAR, reason="", by=helen, now=NOON)
