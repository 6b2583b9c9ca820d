"""What is tested by default, and what only `script/test --all` adds (decisions B28)."""

import os
import random
from collections.abc import Iterable, Sequence
from typing import TypeVar

EVERYTHING = bool(os.environ.get("TEST_EVERYTHING"))
SEED = os.environ.get("TEST_SEED", "2026")  # another number looks at others
T = TypeVar("T")


def sampled(whole: Iterable[T], *usual: T) -> list[T]:
    """Return the whole of a table of cases when everything is tested, else the usual ones."""
    return list(whole) if EVERYTHING else list(usual)


def some(whole: Sequence[T], *, at_most: int, of: str) -> list[T]:
    """Return so many of them in their order, the same ones for the same seed; ``of`` names the table."""
    rng = random.Random(f"{SEED} {of}")  # noqa: S311  a sample, not a secret
    chosen = sorted(rng.sample(range(len(whole)), k=min(at_most, len(whole))))
    return [whole[number] for number in chosen]
