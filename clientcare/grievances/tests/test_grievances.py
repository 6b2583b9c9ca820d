"""Notes of disagreements: who reads them, how they end, and that they are never mixed with checks of interests."""

import html
import re
import uuid
from typing import Any

import pytest
from django.conf import settings as house
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from practice.models import Grievance, JournalEntry, Matter, Party, User
from practice.permissions import Role
from practice.tests import factories
from practice.tests.clock import set_clock

NOON = factories.TUESDAY_NOON
WORDS = "He shouted, and I hung up"


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOON)


def _as(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def _text(answer: Any) -> str:
    return " ".join(html.unescape(answer.content.decode()).split())


@pytest.fixture
def amara(db: None) -> User:
    factories.firm()
    return factories.user(given="Amara", family="Okafor")


@pytest.fixture
def note(amara: User) -> Grievance:
    matter = factories.matter(fee_earner=amara)
    return _note(amara, matter.clients()[0], by=factories.user(Role.RECEPTIONIST), matter=matter)


def _note(staff: User, party: Party, *, by: User, matter: Matter | None = None) -> Grievance:
    typed = {
        "form_key": str(uuid.uuid4()),
        "staff": staff.pk,
        "matter": matter.pk if matter else "",
        "happened_on": "2026-11-23",
        "words": WORDS,
    }
    answers = [_as(by).post(reverse("client_grievance", args=[party.pk]), typed) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    return Grievance.objects.get()


def test_whoever_wrote_it_and_managers_read_a_note_and_nobody_else_finds_it_anywhere(
    note: Grievance, amara: User
) -> None:
    head = factories.user(Role.HEAD, given="Siobhan")
    amara.department.head = head  # type: ignore[union-attr]  # the factory gives one
    amara.department.save(update_fields=["head"])  # type: ignore[union-attr]
    readers = {
        "writer": note.noted_by,
        "head": head,
        "managing partner": factories.user(Role.MANAGING_PARTNER),
        "head of another department": factories.user(Role.HEAD),
        "the person it is about": amara,
        "reception": factories.user(Role.RECEPTIONIST),
        "compliance": factories.user(Role.COMPLIANCE),
    }

    seen = {who for who, user in readers.items() if WORDS in _text(_as(user).get(reverse("grievances")))}

    assert seen == {"writer", "head", "managing partner"}
    for user in readers.values():
        for page in (reverse("client", args=[note.party_id]), reverse("matter", args=[note.matter_id])):
            assert WORDS not in _text(_as(user).get(page))
    noted = JournalEntry.objects.get(event="grievance.noted")
    assert (noted.matter_id, noted.party_id, noted.facts) == (None, None, {})


def test_a_wall_around_the_matter_keeps_its_notes_from_managers_too(note: Grievance) -> None:
    partner = factories.user(Role.MANAGING_PARTNER)
    before = Grievance.objects.visible_to(partner).count()
    Matter.objects.update(is_restricted=True)

    assert (before, Grievance.objects.visible_to(partner).count()) == (1, 0)


def test_how_it_was_settled_is_written_once_by_whoever_may_read_it(note: Grievance, amara: User) -> None:
    partner, url = factories.user(Role.MANAGING_PARTNER), reverse("grievance_settle", args=[note.pk])

    said = ("", "They spoke on Friday", "They spoke on Friday")
    answers = [_as(partner).post(url, {"how": how}) for how in said]

    assert [one.status_code for one in answers] == [422, 303, 409]
    assert _as(amara).post(url, {"how": "It was nothing"}).status_code == 404
    note.refresh_from_db()
    assert (note.settled_how, note.settled_by, note.words) == ("They spoke on Friday", partner, WORDS)


def test_a_note_says_between_whom_when_and_what(amara: User) -> None:
    client = factories.party("Joseph Adeyemi")
    typed = {"form_key": str(uuid.uuid4()), "staff": amara.pk, "happened_on": "2026-11-25", "words": WORDS}
    browser, url = _as(factories.user()), reverse("client_grievance", args=[client.pk])

    answers = [browser.post(url, typed), browser.post(url, {**typed, "happened_on": "2026-11-23", "words": ""})]

    assert [one.status_code for one in answers] == [422, 422]
    assert "That day is still to come" in _text(answers[0])
    assert Grievance.objects.count() == 0


def _words_of(*paths: str) -> str:
    """Return what people read in templates and forms: no tags, no names of addresses or of code."""
    text = "\n".join((house.BASE_DIR / path).read_text() for path in paths)
    return re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}|<[^>]*>", " ", text, flags=re.DOTALL).lower()


def test_neither_the_pages_of_checks_nor_those_of_notes_use_the_others_word() -> None:
    templates = house.BASE_DIR / "templates"
    ours = [f"templates/grievances/{one.name}" for one in (templates / "grievances").glob("*.html")]
    ours += ["clientcare/grievances/forms.py"]
    checks = [f"templates/intake/{one.name}" for one in (templates / "intake").glob("*.html")]

    assert (len(ours), len(checks) > 20) == (3, True)
    assert "conflict" not in _words_of(*ours)
    assert re.findall("grievance|disagreement", _words_of(*checks)) == []
    assert "conflict" in _words_of(*checks)


def test_older_notes_stand_on_further_pages_and_a_refused_answer_on_its_own(note: Grievance, amara: User) -> None:
    facts = {"party": note.party, "staff": amara, "noted_by": note.noted_by, "noted_at": NOON}
    Grievance.objects.bulk_create(
        Grievance(happened_on=note.happened_on, words=f"Note {number}.", **facts) for number in range(50)
    )
    browser = _as(note.noted_by)

    pages = [_text(browser.get(reverse("grievances"), {"page": number})) for number in (1, 2)]
    refused = _text(browser.post(reverse("grievance_settle", args=[note.pk]), {f"settle-{note.pk}-how": ""}))

    shown = [sum(f"Note {number}." in text for number in range(50)) + text.count(WORDS) for text in pages]
    assert shown == [50, 1]
    assert ("51 to 51 of 51" in pages[1], WORDS in refused, "All 51 notes" in refused) == (True, True, True)
