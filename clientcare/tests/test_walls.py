"""The matrix: nobody outside a barrier finds anything of its matter, on any page the map has, whatever their role."""

import re
from datetime import timedelta

import pytest
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse
from pytest_django import Settings

from callbacks.tests.clock import stop_near
from callbacks.tests.factories import NOON, at
from clientcare.barriers import deeds
from clientcare.tests import walled
from clientcare.tests.test_house_rules import ADMIN, SIGN_IN, views_of
from clientcare.tests.walled import MARK, Staff, World
from clientcare.tests.walled_pages import APART, DIGITS, LISTS, NO_TRACE, ROWS
from clientcare.traces import ADDRESSES
from practice.models import JournalEntry, User
from practice.permissions import Role
from practice.tests import factories
from practice.tests.sampling import sampled

pytestmark = pytest.mark.django_db

# What differs each time a page is drawn: the token and the key of a form, the clock.
_TOKEN, _KEY = r"\b[A-Za-z0-9]{64}\b", r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_CLOCK = r"\b\d\d:\d\d\b|\b\d+ (min|h|s)\b"
_DRAWN = r'\b(x|x1|x2|d|points|width|transform)="[^"]*"'  # where the line for now stands on the day's ruler


@pytest.fixture(autouse=True)
def one_o_clock(settings: Settings) -> None:
    stop_near(at(13, 0), settings)


@pytest.fixture
def people() -> Staff:
    return walled.staff()


def _browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _pages() -> set[str]:
    """Return the name of every page that answers GET, as its view says when asked by a method nobody allows."""
    asked = RequestFactory().generic("BREW", "/")
    return {
        name
        for name, pattern in views_of(get_resolver().url_patterns)
        if name not in SIGN_IN
        and not name.startswith(ADMIN)
        and (name == "gallery" or "GET" in pattern.callback(asked).headers["Allow"])
    }


def test_every_page_stands_in_one_table_of_the_matrix() -> None:
    assert LISTS.keys() | ROWS.keys() | APART.keys() == _pages()
    assert len(LISTS) + len(ROWS) + len(APART) == len(LISTS.keys() | ROWS.keys() | APART.keys())


def test_every_address_that_names_a_row_leaves_a_trace_or_says_why_not() -> None:
    named = {
        name
        for name, pattern in views_of(get_resolver().url_patterns)
        if pattern.pattern.converters and name not in SIGN_IN and not name.startswith(ADMIN)
    }

    assert ADDRESSES.keys() | NO_TRACE.keys() == named
    assert ADDRESSES.keys() & NO_TRACE.keys() == set()
    assert ROWS.keys() <= ADDRESSES.keys()


def _assert_same(before: dict[str, tuple[int, str]], after: dict[str, tuple[int, str]]) -> None:
    """Say of each page that differs what is new on it."""
    news = {name: set(after[name][1].splitlines()) - set(before[name][1].splitlines()) for name in before}
    assert {name: lines for name, lines in news.items() if before[name] != after[name]} == {}


def _lists(user: User, *, most: int = 99) -> dict[str, tuple[int, str]]:
    """Return what every list says to this person, without what differs each time a page is drawn."""
    browser = _browser(user)
    found = {}
    for name, queries in LISTS.items():
        for query in queries[:most]:
            args = [query.partition("=")[2].partition("&")[0]] if name == "dashboard_rows" else []
            answer = browser.get(f"{reverse(name, args=args)}?{query}")
            found[f"{name}?{query}"] = (answer.status_code, _still(answer.content.decode()))
    return found


def _still(page: str) -> str:
    for changes in (_TOKEN, _KEY, _CLOCK, _DRAWN):
        page = re.sub(changes, "", page)
    return page


def _rows(user: User, world: World) -> dict[str, tuple[int, str]]:
    browser = _browser(user)
    found = {}
    for name, kwargs in ROWS.items():
        answer = browser.get(reverse(name, kwargs=kwargs(world)))
        found[name] = (answer.status_code, answer.getvalue().decode(errors="replace"))
    return found


def _marks(world: World) -> list[str]:
    return [MARK, str(world.matter.reference), world.complaint.reference, world.check.reference]


@pytest.mark.parametrize("role", sampled(Role, Role.HEAD))
def test_whoever_a_barrier_names_outside_finds_nothing_on_any_page(role: Role, people: Staff) -> None:
    outsider = factories.user(role, given="Olive", family="Outside")
    before = _lists(outsider)

    world = walled.build(people)
    walled.wall(world, people, outside=(outsider,))

    _assert_same(before, _lists(outsider))
    _assert_no_row(outsider, world)


@pytest.mark.parametrize("role", sampled([role for role in Role if role != Role.COMPLIANCE], Role.RECEPTIONIST))
def test_whoever_is_not_named_inside_finds_nothing_either(role: Role, people: Staff) -> None:
    """Asked with one query each, and not for a caller: whom to pass one to is told at every desk, see below."""
    stranger = factories.user(role, given="Sten", family="Stranger")
    before = _lists(stranger, most=1)

    world = walled.build(people)
    walled.wall(world, people)

    after = _lists(stranger, most=1)
    for name in [name for name in before if name.startswith("desk_callers")]:
        del before[name], after[name]
    _assert_same(before, after)
    _assert_no_row(stranger, world)


def _assert_no_row(user: User, world: World) -> None:
    """No page of a row opens, none says anything, and each that the role could open left its line for compliance."""
    seen = _rows(user, world)
    assert {name: status for name, (status, _) in seen.items() if status not in (403, 404)} == {}
    assert [name for name, (_, body) in seen.items() if any(mark in body.lower() for mark in (MARK, "zebra"))] == []
    lines = JournalEntry.objects.filter(event="barrier.refused", subject_id=str(world.matter.pk), actor_id=user.pk)
    assert sorted(line.facts["page"] for line in lines) == sorted(
        name for name, (status, _) in seen.items() if status == 404
    )
    assert set(lines.values_list("matter_id", "party_id")) <= {(None, None)}


@pytest.mark.parametrize("name", ["desk", "complaints:log", "complaints:take"])
def test_a_number_in_an_address_gives_nothing_away(name: str, people: Staff) -> None:
    outsider = factories.user(Role.RECEPTIONIST)
    world = walled.build(people)
    walled.wall(world, people, outside=(outsider,))

    query = {"party": world.party.pk, "matter": world.matter.pk, "for_staff": people.lawyer.pk}
    answer = _browser(outsider).get(reverse(name), query)
    control = _browser(people.secretary).get(reverse(name), query)

    assert MARK not in answer.content.decode().lower()
    assert (MARK in control.content.decode().lower()) == (name != "complaints:take")  # that one reads its slip only


def test_reception_hears_whom_to_pass_a_walled_caller_to_and_nothing_else(people: Staff) -> None:
    reception = factories.user(Role.RECEPTIONIST)
    walled.wall(world := walled.build(people), people)

    shown = _browser(reception).get(reverse("desk"), {"q": DIGITS}).content.decode()

    assert people.lawyer.name in shown
    assert [mark for mark in _marks(world) if mark.lower() in shown.lower()] == []


def test_those_inside_see_what_the_others_do_not(people: Staff) -> None:
    """The control: without it the rest could be empty for another reason."""
    empty = {people.lawyer: _lists(people.lawyer), people.secretary: {"outbox:post_tray?": (200, "")}}
    walled.wall(world := walled.build(people), people)

    for user, other in ((people.lawyer, "my_day?"), (people.secretary, "outbox:post_tray?")):
        after, rows = _lists(user), _rows(user, world)
        told = {name for name in after if after[name] != empty[user].get(name)}
        assert told >= {
            "clients?",
            "clients?view=mine&sort=call",
            "matters?",
            "matters?view=overdue",
            "matters?view=all",
            f"matters?view=all&q={DIGITS}&sort=-update",
            f"search?q={DIGITS}",
            f"search?q={DIGITS}&as=csv",
            "clients?view=all&sort=-matters&as=csv",
            f"search?q={MARK}-1",
            "letters?",
            "desk_today?",
            f"desk_callers?q={DIGITS}",
            "intake:enquiries?view=all",
            other,
        }
        opened = {name for name, (status, body) in rows.items() if status == 200 and MARK in body.lower()}
        assert opened >= {
            "matter",
            "matter_add_party",
            "client",
            "client_people",
            "callbacks:detail",
            "intake:detail",
            "conflict",
        }
        assert rows["engagement:copy_pdf"][0] == 200
    assert (
        not JournalEntry.objects.filter(event="barrier.refused", actor_id=people.lawyer.pk)
        .exclude(facts__page__startswith="complaints:")
        .exists()
    )


def test_compliance_decide_and_oversee_but_see_the_matter_only_through_a_broken_glass(people: Staff) -> None:
    walled.wall(world := walled.build(people), people)

    shut = {name: status for name, (status, _) in _rows(people.keeper, world).items() if status == 200}
    deeds.break_glass(
        matter_id=world.matter.pk, reason="A regulator asks.", lasts=timedelta(hours=2), by=people.keeper, now=NOON
    )
    open_ = {name: status for name, (status, _) in _rows(people.keeper, world).items() if status == 200}

    assert shut.keys() == {
        "matter_barrier",
        "conflict",
        "conflict_report",
        "conflict_report_pdf",
        "complaints:detail",
        "complaints:deed",
    }
    assert open_.keys() - shut.keys() == {
        "matter",
        "client",
        "client_names",
        "client_reach",
        "client_consents",
        "client_needs",
        "client_people",
        "client_role",
        "client_grievance",
        "callbacks:detail",
        "callbacks:invite",
        "callbacks:visit_book",
        "intake:detail",
        "intake:identity",
        "intake:quote_given",
        "outbox:message",
        "outbox:document",
        "engagement:agreement_pdf",
        "engagement:copy_pdf",
        "engagement:copy_text",
        "engagement:terms_pdf",
        "engagement:closing_pdf",
        "engagement:instructions",
        "engagement:costs",
        "engagement:cost_copy_pdf",
        "mailings:row_pdf",
    }
