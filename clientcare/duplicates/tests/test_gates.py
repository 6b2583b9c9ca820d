"""A merge makes another person of two: work in hand is searched again, and so is it after the merge was taken back."""

from datetime import timedelta
from typing import Any

import pytest

from callbacks.tests.factories import NOON
from clientcare.duplicates.tests.test_merging import merge
from clientcare.duplicates.undoing import undo_merge
from intake.models import ConflictCheck
from intake.services.rechecks import matters_to_recheck, recheck_matter
from practice.models import Gate, GateKind, GateState, Matter, MatterParty, MatterRole, MatterStage, Party, User
from practice.permissions import Role
from practice.services.matters import set_gate
from practice.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper() -> User:
    return factories.user(Role.SECRETARY)


@pytest.fixture
def ann(keeper: User) -> Party:
    return factories.party("Ann Lee", by=keeper)


@pytest.fixture
def anne(keeper: User) -> Party:
    return factories.party("Anne Leigh", by=keeper)


def _cleared(client: Party, **fields: Any) -> Matter:
    matter = factories.matter(client=client, **fields)
    helen = factories.user(Role.COMPLIANCE)
    for kind in (GateKind.CONFLICT, GateKind.IDENTITY):
        set_gate(matter=matter, kind=kind, state=GateState.OPEN, because="CC-26-1 cleared", by=helen, now=NOON)
    return matter


def _conflict(matter: Matter) -> Gate:
    return Gate.objects.filter(matter=matter).latest_of_each_kind().get(kind=GateKind.CONFLICT)


def test_every_open_matter_of_both_waits_for_a_new_check(ann: Party, anne: Party, keeper: User) -> None:
    of_ann, of_anne, elsewhere = _cleared(ann), _cleared(anne, is_open=False), _cleared(factories.party("Cy East"))
    closed = _cleared(anne, stage=MatterStage.CLOSED)

    merge(ann, anne, keeper)

    states = [_conflict(one).state for one in (of_ann, of_anne, elsewhere, closed)]
    assert states == [GateState.CLOSED, GateState.CLOSED, GateState.OPEN, GateState.OPEN]
    assert (_conflict(of_anne).because, _conflict(of_anne).set_by) == (
        "Two records of Mr Ann Lee were made one",
        keeper,
    )
    assert matters_to_recheck() == [of_ann.pk, of_anne.pk]
    assert Gate.objects.filter(kind=GateKind.IDENTITY).exclude(state=GateState.OPEN).count() == 0


def test_the_new_check_searches_every_name_of_the_one_record(ann: Party, anne: Party, keeper: User) -> None:
    factories.office()
    matter = _cleared(anne)
    factories.matter(client=factories.party("Somebody Else"), title="Against Lee").parties.create(
        party=ann, role=MatterRole.OPPONENT
    )
    merge(ann, anne, keeper)

    check = recheck_matter(matter_id=matter.pk, now=NOON)

    assert check is not None
    assert [(term["name"], term["others"]) for term in check.terms] == [("Ann Lee", ["Anne Leigh"])]
    assert matters_to_recheck() == [MatterParty.objects.get(role=MatterRole.OPPONENT).matter_id]


def test_a_body_met_every_day_stops_no_purchase(ann: Party, anne: Party, keeper: User) -> None:
    Party.objects.filter(pk__in=(ann.pk, anne.pk)).update(is_common_body=True)
    matter = _cleared(factories.party("Cy East"))
    MatterParty.objects.create(matter=matter, party=anne, role=MatterRole.LENDER)

    merge(ann, anne, keeper)

    assert _conflict(matter).state == GateState.OPEN


def test_what_nobody_has_searched_since_is_as_clear_as_before(ann: Party, anne: Party, keeper: User) -> None:
    matters = [_cleared(ann), _cleared(anne)]
    was = [(one.state, one.because, one.set_by, one.set_at) for one in map(_conflict, matters)]
    done = merge(ann, anne, keeper)

    undo_merge(merge_id=done.pk, by=keeper, now=NOON + timedelta(hours=1))

    assert [(one.state, one.because, one.set_by, one.set_at) for one in map(_conflict, matters)] == was
    assert matters_to_recheck() == []


def test_what_was_searched_for_one_person_is_searched_again_for_two(ann: Party, anne: Party, keeper: User) -> None:
    factories.office()
    of_ann, of_anne = _cleared(ann), _cleared(anne)
    done = merge(ann, anne, keeper)
    recheck_matter(matter_id=of_anne.pk, now=NOON)
    cleared_as_one = _cleared(ann)

    undo_merge(merge_id=done.pk, by=keeper, now=NOON + timedelta(hours=1))

    assert matters_to_recheck() == [cleared_as_one.pk, of_anne.pk]
    assert _conflict(of_ann).state == GateState.OPEN
    assert _conflict(of_anne).because == "Mr Anne Leigh was one record with another for a time"
    again = recheck_matter(matter_id=of_anne.pk, now=NOON + timedelta(hours=1))
    assert again == ConflictCheck.objects.get(matter=of_anne)
    assert [(term["name"], term["others"]) for term in again.terms] == [
        ("Anne Leigh", []),
        ("Ann Lee", ["Anne Leigh"]),  # a name once asked for is not dropped in silence
    ]
    assert [part.party for part in of_anne.parties.all()] == [anne]
