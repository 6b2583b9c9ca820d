"""The pages of the import: who opens them, what they say, and one journey from a bad list to nothing left of it."""

import csv
import io
import uuid
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from intake.models import Import, ImportState
from intake.services import importing
from intake.tests.factories import NOON, compliance
from intake.tests.importing import taken_over, tried
from practice.models import Matter, Party, User
from practice.permissions import ROLES, Permission, Role
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db
_ASKED = 9  # of the database, by the preview


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOON)
    factories.office()


@pytest.fixture
def admin() -> User:
    return factories.user(Role.ADMINISTRATOR, department=None)


def _as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _upload(client: Client, body: bytes, *, name: str = "clients.csv", key: object = None) -> Any:
    file = SimpleUploadedFile(name, body)
    return client.post(reverse("imports:index"), {"file": file, "form_key": str(key or uuid.uuid4())})


@pytest.mark.parametrize("role", Role)
def test_managers_and_administrators_import_and_deciders_only_read(role: Role, admin: User) -> None:
    of = taken_over("A,Ann,Bell,,,,,,", by=admin)
    browser = _as(factories.user(role))
    may = {key: ROLES[role] >= {key} for key in (Permission.IMPORT, Permission.CONFLICT_DECIDE)}

    opened = {
        name: browser.get(reverse(f"imports:{name}", args=args)).status_code != 403
        for name, args in (("index", ()), ("detail", (of.pk,)), ("rejects", (of.pk,)), ("columns", (of.pk,)))
    }
    posted = {
        name: browser.post(reverse(f"imports:{name}", args=[of.pk])).status_code != 403
        for name in ("run", "discard", "undo", "columns")
    }

    reads = {"detail": any(may.values())}
    assert opened == {**dict.fromkeys(("index", "rejects", "columns"), may[Permission.IMPORT]), **reads}
    assert set(posted.values()) == {may[Permission.IMPORT]}


def test_from_a_list_with_mistakes_to_nothing_left_of_it(admin: User) -> None:
    """Upload, columns, preview, import, reject file, undo: what was on record before is there as it was."""
    browser = _as(admin)
    before = factories.party("Zora Quill")
    lines = [
        "Client No,Forename,Surname,DOB,Post code",
        "K1,José,Núñez,14/03/1958,ls1 0zz",
        "K2,Ann,Bell,31/02/1960,",
        "K3,=HYPERLINK(1),Bell,,",
        "K4,محمد,عبد الله,,",
        f"K5,{'x' * 300},Long,,",
    ]

    answer = _upload(browser, "\n".join(lines).encode())
    of = Import.objects.get()
    columns = browser.get(answer.headers["Location"])
    form = columns.context["form"]
    typed = {name: form[name].value() for name in form.fields}
    answer = browser.post(reverse("imports:columns", args=[of.pk]), typed)
    preview = browser.get(answer.headers["Location"]).content.decode()

    assert "5 rows: <b>2</b> new, <b>0</b> to update, <b>0</b> left out, <b>3</b> with mistakes." in preview
    assert "Date of birth is no date: write 1958-03-14 or 14/03/1958." in preview
    assert "Given names begins with =, which a spreadsheet runs as a formula." in preview
    assert "Given names has 300 characters; 100 are the most." in preview
    assert Party.objects.count() == 1

    answer = browser.post(reverse("imports:run", args=[of.pk]))
    result = browser.get(answer.headers["Location"]).content.decode()

    assert (answer.status_code, Party.objects.count()) == (303, 3)
    assert "5 rows: <b>2</b> taken over, <b>0</b> updated, <b>0</b> left out, <b>3</b> with mistakes." in result
    assert "2 of 2 still wait" in result

    rejects = browser.get(reverse("imports:rejects", args=[of.pk])).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(rejects)))
    assert rows[0] == ["Client No", "Forename", "Surname", "DOB", "Post code", "Line", "Why not imported"]
    assert [(row[0], row[1][:4], row[5], row[6].split(" ")[0]) for row in rows[1:]] == [
        ("K2", "Ann", "3", "Date"),
        ("K3", "'=HY", "4", "Given"),
        ("K5", "xxxx", "6", "Given"),
    ]

    answer = browser.post(reverse("imports:undo", args=[of.pk]))
    undone = browser.get(answer.headers["Location"]).content.decode()

    assert "<b>2</b> rows were undone." in undone
    assert (list(Party.objects.all()), Import.objects.get().state) == ([before], ImportState.UNDONE)


@pytest.mark.parametrize(
    ("body", "because"),
    [
        (b"", "The file is empty."),
        (b"Name,name\nA,B\n", "has “Name”, “name” more than once"),
        (b"\xd0\xcf\x11\xe0", "an old or a locked spreadsheet"),
        (b"Name\n\x00", "The file is no text"),
    ],
)
def test_a_file_that_is_no_list_comes_back_with_the_reason_and_nothing_kept(
    admin: User, body: bytes, because: str
) -> None:
    answer = _upload(_as(admin), body)

    assert (answer.status_code, because in answer.content.decode(), Import.objects.count()) == (422, True, 0)


def test_the_same_form_twice_is_one_upload_and_another_file_under_it_is_refused(admin: User) -> None:
    browser, key = _as(admin), uuid.uuid4()

    first = _upload(browser, b"Name\nAnn\n", key=key)
    again = _upload(browser, b"Name\nAnn\n", key=key)
    other = _upload(browser, b"Name\nBea\n", key=key)

    assert (first.headers["Location"], Import.objects.count()) == (again.headers["Location"], 1)
    assert (other.status_code, "already saved with other words" in other.content.decode()) == (422, True)


def test_columns_that_cannot_be_come_back_as_chosen_with_the_reason(admin: User) -> None:
    browser = _as(admin)
    _upload(browser, b"Born,Where\n1,2\n")
    page = reverse("imports:columns", args=[Import.objects.get().pk])

    answer = browser.post(page, {"column_postcode": "1", "relationship": "client", "duplicates": "skip"})

    assert (answer.status_code, "Say which column holds a name" in answer.content.decode()) == (422, True)
    assert answer.context["form"]["column_postcode"].value() == "1"


def test_a_second_import_or_undo_is_told_that_the_world_has_moved(admin: User) -> None:
    of = taken_over("A,Ann,Bell,,,,,,", by=admin)
    browser = _as(admin)

    run = browser.post(reverse("imports:run", args=[of.pk]))
    undo = [browser.post(reverse("imports:undo", args=[of.pk])).status_code for _ in range(2)]

    assert (run.status_code, "is imported already" in run.content.decode(), undo) == (409, True, [303, 409])


def test_hits_are_shown_to_those_who_decide_and_to_nobody_else(admin: User) -> None:
    helen = compliance()
    factories.matter(client=factories.party("Brian Whitworth"))
    secret = factories.party("Bea Hidden")
    factories.matter(client=secret, is_restricted=True)
    of = taken_over("A,Bryan,Whitworth,,,,,,\nB,Bea,Hidden,,,,,,", by=admin)
    importing.sweep_imports(now=NOON)
    page = reverse("imports:detail", args=[of.pk]) + "?show=hits"

    seen, unseen = (_as(user).get(page).content.decode() for user in (helen, admin))

    assert ("Brian Whitworth" in seen, "Brian Whitworth" in unseen) == (True, False)
    assert "<b>1</b> stands near a client" in seen
    assert "1 stands near somebody known only through restricted matters" in seen
    assert ("restricted" in unseen, "is with compliance" in unseen) == (False, True)
    assert f"/clients/{secret.pk}/" not in seen


def test_a_row_whose_client_has_come_behind_a_wall_is_gone_from_page_counts_and_file(admin: User) -> None:
    of = taken_over("A,Ann,Bell,,,,,,\nB,Bea,Carr,,,,,,\nB,Bea,Carr,,,,,,", by=admin)
    factories.matter(client=Party.objects.get(practice_system_number="B"), is_restricted=True)
    importing_rows = of.rows.filter(number=3)
    importing_rows.update(party=Party.objects.get(practice_system_number="B"))

    shown = _as(admin).get(reverse("imports:detail", args=[of.pk])).content.decode()
    rejects = _as(admin).get(reverse("imports:rejects", args=[of.pk])).content.decode()

    assert ("Ann Bell" in shown, "Bea" in shown, "Bea" in rejects) == (True, False, False)
    assert "1 row: <b>1</b> taken over" in shown
    assert Matter.objects.count() == 1


def test_thirty_rows_ask_no_more_of_the_database_than_one(admin: User) -> None:
    def preview(count: int) -> int:
        rows = "\n".join(f"N{count}-{number},Ann,Bell,,31/02/{1950 + number},,,," for number in range(count))
        of = tried(rows, by=admin)
        browser = _as(admin)
        with CaptureQueriesContext(connection) as asked:
            answer = browser.get(reverse("imports:detail", args=[of.pk]))
        assert answer.content.decode().count("is no date") == count
        return len(asked)

    assert [preview(1), preview(30)] == [_ASKED, _ASKED]


def test_thirty_results_with_hits_ask_no_more_of_the_database_than_one() -> None:
    helen = compliance()
    factories.matter(client=factories.party("Ann Bell", born_on=date(1960, 1, 2)))
    manager = factories.user(Role.MANAGING_PARTNER)

    def result(count: int) -> int:
        rows = "\n".join(f"R{count}-{number},Ann,Bell,,1960-01-{3 + number % 20:02d},,,," for number in range(count))
        of = taken_over(rows, by=manager)
        importing.sweep_imports(now=NOON)
        browser = _as(helen)
        with CaptureQueriesContext(connection) as asked:
            browser.get(reverse("imports:detail", args=[of.pk]))
        return len(asked)

    assert result(1) == result(30)
