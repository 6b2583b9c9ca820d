"""Which version of the procedure a complaint is dealt with under: the one in force when it came."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from complaints.models import Complaint, Kind, LetterCode
from complaints.presets import preset_mappings
from complaints.services import preparing
from complaints.services.procedures import load_procedures, procedure_policy
from complaints.services.register import preview, procedure_in_force
from complaints.tests import factories
from complaints.tests.factories import TUESDAY, Cast
from practice.models import DeadlineRule, Procedure
from practice.tests import factories as firm
from practice.tests.calendars import local


@transaction.atomic
def second_version(*, in_force_from: date) -> Procedure:
    """The standard procedure again, with five days to acknowledge instead of three."""
    before = Procedure.objects.get(code="standard", version=1)
    after = Procedure.objects.create(
        code="standard",
        version=2,
        name=before.name,
        in_force_from=in_force_from,
        settings=before.settings | {"version": 2},
    )
    for rule in before.rules.all():
        changed: dict[str, Any] = {"value": 5} if rule.kind == "ack" else {}
        DeadlineRule.objects.create(
            procedure=after, kind=rule.kind, position=rule.position, settings=rule.settings | changed
        )
    return after


@pytest.mark.django_db
def test_a_preset_is_in_force_from_its_own_day_and_not_from_the_day_of_loading() -> None:
    stated = {one["code"]: one["in_force_from"] for one in preset_mappings()["procedures"]}
    loaded = dict(Procedure.objects.values_list("code", "in_force_from"))

    assert loaded == stated
    assert (stated["standard"], stated["data_protection"]) == (date(2023, 4, 1), date(2026, 6, 19))
    assert {procedure_policy(row).in_force_from == row.in_force_from for row in Procedure.objects.all()} == {True}


@pytest.mark.django_db
def test_loading_again_changes_no_version_that_is_there() -> None:
    Procedure.objects.filter(code="standard").update(in_force_from=date(2024, 1, 1))
    before = Procedure.objects.count()

    load_procedures()

    assert Procedure.objects.get(code="standard").in_force_from == date(2024, 1, 1)
    assert Procedure.objects.count() == before


@pytest.mark.parametrize(
    ("received", "version"),
    [
        pytest.param("2023-03-13T10:00", 1, id="before all of them"),
        pytest.param("2023-04-01T00:00", 1, id="first day"),
        pytest.param("2026-08-31T23:59", 1, id="last day of the first"),
        pytest.param("2026-09-01T00:00", 2, id="first day of the second, local time"),
        pytest.param("2026-11-24T12:00", 2, id="long after"),
    ],
)
@pytest.mark.django_db
def test_the_day_of_receipt_picks_the_version(received: str, version: int) -> None:
    department = firm.department()
    second_version(in_force_from=date(2026, 9, 1))
    at = local(received)

    found = procedure_in_force(department, Kind.SERVICE, received_on=at.date())
    ack = preview(received_at=at, department=department)[0]

    assert (found.code, found.version) == ("standard", version)
    assert ack.due_on - ack.started_on == timedelta(days=5 if version == 2 else 3)


@pytest.mark.parametrize(
    ("received_on", "code"),
    [(date(2026, 6, 18), "standard"), (date(2026, 6, 19), "data_protection")],
    ids=["the day before", "the first day"],
)
@pytest.mark.django_db
def test_personal_data_has_a_procedure_of_its_own_from_its_first_day(received_on: date, code: str) -> None:
    assert procedure_in_force(firm.department(), Kind.DATA_PROTECTION, received_on=received_on).code == code


def _enclosed(complaint: Complaint) -> str:
    made = preparing.compose_letter(complaint, LetterCode.L1, now=TUESDAY)
    enclosure = preparing.prepare_letter(complaint, LetterCode.L1, now=TUESDAY).enclosures[0].composition
    assert "version 1, in force from 1 April 2023" in made.html
    return enclosure.html


def test_a_letter_names_and_encloses_the_version_its_clocks_run_by(people: Cast) -> None:
    complaint = factories.complaint(people, received_at=TUESDAY - timedelta(days=2), now=TUESDAY)
    second_version(in_force_from=TUESDAY.date())

    enclosed = _enclosed(Complaint.objects.get(pk=complaint.pk))
    today = preparing.published_procedure(people.department, now=TUESDAY, on=TUESDAY.date())

    assert ("<td>3 days</td>" in enclosed, "<td>5 days</td>" in enclosed) == (True, False)
    assert ("<td>3 days</td>" in today.html, "<td>5 days</td>" in today.html) == (False, True)
