"""What a merge does with who is what to whom: nothing is lost, nobody is related to themselves, all of it goes back."""

from datetime import timedelta

import pytest

from callbacks.tests.factories import NOON
from clientcare.duplicates.tests.rows import changed, dump
from clientcare.duplicates.tests.test_merging import merge
from clientcare.duplicates.undoing import undo_merge
from intake.services.rechecks import matters_to_recheck
from practice.models import Gate, GateKind, GateState, Matter, Party, Relation, RelationKind, User
from practice.permissions import Role
from practice.services.matters import set_gate
from practice.services.relations import record_relation
from practice.tests import factories

pytestmark = pytest.mark.django_db
DIRECTOR, SPOUSE = RelationKind.DIRECTOR, RelationKind.SPOUSE


@pytest.fixture
def keeper() -> User:
    return factories.user(Role.SECRETARY)


@pytest.fixture
def ann(keeper: User) -> Party:
    return factories.party("Ann Lee", by=keeper)


@pytest.fixture
def anne(keeper: User) -> Party:
    return factories.party("Anne Leigh", by=keeper)


@pytest.fixture
def alder() -> Party:
    return factories.party("Alder Ltd", title="")


def _relate(one: Party, kind: RelationKind, other: Party) -> Relation:
    return record_relation(party_id=one.pk, kind=kind, other_id=other.pk, by=factories.user(), now=NOON)


def _conflict(matter: Matter) -> Gate:
    return Gate.objects.filter(matter=matter).latest_of_each_kind().get(kind=GateKind.CONFLICT)


def _current() -> set[tuple[int, str, int]]:
    return set(Relation.objects.current().values_list("party", "kind", "other"))


def test_relations_go_over_once_and_those_between_the_two_are_set_aside(
    ann: Party, anne: Party, alder: Party, keeper: User
) -> None:
    beech = factories.party("Beech plc", title="")
    for one, kind, other in (
        (ann, DIRECTOR, alder),
        (anne, DIRECTOR, alder),
        (anne, DIRECTOR, beech),
        (beech, RelationKind.GUARANTOR, ann),
        (beech, RelationKind.GUARANTOR, anne),
        (ann, SPOUSE, anne),
        (anne, RelationKind.CHILD, ann),
    ):
        _relate(one, kind, other)
    before = dump()

    done = merge(ann, anne, keeper)
    between = _current()
    undo_merge(merge_id=done.pk, by=keeper, now=NOON + timedelta(days=1))

    assert between == {
        (ann.pk, DIRECTOR, alder.pk),
        (ann.pk, DIRECTOR, beech.pk),
        (beech.pk, RelationKind.GUARANTOR, ann.pk),
    }
    assert changed(before, dump()) == {}


def test_a_relation_that_ended_goes_over_beside_one_that_stands(
    ann: Party, anne: Party, alder: Party, keeper: User
) -> None:
    _relate(ann, DIRECTOR, alder)
    ended = _relate(anne, DIRECTOR, alder)
    Relation.objects.filter(pk=ended.pk).update(ended_at=NOON, ended_by=keeper)

    merge(ann, anne, keeper)

    assert list(Relation.objects.order_by("pk").values_list("party", "ended_at")) == [(ann.pk, None), (ann.pk, NOON)]


def test_matters_of_whoever_is_related_wait_for_a_check_and_are_as_clear_again_after_undoing(
    ann: Party, anne: Party, alder: Party, keeper: User
) -> None:
    _relate(anne, DIRECTOR, alder)
    _relate(ann, SPOUSE, factories.party("Cy Lee"))
    matters = [factories.matter(client=alder), factories.matter(client=anne)]
    matters[1].parties.create(party=alder, role="other")
    for matter in matters:
        set_gate(matter=matter, kind=GateKind.CONFLICT, state=GateState.OPEN, because="Cleared", by=keeper, now=NOON)
    was = [_conflict(matter).state for matter in matters]

    done = merge(ann, anne, keeper)
    shut = [_conflict(matter).because for matter in matters]
    undo_merge(merge_id=done.pk, by=keeper, now=NOON + timedelta(hours=1))

    assert shut == [
        "Somebody related to Alder Ltd was made one record of two",
        "Two records of Mr Ann Lee were made one",
    ]
    assert [_conflict(matter).state for matter in matters] == was
    assert matters_to_recheck() == []
