"""Checks at start: the usual answers of every kind of work are there and right."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register


@register
def check_work_data(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """Name the file and the field that is wrong, before anybody opens a letter."""
    from engagement.letters import work  # models must be loaded
    from practice.models import WorkType

    found: list[CheckMessage] = []
    for work_type in WorkType.values:
        try:
            work.usual(work_type)
        except work.BadWorkData as problem:
            found.append(Error(str(problem), id="engagement.E001"))
    return found
