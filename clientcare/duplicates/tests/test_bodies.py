"""What a merge does with a body's people, its registered office and our role: nothing is lost, all of it goes back."""

from datetime import timedelta

import pytest

from callbacks.tests.factories import NOON
from clientcare.duplicates.tests.rows import changed, dump
from clientcare.duplicates.tests.test_merging import merge
from clientcare.duplicates.undoing import undo_merge
from practice.models import ContactKind, Party, PartyKind, Position, RoleNote, User
from practice.permissions import Role
from practice.services.bodies import change_body
from practice.services.parties import add_contact
from practice.services.positions import PositionFacts, record_position
from practice.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper() -> User:
    return factories.user(Role.SECRETARY)


def _place(organisation: Party, person: Party, by: User) -> Position:
    facts = PositionFacts(title="Director", starts_on=NOON.date())
    return record_position(organisation_id=organisation.pk, person=person, facts=facts, by=by, now=NOON)


@pytest.mark.parametrize(
    ("offices", "kept_office"),
    [
        ((("1 A Row",), ("2 B Row",)), "1 A Row"),
        (((), ("2 B Row",)), "2 B Row"),
        (((), ("1 A Row",)), "1 A Row"),
        ((("1 A Row",), ("1 A Row",)), "1 A Row"),
    ],
)
def test_people_offices_and_notes_go_over_and_back(
    offices: tuple[tuple[str, ...], tuple[str, ...]], kept_office: str, keeper: User
) -> None:
    bodies = [factories.party(name, title="", kind=PartyKind.ORGANISATION, by=keeper) for name in ("Alder", "Alders")]
    add_contact(party=bodies[0], kind=ContactKind.ADDRESS, text="1 A Row", by=keeper, now=NOON)
    for one, addresses in zip(bodies, offices, strict=True):
        for text in addresses:
            office = add_contact(party=one, kind=ContactKind.ADDRESS, text=text, by=keeper, now=NOON)
            change_body(party_id=one.pk, legal_form="", company_number="7", office_id=office.pk, by=keeper, now=NOON)
    ann, bo = (factories.party(name, by=keeper) for name in ("Ann Lee", "Bo Ray"))
    for one, person in ((bodies[0], ann), (bodies[1], ann), (bodies[1], bo)):
        _place(one, person, keeper)
    RoleNote.objects.create(
        party=bodies[1],
        words="We act for the seller.",
        explained_on=NOON.date(),
        explained_by=keeper,
        recorded_by=keeper,
        recorded_at=NOON,
    )
    before = dump()

    made = merge(bodies[0], bodies[1], by=keeper)

    assert [one.person for one in bodies[0].people.order_by("person__name")] == [ann, bo]
    assert bodies[0].role_notes.count() == 1
    assert bodies[0].contacts.get(is_registered_office=True).text == kept_office

    undo_merge(merge_id=made.pk, by=keeper, now=NOON + timedelta(days=1))
    assert changed(before, dump()) == {}
