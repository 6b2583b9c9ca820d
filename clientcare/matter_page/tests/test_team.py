"""A matter goes to somebody else: who, why, by whom, and what stays on record."""

import html
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from callbacks.tests.clock import stop_near
from callbacks.tests.factories import at, book
from engagement.models import Letter
from practice.errors import Refusal
from practice.models import JournalEntry, Matter, Task, User
from practice.permissions import Role
from practice.services.allocation import Team, allocate, team_ids
from practice.services.tasks import give_task
from practice.tests import factories
from practice.tests.test_barriers import stand

pytestmark = pytest.mark.django_db
NOON = factories.TUESDAY_NOON


@pytest.fixture
def matter() -> Matter:
    factories.firm()
    amara, supervisor = factories.user(given="Amara", family="Okafor"), factories.user(Role.HEAD)
    return factories.matter(fee_earner=amara, assistant=factories.user(Role.SECRETARY), supervisor=supervisor)


def _as(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def _text(answer: Any) -> str:
    return " ".join(html.unescape(answer.content.decode()).split())


def test_a_matter_is_given_away_once_with_a_reason_and_the_timeline_tells_it_inside(matter: Matter) -> None:
    beth, url = factories.user(given="Beth", family="Shaw"), reverse("matter_team", args=[matter.pk])
    browser = _as(matter.supervisor or matter.fee_earner)
    seen = browser.get(url).context["form"].initial["seen"]
    typed = {"seen": seen, "fee_earner": beth.pk, "supervisor": matter.supervisor_id, "because": "Amara is on leave"}

    answers = [browser.post(url, one) for one in ({**typed, "because": ""}, typed, typed)]

    assert [one.status_code for one in answers] == [422, 303, 409]
    assert "Somebody has changed who works on this" in _text(answers[2])
    matter.refresh_from_db()
    assert (matter.fee_earner, matter.assistant) == (beth, None)
    told = "fee earner: Beth Shaw, instead of Amara Okafor; assistant: nobody, instead of"
    readers = (beth, factories.user(Role.RECEPTIONIST))
    pages = [_text(_as(user).get(reverse("matter", args=[matter.pk]))) for user in readers]
    assert [("Amara is on leave" in page, told in page) for page in pages] == [(True, True), (False, False)]
    assert "Fee earner: Beth Shaw, instead of Amara Okafor" in _text(browser.get(url))


def test_whoever_did_the_work_until_then_stays_on_record_and_comes_back_whole(matter: Matter) -> None:
    amara, assistant, beth = matter.fee_earner, matter.assistant, factories.user(given="Beth")
    for team in (Team(fee_earner=beth), Team(fee_earner=amara, supervisor=beth)):
        matter.refresh_from_db()
        allocate(matter_id=matter.pk, team=team, because="Leave", seen=team_ids(matter), by=beth, now=NOON)

    matter.refresh_from_db()
    members = set(matter.members.values_list("user_id", flat=True))
    assert members == {assistant.pk if assistant else None, beth.pk}
    assert matter.worker_ids() == {amara.pk, beth.pk, assistant.pk if assistant else None}


def test_what_is_open_goes_with_it_in_one_go_and_a_call_that_clashes_is_listed_and_stays(
    matter: Matter, settings: Settings
) -> None:
    stop_near(at(13, 0), settings)
    amara, beth = matter.fee_earner, factories.user(given="Beth", family="Shaw")
    free, clashing = (book(amara, matter=matter, starts_at=at(15, n), now=NOON, caller_name="Jo Bell") for n in (0, 20))
    book(beth, starts_at=at(15, 20), now=NOON)
    with transaction.atomic():
        for key in ("matter:letter", "conflict:9:hit:1"):
            give_task(key=key, owner=amara, title=f"Do {key}", url="/", due_on=NOON.date(), now=NOON, matter=matter)
    asked = {"asked_at": NOON, "approver": matter.supervisor, "approved_at": NOON, "approved_by": matter.supervisor}
    letter = Letter.objects.create(
        matter=matter,
        template_code="care",
        version=1,
        due_on=NOON.date(),
        stage="approved",
        **dict.fromkeys(("prepared_by", "prepared_for", "saved_by"), amara),
        **{"started_at": NOON, "saved_at": NOON, "approved_draft_version": 1, **asked},
    )
    browser, url = _as(matter.supervisor or amara), reverse("matter_team", args=[matter.pk])
    page = browser.get(url)
    assert _text(page).count("ring Jo Bell") == 2
    assert ("Do matter:letter" in _text(page), "Do conflict" in _text(page)) == (True, False)
    form = page.context["form"].initial
    assert form["with_work"] is True
    typed = {"seen": form["seen"], "supervisor": matter.supervisor_id, "because": "Leave", "with_work": "on"}

    told = _text(browser.post(url, {**typed, "fee_earner": beth.pk}, follow=True))

    assert "Beth Shaw has it now, with 1 call, 1 task and the letter in the making." in told
    assert f"Not moved, because that time is not free or has passed: Jo Bell, Tue 24 Nov 2026, 15:20 ({amara})" in told
    for row in (free, clashing, letter):
        row.refresh_from_db()
    assert (free.adviser, free.promises.get().starts_at, clashing.adviser) == (beth, at(15, 0), amara)
    assert (letter.prepared_for, letter.stage, letter.approved_by, letter.saved_by) == (beth, "draft", None, amara)
    assert dict(Task.objects.exclude(key__contains="left").values_list("key", "owner")) == {
        "matter:letter": beth.pk,
        "conflict:9:hit:1": amara.pk,
    }
    assert Task.objects.get(key__contains="calls_left").owner == beth
    facts = JournalEntry.objects.get(event="matter.work_given").facts
    assert (facts["to"], facts["what"].endswith("; 1 call left where it was")) == ("Beth Shaw", True)


def test_nobody_works_on_what_a_wall_keeps_from_them_and_nothing_is_given_to_whom_it_has(matter: Matter) -> None:
    stranger = factories.user(given="Beth")
    stand(matter, factories.user(Role.COMPLIANCE), inside=[matter.fee_earner], outside=[])
    same = Team(fee_earner=matter.fee_earner, supervisor=matter.supervisor, assistant=matter.assistant)
    for team, code in ((Team(fee_earner=stranger), "kept_outside"), (same, "allocated_already")):
        with pytest.raises(Refusal) as refusal:
            allocate(matter_id=matter.pk, team=team, because="-", seen=team_ids(matter), by=stranger, now=NOON)
        assert refusal.value.code == code

    assert JournalEntry.objects.filter(event="matter.allocated").count() == 0
