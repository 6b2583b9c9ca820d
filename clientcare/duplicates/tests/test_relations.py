"""Nothing that hangs on a party can be forgotten: every relation moves, or says why it stays."""

from clientcare.duplicates.fields import CHOSEN, NOT_COMPARED, UNITED
from clientcare.duplicates.relations import MOVES, STAYS, relations_to_party
from practice.models import Party


def test_every_relation_to_a_party_moves_or_says_why_it_stays() -> None:
    assert MOVES.keys() | STAYS.keys() == relations_to_party().keys()
    assert MOVES.keys() & STAYS.keys() == set()
    assert [name for name, stay in STAYS.items() if not stay.because] == []


def test_every_relation_with_a_matter_says_the_way_to_it() -> None:
    """Without it a merge would be taken back over work that went on."""
    without = {
        name
        for name, way in [(name, rule.matter) for table in (MOVES, STAYS) for name, rule in table.items()]
        if not way and any(one.name == "matter" for one in relations_to_party()[name].model._meta.fields)
    }

    assert without == {"intake.ConflictHit.party"}  # that matter is the one a check found, not the one it is about


def test_every_field_of_a_party_is_chosen_united_or_no_fact_about_it() -> None:
    fields = {field.name for field in Party._meta.local_fields}

    assert set(CHOSEN) | UNITED.keys() | NOT_COMPARED == fields
    assert len(CHOSEN) + len(UNITED) + len(NOT_COMPARED) == len(fields)
