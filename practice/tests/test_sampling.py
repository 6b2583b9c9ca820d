"""The sample of `script/test`: a few of each table, the same ones every time, never none (decisions B28)."""

import pytest

from practice.tests.sampling import some


@pytest.mark.parametrize(("cases", "kept"), [(1, 1), (2, 2), (3, 2), (40, 2)])
def test_so_many_are_kept_in_their_order_and_the_same_ones_again(cases: int, kept: int) -> None:
    table = [f"case {number:02}" for number in range(cases)]

    chosen = some(table, at_most=2, of="a table")

    assert (len(chosen), chosen) == (kept, sorted(set(chosen)))
    assert set(chosen) <= set(table)
    assert chosen == some(table, at_most=2, of="a table")


def test_tables_are_sampled_apart() -> None:
    whole = range(1_000)

    assert some(whole, at_most=5, of="one table") != some(whole, at_most=5, of="another")
