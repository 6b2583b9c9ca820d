"""Date of birth and postcode: what they do to gates, to whom is found, and what the journal keeps of them."""

from datetime import date

import pytest

from practice.errors import Refusal
from practice.matching.places import written
from practice.models import GateKind, GateState, JournalEntry, Party, PartyKind
from practice.permissions import Role
from practice.services.marks import fingerprint, record_marks
from practice.services.matters import set_gate
from practice.tests import factories

NOON = factories.TUESDAY_NOON
BORN = date(1958, 3, 14)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("ls62ab", "LS6 2AB"), ("LS6  2ab", "LS6 2AB"), ("sw1a1aa", "SW1A 1AA"), (" 75008 ", "75008"), ("", "")],
)
def test_a_postcode_is_kept_in_capitals_and_a_british_one_with_its_space(typed: str, kept: str) -> None:
    assert written(typed) == kept


def _record(party: Party, born_on: date | None, postcode: str = "", *, seen: str | None = None) -> Party:
    return record_marks(
        party_id=party.pk,
        born_on=born_on,
        postcode=postcode,
        seen=fingerprint(party) if seen is None else seen,
        by=factories.user(Role.FEE_EARNER),
        now=NOON,
    )


@pytest.mark.django_db
def test_another_date_of_birth_shuts_the_gates_and_a_postcode_does_not() -> None:
    matter, by = factories.matter(), factories.user()
    set_gate(matter=matter, kind=GateKind.CONFLICT, state=GateState.OPEN, because="cleared", by=by, now=NOON)
    client = matter.clients().get()
    keys = client.names.get().keys

    with_postcode = _record(client, None, "ls62ab")
    after_postcode = matter.may(GateKind.CONFLICT, NOON)
    _record(with_postcode, BORN, "LS6 2AB")
    _record(with_postcode, BORN, "LS6 2AB", seen="nothing of this")  # a second time

    gate = matter.gates.filter(kind=GateKind.CONFLICT).latest("pk")
    entries = JournalEntry.objects.filter(event="party.marks_changed").order_by("pk")
    client.refresh_from_db()
    assert (after_postcode, matter.may(GateKind.CONFLICT, NOON), gate.calls_for_check) == (True, False, True)
    assert (client.born_on, client.postcode) == (BORN, "LS6 2AB")
    assert client.names.get().keys != keys
    assert [entry.facts for entry in entries] == [{"what": "the postcode"}, {"what": "the date of birth"}]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "born_on", "seen", "code"),
    [
        pytest.param(PartyKind.INDIVIDUAL, date(2090, 1, 1), None, "not_born_then", id="still to come"),
        pytest.param(PartyKind.INDIVIDUAL, date(1849, 12, 31), None, "not_born_then", id="before 1850"),
        pytest.param(PartyKind.ORGANISATION, BORN, None, "not_born_then", id="of a body"),
        pytest.param(PartyKind.INDIVIDUAL, BORN, "1960-01-01|", "marks_changed", id="somebody was first"),
    ],
)
def test_what_cannot_be_is_refused(kind: PartyKind, born_on: date, seen: str | None, code: str) -> None:
    party = factories.party("Margaret Ellison", kind=kind)

    with pytest.raises(Refusal) as refused:
        _record(party, born_on, seen=seen)

    assert (refused.value.code, Party.objects.get().born_on) == (code, None)
