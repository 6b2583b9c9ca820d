"""Undoing a whole import restores everything that nobody touched, and names what it leaves."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from intake import services
from intake.models import Import, ImportState, SuspicionNote
from intake.rules.imports import Duplicates
from intake.services import importing
from intake.tests.factories import NOON
from intake.tests.importing import WITH_MATTER, taken_over
from practice.models import (
    ContactKind,
    JournalEntry,
    Matter,
    MatterParty,
    MatterRole,
    MatterStage,
    NameKind,
    Party,
    User,
)
from practice.permissions import Role
from practice.services import matters
from practice.services.naming import Days, record_name
from practice.services.parties import add_contact, confirm_contact
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
# What an import leaves behind for good: the list itself, the journal, and that numbers were given out.
KEPT = {
    "intake.import",
    "intake.importrow",
    "intake.columnmemory",
    "practice.journalentry",
    "practice.referencecounter",
}


@pytest.fixture
def admin() -> User:
    factories.office()
    return factories.user(Role.ADMINISTRATOR, department=None)


def _everything() -> dict[str, Any]:
    """Return every row of the house, but for what an import keeps; keys of names come from the rest."""
    found = {}
    for model in apps.get_models():
        if model._meta.label_lower not in KEPT and model._meta.managed:
            found[model._meta.label_lower] = serializers.serialize("json", model._base_manager.order_by("pk"))
    return found


def _undo(of: Import, admin: User) -> Import:
    return importing.undo_import(import_id=of.pk, by=admin, now=LATER)


def _left(of: Import) -> list[tuple[int, str]]:
    return list(of.rows.exclude(left_because="").order_by("number").values_list("number", "left_because"))


def test_undoing_restores_every_table_as_it_was(admin: User) -> None:
    lawyer = factories.user()
    old = f"A,Ann,Bell,M1,Purchase,Residential purchase,{lawyer.email},,"
    taken_over(old, by=admin, header=WITH_MATTER)
    taken_over("B,Bea,Carr,Carr Ltd,,,,,", by=admin)
    bea = Party.objects.get(practice_system_number="B").pk
    maiden = Days(None, date(2019, 3, 5))
    record_name(party_id=bea, text="Bea Dunn", kind=NameKind.MAIDEN, days=maiden, by=admin, now=NOON)
    before = _everything()

    people = taken_over(
        "B,Bea,Dunn,Dunn Ltd,1960-01-02,1 New Street,LS1 0ZZ,0113 496 0702,b@d.example\nC,Cy,East,,,,,,\nD,,,,,,,,",
        by=admin,
        duplicates=Duplicates.UPDATE,
    )
    work = taken_over(
        f"{old}2026-11-20,\nA,Ann,Bell,M2,Will,Wills and probate,{lawyer.email},,,2026-11-02\n"
        f"E,Eva,Ford,M2,Will,Wills and probate,{lawyer.email},,,",
        by=admin,
        header=f"{WITH_MATTER},CCL sent",
        duplicates=Duplicates.UPDATE,
    )
    assert _everything() != before
    for of in (work, people):
        _undo(of, admin)

    after = _everything()
    assert {name for name in before if before[name] != after[name]} == set()
    assert [(of.state, _left(of)) for of in Import.objects.order_by("-pk")[:2]] == [(ImportState.UNDONE, [])] * 2
    assert [entry.facts for entry in JournalEntry.objects.filter(event="import.undone").order_by("pk")] == [
        {"file": "list.csv", "undone": 3, "left": 0},
        {"file": "list.csv", "undone": 2, "left": 0},
    ]


def _renamed(party: Party, by: User) -> None:
    Party.objects.filter(pk=party.pk).update(safe_contact="Mobile only")


def _given_a_number(party: Party, by: User) -> None:
    add_contact(party=party, kind=ContactKind.PHONE, text="0113 496 0799", by=by, now=LATER)


def _confirmed(party: Party, by: User) -> None:
    confirm_contact(contact_id=party.contacts.get().pk, how="In person", by=by, now=LATER)


def _on_a_matter(party: Party, by: User) -> None:
    matter = factories.matter(client=factories.party("Somebody Else"))
    matters.add_party(matter_id=matter.pk, party=party, role=MatterRole.OPPONENT, by=by, now=LATER)


@pytest.mark.parametrize(
    ("touch", "because"),
    [
        pytest.param(_renamed, "the client has been changed since", id="safe contact"),
        pytest.param(_given_a_number, "the client has been changed since", id="a number more"),
        pytest.param(_confirmed, "the client has been changed since", id="confirmed"),
        pytest.param(_on_a_matter, "the client has been used since", id="on a matter"),
    ],
)
def test_whom_somebody_touched_is_left_and_named(
    admin: User, touch: Callable[[Party, User], None], because: str
) -> None:
    of = taken_over("A,Ann,Bell,,,1 New Street,,,\nB,Bea,Carr,,,,,,", by=admin)
    touch(Party.objects.get(practice_system_number="A"), admin)

    _undo(of, admin)

    assert _left(of) == [(1, because)]
    assert not Party.objects.filter(practice_system_number="B").exists()
    assert Party.objects.get(practice_system_number="A").names.count() == 1


def test_a_matter_somebody_worked_on_stays_with_its_client(admin: User) -> None:
    lawyer = factories.user()
    row = f"Residential purchase,{lawyer.email},,"
    of = taken_over(f"A,Ann,Bell,M1,Purchase,{row}\nB,Bea,Carr,M2,Sale,{row}", by=admin, header=WITH_MATTER)
    matter = Matter.objects.get(practice_system_number="M1")
    matters.write_update(
        matter_id=matter.pk,
        status_line="Searches are back.",
        next_update_on=LATER.date() + timedelta(days=7),
        seen_at=None,
        by=lawyer,
        now=LATER,
    )

    _undo(of, admin)

    assert list(Matter.objects.values_list("practice_system_number", flat=True)) == ["M1"]
    assert list(Party.objects.values_list("practice_system_number", flat=True)) == ["A"]
    assert _left(of) == [(1, "the client has been used since")]


def test_an_update_somebody_corrected_since_is_left(admin: User) -> None:
    taken_over("A,Ann,Bell,,,,,,", by=admin)
    of = taken_over("A,Ann,Bell,,,,LS1 0ZZ,,", by=admin, duplicates=Duplicates.UPDATE)
    Party.objects.update(postcode="LS1 0ZX")

    _undo(of, admin)

    assert (Party.objects.get().postcode, _left(of)) == ("LS1 0ZX", [(1, "the client has been changed since")])


def test_a_matter_reopened_by_hand_is_not_touched_again(admin: User) -> None:
    row = f"A,Ann,Bell,M1,Purchase,Residential purchase,{factories.user().email},,"
    taken_over(row, by=admin, header=WITH_MATTER)
    of = taken_over(f"{row}2026-11-20", by=admin, header=WITH_MATTER, duplicates=Duplicates.UPDATE)
    Matter.objects.update(stage=MatterStage.OPEN, closed_on=None)

    _undo(of, admin)

    assert _left(of) == [(1, "the matter has been changed since")]


def test_what_was_there_before_stays_on_its_matters(admin: User) -> None:
    taken_over("A,Ann,Bell,,,,,,", by=admin)
    party = Party.objects.get()
    matter = factories.matter(client=party)
    of = taken_over("A,Ann,Bell,,1960-01-02,,,,", by=admin, duplicates=Duplicates.UPDATE)

    _undo(of, admin)

    assert (Party.objects.get().born_on, _left(of)) == (None, [])
    assert MatterParty.objects.filter(matter=matter, party=party).count() == 1


def test_an_import_is_undone_once_and_only_after_it_was_done(admin: User) -> None:
    of = taken_over("A,Ann,Bell,,,,,,", by=admin)
    _undo(of, admin)

    with pytest.raises(importing.NotImported):
        _undo(of, admin)


def test_the_same_list_can_be_imported_again_after_it_was_undone(admin: User) -> None:
    _undo(taken_over("A,Ann,Bell,,,,,,", by=admin), admin)

    taken_over("A,Ann,Bell,,,,,,", by=admin)

    assert Party.objects.get().practice_system_number == "A"


@pytest.mark.parametrize("about_whom", [True, False], ids=["the client", "the matter alone"])
def test_an_undo_reads_the_same_whether_the_mlro_has_a_note_or_not(
    admin: User, settings: Settings, about_whom: bool
) -> None:
    set_clock(settings, LATER)
    lawyer, mlro = factories.user(), factories.user(Role.MLRO)
    browser, seen = Client(), []
    browser.force_login(admin)
    for noted in (False, True):
        of = taken_over(f"A,Ann,Bell,M1,Purchase,Residential purchase,{lawyer.email},,", by=admin, header=WITH_MATTER)
        if noted:
            matter = Matter.objects.get()
            ann = matter.clients().get() if about_whom else None
            services.report_suspicion(matter=matter, party=ann, words="Cash in a bag", by=lawyer, now=LATER)
        answer = browser.post(reverse("imports:undo", args=[of.pk]), follow=True)
        page = re.sub(r'value="[^"]{30,}"', "", answer.content.decode().replace(f"/{of.pk}/", "/"))  # keys of forms
        seen.append((answer.redirect_chain[0][1], page.split("<main")[1], _left(of), Matter.objects.count()))

    browser.force_login(mlro)
    reads = browser.get(reverse("intake:suspicions")).content.decode()

    note = SuspicionNote.objects.get()
    assert seen[0] == seen[1]
    assert (seen[1][2:], note.matter, note.party, Party.objects.exists()) == (([], 0), None, None, False)
    for said in ("Cash in a bag", f"M1, Residential purchase, with {lawyer}", "Ann Bell, client number A"):
        assert said in reads
