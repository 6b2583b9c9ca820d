"""What is tested by default, and what only `script/test --all` adds."""

import os
from collections.abc import Iterable
from typing import TypeVar

EVERYTHING = bool(os.environ.get("TEST_EVERYTHING"))
T = TypeVar("T")


def sampled(whole: Iterable[T], *usual: T) -> list[T]:
    """Return the whole of a table of cases when everything is tested, else the usual ones."""
    return list(whole) if EVERYTHING else list(usual)
