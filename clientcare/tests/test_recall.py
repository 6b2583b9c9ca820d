"""People typed in again with errors are found: 400 of them, seeded, by more than trigrams could (decisions B29)."""

import csv
import random
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from clientcare.testing.people import Person, corrupted, make_people
from intake.lists import check_list
from intake.sheets import Row

PEOPLE = 400


@pytest.fixture
def copies(fresh_db: str, tmp_path: Path) -> list[Person]:
    """Load the people, and return each typed in again; the reference says who it is."""
    people = [person for person in make_people(PEOPLE, seed=11) if person.given_name or person.family_name]
    sheet = tmp_path / "people.csv"
    with sheet.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(people[0].as_row()))
        writer.writeheader()
        writer.writerows(person.as_row() for person in people)
    call_command("import_parties", str(sheet), stdout=StringIO())
    rng = random.Random(12)
    return [corrupted(person, rng) for person in people]


def _ranks(copies: list[Person]) -> list[int]:
    """Return the place of the right person in each answer, 20 for none."""
    ranks = []
    for copy, answer in zip(copies, check_list(Row(n, n, copy.as_row()) for n, copy in enumerate(copies)), strict=True):
        references = [hit.reference for hit in answer.hits]
        ranks.append(references.index(copy.reference) if copy.reference in references else 20)
    return ranks


def _found_by_trigrams(copies: list[Person], most: int) -> int:
    found = 0
    with connection.cursor() as cursor:
        for copy in copies:
            name = f"{copy.given_name} {copy.family_name}".strip()
            cursor.execute(
                "SELECT practice_system_number FROM practice_partyname JOIN practice_party party ON party.id = party_id"
                " WHERE normalised %% %s ORDER BY similarity(normalised, %s) DESC LIMIT %s",
                [name, name, most],
            )
            found += (copy.reference,) in cursor.fetchall()
    return found


def test_with_birth_date_and_address_everybody_is_found_and_nearly_all_come_first(copies: list[Person]) -> None:
    ranks = _ranks(copies)

    assert (sum(rank < 20 for rank in ranks) / len(ranks), sum(rank == 0 for rank in ranks) / len(ranks) >= 0.995) == (
        1.0,
        True,
    )


def test_by_names_alone_more_are_found_than_trigrams_find(copies: list[Person]) -> None:
    names = [replace(copy, date_of_birth="", address="", postcode="") for copy in copies]

    ranks = _ranks(names)

    assert sum(rank < 20 for rank in ranks) / len(ranks) >= 0.95
    assert sum(rank < 20 for rank in ranks) > _found_by_trigrams(names, 20)
    assert sum(rank == 0 for rank in ranks) > _found_by_trigrams(names, 1)
