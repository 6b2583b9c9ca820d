"""Reports to the MLRO: nobody else ever reads one, counts one or learns that there is one (domain 4.4)."""

import json
import re
from collections.abc import Callable

import pytest
from django.contrib import admin
from django.core import serializers
from django.db import models
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from intake import services
from intake.models import CddCheck, SuspicionNote
from intake.tests.factories import NOON
from practice.errors import Refusal
from practice.models import JournalEntry, Matter, MatterMember, Party, Task, User
from practice.permissions import Role
from practice.tests import factories
from practice.tests.clock import set_clock
from practice.tests.sampling import sampled

pytestmark = pytest.mark.django_db
WORDS = "The deposit came in cash from Quillfeather"
KEY = "5f0c8a52-8a53-4a55-b1a5-0c2f9b3b7d11"


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOON)


@pytest.fixture
def matter() -> Matter:
    return factories.matter(title="Purchase of 9 Beck Lane")


def _as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _note(matter: Matter, *, by: User | None = None) -> SuspicionNote:
    services.report_suspicion(
        matter=matter, party=matter.clients().get(), words=WORDS, by=by or matter.fee_earner, now=NOON
    )
    return SuspicionNote.objects.latest("pk")


def _teammate(matter: Matter, role: Role) -> User:
    """Somebody of this role on the matter's own team: whoever sees most of it."""
    user = factories.user(role)
    MatterMember.objects.create(matter=matter, user=user)
    return user


# --- The matrix: every role asks everywhere, on the matter's team and as the writer of the note

PAGES: dict[str, Callable[[Matter], str]] = {
    "matter": lambda matter: reverse("matter", args=[matter.pk]) + "?all=1",
    "client": lambda matter: reverse("client", args=[matter.clients().get().pk]),
    "identity": lambda matter: reverse("intake:identity", args=[matter.pk]),
    "meeting": lambda matter: reverse("intake:meeting", args=[matter.pk]),
    "search by name": lambda matter: reverse("search") + "?q=Quillfeather",
    "search by matter": lambda matter: reverse("search") + "?q=Beck",
    "my day": lambda matter: reverse("my_day"),
    "matters": lambda matter: reverse("matters"),
    "dashboard": lambda matter: reverse("dashboard"),
    "notes": lambda matter: reverse("intake:suspicions"),
}
OTHERS = [role for role in Role if role != Role.MLRO]


@pytest.mark.parametrize("role", sampled(OTHERS, Role.COMPLIANCE))
def test_a_note_changes_no_page_of_anybody_else(matter: Matter, role: Role, settings: Settings) -> None:
    """Asks each page before and after: not a word, not a number, not a status may differ."""
    writer, stranger = _teammate(matter, role), factories.user(role)
    client = _as(writer)
    before = {name: _answer(client, url(matter), settings) for name, url in PAGES.items()}

    note = _note(matter, by=writer)

    after = {name: _answer(client, url(matter), settings) for name, url in PAGES.items()}
    assert [name for name in PAGES if before[name] != after[name]] == []
    assert not any(WORDS in page for _, page in after.values())
    for who in (writer, stranger):
        assert list(SuspicionNote.objects.visible_to(who)) == []
        decide = reverse("intake:suspicion_decide", args=[note.pk])
        assert (_as(who).get(reverse("intake:suspicions")).status_code, _as(who).post(decide).status_code) == (403, 403)


def _answer(client: Client, url: str, settings: Settings) -> tuple[int, str]:
    """Return what a page says at noon, but what is drawn by lot: keys and tokens."""
    set_clock(settings, NOON)
    answer = client.get(url)
    return answer.status_code, re.sub(r"[0-9a-zA-Z-]{36,}", "", answer.content.decode())


def test_the_mlro_reads_it_also_on_a_restricted_matter_and_without_being_on_its_team(matter: Matter) -> None:
    walled = factories.matter(title="Estate of the late Orla Finch", is_restricted=True)
    for one in (matter, walled):
        _note(one)

    page = _as(factories.user(Role.MLRO)).get(reverse("intake:suspicions")).content.decode()

    assert page.count(WORDS) == 2
    assert ("Estate of the late Orla Finch" in page, "Purchase of 9 Beck Lane" in page) == (True, True)


def test_somebody_who_is_mlro_besides_reads_it_by_that_role(matter: Matter) -> None:
    note = _note(matter)

    assert list(SuspicionNote.objects.visible_to(factories.user(Role.HEAD, Role.MLRO))) == [note]
    assert list(SuspicionNote.objects.visible_to(factories.user(Role.MLRO, is_active=False))) == []


# --- What could carry it elsewhere


def test_nothing_that_others_read_leads_to_a_note(matter: Matter) -> None:
    _note(matter)

    backwards = [
        relation.name
        for model in (Matter, Party, User, CddCheck)
        for relation in model._meta.get_fields(include_hidden=False)
        if isinstance(relation, models.ForeignObjectRel) and relation.related_model is SuspicionNote
    ]
    exported = serializers.serialize("json", [matter, matter.clients().get()])

    assert backwards == []
    assert SuspicionNote not in admin.site._registry
    assert WORDS not in exported


def test_the_journal_and_the_task_say_nothing_by_which_matter_or_person_could_be_found(matter: Matter) -> None:
    mlro = factories.user(Role.MLRO)

    note = _note(matter)

    entry = JournalEntry.objects.get(event="note.written")
    task = Task.objects.get()
    assert (entry.matter_id, entry.party_id, entry.facts) == (None, None, {})
    assert (task.owner, task.title, task.url) == (mlro, "A note for you to read", "/notes/")
    assert matter.title not in json.dumps([entry.facts, entry.subject_id, str(note)])


# --- The deeds


def test_a_report_goes_from_the_page_to_the_mlro_once_and_nothing_of_it_comes_back(matter: Matter) -> None:
    client, url = _as(matter.fee_earner), reverse("intake:report_suspicion", args=[matter.pk])
    typed = {"form_key": KEY, "about": str(matter.clients().get().pk), "words": WORDS}

    answers = [client.post(url, typed).status_code for _ in range(2)]
    page = client.get(reverse("intake:identity", args=[matter.pk])).content.decode()

    assert (answers, SuspicionNote.objects.get().party) == ([303, 303], matter.clients().get())
    assert (WORDS in page, "speak of it to nobody" in page) == (False, True)


def test_a_report_about_what_an_undone_import_takes_away_at_that_moment_is_kept_in_words(matter: Matter) -> None:
    client = factories.party(name="Ottoline Marsh")
    client.contacts.all().delete()
    client.names.all().delete()
    Party.objects.filter(pk=client.pk).delete()

    services.report_suspicion(matter=matter, party=client, words=WORDS, by=matter.fee_earner, now=NOON)

    note = SuspicionNote.objects.get()
    assert (note.matter, note.party, note.words, "Ottoline Marsh" in note.about) == (matter, None, WORDS, True)


def test_an_empty_report_comes_back_and_a_matter_one_cannot_see_takes_none(matter: Matter) -> None:
    walled = factories.matter(is_restricted=True)
    client = _as(matter.fee_earner)

    empty = client.post(reverse("intake:report_suspicion", args=[matter.pk]), {"form_key": KEY, "words": " "})
    hidden = client.post(reverse("intake:report_suspicion", args=[walled.pk]), {"form_key": KEY, "words": WORDS})

    assert (empty.status_code, hidden.status_code, SuspicionNote.objects.count()) == (422, 404, 0)


def test_the_mlro_decides_once_with_words(matter: Matter) -> None:
    mlro = factories.user(Role.MLRO)
    note, client = _note(matter), _as(mlro)
    url = reverse("intake:suspicion_decide", args=[note.pk])

    answers = [client.post(url, {"decision": words}).status_code for words in ("", "No report: salary", "Again")]

    note.refresh_from_db()
    assert answers == [422, 303, 409]
    assert (note.decision, note.read_by, Task.objects.get().done_by) == ("No report: salary", mlro, mlro)


def test_nobody_else_decides_even_past_the_page(matter: Matter) -> None:
    note = _note(matter)

    with pytest.raises((Refusal, SuspicionNote.DoesNotExist)):
        services.decide_suspicion(note_id=note.pk, decision="x", by=factories.user(Role.COMPLIANCE), now=NOON)

    note.refresh_from_db()
    assert note.decision == ""
