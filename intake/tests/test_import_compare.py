"""New names of a list against everybody on record: nothing comes in unseen, and only compliance read what it is."""

from datetime import date

import pytest

from intake.models import ImportHit, ImportRow
from intake.services import importing
from intake.tests.factories import NOON, compliance
from intake.tests.importing import taken_over, tried
from practice.models import JournalEntry, Party, Task, User
from practice.permissions import Role
from practice.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> User:
    factories.office()
    return factories.user(Role.ADMINISTRATOR, department=None)


def _hits() -> list[tuple[int, str]]:
    return list(ImportHit.objects.order_by("row__number", "-score").values_list("row__number", "found"))


def test_a_new_name_near_work_in_hand_is_told_to_compliance_once(admin: User) -> None:
    helen = compliance()
    known = factories.party("Brian Whitworth", born_on=date(1951, 5, 7))
    factories.matter(client=known)

    of = taken_over("A,Bryan,Whitworth,,,,,,\nB,Zora,Quill,,,,,,", by=admin)
    done = [importing.sweep_imports(now=NOON) for _ in range(2)]

    assert (done, _hits()) == ([2, 0], [(1, "Brian Whitworth")])
    task = Task.objects.get(key=f"import:{of.pk}:hits")
    assert (task.owner, task.title) == (helen, "Read what stands near 1 imported name: list.csv")
    assert JournalEntry.objects.get(event="import.compared").facts == {"names_with_hits": 1}


def test_a_list_that_stands_near_nobody_asks_nobody(admin: User) -> None:
    compliance()
    factories.matter(client=factories.party("Brian Whitworth"))

    taken_over("B,Zora,Quill,,,,,,", by=admin)
    importing.sweep_imports(now=NOON)

    assert (_hits(), Task.objects.count(), ImportRow.objects.get().compared) == ([], 0, True)


@pytest.mark.parametrize("fields", [{"is_common_body": True}, {"relationship": "third_party"}])
def test_who_can_make_no_conflict_is_no_hit(admin: User, fields: dict[str, object]) -> None:
    known = factories.party("Calder Building Society")
    Party.objects.filter(pk=known.pk).update(**fields)

    taken_over("A,,,Calder Building Society,,,,,", by=admin)
    importing.sweep_imports(now=NOON)

    assert _hits() == []


def test_people_of_one_list_are_no_hits_of_each_other(admin: User) -> None:
    taken_over("A,Ann,Bell,,,,,,\nB,Anne,Bell,,,,,,", by=admin)
    importing.sweep_imports(now=NOON)

    assert _hits() == []


def test_a_long_list_is_compared_in_batches_and_goes_on_where_it_was(admin: User) -> None:
    compliance()
    factories.matter(client=factories.party("Brian Whitworth"))
    names = [f"Z{a}{b}x,Q{b}{a}r" for a in "aeiou" for b in "bcdfghjklmnprstvwxyz"] + ["Bryan,Whitworth"]
    of = taken_over("\n".join(f",{name},,,,,," for name in names), by=admin)

    first = importing.compare_import(import_id=of.pk, now=NOON)
    asked = Task.objects.count()
    rest = [importing.compare_import(import_id=of.pk, now=NOON) for _ in range(2)]

    assert (first, asked, rest, Task.objects.count()) == (100, 0, [1, 0], 1)


def test_nothing_is_compared_before_the_import_or_after_it_was_undone(admin: User) -> None:
    factories.matter(client=factories.party("Ann Bell"))
    tried("A,Ann,Bell,,,,,,", by=admin)
    of = taken_over("B,Ann,Bell,,,,,,", by=admin)
    importing.undo_import(import_id=of.pk, by=admin, now=NOON)

    assert (importing.sweep_imports(now=NOON), _hits()) == (0, [])
