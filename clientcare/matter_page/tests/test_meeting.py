"""The page of a meeting from beginning to end, and what it refuses without losing a word."""

import re
from datetime import timedelta

import pytest
from pytest_django import Settings

from callbacks.models import Block
from clientcare.matter_page.tests.meeting_page import KEY, KEYS, as_it_stands, filled_in, signed_in, start, url
from intake.models import Interview, InterviewAnswer, InterviewNote
from intake.tests.meeting_rows import begun, cleared_matter, close, everything
from practice.models import Adjustment, AgreedStep, GateKind, Matter, MatterRole, Task
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


def test_a_meeting_from_the_matter_page_to_the_tasks(matter: Matter) -> None:
    lawyer = matter.fee_earner
    client = signed_in(lawyer)
    link = re.search(r'href="([^"]+)">First meeting</a>', client.get(url("matter", matter)).content.decode())

    begun_ = start(client, matter)
    interview = Interview.objects.get()
    saved = client.post(url("intake:meeting", matter), filled_in(interview))
    interview.refresh_from_db()
    on_matter = client.get(url("matter", matter)).content.decode()
    ended = client.post(url("matter_meeting_end", matter), {"form_key": KEYS[1], **as_it_stands(client, matter)})

    assert link is not None
    assert link[1] == url("intake:meeting", matter)
    assert [one.status_code for one in (begun_, saved, ended)] == [303, 303, 303]
    assert "It can be finished." in on_matter
    assert matter.may(GateKind.INTERVIEW, NOON + timedelta(hours=1))
    assert [task.title for task in Task.objects.filter(owner=lawyer)] == [f"Write to the seller: {matter}"]
    assert AgreedStep.objects.count() == 2


def test_while_it_runs_nobody_rings_through_and_when_it_ends_they_do(matter: Matter) -> None:
    client, lawyer = signed_in(matter.fee_earner), matter.fee_earner
    start(client, matter)
    at = NOON + timedelta(minutes=30)
    during = Block.objects.at(at).filter(adviser=lawyer).count()

    client.post(url("matter_meeting_end", matter), filled_in(Interview.objects.get()))

    assert (during, Block.objects.at(at).filter(adviser=lawyer).count()) == (1, 0)


def test_with_whom_longer_appointments_are_agreed_a_meeting_is_twice_as_long_and_so_is_its_quiet(
    matter: Matter,
) -> None:
    browser, party = signed_in(matter.fee_earner), matter.parties.get(role=MatterRole.CLIENT).party
    usual = browser.get(url("intake:meeting", matter)).content.decode()
    factories.agree(party, Adjustment.LONGER_APPOINTMENTS)

    page = browser.get(url("intake:meeting", matter)).content.decode()
    proposed = [re.findall(r'<option value="(\d+)" selected', text)[-1] for text in (usual, page)]
    start(browser, matter, minutes=proposed[1])

    interview, block = Interview.objects.get(), Block.objects.get()
    assert proposed == ["60", "120"]
    assert f"Twice the usual hour: longer appointments are agreed with {party.name}." in page
    assert interview.quiet_until - interview.started_at == timedelta(hours=2)
    assert block.span.upper == interview.quiet_until


def test_the_same_form_twice_begins_one_meeting_with_one_block(matter: Matter) -> None:
    client = signed_in(matter.fee_earner)

    answers = [start(client, matter).status_code for _ in range(2)]
    other = start(client, matter, key=KEYS[3])

    assert (answers, other.status_code) == ([303, 303], 409)
    assert (Interview.objects.count(), Block.objects.count()) == (1, 1)


def test_nothing_begins_before_the_conflict_check_is_clear_and_nobody_is_made_quiet() -> None:
    matter = factories.matter()
    client = signed_in(matter.fee_earner)

    page, answer = client.get(url("intake:meeting", matter)), start(client, matter)

    assert (page.status_code, answer.status_code) == (200, 409)
    assert "a holding call may take names" in page.content.decode()
    assert (Interview.objects.count(), Block.objects.count()) == (0, 0)


def test_what_cannot_be_right_comes_back_with_every_word(matter: Matter) -> None:
    interview = begun(matter)
    typed = filled_in(
        interview,
        q_story="A very long story",
        q_key_dates_on_day="31",
        q_key_dates_on_month="2",
        step_2_what="A step of nobody",
        note="A half note",
    )

    answer = signed_in(matter.fee_earner).post(url("intake:meeting", matter), typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Enter a real date", "Say who does it.", "A very long story", "A step of nobody", "A half note"):
        assert words in page
    assert (InterviewAnswer.objects.count(), InterviewNote.objects.count()) == (0, 0)


def test_somebody_who_saves_over_a_newer_page_sees_both_and_saves_again(matter: Matter) -> None:
    interview = begun(matter)
    second = factories.user(Role.SECRETARY, given="Beth", family="Lowe")
    first = {"form_key": KEYS[0], "seen": 1, "q_story": "From the lawyer"}
    later = {"form_key": KEYS[1], "seen": 1, "q_story": "From the secretary", "q_issue": "A purchase"}
    signed_in(matter.fee_earner).post(url("intake:meeting", matter), first)

    refused = signed_in(second).post(url("intake:meeting", matter), later)
    page = refused.content.decode()
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert seen is not None
    again = signed_in(second).post(url("intake:meeting", matter), {**later, "seen": seen[1]})

    assert (refused.status_code, again.status_code) == (409, 303)
    assert ("From the secretary" in page, "“From the lawyer” Written by" in page) == (True, True)
    assert [row.words for row in InterviewAnswer.objects.filter(interview=interview).order_by("pk")] == [
        "From the lawyer",
        "From the secretary",
        "A purchase",
    ]


def test_a_meeting_with_something_open_comes_back_whole_and_stays_open(matter: Matter) -> None:
    interview = begun(matter)
    typed = filled_in(interview, q_fees="")

    answer = signed_in(matter.fee_earner).post(url("matter_meeting_end", matter), typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "28 of 29 are answered. Still open: Fees: basis, estimate" in page
    assert "About scope" in page
    assert Interview.objects.get().is_running


def test_the_supervisor_finishes_it_from_the_page_with_a_reason(matter: Matter) -> None:
    interview = begun(matter)
    typed = filled_in(interview, q_fees="", reason="She had to leave")
    lawyer, head = signed_in(matter.fee_earner), signed_in(matter.supervisor)  # type: ignore[arg-type]  # the row has one
    form_shown = [
        "Why it may be finished" in one.get(url("intake:meeting", matter)).content.decode() for one in (lawyer, head)
    ]

    refused = lawyer.post(url("matter_meeting_end", matter), typed)
    done = head.post(url("matter_meeting_end", matter), typed)

    assert (form_shown, refused.status_code, done.status_code) == ([False, True], 422, 303)
    assert Interview.objects.get().override_reason == "She had to leave"


def test_a_meeting_finished_meanwhile_is_409_and_shows_what_was_typed(matter: Matter) -> None:
    interview = begun(matter)
    close(interview, everything(interview))

    for name in ("intake:meeting", "matter_meeting_end", "intake:meeting_draft"):
        answer = signed_in(matter.fee_earner).post(
            url(name, matter), {"form_key": KEY, "seen": 1, "q_story": "Too late"}
        )
        assert answer.status_code == 409
    assert InterviewAnswer.objects.filter(words="Too late").count() == 0
    ended = signed_in(matter.fee_earner).post(url("matter_meeting_end", matter), {"seen": 1, "q_story": "Too late"})
    assert "Too late" in ended.content.decode()
