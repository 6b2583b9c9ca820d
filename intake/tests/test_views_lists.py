"""The pages of lists to check: who opens them, what each person reads there, and the report they may take."""

import csv
import io
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from pytest_django import Settings

from intake.models import ConflictList
from intake.services import lists
from intake.tests.factories import NOON, compliance
from intake.tests.listing import HEADER, given
from practice.models import JournalEntry, OpenTo, Party, User
from practice.permissions import ROLES, Permission, Role
from practice.services.barriers import BarrierFacts, raise_barrier
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOON)
    factories.office()


@pytest.fixture
def asker() -> User:
    return factories.user(given="Ann", family="Asker")


def _as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _upload(client: Client, body: bytes, *, name: str = "pell.csv", key: object = None, **words: str) -> Any:
    said = {"title": "Clients of J. Pell", "whose": "J. Pell", "why": "She joins us", **words}
    file = SimpleUploadedFile(name, body)
    return client.post(reverse("conflict_lists"), {**said, "file": file, "form_key": str(key or uuid.uuid4())})


def _checked(text: str, *, by: User) -> ConflictList:
    of = given(text, by=by)
    while lists.check_listed_names(list_id=of.pk, now=NOON):
        pass
    return of


def _page(user: User, of: ConflictList, query: str = "") -> str:
    answer = _as(user).get(reverse("conflict_list", args=[of.pk]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def _results(user: User, of: ConflictList) -> list[tuple[str, str]]:
    """Return name and result of each row, in the order of the page."""
    lines = _as(user).get(reverse("conflict_list", args=[of.pk])).context["lines"]
    return [(line.row.name, line.state) for line in lines]


@pytest.mark.parametrize("role", Role)
def test_who_may_ask_a_check_may_give_a_list_and_only_deciders_open_others(role: Role, asker: User) -> None:
    of = given("Ann,Bell,,,,", by=asker)
    person = factories.user(role)
    browser = _as(person)
    asks, decides = (ROLES[role] >= {one} for one in (Permission.CONFLICT_ASK, Permission.CONFLICT_DECIDE))

    index = browser.get(reverse("conflict_lists")).status_code
    posted = _upload(browser, f"{HEADER}\nAnn,Bell,,,,\n".encode()).status_code
    others = {
        browser.get(reverse(name, args=[of.pk])).status_code for name in ("conflict_list", "conflict_list_progress")
    }

    assert (index, posted) == ((200, 303) if asks or decides else (403, 403))
    assert others == {200 if decides else 404 if asks else 403}


def test_from_a_file_to_what_was_found(asker: User) -> None:
    helen = compliance()
    brian = factories.party("Brian Whitworth", postcode="LS6 2AB")
    book = Workbook()
    page = book.worksheets[0]
    for row in (
        ["Forename", "Surname", "Post code"],
        ["Zora", "Quill", ""],
        ["Bryan", "Whitworth", "LS6 2AB"],
        ["=1+1"],
    ):
        page.append(row)
    body = io.BytesIO()
    book.save(body)

    answer = _upload(_as(asker), body.getvalue(), name="pell.xlsx")
    of = ConflictList.objects.get()
    waiting = _page(asker, of)
    lists.check_listed_names(list_id=of.pk, now=NOON)

    assert (answer.status_code, answer.headers["Location"]) == (303, reverse("conflict_list", args=[of.pk]))
    assert ('value="0"' in waiting, "0 of 3 rows checked." in waiting, "Open the page again" in waiting) == (True,) * 3
    assert _results(helen, of) == [
        ("Bryan Whitworth", "1 above the line"),
        ("Zora Quill", "Nobody near"),
        ("=1+1", "Not searched"),
    ]
    shown = _page(helen, of)
    assert f"Brian Whitworth</a>, {brian.get_relationship_display().lower()}, LS6 2AB: " in shown
    assert "The row has a formula in column 1: paste the values, then save again." in shown
    assert "All 3 rows are checked." in shown


def test_the_bar_moves_without_being_read_out_when_it_does_not(asker: User) -> None:
    of = given("\n".join("Ann,Bell,,,," for _ in range(lists.BATCH * lists.AT_ONCE + 1)), by=asker)
    browser, url = _as(asker), reverse("conflict_list_progress", args=[of.pk])

    still = browser.get(url, {"seen": "0"})
    lists.check_listed_names(list_id=of.pk, now=NOON)
    moved = browser.get(url, {"seen": "0"})
    lists.check_listed_names(list_id=of.pk, now=NOON)
    done = browser.get(url, {"seen": "401"})

    assert (still.status_code, moved.status_code, done.status_code) == (204, 200, 200)
    assert ("400 of 401 rows checked." in moved.content.decode(), "every 2s" in moved.content.decode()) == (True, True)
    assert ("Show what was found" in done.content.decode(), "every 2s" in done.content.decode()) == (True, False)


@pytest.mark.parametrize("name", ["Brian Whitworth", "Zora Quill"], ids=["on record", "not on record"])
def test_whoever_asked_reads_the_same_of_every_row(asker: User, name: str) -> None:
    """A list is no way to ask who is on record, name by name (decisions 25)."""
    compliance()
    factories.party("Brian Whitworth")
    secret = factories.party("Bea Hidden")
    factories.matter(client=secret, is_restricted=True)
    of = _checked(f"{name.replace(' ', ',')},,,,\nBea,Hidden,,,,", by=asker)

    assert _results(asker, of) == [(name, "With compliance"), ("Bea Hidden", "With compliance")]
    assert "near=" not in _page(asker, of)
    assert _results(asker, of) == _results_of(asker, of, "?show=near")


def _results_of(user: User, of: ConflictList, query: str) -> list[tuple[str, str]]:
    lines = _as(user).get(reverse("conflict_list", args=[of.pk]) + query).context["lines"]
    return [(line.row.name, line.state) for line in lines]


def test_a_restricted_hit_is_known_as_such_to_compliance_alone(asker: User) -> None:
    helen, head = compliance(), factories.user(Role.HEAD)
    secret = factories.party("Bea Hidden")
    matter = factories.matter(client=secret, is_restricted=True)
    of = _checked("Bea,Hidden,,,,\nZora,Quill,,,,", by=asker)
    head_asked = _checked("Bea,Hidden,,,,", by=head)

    said = {person.pk: _results(person, of)[0][1] for person in (helen, head)}

    assert said == {helen.pk: "Restricted", head.pk: "With compliance"}
    assert _results(matter.fee_earner, given("Bea,Hidden,,,,", by=matter.fee_earner)) == [("Bea Hidden", "Waits")]
    assert [_results(person, head_asked)[0][1] for person in (head, helen)] == ["With compliance", "Restricted"]
    for person in (helen, head):
        link = reverse("client", args=[secret.pk])
        for text in (_page(person, of), _file(person, of, "csv")):
            assert (link in text, "same name" in text, text.count("Bea Hidden") <= 1) == (False, False, True)


def test_whom_a_barrier_names_outside_does_not_learn_that_it_is_restricted(asker: User) -> None:
    helen = compliance()
    outside = compliance("Olive", "Outside")
    secret = factories.party("Bea Hidden")
    matter = factories.matter(client=secret)
    facts = BarrierFacts(
        open_to=OpenTo.INSIDE,
        inside=[matter.fee_earner],
        outside=[outside],
        reason="Acts for the bidder",
        review_on=NOON.date() + timedelta(days=90),
    )
    raise_barrier(matter_id=matter.pk, facts=facts, by=helen, now=NOON)
    of = _checked("Bea,Hidden,,,,", by=asker)

    assert [_results(person, of)[0][1] for person in (helen, outside)] == ["Restricted", "With compliance"]


def _file(user: User, of: ConflictList, kind: str) -> str:
    answer = _as(user).get(reverse("conflict_list", args=[of.pk]), {"as": kind})
    return answer.content.decode("utf-8-sig")


def test_the_report_holds_every_row_and_nothing_a_spreadsheet_runs(asker: User) -> None:
    helen = compliance()
    party = factories.party("Brian Whitworth")
    Party.objects.filter(pk=party.pk).update(practice_system_number="K-7")
    of = _checked("=Bryan,Whitworth,,,,\nZora,Quill,,,,\n,,,never,,", by=asker)

    rows = list(csv.reader(io.StringIO(_file(helen, of, "csv"))))
    own = list(csv.reader(io.StringIO(_file(asker, of, "csv"))))
    answer = _as(helen).get(reverse("conflict_list", args=[of.pk]), {"as": "xlsx"})
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]

    assert rows[0][8:] == [
        *(
            "Company number",
            "Result",
            "Above the line",
            "Nearest",
            "Number",
            "Likeness of 100",
            "Why",
            "Others near",
            "Not used",
        ),
    ]
    assert (rows[1][2], rows[1][8:13]) == ("'=Bryan", ["", "1 above the line", "1", "Brian Whitworth", "K-7"])
    assert [row[9] for row in rows[2:]] == ["Nobody near", "Not searched"]
    assert [row[9:] for row in own[1:]] == [
        ["With compliance", ""],
        ["With compliance", ""],
        ["Not searched", "The row gives nothing to search for."],
    ]
    assert (sheet["C2"].value, sheet["C2"].data_type) == ("=Bryan", "s")
    entries = JournalEntry.objects.filter(event="list.exported").order_by("pk")
    assert [(entry.actor_id, entry.facts["rows"]) for entry in entries] == [(helen.pk, 3), (asker.pk, 3), (helen.pk, 3)]


def test_the_report_has_the_company_number_of_each_row(asker: User) -> None:
    of = given("Quill Homes Ltd,sc 12345", by=asker, header="organisation,company_number")
    lists.check_listed_names(list_id=of.pk, now=NOON)

    [columns, row] = csv.reader(io.StringIO(_file(asker, of, "csv")))

    assert row[columns.index("Company number")] == "sc 12345"
    assert "sc 12345" in _page(asker, of)


def test_the_same_form_twice_is_one_list_and_other_words_under_it_are_refused(asker: User) -> None:
    browser, key, body = _as(asker), uuid.uuid4(), f"{HEADER}\nAnn,Bell,,,,\n".encode()

    first = _upload(browser, body, key=key)
    again = _upload(browser, body, key=key)
    other = _upload(browser, body, key=key, whose="Somebody else")

    assert (first.headers["Location"], ConflictList.objects.count()) == (again.headers["Location"], 1)
    assert (other.status_code, "already saved with other words" in other.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("body", "because"),
    [
        (b"", "The file is empty."),
        (b"Colour,Size\nred,9\n", "The header has none of these columns: given_name"),
        (b"Surname\n" + b"Bell\n" * 5001, "give it to the command check_conflicts, which has no such limit"),
    ],
)
def test_a_file_that_is_no_list_comes_back_with_the_reason_and_nothing_kept(
    asker: User, body: bytes, because: str
) -> None:
    answer = _upload(_as(asker), body)

    page = answer.content.decode()
    assert (answer.status_code, because in page, ConflictList.objects.count()) == (422, True, 0)
    assert 'value="Clients of J. Pell"' in page


def test_thirty_rows_cost_as_many_queries_as_one(asker: User) -> None:
    helen = compliance()
    factories.party("Brian Whitworth")
    one, thirty = (_checked("\n".join(["Bryan,Whitworth,,,,"] * count), by=asker) for count in (1, 30))
    browser, costs = _as(helen), []
    _page(helen, one)

    for of in (one, thirty):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get(reverse("conflict_list", args=[of.pk]))
        costs.append(len(asked))

    assert costs[0] == costs[1]
