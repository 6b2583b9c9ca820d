"""Drafts of a meeting, its record, later consultations, roles, and what the page costs."""

import re
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from clientcare.matter_page.tests.meeting_page import KEY, KEYS, signed_in, start, url
from intake.models import InterviewAnswer, InterviewNote
from intake.progress import occasion
from intake.tests.meeting_rows import begun, cleared_matter, close, everything
from practice.models import AgreedStep, FormDraft, Matter, Side
from practice.permissions import Role
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db
NOON = factories.TUESDAY_NOON


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOON + timedelta(minutes=5))


@pytest.fixture
def matter() -> Matter:
    return cleared_matter()


# --- Drafts


def test_what_is_typed_is_kept_by_itself_for_who_typed_it_and_comes_back(matter: Matter) -> None:
    begun(matter)
    client, other = signed_in(matter.fee_earner), signed_in(factories.user())
    typed = {"form_key": KEY, "seen": 1, "q_story": "Half a sen", "q_privacy_done": "on", "q_key_dates_on_day": "31"}

    kept = client.post(url("intake:meeting_draft", matter), typed, headers={"HX-Request": "true"})
    by_button = client.post(url("intake:meeting_draft", matter), typed)
    pages = [one.get(url("intake:meeting", matter)).content.decode() for one in (client, other)]

    assert (kept.status_code, by_button.status_code) == (200, 303)
    assert "Kept as a draft at 12:05" in kept.content.decode()
    assert ["Half a sen" in page for page in pages] == [True, False]
    assert re.search(r'name="q_key_dates_on_day"[^>]*value="31"', pages[0])
    assert re.search(r'name="q_privacy_done"[^>]*checked', pages[0])
    assert (FormDraft.objects.count(), InterviewAnswer.objects.count()) == (1, 0)


def test_a_tick_taken_away_in_a_draft_stays_away(matter: Matter) -> None:
    begun(matter)
    client = signed_in(matter.fee_earner)
    client.post(url("intake:meeting", matter), {"form_key": KEY, "seen": 1, "q_privacy_done": "on"})

    client.post(url("intake:meeting_draft", matter), {"form_key": KEY, "seen": 2, "q_story": "Half"})

    page = client.get(url("intake:meeting", matter)).content.decode()
    assert not re.search(r'name="q_privacy_done"[^>]*checked', page)


def test_a_draft_of_an_older_page_is_told_so_when_it_is_saved(matter: Matter) -> None:
    begun(matter)
    client, other = signed_in(matter.fee_earner), signed_in(factories.user())
    client.post(url("intake:meeting_draft", matter), {"form_key": KEY, "seen": 1, "q_story": "Half"})
    other.post(url("intake:meeting", matter), {"form_key": KEYS[1], "seen": 1, "q_issue": "A purchase"})

    page = client.get(url("intake:meeting", matter)).content.decode()

    assert re.search(r'name="seen" value="1"', page)


# --- Later consultations, records, roles


def test_a_finished_meeting_is_read_and_a_later_one_begins_on_the_same_page(matter: Matter) -> None:
    interview = begun(matter)
    close(interview, everything(interview))
    client = signed_in(matter.fee_earner)

    page = client.get(url("intake:meeting", matter)).content.decode()
    record = client.get(url("intake:meeting_record", matter, 1)).content.decode()
    later = start(client, matter)

    assert ("Begin a later consultation" in page, "29 of 29 answered" in page) == (True, True)
    assert ("“About story” Written by" in record, "Send three payslips" in record) == (True, True)
    assert (later.status_code, client.get(url("intake:meeting_record", matter, 2)).status_code) == (303, 404)
    assert "Later consultation" in client.get(url("intake:meeting", matter)).content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_each_door_opens_to_those_who_work_on_matters_and_a_walled_one_to_its_team(role: Role) -> None:
    matter, walled = cleared_matter(), cleared_matter(is_restricted=True)
    interview = begun(matter)
    close(interview, everything(interview))
    client, works = (
        signed_in(factories.user(role)),
        role in {Role.SECRETARY, Role.FEE_EARNER, Role.HEAD, Role.MANAGING_PARTNER},
    )

    gets = [client.get(url("intake:meeting", matter)), client.get(url("intake:meeting_record", matter, 1))]
    hidden = [
        client.get(url("intake:meeting", walled)),
        *(
            client.post(url(name, walled))
            for name in ("intake:meeting", "intake:meeting_draft", "matter_meeting_start", "matter_meeting_end")
        ),
    ]

    assert [one.status_code for one in gets] == [200 if works else 403] * 2
    assert [one.status_code for one in hidden] == [404 if works else 403] * 5


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.COMPLIANCE])
def test_the_matter_page_says_how_far_it_is_and_tells_only_its_people_what_is_open(role: Role) -> None:
    matter = cleared_matter()
    begun(matter)

    own = signed_in(matter.fee_earner).get(url("matter", matter)).content.decode()
    other = signed_in(factories.user(role)).get(url("matter", matter)).content.decode()

    assert ("3 of 29" in own, "3 of 29" in other) == (True, True)
    assert ("Still to answer: who is here" in own, "Still to answer" in other) == (True, False)


def test_the_page_asks_as_often_after_one_note_as_after_thirty(matter: Matter, django_assert_num_queries: Any) -> None:
    interview = begun(matter)
    client = signed_in(matter.fee_earner)
    for rows in (1, 29):
        InterviewNote.objects.bulk_create(
            InterviewNote(interview=interview, item=item, words=f"Note {n}", at=NOON, by=matter.fee_earner)
            for n, item in zip(range(rows), interview.checklist.items.all(), strict=False)
        )
        AgreedStep.objects.bulk_create(
            AgreedStep(
                matter=matter,
                side=Side.CLIENT,
                what=f"Step {n}",
                due_on=NOON.date(),
                agreed_in=occasion(interview),
                agreed_at=NOON,
                agreed_by=matter.fee_earner,
            )
            for n in range(rows)
        )
        InterviewAnswer.objects.bulk_create(
            InterviewAnswer(interview=interview, item=item, words="So", at=NOON, by=matter.fee_earner)
            for _, item in zip(range(rows), interview.checklist.items.all(), strict=False)
        )
        with django_assert_num_queries(_PAGE):
            client.get(url("intake:meeting", matter))


_PAGE = 23
