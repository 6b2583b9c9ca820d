"""The lists of questions: what they hold, and how a changed one is loaded."""

from typing import Any

import pytest

from intake import services
from intake.models import Checklist, ChecklistItem
from intake.rules import Purpose
from intake.tests.factories import NOON
from practice.models import (
    WorkType,
)

pytestmark = pytest.mark.django_db


def test_the_default_list_is_that_of_the_domain_and_a_kind_of_work_adds_to_it() -> None:
    lists = {one.work_type: one for one in Checklist.objects.filter(purpose=Purpose.FIRST_MEETING)}
    counts = {kind: one.items.count() for kind, one in lists.items()}

    assert counts == {
        "": 27,
        "residential_purchase": 29,
        "disputes": 28,
        "employment": 27,
        "family": 28,
        "private_client": 28,
    }
    assert set(lists[""].items.filter(is_mandatory=False).values_list("code", flat=True)) == {"share", "cancellation"}
    assert [one.code for one in lists["residential_purchase"].items.order_by("position")][13:16] == [
        "fees",
        "funds",
        "owned_before",
    ]
    checked = ChecklistItem.objects.filter(code="key_dates", needs_second=True).values_list("checklist__work_type")
    assert {kind for (kind,) in checked} == {"disputes", "employment"}


def test_a_list_is_loaded_once_and_a_changed_one_becomes_its_next_version() -> None:
    data = {"consultation": {"name": "Later consultation", "items": [{"code": "a", "answer": "text", "question": "A"}]}}
    before = Checklist.objects.count()

    counts = [services.load_checklists(now=NOON), *(services.load_checklists(now=NOON, lists=data) for _ in range(2))]

    assert counts == [0, 1, 0]
    assert Checklist.objects.count() == before + 1
    assert Checklist.objects.for_work(Purpose.CONSULTATION, WorkType.FAMILY).version == 2


@pytest.mark.parametrize(
    "differs",
    [
        {"change": {"no_such": {}}},
        {"add": [{"code": "x", "after": "no_such", "answer": "text", "question": "X"}]},
        {"change": {"a": {"and to whom": None}}},
    ],
    ids=["change", "add", "a comma without quotes"],
)
def test_a_list_that_makes_no_sense_is_refused_whole(differs: dict[str, Any]) -> None:
    data = {
        "consultation": {
            "name": "Other",
            "items": [{"code": "a", "answer": "text", "question": "A"}],
            "kinds_of_work": {"family": {"name": "F", **differs}},
        }
    }
    before = Checklist.objects.count()

    with pytest.raises(services.ChecklistWrong):
        services.load_checklists(now=NOON, lists=data)

    assert Checklist.objects.count() == before
