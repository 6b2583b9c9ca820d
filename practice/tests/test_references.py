"""Reference numbers: nobody waits for a lost one, nobody gets one twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from practice.models import ReferenceCounter
from practice.references import next_reference


@pytest.mark.django_db
def test_numbers_follow_each_other_in_each_series_and_year() -> None:
    given = [next_reference("RP", 2026), next_reference("RP", 2026), next_reference("C", 2026, width=3)]
    given += [next_reference("RP", 2027), next_reference("RP", 2026)]

    assert given == ["RP-26-0001", "RP-26-0002", "C-26-001", "RP-27-0001", "RP-26-0003"]


@pytest.mark.django_db
def test_a_number_wider_than_its_width_is_written_out() -> None:
    ReferenceCounter.objects.create(series="C", year=2026, last=9999)

    assert next_reference("C", 2026) == "C-26-10000"


def test_threads_at_once_get_every_number_once_and_a_rolled_back_deed_leaves_no_gap(fresh_db: str) -> None:
    ready = Barrier(8)

    def take(number: int) -> str | None:
        try:
            ready.wait(timeout=30)
            with transaction.atomic():
                reference = next_reference("RP", 2026)
                if number % 4 == 0:
                    raise LookupError(reference)  # a deed that comes to nothing after it had its number
            return reference
        except LookupError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        kept = [reference for reference in pool.map(take, range(40)) if reference is not None]

    assert sorted(kept) == [f"RP-26-{number:04d}" for number in range(1, 31)]
    assert ReferenceCounter.objects.get(series="RP", year=2026).last == 30
