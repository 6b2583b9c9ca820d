"""The audit trail: nobody changes it, and whoever does as the owner is found."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from threading import Barrier

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction

from practice import journal
from practice.actors import SYSTEM, ClientLink
from practice.models import ActorKind, Gate, GateKind, GateState, JournalEntry, JournalSeal
from practice.services.matters import set_gate
from practice.tests import factories

NOON = factories.TUESDAY_NOON
TABLES = ("practice_journalentry", "practice_journalseal", "practice_gate")


def _write(number: int) -> None:
    """Write that many entries about one matter, each in a transaction of its own."""
    with transaction.atomic():
        matter = factories.matter()
    for n in range(number):
        with transaction.atomic():
            journal.record(subject=matter, event="matter.thing_done", by=SYSTEM, at=NOON + timedelta(minutes=n), n=n)


def _tamper(statement: str) -> None:
    """Do as the owner, with the triggers off, what nobody is allowed to do."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        assert cursor.rowcount > 0
        cursor.execute("SET session_replication_role = origin")
    connections["owner"].close()


@pytest.mark.django_db
def test_an_entry_says_who_what_when_and_about_what() -> None:
    matter, client, user = factories.matter(), factories.party(), factories.user(given="Helen", family="Marsh")

    by_staff = journal.record(
        subject=matter, event="matter.opened", by=user, at=NOON, matter=matter, party=client, reference="RP-26-0001"
    )
    by_client = journal.record(subject=client, event="letter.read", by=ClientLink(client.pk, "Joseph"), at=NOON)
    by_house = journal.record(subject=matter, event="matter.swept", by=SYSTEM, at=NOON)

    by_staff.refresh_from_db()
    assert (by_staff.at, by_staff.event, by_staff.facts) == (NOON, "matter.opened", {"reference": "RP-26-0001"})
    assert (by_staff.subject_type, by_staff.subject_id) == ("practice.matter", str(matter.pk))
    assert (by_staff.matter_id, by_staff.party_id) == (matter.pk, client.pk)
    assert [(entry.actor_kind, entry.actor_id, entry.actor_name) for entry in (by_staff, by_client, by_house)] == [
        (ActorKind.STAFF, user.pk, "Helen Marsh"),
        (ActorKind.CLIENT_LINK, client.pk, "Joseph"),
        (ActorKind.SYSTEM, None, "ClientCare"),
    ]


@pytest.mark.django_db
def test_the_history_of_a_thing_is_its_own_and_newest_first() -> None:
    one, other = factories.matter(), factories.matter()
    first = journal.record(subject=one, event="matter.opened", by=SYSTEM, at=NOON)
    second = journal.record(subject=one, event="matter.closed", by=SYSTEM, at=NOON)
    journal.record(subject=other, event="matter.opened", by=SYSTEM, at=NOON)

    assert list(journal.history_of(one)) == [second, first]


def test_an_entry_outside_a_transaction_is_a_bug(fresh_db: str) -> None:
    with transaction.atomic():
        matter = factories.matter()

    with pytest.raises(RuntimeError, match="transaction of its deed"):
        journal.record(subject=matter, event="matter.opened", by=SYSTEM, at=NOON)
    with pytest.raises(RuntimeError, match="transaction of their deed"):
        journal.record_all([])

    assert JournalEntry.objects.filter(subject_type="practice.matter").count() == 0


def test_neither_the_application_nor_the_owner_changes_or_removes_a_row(fresh_db: str) -> None:
    _write(1)
    with transaction.atomic():
        set_gate(matter=factories.matter(), kind=GateKind.LETTER, state=GateState.OPEN, because="test", now=NOON)
    journal.seal(now=NOON)
    answers = {}

    for alias in ("default", "owner"):
        for table in TABLES:
            for statement in ("UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"):
                key = "sequence" if table == "practice_journalseal" else "id"
                with pytest.raises(DatabaseError) as refused, connections[alias].cursor() as cursor:
                    cursor.execute(statement.format(table, key, key))
                answers[alias, table, statement] = str(refused.value)
    connections["owner"].close()

    says = {"default": "permission denied", "owner": "are never changed or removed"}
    assert len(answers) == 18
    assert [tried for tried, answer in answers.items() if says[tried[0]] not in answer] == []
    assert (JournalEntry.objects.count() > 0, JournalSeal.objects.count() > 0, Gate.objects.count()) == (True, True, 1)


def test_sealing_chains_what_is_committed_once_and_verifying_finds_it_whole(fresh_db: str) -> None:
    _write(3)
    waiting = JournalEntry.objects.count()
    before = journal.verify()

    sealed = [journal.seal(now=NOON), journal.seal(now=NOON)]

    after = journal.verify()
    assert sealed == [waiting, 0]
    assert (before.sealed, before.unsealed, before.is_whole) == (0, waiting, True)
    assert before.oldest_unsealed_at is not None
    assert (after.sealed, after.unsealed, after.oldest_unsealed_at, after.break_at) == (waiting, 0, None, None)
    assert list(JournalSeal.objects.order_by("sequence").values_list("sequence", flat=True)) == [*range(1, waiting + 1)]


def test_entries_written_after_a_seal_are_chained_to_it(fresh_db: str) -> None:
    _write(2)
    first = journal.seal(now=NOON)
    _write(2)
    second = journal.seal(now=NOON)

    assert second > 0
    assert journal.verify().sealed == first + second
    assert journal.verify().is_whole


def test_two_sealers_at_once_seal_every_entry_once(fresh_db: str) -> None:
    _write(40)
    waiting = JournalEntry.objects.count()
    ready = Barrier(2)

    def run(_: int) -> int:
        try:
            ready.wait(timeout=30)
            return journal.seal(now=NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        sealed = list(pool.map(run, range(2)))

    assert sum(sealed) == waiting
    assert (journal.verify().sealed, journal.verify().is_whole) == (waiting, True)


THE_THIRD = "(SELECT entry_id FROM practice_journalseal WHERE sequence = 3)"


@pytest.mark.parametrize(
    ("statements", "break_at"),
    [
        pytest.param(["UPDATE practice_journalentry SET facts = '{}' WHERE id = THE_THIRD"], 3, id="facts"),
        pytest.param(["UPDATE practice_journalentry SET actor_name = 'Nobody' WHERE id = THE_THIRD"], 3, id="actor"),
        pytest.param(
            ["UPDATE practice_journalentry SET at = at - interval '1 second' WHERE id = THE_THIRD"], 3, id="time"
        ),
        pytest.param(["UPDATE practice_journalseal SET sha256 = repeat('0', 64) WHERE sequence = 3"], 3, id="a seal"),
        pytest.param(["DELETE FROM practice_journalentry WHERE id = THE_THIRD"], 3, id="an entry taken out"),
        pytest.param(
            [
                "DELETE FROM practice_journalentry WHERE id = THE_THIRD",
                "DELETE FROM practice_journalseal WHERE sequence = 3",
            ],
            3,
            id="an entry taken out with its seal",
        ),
        pytest.param(
            [
                "DELETE FROM practice_journalentry WHERE id = THE_THIRD",
                "DELETE FROM practice_journalseal WHERE sequence = 3",
                "UPDATE practice_journalseal SET sequence = sequence - 1 WHERE sequence > 3",
            ],
            3,
            id="taken out and the rest moved up",
        ),
        pytest.param(
            [
                "DELETE FROM practice_journalentry WHERE id IN"
                " (SELECT entry_id FROM practice_journalseal WHERE sequence <= 2)",
                "DELETE FROM practice_journalseal WHERE sequence <= 2",
            ],
            1,
            id="the beginning cut off",
        ),
        pytest.param(
            ["UPDATE practice_journalseal SET sequence = -sequence WHERE sequence = 3"], 1, id="a seal put elsewhere"
        ),
    ],
)
def test_tampering_by_the_owner_is_found_where_it_begins(fresh_db: str, statements: list[str], break_at: int) -> None:
    _write(6)
    journal.seal(now=NOON)
    sealed_before = JournalSeal.objects.count()
    assert journal.verify().is_whole

    for statement in statements:
        _tamper(statement.replace("THE_THIRD", THE_THIRD))

    verdict = journal.verify()
    assert sealed_before > 6
    assert (verdict.is_whole, verdict.break_at) == (False, break_at)
    with pytest.raises(CommandError, match=f"from sequence {break_at} on"):
        call_command("verify_journal")


def test_the_command_says_how_much_is_sealed_and_how_long_the_rest_waits(fresh_db: str) -> None:
    _write(2)
    sealed = journal.seal(now=NOON)
    out = StringIO()
    call_command("verify_journal", stdout=out)
    _write(1)
    waiting = JournalEntry.objects.unsealed().count()
    later = StringIO()

    call_command("verify_journal", stdout=later)

    assert out.getvalue() == f"{sealed} entries are sealed and whole.\n"
    assert later.getvalue().splitlines()[0] == f"{sealed} entries are sealed and whole."
    assert later.getvalue().splitlines()[1].startswith(f"{waiting} wait for a seal, the oldest for ")
