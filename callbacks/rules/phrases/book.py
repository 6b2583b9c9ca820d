"""What callers say for a part of the day, as the firm has it in its data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any, Self

from callbacks.rules.policy import check_keys, read_time


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPart:
    """
    A part of the day and the words for it. ``starts`` None: when the office opens; ``ends`` None: when it closes.

    ``half``: "am" or "pm" where the words settle which half of the day a bare figure means.
    """

    words: tuple[str, ...]
    starts: time | None = None
    ends: time | None = None
    half: str = ""


@dataclass(frozen=True, slots=True)
class PhraseBook:
    """All parts of the day, and how long a call "at three" may take to come."""

    parts: tuple[DayPart, ...]
    about: timedelta

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> Self:
        """Read `callbacks/data/call_policy.yaml`. :raises ValueError: if a key of a part is unknown"""
        parts = []
        for one in mapping["parts"]:
            check_keys(DayPart, one)
            ends = {name: read_time(one[name]) for name in ("starts", "ends") if name in one}
            parts.append(DayPart(words=tuple(one["words"]), half=one.get("half", ""), **ends))
        return cls(parts=tuple(parts), about=timedelta(minutes=mapping["about_minutes"]))
