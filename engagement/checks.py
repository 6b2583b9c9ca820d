"""Checks at start: the usual answers of every kind of work, and the agreements apart from letters, are right."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.core.checks import CheckMessage, Error, register


@register
def check_work_data(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """Name the file and the field that is wrong, before anybody opens a letter."""
    from engagement.letters import agreements, work  # models must be loaded
    from practice.models import WorkType

    found: list[CheckMessage] = []
    files: list[Callable[[], object]] = [agreements.kinds, *(partial(work.usual, one) for one in WorkType.values)]
    for read in files:
        try:
            read()
        except work.BadWorkData as problem:
            found.append(Error(str(problem), id="engagement.E001"))
    return found
