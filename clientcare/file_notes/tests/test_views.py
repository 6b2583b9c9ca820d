"""A note from anywhere: where it is written, where it stands, who reads it, and that nobody changes it."""

import html
import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from clientcare.duplicates.fields import fingerprint
from clientcare.duplicates.merging import merge_parties
from practice.models import FileNote, JournalEntry, Matter, MatterParty, MatterRole, Party, User
from practice.permissions import Role
from practice.services.notes import NothingNoted, write_note
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db
NOON = factories.TUESDAY_NOON
WORDS = "She would rather sell in spring."


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOON)


@pytest.fixture
def lawyer() -> User:
    factories.firm()
    return factories.user(given="Amara", family="Okafor")


@pytest.fixture
def browser(client: Client, lawyer: User) -> Client:
    client.force_login(lawyer)
    return client


@pytest.fixture
def nkechi(lawyer: User) -> Party:
    return factories.party("Nkechi Bowen", title="Ms", by=lawyer)


@pytest.fixture
def matter(lawyer: User, nkechi: Party) -> Matter:
    return factories.matter(fee_earner=lawyer, client=nkechi, title="Purchase of 27 Quarry Mount")


def _text(answer: Any) -> str:
    return " ".join(html.unescape(answer.content.decode()).split())


def _typed(**changes: Any) -> dict[str, Any]:
    return {"form_key": str(uuid.uuid4()), "text": WORDS, **changes}


def _as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("page", ["client", "matter"])
def test_one_key_in_the_frame_leads_to_a_note_on_what_is_shown_and_back(
    browser: Client, nkechi: Party, matter: Matter, page: str
) -> None:
    shown = nkechi if page == "client" else matter
    here = reverse(page, args=[shown.pk])

    wanted = f"{reverse('note')}?{urlencode({page: shown.pk, 'back': here})}"
    assert f'href="{wanted}" data-key="n"' in _text(browser.get(here))
    asked = browser.get(wanted)
    assert f"Note on {shown}" in _text(asked)
    saved = browser.post(reverse("note"), _typed(**{page: shown.pk, "back": asked.context["form"].initial["back"]}))

    assert (saved.status_code, saved["Location"]) == (303, here)
    note = FileNote.objects.get()
    assert (note.party, note.matter, note.text) == (
        (nkechi, None, WORDS) if page == "client" else (None, matter, WORDS)
    )
    assert WORDS in _text(browser.get(here))


def test_a_note_on_one_matter_of_a_client_stands_in_both_timelines_under_its_own_filter(
    browser: Client, nkechi: Party, matter: Matter
) -> None:
    form = _typed(client=nkechi.pk, matter=matter.pk, text="One line.\nAnother <b>line</b>.")

    answers = [browser.post(reverse("note"), form) for _ in range(2)]

    assert [one["Location"] for one in answers] == [f"/matters/{matter.pk}/#timeline"] * 2
    assert FileNote.objects.count() == 1
    for page in (reverse("client", args=[nkechi.pk]), reverse("matter", args=[matter.pk])):
        told = browser.get(page, {"show": "notes"}).context["told"]
        assert [(one.lead, one.rest) for one in told] == [("Note", "by Amara Okafor")]
        assert "One line.<br>Another &lt;b&gt;line" in browser.get(page).content.decode()
        assert browser.get(page, {"show": "calls"}).context["told"] == []


def test_without_a_client_in_sight_they_are_looked_for(browser: Client, nkechi: Party, matter: Matter) -> None:
    factories.party("Nkechi Adeyemi", title="Mrs")
    url = reverse("note")

    assert "On which client or matter?" in _text(browser.get(url))
    several = _text(browser.get(url, {"q": "nkechi", "back": "/desk/"}))
    assert f'href="?back=%2Fdesk%2F&client={nkechi.pk}"' in several
    assert "Mrs Nkechi Adeyemi" in several
    assert "Note on Ms Nkechi Bowen" in _text(browser.get(url, {"q": "Bowen"}))
    assert "Note on Purchase of 27 Quarry Mount" in _text(browser.get(url, {"q": str(matter.reference)}))
    assert "Nobody by that name." in _text(browser.get(url, {"q": "Nobody"}))


def test_a_note_is_put_right_by_a_further_one_that_says_which(browser: Client, lawyer: User, matter: Matter) -> None:
    first = write_note(text="The plan is of 1978.", matter=matter, by=lawyer, now=NOON - timedelta(hours=2))
    page = reverse("matter", args=[matter.pk])
    asked = f"{reverse('note')}?corrects={first.pk}"
    assert f'href="{asked}"' in _text(browser.get(page))
    assert "The plan is of 1978." in _text(browser.get(asked))

    browser.post(reverse("note"), _typed(corrects=first.pk, text="The plan is of 1987."))

    further = FileNote.objects.get(corrects=first)
    assert (further.matter, further.party) == (matter, None)
    told = browser.get(page, {"show": "notes"}).context["told"]
    assert [(one.rest, one.detail, one.is_corrected) for one in told] == [
        ("by Amara Okafor, to put right that of Tue 24 Nov, 10:00", "The plan is of 1987.", False),
        ("by Amara Okafor", "The plan is of 1978.", True),
    ]
    assert "Put right above." in _text(browser.get(page))


@pytest.mark.parametrize("sql", ["UPDATE practice_filenote SET text = 'x'", "DELETE FROM practice_filenote"])
def test_no_note_is_changed_or_taken_away(lawyer: User, matter: Matter, sql: str) -> None:
    write_note(text=WORDS, matter=matter, by=lawyer, now=NOON)

    refused = pytest.raises(DatabaseError, match=r"permission denied|never changed")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "typed",
    [{"text": " "}, {"text": "x" * 5001}, {"matter": "999999999"}],
    ids=["empty", "endless", "another's matter"],
)
def test_what_cannot_be_right_is_asked_again(browser: Client, nkechi: Party, typed: dict[str, str]) -> None:
    other = factories.matter()
    if "matter" in typed:
        typed = {"matter": str(other.pk)}

    answer = browser.post(reverse("note"), _typed(client=nkechi.pk, **typed))

    assert answer.status_code == 422
    assert not FileNote.objects.exists()


def test_a_note_about_nothing_is_none(lawyer: User) -> None:
    with pytest.raises(NothingNoted):
        write_note(text=WORDS, by=lawyer, now=NOON)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.RECEPTIONIST, False),
        (Role.MLRO, False),
        (Role.SECRETARY, True),
        (Role.HEAD, True),
        (Role.COMPLIANCE, True),
    ],
)
def test_notes_are_read_and_written_inside_and_not_at_the_front_desk(
    lawyer: User, nkechi: Party, matter: Matter, role: Role, may: bool
) -> None:
    write_note(text=WORDS, party=nkechi, matter=matter, by=lawyer, now=NOON)
    browser, page = _as(factories.user(role)), reverse("client", args=[nkechi.pk])

    assert (browser.get(reverse("note")).status_code == 200) == may
    assert (WORDS in _text(browser.get(page)), 'data-key="n"' in _text(browser.get(page))) == (may, may)


def test_behind_a_wall_nothing_is_noted_read_or_put_right(browser: Client, lawyer: User, nkechi: Party) -> None:
    owner = factories.user()
    hidden = factories.party("Quentin Zebra", by=owner)
    secret = factories.matter(fee_earner=owner, client=hidden, is_restricted=True)
    MatterParty.objects.create(matter=secret, party=nkechi, role=MatterRole.OPPONENT)
    factories.matter(fee_earner=lawyer, client=nkechi)
    note = write_note(text="Zebra note", party=nkechi, matter=secret, by=owner, now=NOON)

    named = [
        {"client": hidden.pk},
        {"matter": secret.pk},
        {"corrects": note.pk},
        {"client": nkechi.pk, "matter": secret.pk},
    ]
    statuses = [browser.get(reverse("note"), one).status_code for one in named]
    statuses += [browser.post(reverse("note"), _typed(**one)).status_code for one in named]

    assert statuses == [404] * 8
    assert "Zebra" not in _text(browser.get(reverse("client", args=[nkechi.pk])))
    assert "Zebra note" in _text(_as(owner).get(reverse("client", args=[nkechi.pk])))
    assert "Zebra" not in _text(browser.get(reverse("note"), {"q": "quentin"}))
    assert (list(FileNote.objects.visible_to(lawyer)), list(FileNote.objects.visible_to(owner))) == ([], [note])


def test_nobody_is_sent_to_another_house_afterwards(browser: Client, nkechi: Party) -> None:
    for back in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"):
        saved = browser.post(reverse("note"), _typed(client=nkechi.pk, back=back))
        assert saved["Location"] == f"/clients/{nkechi.pk}/#timeline"


def test_a_note_on_a_record_that_was_merged_is_read_and_put_right_on_the_one_that_stands(
    browser: Client, lawyer: User, nkechi: Party
) -> None:
    twin = factories.party("Nkechi Bowen", title="Ms", by=lawyer)
    for party in (nkechi, twin):
        party.refresh_from_db()
    old = write_note(text="Of the twin.", party=twin, by=lawyer, now=NOON)
    merge_parties(
        kept_id=nkechi.pk, merged_id=twin.pk, from_merged=(), seen=fingerprint(nkechi, twin), by=lawyer, now=NOON
    )

    answer = browser.post(reverse("note"), _typed(corrects=old.pk, text="Of both."))

    assert answer.status_code == 303
    shown = _text(browser.get(reverse("client", args=[nkechi.pk])))
    assert "Of the twin." in shown
    assert "Of both." in shown
    assert JournalEntry.objects.filter(event="file_note.corrected").count() == 1


def test_the_key_on_the_desk_means_the_client_on_the_line(browser: Client, nkechi: Party, matter: Matter) -> None:
    page = _text(browser.get(reverse("desk"), {"party": nkechi.pk, "matter": matter.pk}))

    assert f"{reverse('note')}?client={nkechi.pk}&matter={matter.pk}&back=" in page
    assert "Note on Ms Nkechi Bowen" in _text(browser.get(reverse("note"), {"client": nkechi.pk, "matter": matter.pk}))
