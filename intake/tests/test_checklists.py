"""The lists of questions: what they hold, and how a changed one is loaded."""

from typing import Any

import pytest

from intake import services
from intake.models import Checklist, ChecklistItem
from intake.rules import Purpose
from intake.tests.factories import NOON
from practice.models import JournalEntry, WorkType
from wording import library

pytestmark = pytest.mark.django_db


def test_the_default_list_is_that_of_the_domain_and_a_kind_of_work_adds_to_it() -> None:
    lists = {one.work_type: one for one in Checklist.objects.filter(purpose=Purpose.FIRST_MEETING)}
    counts = {kind: one.items.count() for kind, one in lists.items()}

    assert counts == {
        "": 32,
        "residential_purchase": 34,
        "disputes": 33,
        "employment": 32,
        "personal_injury": 34,
        "business": 33,
        "family": 33,
        "private_client": 33,
    }
    assert set(lists[""].items.filter(is_mandatory=False).values_list("code", flat=True)) == {
        "share",
        "cancellation",
        "unsaid",
        "constraints",
        "other_needs",
    }
    assert [one.code for one in lists["residential_purchase"].items.order_by("position")][17:20] == [
        "fees",
        "funds",
        "owned_before",
    ]
    checked = ChecklistItem.objects.filter(code="key_dates", needs_second=True).values_list("checklist__work_type")
    assert {kind for (kind,) in checked} == {"disputes", "employment", "personal_injury"}


def test_the_first_meeting_asks_for_the_story_before_the_issue_and_has_the_words_on_how_we_share_our_time() -> None:
    asked = [one.code for one in Checklist.objects.for_work("first_meeting", "family").items.order_by("position")]
    wanted = ["story", "unsaid", "issue", "objectives", "goals", "constraints", "other_needs"]

    assert [code for code in asked if code in wanted] == wanted
    said = ChecklistItem.objects.filter(code="attention").values_list("say", flat=True)
    letter = library.read().clauses["share_time"].body  # the client care letter repeats it, word for word
    assert letter == "We act for many people, and each case has our full attention in its turn."
    assert set(said) == {f"{letter} That is why I take no calls while you are here."}


def test_a_list_is_loaded_once_and_a_changed_one_becomes_its_next_version() -> None:
    data = {"consultation": {"name": "Later consultation", "items": [{"code": "a", "answer": "text", "question": "A"}]}}
    before = Checklist.objects.count()

    counts = [services.load_checklists(now=NOON), *(services.load_checklists(now=NOON, lists=data) for _ in range(2))]

    assert counts == [0, 1, 0]
    assert Checklist.objects.count() == before + 1
    assert Checklist.objects.for_work(Purpose.CONSULTATION, WorkType.FAMILY).version == 2
    edits = JournalEntry.objects.filter(event="checklist.replaced")
    assert [(one.actor_name, one.facts) for one in edits] == [
        ("ClientCare", {"name": "Later consultation", "version": 2})
    ]


@pytest.mark.parametrize(
    "differs",
    [
        {"change": {"no_such": {}}},
        {"add": [{"code": "x", "after": "no_such", "answer": "text", "question": "X"}]},
        {"change": {"a": {"and to whom": None}}},
        {"change": {"a": {"say_clause": "no_such"}}},
        {"change": {"a": {"say_clause": "people"}}},
    ],
    ids=["change", "add", "a comma without quotes", "no such clause", "a clause with facts"],
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
