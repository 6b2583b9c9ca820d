"""Matters of a list: made once, with their clients, and with the letter that went before."""

from datetime import date

import pytest

from intake.rules.imports import Duplicates
from intake.tests.factories import NOON
from intake.tests.importing import WITH_MATTER, outcomes, reasons, taken_over
from practice.models import GateKind, Matter, MatterStage, Party, User
from practice.permissions import Role
from practice.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> User:
    factories.office()
    return factories.user(Role.ADMINISTRATOR, department=None)


def test_a_matter_arrives_with_its_clients_a_number_of_ours_and_every_gate_shut(admin: User) -> None:
    lawyer = factories.user(given="Ines", family="Inside")

    of = taken_over(
        f"A,Ann,Bell,M1,Purchase of 1 Elm Row,Residential purchase,{lawyer.email},01/10/2026,\n"
        f"B,Bea,Bell,M1,Purchase of 1 Elm Row,residential_purchase,{lawyer.name},,\n"
        f"A,Ann,Bell,M2,Will,Wills and probate,{lawyer.email},2020-01-01,2021-02-03",
        by=admin,
        header=WITH_MATTER,
    )

    elm, will = Matter.objects.order_by("practice_system_number")
    assert outcomes(of) == ["make", "make", "make"]
    assert [(one.reference, one.stage, one.closed_on) for one in (elm, will)] == [
        ("RP-26-0001", MatterStage.OPEN, None),
        ("RP-26-0002", MatterStage.CLOSED, date(2021, 2, 3)),
    ]
    assert [party.name for party in elm.clients()] == ["Ann Bell", "Bea Bell"]
    assert will.clients().get().name == "Ann Bell"
    assert (elm.fee_earner, elm.instructed_on, elm.gates.count()) == (lawyer, date(2026, 10, 1), 0)
    assert Party.objects.count() == 2


def test_a_matter_whose_letter_went_before_is_owed_none(admin: User) -> None:
    lawyer = factories.user()
    row = f"A,Ann,Bell,{{}},Will,Wills and probate,{lawyer.email},01/10/2026,,{{}}"

    rows = [("M1", "05/10/2026,12/10/2026"), ("M2", "05/10/2026,"), ("M3", ",")]
    of = taken_over("\n".join(row.format(*one) for one in rows), by=admin, header=f"{WITH_MATTER},CCL sent,CCL signed")

    gates = (GateKind.LETTER, GateKind.ACCEPTANCE)
    made = Matter.objects.order_by("practice_system_number")
    assert outcomes(of) == ["make"] * 3
    assert [[one.may(kind, NOON) for kind in gates] for one in made] == [[True, True], [True, False], [False, False]]


def test_a_matter_on_record_is_closed_by_an_update_and_otherwise_only_compared(admin: User) -> None:
    lawyer = factories.user()
    row = f"A,Ann,Bell,M1,Purchase,Residential purchase,{lawyer.email},,"
    taken_over(row, by=admin, header=WITH_MATTER)

    closed = taken_over(f"{row}2026-11-20", by=admin, header=WITH_MATTER, duplicates=Duplicates.UPDATE)
    again = taken_over(row.replace("Purchase,R", "Sale,R"), by=admin, header=WITH_MATTER, duplicates=Duplicates.UPDATE)

    matter = Matter.objects.get()
    assert (matter.stage, matter.closed_on, matter.title) == (MatterStage.CLOSED, date(2026, 11, 20), "Purchase")
    assert (outcomes(closed), outcomes(again)) == (["update"], ["skip"])
    assert reasons(again) == [("matter_title", "is “Purchase” here; left as it is")]
