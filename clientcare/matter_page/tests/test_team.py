"""A matter goes to somebody else: who, why, by whom, and what stays on record."""

import html
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from practice.errors import Refusal
from practice.models import JournalEntry, Matter, User
from practice.permissions import Role
from practice.services.allocation import Team, allocate, team_ids
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


def test_nobody_works_on_what_a_wall_keeps_from_them_and_nothing_is_given_to_whom_it_has(matter: Matter) -> None:
    stranger = factories.user(given="Beth")
    stand(matter, factories.user(Role.COMPLIANCE), inside=[matter.fee_earner], outside=[])
    same = Team(fee_earner=matter.fee_earner, supervisor=matter.supervisor, assistant=matter.assistant)
    for team, code in ((Team(fee_earner=stranger), "kept_outside"), (same, "allocated_already")):
        with pytest.raises(Refusal) as refusal:
            allocate(matter_id=matter.pk, team=team, because="-", seen=team_ids(matter), by=stranger, now=NOON)
        assert refusal.value.code == code

    assert JournalEntry.objects.filter(event="matter.allocated").count() == 0
