"""A merge with others at work, with real commits: it waits for nobody long, changes nothing, and says so."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from clientcare.duplicates.tests.test_merging import merge
from practice.errors import Refusal
from practice.models import ContactPoint, Matter, Party, PartyMerge, User
from practice.permissions import Role
from practice.tests import factories


@pytest.fixture
def keeper(fresh_db: str) -> User:
    return factories.user(Role.SECRETARY)


@pytest.fixture
def pair(keeper: User) -> tuple[Party, Party]:
    with transaction.atomic():
        pair = factories.party("Ann Lee", by=keeper), factories.party("Anne Leigh", by=keeper)
    factories.matter(client=pair[1])
    return pair


def _elsewhere(deed: Callable[[], Any]) -> str:
    """Do it on a connection of its own; return "done" or the code of the refusal."""

    def run() -> str:
        try:
            deed()
            return "done"
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result(timeout=60)


@pytest.mark.parametrize("model", [Matter, Party, ContactPoint])
def test_whoever_is_at_work_on_it_goes_first(
    model: type[Matter | Party | ContactPoint], pair: tuple[Party, Party], keeper: User
) -> None:
    with transaction.atomic():
        list(model._base_manager.select_for_update(no_key=True))
        meanwhile = _elsewhere(lambda: merge(*pair, keeper))
        merges = PartyMerge.objects.count()

    assert (meanwhile, merges) == ("in_use", 0)
    assert _elsewhere(lambda: merge(*pair, keeper)) == "done"


def test_a_record_is_merged_into_one_only(pair: tuple[Party, Party], keeper: User) -> None:
    with transaction.atomic():
        third = factories.party("Annie Lee", by=keeper)

    with ThreadPoolExecutor(2) as pool:
        deeds = [lambda: merge(pair[0], pair[1], keeper), lambda: merge(third, pair[1], keeper)]
        answers = sorted(pool.map(_elsewhere, deeds))

    assert answers[0] == "done"
    assert answers[1] in {"in_use", "merged_already"}
    assert PartyMerge.objects.standing().count() == 1
