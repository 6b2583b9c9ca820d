"""The page of a meeting from beginning to end: roles, refusals, drafts, what nobody loses."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from callbacks.models import Block
from intake.models import ChecklistItem, Interview, InterviewAnswer, InterviewNote
from intake.progress import occasion
from intake.rules import AnswerKind
from intake.tests.meeting_rows import begun, cleared_matter, close, everything
from practice.models import AgreedStep, FormDraft, GateKind, Matter, Side, Task, User
from practice.permissions import Role
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db
NOON = factories.TUESDAY_NOON
KEY = "5f0c8a52-8a53-4a55-b1a5-0c2f9b3b7d11"
KEYS = [KEY.replace("5f", f"{number}f") for number in range(1, 9)]


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOON + timedelta(minutes=5))


@pytest.fixture
def matter() -> Matter:
    return cleared_matter()


def _as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _url(name: str, matter: Matter, *more: object) -> str:
    return reverse(name, args=[matter.pk, *more])


def _start(client: Client, matter: Matter, *, key: str = KEY, **fields: Any) -> Any:
    typed = {"form_key": key, "held_by": matter.fee_earner.pk, "way": "in_person", "minutes": "60", **fields}
    return client.post(_url("matter_meeting_start", matter), typed)


def _typed(interview: Interview, *, key: str = KEYS[0], **fields: Any) -> dict[str, Any]:
    """Fill in the page as somebody does who answers everything."""
    typed: dict[str, Any] = {"form_key": key, "seen": interview.version}
    for item in ChecklistItem.objects.filter(checklist=interview.checklist, is_mandatory=True):
        if item.answer in {AnswerKind.TICK, AnswerKind.READ_BACK}:
            typed[f"q_{item.code}_done"] = "on"
        if item.answer == AnswerKind.DATE:
            typed |= {f"q_{item.code}_on_day": "27", f"q_{item.code}_on_month": "11", f"q_{item.code}_on_year": "2026"}
        elif item.answer == AnswerKind.SOURCE:
            typed[f"q_{item.code}"] = "search"
        elif not AnswerKind(item.answer).is_read:
            typed[f"q_{item.code}"] = f"About {item.code}"
    for number, (side, what) in enumerate((("us", "Write to the seller"), ("client", "Send payslips"))):
        typed |= {f"step_{number}_side": side, f"step_{number}_what": what}
        typed |= {f"step_{number}_due_on_{part}": value for part, value in _FRIDAY.items()}
    return {**typed, **fields}


_FRIDAY = {"day": "27", "month": "11", "year": "2026"}


def test_a_meeting_from_the_matter_page_to_the_tasks(matter: Matter) -> None:
    lawyer = matter.fee_earner
    client = _as(lawyer)
    link = re.search(r'href="([^"]+)">First meeting</a>', client.get(_url("matter", matter)).content.decode())

    begun_ = _start(client, matter)
    interview = Interview.objects.get()
    saved = client.post(_url("intake:meeting", matter), _typed(interview))
    interview.refresh_from_db()
    on_matter = client.get(_url("matter", matter)).content.decode()
    ended = client.post(_url("matter_meeting_end", matter), {"form_key": KEYS[1], **_again(client, matter)})

    assert link is not None
    assert link[1] == _url("intake:meeting", matter)
    assert [one.status_code for one in (begun_, saved, ended)] == [303, 303, 303]
    assert "It can be finished." in on_matter
    assert matter.may(GateKind.INTERVIEW, NOON + timedelta(hours=1))
    assert [task.title for task in Task.objects.filter(owner=lawyer)] == [f"Write to the seller: {matter}"]
    assert AgreedStep.objects.count() == 2


def _again(client: Client, matter: Matter) -> dict[str, str]:
    """Return what a browser would send from the page as it stands."""
    page = client.get(_url("intake:meeting", matter)).content.decode()
    typed = {}
    for field in re.findall(r"<(?:input|textarea|select)[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', field), re.search(r'value="([^"]*)"', field)
        if name is None or name[1] in {"csrfmiddlewaretoken", "form_key"}:
            continue
        if 'type="checkbox"' in field:
            if "checked" in field:
                typed[name[1]] = "on"
        elif field.startswith("<textarea"):
            body = re.search(rf'name="{name[1]}"[^>]*>\s*([^<]*)</textarea>', page)
            typed[name[1]] = body[1] if body else ""
        elif field.startswith("<select"):
            body = re.search(rf'name="{name[1]}".*?</select>', page, re.S)
            chosen = re.search(r'value="([^"]*)" selected', body[0]) if body else None
            typed[name[1]] = chosen[1] if chosen else ""
        else:
            typed[name[1]] = value[1] if value else ""
    return typed


def test_while_it_runs_nobody_rings_through_and_when_it_ends_they_do(matter: Matter) -> None:
    client, lawyer = _as(matter.fee_earner), matter.fee_earner
    _start(client, matter)
    at = NOON + timedelta(minutes=30)
    during = Block.objects.at(at).filter(adviser=lawyer).count()

    client.post(_url("matter_meeting_end", matter), _typed(Interview.objects.get()))

    assert (during, Block.objects.at(at).filter(adviser=lawyer).count()) == (1, 0)


def test_the_same_form_twice_begins_one_meeting_with_one_block(matter: Matter) -> None:
    client = _as(matter.fee_earner)

    answers = [_start(client, matter).status_code for _ in range(2)]
    other = _start(client, matter, key=KEYS[3])

    assert (answers, other.status_code) == ([303, 303], 409)
    assert (Interview.objects.count(), Block.objects.count()) == (1, 1)


def test_nothing_begins_before_the_conflict_check_is_clear_and_nobody_is_made_quiet() -> None:
    matter = factories.matter()
    client = _as(matter.fee_earner)

    page, answer = client.get(_url("intake:meeting", matter)), _start(client, matter)

    assert (page.status_code, answer.status_code) == (200, 409)
    assert "a holding call may take names" in page.content.decode()
    assert (Interview.objects.count(), Block.objects.count()) == (0, 0)


def test_what_cannot_be_right_comes_back_with_every_word(matter: Matter) -> None:
    interview = begun(matter)
    typed = _typed(
        interview,
        q_story="A very long story",
        q_key_dates_on_day="31",
        q_key_dates_on_month="2",
        step_2_what="A step of nobody",
        note="A half note",
    )

    answer = _as(matter.fee_earner).post(_url("intake:meeting", matter), typed)

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
    _as(matter.fee_earner).post(_url("intake:meeting", matter), first)

    refused = _as(second).post(_url("intake:meeting", matter), later)
    page = refused.content.decode()
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert seen is not None
    again = _as(second).post(_url("intake:meeting", matter), {**later, "seen": seen[1]})

    assert (refused.status_code, again.status_code) == (409, 303)
    assert ("From the secretary" in page, "“From the lawyer” Written by" in page) == (True, True)
    assert [row.words for row in InterviewAnswer.objects.filter(interview=interview).order_by("pk")] == [
        "From the lawyer",
        "From the secretary",
        "A purchase",
    ]


def test_a_meeting_with_something_open_comes_back_whole_and_stays_open(matter: Matter) -> None:
    interview = begun(matter)
    typed = _typed(interview, q_fees="")

    answer = _as(matter.fee_earner).post(_url("matter_meeting_end", matter), typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "26 of 27 are answered. Still open: Fees: basis, estimate" in page
    assert "About scope" in page
    assert Interview.objects.get().is_running


def test_the_supervisor_finishes_it_from_the_page_with_a_reason(matter: Matter) -> None:
    interview = begun(matter)
    typed = _typed(interview, q_fees="", reason="She had to leave")
    lawyer, head = _as(matter.fee_earner), _as(matter.supervisor)  # type: ignore[arg-type]  # the row has one
    form_shown = [
        "Why it may be finished" in one.get(_url("intake:meeting", matter)).content.decode() for one in (lawyer, head)
    ]

    refused = lawyer.post(_url("matter_meeting_end", matter), typed)
    done = head.post(_url("matter_meeting_end", matter), typed)

    assert (form_shown, refused.status_code, done.status_code) == ([False, True], 422, 303)
    assert Interview.objects.get().override_reason == "She had to leave"


def test_a_meeting_finished_meanwhile_is_409_and_shows_what_was_typed(matter: Matter) -> None:
    interview = begun(matter)
    close(interview, everything(interview))

    for name in ("intake:meeting", "matter_meeting_end", "intake:meeting_draft"):
        answer = _as(matter.fee_earner).post(_url(name, matter), {"form_key": KEY, "seen": 1, "q_story": "Too late"})
        assert answer.status_code == 409
    assert InterviewAnswer.objects.filter(words="Too late").count() == 0
    ended = _as(matter.fee_earner).post(_url("matter_meeting_end", matter), {"seen": 1, "q_story": "Too late"})
    assert "Too late" in ended.content.decode()


# --- Drafts


def test_what_is_typed_is_kept_by_itself_for_who_typed_it_and_comes_back(matter: Matter) -> None:
    begun(matter)
    client, other = _as(matter.fee_earner), _as(factories.user())
    typed = {"form_key": KEY, "seen": 1, "q_story": "Half a sen", "q_privacy_done": "on", "q_key_dates_on_day": "31"}

    kept = client.post(_url("intake:meeting_draft", matter), typed, headers={"HX-Request": "true"})
    by_button = client.post(_url("intake:meeting_draft", matter), typed)
    pages = [one.get(_url("intake:meeting", matter)).content.decode() for one in (client, other)]

    assert (kept.status_code, by_button.status_code) == (200, 303)
    assert "Kept as a draft at 12:05" in kept.content.decode()
    assert ["Half a sen" in page for page in pages] == [True, False]
    assert re.search(r'name="q_key_dates_on_day"[^>]*value="31"', pages[0])
    assert re.search(r'name="q_privacy_done"[^>]*checked', pages[0])
    assert (FormDraft.objects.count(), InterviewAnswer.objects.count()) == (1, 0)


def test_a_tick_taken_away_in_a_draft_stays_away(matter: Matter) -> None:
    begun(matter)
    client = _as(matter.fee_earner)
    client.post(_url("intake:meeting", matter), {"form_key": KEY, "seen": 1, "q_privacy_done": "on"})

    client.post(_url("intake:meeting_draft", matter), {"form_key": KEY, "seen": 2, "q_story": "Half"})

    page = client.get(_url("intake:meeting", matter)).content.decode()
    assert not re.search(r'name="q_privacy_done"[^>]*checked', page)


def test_a_draft_of_an_older_page_is_told_so_when_it_is_saved(matter: Matter) -> None:
    begun(matter)
    client, other = _as(matter.fee_earner), _as(factories.user())
    client.post(_url("intake:meeting_draft", matter), {"form_key": KEY, "seen": 1, "q_story": "Half"})
    other.post(_url("intake:meeting", matter), {"form_key": KEYS[1], "seen": 1, "q_issue": "A purchase"})

    page = client.get(_url("intake:meeting", matter)).content.decode()

    assert re.search(r'name="seen" value="1"', page)


# --- Later consultations, records, roles


def test_a_finished_meeting_is_read_and_a_later_one_begins_on_the_same_page(matter: Matter) -> None:
    interview = begun(matter)
    close(interview, everything(interview))
    client = _as(matter.fee_earner)

    page = client.get(_url("intake:meeting", matter)).content.decode()
    record = client.get(_url("intake:meeting_record", matter, 1)).content.decode()
    later = _start(client, matter)

    assert ("Begin a later consultation" in page, "27 of 27 answered" in page) == (True, True)
    assert ("“About story” Written by" in record, "Send three payslips" in record) == (True, True)
    assert (later.status_code, client.get(_url("intake:meeting_record", matter, 2)).status_code) == (303, 404)
    assert "Later consultation" in client.get(_url("intake:meeting", matter)).content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_each_door_opens_to_those_who_work_on_matters_and_a_walled_one_to_its_team(role: Role) -> None:
    matter, walled = cleared_matter(), cleared_matter(is_restricted=True)
    interview = begun(matter)
    close(interview, everything(interview))
    client, works = (
        _as(factories.user(role)),
        role in {Role.SECRETARY, Role.FEE_EARNER, Role.HEAD, Role.MANAGING_PARTNER},
    )

    gets = [client.get(_url("intake:meeting", matter)), client.get(_url("intake:meeting_record", matter, 1))]
    hidden = [
        client.get(_url("intake:meeting", walled)),
        *(
            client.post(_url(name, walled))
            for name in ("intake:meeting", "intake:meeting_draft", "matter_meeting_start", "matter_meeting_end")
        ),
    ]

    assert [one.status_code for one in gets] == [200 if works else 403] * 2
    assert [one.status_code for one in hidden] == [404 if works else 403] * 5


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.COMPLIANCE])
def test_the_matter_page_says_how_far_it_is_and_tells_only_its_people_what_is_open(role: Role) -> None:
    matter = cleared_matter()
    begun(matter)

    own = _as(matter.fee_earner).get(_url("matter", matter)).content.decode()
    other = _as(factories.user(role)).get(_url("matter", matter)).content.decode()

    assert ("3 of 27" in own, "3 of 27" in other) == (True, True)
    assert ("Still to answer: who is here" in own, "Still to answer" in other) == (True, False)


def test_the_page_asks_as_often_after_one_note_as_after_thirty(matter: Matter, django_assert_num_queries: Any) -> None:
    interview = begun(matter)
    client = _as(matter.fee_earner)
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
            client.get(_url("intake:meeting", matter))


_PAGE = 21
