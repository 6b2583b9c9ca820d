"""What the tables themselves refuse, and who sees which rows."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from intake.models import CddCheck, ConflictCheck, ConflictPolicy, Enquiry
from intake.rules import CddState, CheckState, Outcome
from intake.tests.factories import NOON, check, compliance, enquiry
from practice.models import Matter
from practice.permissions import Role
from practice.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        pytest.param({"state": CheckState.CLEARED}, "leaves_compliance_with_an_outcome", id="cleared by nobody"),
        pytest.param({"outcome": Outcome.CLEAR}, "outcome_says_who_when_and_why", id="an outcome by nobody"),
        pytest.param({"state": "lost"}, "known_state", id="no such state"),
    ],
)
def test_the_table_refuses_half_a_decision(changes: dict[str, str], constraint: str) -> None:
    made = check()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ConflictCheck.objects.filter(pk=made.pk).update(**changes)


def test_the_table_refuses_a_check_decided_by_whoever_asked() -> None:
    made = check()

    with pytest.raises(IntegrityError, match="decided_by_somebody_else"), transaction.atomic():
        ConflictCheck.objects.filter(pk=made.pk).update(
            state=CheckState.CLEARED, outcome=Outcome.CLEAR, reason="Mine", decided_by=made.asked_by, decided_at=NOON
        )


def test_a_matter_has_one_waiting_check() -> None:
    made = check()
    copy = ConflictCheck.objects.get(pk=made.pk)
    copy.pk, copy.reference = None, "CC-26-9999"

    with pytest.raises(IntegrityError, match="one_waiting_check_per_matter"), transaction.atomic():
        copy.save(force_insert=True)


@pytest.mark.parametrize(
    ("lines", "constraint"),
    [
        pytest.param({"listing_line": 0.6, "review_line": 0.5}, "listing_line_below", id="crossed"),
        pytest.param({"id": 2}, "one_conflict_policy", id="a second one"),
    ],
)
def test_the_policy_is_one_row_that_makes_sense(lines: dict[str, float], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ConflictPolicy.objects.create(**lines)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        pytest.param({"phone": "", "email": ""}, "can_be_answered", id="no way to answer"),
        pytest.param({"outcome": "spam"}, "outcome_says_when_and_by_whom", id="closed by nobody"),
    ],
)
def test_the_table_refuses_half_an_enquiry(values: dict[str, str], constraint: str) -> None:
    taken = enquiry()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Enquiry.objects.filter(pk=taken.pk).update(**values)


def test_nobody_is_verified_by_nobody() -> None:
    matter = factories.matter()

    with pytest.raises(IntegrityError, match="verified_says_on_what"), transaction.atomic():
        CddCheck.objects.create(matter=matter, party=matter.clients().get(), state=CddState.VERIFIED)


def _seen(made: ConflictCheck, *roles: Role) -> bool:
    return ConflictCheck.objects.visible_to(factories.user(*roles)).filter(pk=made.pk).exists()


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.RECEPTIONIST, False),
        (Role.SECRETARY, False),
        (Role.FEE_EARNER, False),
        (Role.HEAD, True),
        (Role.MANAGING_PARTNER, True),
        (Role.COMPLIANCE, True),
        (Role.COMPLAINTS_HANDLER, False),
        (Role.MLRO, False),
        (Role.ADMINISTRATOR, False),
    ],
)
def test_a_stranger_sees_a_check_only_if_they_decide_checks(role: Role, sees: bool) -> None:
    assert _seen(check(), role) is sees


def test_whoever_asked_and_the_team_of_the_matter_see_it() -> None:
    asker, lawyer = factories.user(Role.SECRETARY), factories.user()

    made = check(by=asker, fee_earner=lawyer)

    for person in (asker, lawyer):
        assert list(ConflictCheck.objects.visible_to(person)) == [made]
        assert list(ConflictCheck.objects.decidable_by(person)) == []


def test_the_check_of_a_restricted_matter_is_left_to_compliance() -> None:
    made = check()
    Matter.objects.filter(pk=made.matter_id).update(is_restricted=True)

    assert [_seen(made, role) for role in (Role.HEAD, Role.MANAGING_PARTNER, Role.COMPLIANCE)] == [False, False, True]


def test_an_enquiry_behind_a_barrier_is_seen_by_its_team_only() -> None:
    taken, other = enquiry(), enquiry("Somebody Else")
    made = check(taken)
    Matter.objects.filter(pk=made.matter_id).update(is_restricted=True)

    assert list(Enquiry.objects.visible_to(factories.user())) == [other]
    assert list(Enquiry.objects.visible_to(made.asked_by).order_by("pk")) == [taken, other]
    assert list(Enquiry.objects.visible_to(factories.user(Role.ADMINISTRATOR))) == []


def test_the_queue_has_near_key_dates_first_and_then_the_oldest() -> None:
    helen = compliance()
    first, second = check(now=NOON), check(now=NOON + timedelta(minutes=5))
    urgent = check(enquiry(key_date=NOON.date()), now=NOON + timedelta(minutes=10))

    assert list(ConflictCheck.objects.decidable_by(helen).in_queue_order()) == [urgent, first, second]
