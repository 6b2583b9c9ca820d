"""Two workers at one list, and one that dies, with real commits: every row once, the end told once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from intake.models import ConflictList, ListedName, ListHit
from intake.services import lists
from intake.tests.factories import NOON, compliance
from intake.tests.listing import given
from practice.models import JournalEntry, Task
from practice.tests import factories

pytestmark = pytest.mark.usefixtures("fresh_db")
_ROWS = 250


@pytest.fixture
def of(fresh_db: str) -> ConflictList:
    with transaction.atomic():
        factories.office()
        compliance()
        factories.party("Brian Whitworth")
    return given("\n".join("Bryan,Whitworth,,,," for _ in range(_ROWS)), by=factories.user())


def _work_off(of: ConflictList) -> int:
    done = 0
    while lists.lists_to_check():
        done += lists.check_listed_names(list_id=of.pk, now=NOON)
    return done


def _ends(of: ConflictList) -> tuple[int, int, int, int]:
    checked = ListedName.objects.filter(of=of, above=1).count()
    told = JournalEntry.objects.filter(event="list.checked").count()
    return checked, ListHit.objects.filter(row__of=of).count(), told, Task.objects.count()


def test_two_workers_check_every_row_once_and_tell_the_end_once(of: ConflictList) -> None:
    ready = Barrier(2)

    def work(_: int) -> int:
        try:
            ready.wait(timeout=30)
            return _work_off(of)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        done = sum(pool.map(work, range(2)))

    assert (done, _ends(of)) == (_ROWS, (_ROWS, _ROWS, 1, 1))


def test_what_a_dead_worker_had_in_hand_is_checked_by_the_next(of: ConflictList) -> None:
    holding, die = Event(), Event()

    def dying() -> None:
        """A worker killed in the midst of a batch: PostgreSQL ends its transaction with its connection."""
        connection.ensure_connection()
        connection.set_autocommit(False)
        ConflictList.objects.select_for_update(no_key=True).get(pk=of.pk)
        of.rows.filter(number__lte=100).update(checked_at=NOON)
        holding.set()
        die.wait(timeout=30)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        killed = pool.submit(dying)
        holding.wait(timeout=30)
        meanwhile = lists.check_listed_names(list_id=of.pk, now=NOON)
        die.set()
        killed.result()
    after = _work_off(of)

    assert (meanwhile, after, _ends(of)) == (0, _ROWS, (_ROWS, _ROWS, 1, 1))
