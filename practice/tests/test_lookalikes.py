"""Who looks like whom on record, and which pairs the register's keeper is offered."""

from datetime import date
from typing import Any

import pytest

from practice.matching.index import renew_keys
from practice.matching.lookalikes import looks_like
from practice.models import JournalEntry, NameKind, PairState, Party, PartyName, PartyPair, User
from practice.services.naming import add_name
from practice.services.pairs import NotTwoRecords, doubt_again, seek_pairs, tell_apart
from practice.tests import factories

pytestmark = pytest.mark.django_db
NOON = factories.TUESDAY_NOON
HOME = "14 Quarry Mount, Leeds LS6 2AB"


@pytest.fixture
def by() -> User:
    return factories.user()


def _party(name: str, by: User, *, born: date | None = None, address: str = HOME, **facts: Any) -> Party:
    made = factories.party(name, by=by, address=address, **facts)
    Party.objects.filter(pk=made.pk).update(born_on=born)
    renew_keys([made.pk])
    return made


@pytest.mark.parametrize(
    ("first", "second", "is_offered"),
    [
        ({"name": "Margaret Ellison"}, {"name": "Margret Elison"}, True),
        ({"name": "Margaret Ellison"}, {"name": "Ellison, Peggy"}, True),
        ({"name": "Bright & Co Ltd"}, {"name": "Bright and Co Limited"}, True),
        ({"name": "John Smith", "born": date(1950, 3, 4)}, {"name": "John Smith", "born": date(1981, 11, 27)}, False),
        ({"name": "John Smith", "born": date(1950, 3, 4)}, {"name": "John Smith", "born": date(1950, 4, 3)}, True),
        ({"name": "Margaret Ellison"}, {"name": "Bernard Ellison"}, False),
        ({"name": "Margaret Ellison"}, {"name": "Quentin Zhao"}, False),
        ({"name": "Council", "is_common_body": True}, {"name": "Council", "is_common_body": True}, False),
    ],
    ids=[
        "typing errors",
        "short form, words the other way",
        "company suffix",
        "father and son",
        "day and month swapped",
        "a couple",
        "neighbours",
        "common bodies",
    ],
)
def test_a_pair_is_offered_if_the_two_may_be_one(
    first: dict[str, object], second: dict[str, object], is_offered: bool, by: User
) -> None:
    one, other = (_party(by=by, **facts) for facts in (first, second))  # type: ignore[arg-type]

    seek_pairs(now=NOON)

    pairs = list(PartyPair.objects.values_list("first", "second", "state"))
    assert pairs == ([(one.pk, other.pk, PairState.LIKELY)] if is_offered else [])


def test_names_are_looked_at_once_and_again_when_they_have_changed(by: User) -> None:
    one, other = _party("Margaret Ellison", by), _party("Quentin Zhao", by)

    looked = [seek_pairs(now=NOON), seek_pairs(now=NOON)]
    add_name(party=other, text="Margaret Elison", kind=NameKind.ALIAS, by=by, now=NOON)
    again = seek_pairs(now=NOON)

    assert (looked, again, PartyName.objects.filter(pairs_sought=False).count()) == ([2, 0], 1, 0)
    assert [(pair.first, pair.second) for pair in PartyPair.objects.all()] == [(one, other)]


def test_a_run_looks_at_no_more_than_it_is_given(by: User) -> None:
    for number in range(3):
        _party(f"Person {number}", by, address="")

    assert (seek_pairs(now=NOON, most=0), PartyName.objects.filter(pairs_sought=True).count()) == (0, 0)


def test_different_people_stay_so_however_often_they_are_looked_at(by: User) -> None:
    one, other = _party("Margaret Ellison", by), _party("Margaret Ellison", by)
    for _ in range(2):
        pair = tell_apart(one_id=other.pk, other_id=one.pk, by=by, now=NOON)
    PartyName.objects.update(pairs_sought=False)

    seek_pairs(now=NOON)

    assert [(found.pk, found.state) for found in PartyPair.objects.all()] == [(pair.pk, PairState.DIFFERENT)]
    entries = JournalEntry.objects.filter(event="party.told_apart")
    assert [(entry.party_id, entry.facts) for entry in entries] == [(None, {"first": one.pk, "second": other.pk})]


def test_what_was_said_of_a_record_counts_for_the_one_it_was_merged_into(by: User) -> None:
    one, other, third = (_party("Margaret Ellison", by) for _ in range(3))
    tell_apart(one_id=one.pk, other_id=third.pk, by=by, now=NOON)
    Party.objects.filter(pk=one.pk).update(merged_into=other)

    assert PartyPair.objects.different().of(other, third).exists()
    with pytest.raises(NotTwoRecords):
        doubt_again(one_id=one.pk, other_id=third.pk, by=by, now=NOON)


def test_a_newcomer_is_measured_by_what_is_known_so_far(by: User) -> None:
    known = _party("Margaret Ellison", by, born=date(1958, 3, 14), phone="07700 900444")

    def found(**typed: object) -> list[int]:
        return [one.party.pk for one in looks_like(user=by, **typed)]  # type: ignore[arg-type]

    assert found(name="Margaret Ellison") == [known.pk]
    assert found(name="Margaret Ellison", born_on=date(1958, 3, 14)) == [known.pk]
    assert found(name="Margaret Ellison", born_on=date(1991, 12, 2)) == []
    assert found(name="Peggy", phone="+44 7700 900 444") == [known.pk]
    assert found(name="Margaret Ellison", without=[known.pk]) == []
    assert found(name="") == []
