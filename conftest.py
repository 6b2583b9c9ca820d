"""
How the tests run: real PostgreSQL, a database per process, the application's own role, no network but loopback.

`db` (pytest-django's) rolls back after each test. `fresh_db` really commits, in a database of the test's own.
`stack` is the whole running house, for tests marked `stack` (decisions B28).
"""

import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as property_settings
from pytest_django.plugin import DjangoDbBlocker

from clientcare import embedded
from clientcare.testing import databases
from practice.tests.sampling import some

if TYPE_CHECKING:
    from clientcare.testing.stack import Stack

_house = ExitStack()
# A busy machine makes examples slowly; that says nothing about what is tested.
property_settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
property_settings.load_profile("house")
_CASES, _OF_A_FILE = 1, 3  # of a table of cases and of a file, where a sample is asked for


def _is_xdist_worker() -> bool:
    return "PYTEST_XDIST_WORKER" in os.environ


def pytest_sessionstart(session: pytest.Session) -> None:
    """Have PostgreSQL running for as long as the run lasts; its worker processes find it there."""
    if settings.MODE != "test":
        pytest.exit(f"Tests run with MODE=test, and MODE is {settings.MODE}. Unset it.", returncode=2)
    if session.config.option.collectonly or _is_xdist_worker():
        return
    _house.enter_context(embedded.ensure(broker=False))
    databases.name_this_run()
    if "DATABASE_URL" not in os.environ:
        databases.drop_leftovers()
    _house.callback(databases.drop_databases_of_this_run)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--sample", action="store_true", help="of long tables of cases with the database take a few each")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let all that races or commits for real run on PostgreSQL 15 too; a browser would add nothing there."""
    for item in items:
        if "fresh_db" in getattr(item, "fixturenames", ()) and "e2e" not in item.path.parts:
            item.add_marker(pytest.mark.pg)
    if config.option.sample:
        _keep_a_sample(config, items)


def _keep_a_sample(config: pytest.Config, items: list[pytest.Item]) -> None:
    """
    Leave a seeded few of each table of cases and of each long file (decisions B28).

    Only of what goes to the database or a browser: pure rules cost nothing, and the running house is one story.
    """
    left_out = _beyond(_CASES, items, of=lambda item: item.nodeid.partition("[")[0])
    rest = [item for item in items if item not in left_out]
    left_out |= _beyond(_OF_A_FILE, rest, of=lambda item: item.nodeid.partition("::")[0])
    config.hook.pytest_deselected(items=[item for item in items if item in left_out])
    items[:] = [item for item in items if item not in left_out]


def _beyond(at_most: int, items: list[pytest.Item], *, of: Callable[[pytest.Item], str]) -> set[pytest.Item]:
    """Return what is more than so many of each group of costly tests."""
    groups: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in filter(_is_costly, items):
        groups[of(item)].append(item)
    return {
        item for name, group in groups.items() for item in set(group).difference(some(group, at_most=at_most, of=name))
    }


def _is_costly(item: pytest.Item) -> bool:
    if item.get_closest_marker("stack"):
        return False
    return bool(
        item.get_closest_marker("django_db")
        or "fresh_db" in getattr(item, "fixturenames", ())
        or "e2e" in item.path.parts
    )


def pytest_unconfigure(config: pytest.Config) -> None:
    _house.close()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Replace pytest-django's own: ours copies the template, and connects as the application's role."""
    with django_db_blocker.unblock(), databases.copy_of_template(), django_db_blocker.block():
        yield


@pytest.fixture
def fresh_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Give a database of the test's own, in which commits are real and threads see each other; not with `db`."""
    with django_db_blocker.unblock(), databases.copy_of_template() as name:
        yield name


@pytest.fixture(scope="module")
def stack(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> "Iterator[Stack]":
    """Run the whole house for a file of tests marked `stack`; see clientcare/testing/stack.py for what it can do."""
    from clientcare.testing.stack import running_stack  # slow import

    with django_db_blocker.unblock(), running_stack() as house:
        yield house
