"""
Conflict checks of people typed in again with errors: is the right person found, how fast, and how much is to be read.

    .venv/bin/python bench/conflicts.py [--size 5000 --size 100000] [--queries 1000]

The people, their copies and the errors are made up (clientcare/testing/people.py, seeded) and loaded by `manage.py
import_parties` into a database of the benchmark's own. Beside the engine, query by query, run what others do:
`ILIKE '%surname%'`, plain pg_trgm, and rapidfuzz over all names.

Exits with 1 and a sentence if the task turns out too easy or too hard to compare with published figures: at 5,000, by
names only, ILIKE has to find 50-60 % among 20 and pg_trgm 88-95 %.
"""

import argparse
import csv
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from io import StringIO
from pathlib import Path
from typing import IO, TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clientcare.settings")
os.environ.setdefault("MODE", "test")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from rapidfuzz import fuzz, process  # noqa: E402

from clientcare import embedded  # noqa: E402
from clientcare.testing import databases  # noqa: E402
from clientcare.testing.people import Person, corrupted, make_people  # noqa: E402
from intake import mentions  # noqa: E402
from intake.corpus import Term  # noqa: E402
from intake.lists import Answer, check_list  # noqa: E402
from intake.models import ConflictPolicy  # noqa: E402
from intake.sheets import Row  # noqa: E402
from practice.matching.names import weakest_word  # noqa: E402
from practice.matching.words import words_of  # noqa: E402
from practice.models import FileNote, Matter, MatterRole, Party  # noqa: E402
from practice.tests import factories  # noqa: E402

T = TypeVar("T")
SHOWN = 20
LACKING = {
    "names, birth, address": {},
    "names, birth": {"address": "", "postcode": ""},
    "names, address": {"date_of_birth": ""},
    "names": {"address": "", "postcode": "", "date_of_birth": ""},
}
LISTS = (10_000, 20_000)
NOTES, NAMES_OF_A_CHECK = (5_000, 50_000), 6
VALID_AT, ILIKE_FINDS, TRIGRAM_FINDS = 5000, (0.50, 0.60), (0.88, 0.95)


class Tally:
    """Ranks and milliseconds of one method in one task."""

    def __init__(self) -> None:
        self.ranks: list[int] = []
        self.ms: list[float] = []

    def add(self, found: Sequence[str], wanted: str, seconds: float) -> None:
        self.ranks.append(found.index(wanted) if wanted in found else SHOWN)
        self.ms.append(seconds * 1000)

    def at(self, most: int) -> float:
        return sum(rank < most for rank in self.ranks) / len(self.ranks)

    def p(self, percent: int) -> float:
        return sorted(self.ms)[min(len(self.ms) - 1, len(self.ms) * percent // 100)]

    def __str__(self) -> str:
        recall = " ".join(f"@{most}={self.at(most):.4f}" for most in (1, 10, 20))
        return f"{recall} p50={self.p(50):.1f}ms p95={self.p(95):.1f}ms n={len(self.ranks)}"


def main(sizes: Sequence[int], queries: int) -> None:
    with embedded.ensure(broker=False):
        databases.name_this_run()
        try:
            for size in sizes:
                with databases.copy_of_template():
                    _run(size, min(queries, size))
        finally:
            databases.drop_databases_of_this_run()


def _run(size: int, queries: int) -> None:
    people = make_people(size, seed=1)
    _load(people)
    rng = random.Random(2)
    copies = [(person, corrupted(person, rng)) for person in random.Random(3).sample(people, queries)]
    strangers = make_people(queries, seed=4)
    names = {person.reference: _name_of(person) for person in people}
    for task, lacking in LACKING.items():
        asked = [(person, replace(copy, **lacking)) for person, copy in copies]
        if task != "names":
            asked = [(p, c) for p, c in asked if c.date_of_birth or c.address or c.postcode]
        ours = Tally()
        others = (
            {"ILIKE": Tally(), "pg_trgm": Tally(), "rapidfuzz": Tally()} if task == "names" else {"pg_trgm": Tally()}
        )
        answers = []
        for number, (person, copy) in enumerate(asked):
            seconds, answer = _timed(partial(_ask, copy))
            answers.append((person, answer))
            ours.add([hit.reference for hit in answer.hits], person.reference, seconds)
            for method, tally in others.items():
                if method != "rapidfuzz" or number < max(100, 500_000 // size):
                    seconds, found = _timed(partial(PEERS[method], copy, names))
                    tally.add(found, person.reference, seconds)
        print(f"conflicts {size} [{task}] ours: {ours}")
        for method, tally in others.items():
            print(f"conflicts {size} [{task}] {method}: {tally}")
        fell = [sum(getattr(a, step) for _, a in answers) / len(answers) for step in ("asked_more", "asked_trigrams")]
        loads = sorted(_to_read(answer, person) for person, answer in answers)
        clean = [_to_read(_ask(replace(s, **lacking)), s) for s in strangers[:200]]
        print(
            f"conflicts {size} [{task}] p95 ratio to pg_trgm={ours.p(95) / others['pg_trgm'].p(95):.2f} "
            f"needed more keys={fell[0]:.3f} needed trigrams={fell[1]:.3f} "
            f"reading load median={statistics.median(loads):g} p95={loads[len(loads) * 95 // 100]} "
            f"false hits per clean query={sum(clean) / len(clean):.2f}",
            flush=True,
        )
        if size == VALID_AT and task == "names":
            _check_validity(others["ILIKE"].at(SHOWN), others["pg_trgm"].at(SHOWN))
    for notes in NOTES:
        _check_notes(people, notes, size)
    peaks = [_check_a_list(people, rows, size) for rows in LISTS]
    print(f"conflicts {size} [lists] memory of {LISTS[-1]} rows to {LISTS[0]}={peaks[-1] / peaks[0]:.2f}", flush=True)


def _check_notes(people: Sequence[Person], notes: int, size: int) -> None:
    """
    Time what the notes add to one check: its names sought in notes of forty words, in each a name on record.

    As in life the same few people stand in the notes on one person, besides one in twenty who may be anybody, and each
    note has somebody by their given name alone; the other words are no names of people.
    """
    rng, by = random.Random(6), factories.user()
    on = list(Party.objects.order_by("pk").values_list("pk", flat=True)[: len(people)])
    words = [word for one in make_people(500, seed=7) for word in one.address.split()]
    about = random.Random(9).choices(range(len(on)), k=notes)
    FileNote.objects.bulk_create(
        FileNote(
            text=" ".join(
                [*rng.choices(words, k=37), rng.choice(people).given_name, _name_of(_named_on(at, people, rng))]
            ),
            party_id=on[at],
            written_by=by,
            written_at=factories.TUESDAY_NOON,
        )
        for at in about[FileNote.objects.count() :]
    )
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE practice_filenote")
    took, found = [], 0
    for _ in range(50):
        terms = [Term(_name_of(one), MatterRole.OPPONENT) for one in rng.sample(people, NAMES_OF_A_CHECK)]
        seek = partial(mentions.search, terms, matter=Matter(pk=0), policy=ConflictPolicy().as_rules())
        seconds, hits = _timed(seek)
        took.append(seconds * 1000)
        found += len(hits)
    p50, p95 = statistics.median(took), sorted(took)[len(took) * 95 // 100]
    print(f"conflicts {size} [{notes} notes] adds to a check p50={p50:.1f}ms p95={p95:.1f}ms hits={found / 50:.1f}")


def _named_on(at: int, people: Sequence[Person], rng: random.Random) -> Person:
    """Return whom a note on the person of that place names: themselves, their like, or anybody."""
    return rng.choice(people) if rng.random() < 0.05 else people[(at + rng.randrange(3)) % len(people)]


def _name_of(person: Person) -> str:
    return f"{person.given_name} {person.family_name}".strip()


def _check_a_list(people: Sequence[Person], rows: int, size: int) -> int:
    """Run the command itself over a list of copies; return the most memory that it held, in kB."""
    rng = random.Random(5)
    with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="") as sheet:
        _write(sheet, [corrupted(person, rng) for person in rng.choices(people, k=rows)])
        command = [sys.executable, "manage.py", "check_conflicts", sheet.name, "--json"]
        there = {"DATABASE_URL": "default", "DATABASE_OWNER_URL": "owner"}
        environment = os.environ | {name: databases.address_of(alias) for name, alias in there.items()}
        started = time.perf_counter()
        child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"The list of {rows} was not checked to its end.")
    seconds = time.perf_counter() - started
    print(f"conflicts {size} [list of {rows}] {rows / seconds:.0f} rows a second, {used.ru_maxrss / 1024:.0f} MB")
    return used.ru_maxrss


def _ask(person: Person) -> Answer:
    return next(check_list([Row(1, 2, _cells(person))], batch=1))


def _load(people: Sequence[Person]) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="") as sheet:
        _write(sheet, people)
        said = StringIO()
        seconds, _ = _timed(lambda: call_command("import_parties", sheet.name, "--json", stdout=said))
    report = json.loads(said.getvalue())
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE practice_partyname, practice_party, practice_contactpoint")
    print(
        f"conflicts {len(people)} loaded={report['created']} refused={report['refused']} "
        f"rows/s={len(people) / seconds:.0f}"
    )


def _write(sheet: IO[str], people: Sequence[Person]) -> None:
    writer = csv.DictWriter(sheet, list(people[0].as_row()))
    writer.writeheader()
    writer.writerows(person.as_row() for person in people)
    sheet.flush()


def _cells(person: Person) -> dict[str, str]:
    cells: dict[str, str] = person.as_row()
    return cells


def _to_read(answer: Answer, person: Person) -> int:
    """Count the hits above the review line beside the right one, as an ordinary check would draw it."""
    policy, asked = ConflictPolicy(), words_of(f"{person.given_name} {person.family_name}")
    return sum(
        hit.likeness.name >= policy.review_line
        and weakest_word(asked, words_of(hit.text)) >= policy.word_line
        and hit.likeness.born != 0
        and hit.reference != person.reference
        for hit in answer.hits
    )


def _by_ilike(copy: Person, _: dict[str, str]) -> list[str]:
    return _references("name.text ILIKE %s LIMIT 20", f"%{copy.family_name or copy.given_name}%")


def _by_trigrams(copy: Person, _: dict[str, str]) -> list[str]:
    name = f"{copy.given_name} {copy.family_name}".strip()
    return _references("normalised %% %s ORDER BY similarity(normalised, %s) DESC LIMIT 20", name, name)


def _references(condition: str, *values: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT practice_system_number FROM practice_partyname name "
            f"JOIN practice_party party ON party.id = party_id WHERE {condition}",
            values,
        )
        return [reference for (reference,) in cursor.fetchall()]


def _by_rapidfuzz(copy: Person, names: dict[str, str]) -> list[str]:
    name = f"{copy.given_name} {copy.family_name}".strip()
    return [reference for _, _, reference in process.extract(name, names, scorer=fuzz.WRatio, limit=SHOWN)]


PEERS: dict[str, Callable[[Person, dict[str, str]], list[str]]] = {
    "ILIKE": _by_ilike,
    "pg_trgm": _by_trigrams,
    "rapidfuzz": _by_rapidfuzz,
}


def _check_validity(ilike: float, trigram: float) -> None:
    for method, found, (least, most) in (("ILIKE", ilike, ILIKE_FINDS), ("pg_trgm", trigram, TRIGRAM_FINDS)):
        if not least <= found <= most:
            sys.exit(f"Void: {method} found {found:.1%} among 20 by names only, not {least:.0%} to {most:.0%}.")


def _timed(deed: Callable[[], T]) -> tuple[float, T]:
    started = time.perf_counter()
    answer = deed()
    return time.perf_counter() - started, answer


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Recall, speed and reading load of conflict checks.")
    parser.add_argument("--size", type=int, action="append", help="people on record; may be given several times")
    parser.add_argument("--queries", type=int, default=1000)
    given = parser.parse_args()
    main(given.size or [5000, 100_000], given.queries)
