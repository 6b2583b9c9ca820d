"""Gates: the latest row of a kind counts, and nothing opens by itself."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from practice.models import Gate, GateKind, GateState, JournalEntry, Matter, MatterRole
from practice.services import matters
from practice.services.parties import PartyFacts
from practice.tests import factories

pytestmark = pytest.mark.django_db
NOON = factories.TUESDAY_NOON
HOUR = timedelta(hours=1)


def _set(matter: Matter, state: GateState, kind: GateKind = GateKind.CONFLICT, **fields: object) -> Gate:
    values = {"because": "test", "now": NOON, **fields}
    return matters.set_gate(matter=matter, kind=kind, state=state, **values)  # type: ignore[arg-type]


def test_a_gate_that_nobody_set_is_closed() -> None:
    matter = factories.matter()

    assert [matter.may(kind, NOON) for kind in GateKind] == [False] * len(GateKind)


@pytest.mark.parametrize(
    ("states", "is_open"),
    [
        pytest.param([GateState.OPEN], True, id="opened"),
        pytest.param([GateState.OPEN, GateState.CLOSED], False, id="closed again"),
        pytest.param([GateState.CLOSED, GateState.OPEN], True, id="opened in the end"),
        pytest.param([GateState.CLOSED], False, id="closed"),
    ],
)
def test_the_row_written_last_counts_even_within_one_moment(states: list[GateState], is_open: bool) -> None:
    matter = factories.matter()

    for state in states:
        _set(matter, state)

    assert matter.may(GateKind.CONFLICT, NOON) is is_open
    assert not matter.may(GateKind.IDENTITY, NOON)


def test_the_row_written_last_counts_even_if_its_clock_was_read_earlier() -> None:
    matter = factories.matter()

    _set(matter, GateState.OPEN, now=NOON)
    _set(matter, GateState.CLOSED, now=NOON - HOUR)

    assert not matter.may(GateKind.CONFLICT, NOON)


def test_an_override_opens_with_a_second_person_and_never_without() -> None:
    matter, second = factories.matter(), factories.user()

    with pytest.raises(DatabaseError), transaction.atomic():
        _set(matter, GateState.OVERRIDDEN)
    _set(matter, GateState.OVERRIDDEN, second_person=second)

    assert matter.may(GateKind.CONFLICT, NOON)


def test_a_gate_shuts_by_itself_at_the_moment_it_is_valid_until() -> None:
    matter = factories.matter()

    _set(matter, GateState.OPEN, valid_until=NOON + HOUR)

    assert [matter.may(GateKind.CONFLICT, NOON + HOUR - timedelta(microseconds=1))] == [True]
    assert [matter.may(GateKind.CONFLICT, NOON + HOUR)] == [False]


def test_the_latest_of_each_kind_comes_in_one_query(django_assert_num_queries: object) -> None:
    matter = factories.matter()
    _set(matter, GateState.OPEN)
    last = [_set(matter, GateState.CLOSED), _set(matter, GateState.OPEN, GateKind.IDENTITY)]

    assert list(matter.gates.latest_of_each_kind()) == last


def test_a_gate_row_is_never_changed() -> None:
    gate = _set(factories.matter(), GateState.CLOSED)

    with pytest.raises(DatabaseError), transaction.atomic():
        Gate.objects.filter(pk=gate.pk).update(state=GateState.OPEN)
    with pytest.raises(DatabaseError), transaction.atomic():
        Gate.objects.filter(pk=gate.pk).delete()

    assert Gate.objects.get(pk=gate.pk).state == GateState.CLOSED


@pytest.mark.parametrize(
    ("role", "closed"),
    [
        pytest.param(MatterRole.OPPONENT, {GateKind.CONFLICT}, id="other side"),
        pytest.param(MatterRole.LENDER, {GateKind.CONFLICT}, id="lender"),
        pytest.param(MatterRole.CLIENT, {GateKind.CONFLICT, GateKind.IDENTITY}, id="another client, to be identified"),
    ],
)
def test_a_new_party_closes_what_has_to_be_checked_again(role: MatterRole, closed: set[GateKind]) -> None:
    matter, user = factories.matter(), factories.user()
    for kind in GateKind:
        _set(matter, GateState.OPEN, kind)

    matters.add_party(matter_id=matter.pk, party=factories.party("Calder Vale"), role=role, by=user, now=NOON)

    assert {kind for kind in GateKind if not matter.may(kind, NOON)} == closed
    entry = JournalEntry.objects.get(event="matter.party_added")
    assert (entry.matter_id, entry.facts["role"], entry.facts["name"]) == (matter.pk, role, "Calder Vale")


def test_the_same_party_in_the_same_role_again_changes_nothing() -> None:
    matter, user, agent = factories.matter(), factories.user(), factories.party("Dale and Finch")
    matters.add_party(matter_id=matter.pk, party=agent, role=MatterRole.AGENT, by=user, now=NOON)
    _set(matter, GateState.OPEN)

    matters.add_party(matter_id=matter.pk, party=agent, role=MatterRole.AGENT, by=user, now=NOON)

    assert matter.may(GateKind.CONFLICT, NOON)
    assert JournalEntry.objects.filter(event="matter.party_added").count() == 1


def test_the_same_party_in_another_role_is_checked_again() -> None:
    matter, user, agent = factories.matter(), factories.user(), factories.party("Dale and Finch")
    matters.add_party(matter_id=matter.pk, party=agent, role=MatterRole.AGENT, by=user, now=NOON)
    _set(matter, GateState.OPEN)

    matters.add_party(matter_id=matter.pk, party=agent, role=MatterRole.INTRODUCER, by=user, now=NOON)

    assert not matter.may(GateKind.CONFLICT, NOON)


def test_a_body_met_for_the_first_time_is_recorded_and_added_as_one_deed() -> None:
    matter, user = factories.matter(), factories.user()

    added = matters.add_new_party(
        matter_id=matter.pk, facts=PartyFacts(name="Calder Vale Homes Ltd"), role=MatterRole.OPPONENT, by=user, now=NOON
    )

    assert (added.matter, added.party.name, added.role) == (matter, "Calder Vale Homes Ltd", MatterRole.OPPONENT)
    assert list(added.party.names.values_list("normalised", flat=True)) == ["calder vale homes"]
    assert not matter.may(GateKind.CONFLICT, NOON)
