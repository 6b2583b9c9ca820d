"""One list of calls instead of many reminders: for each person, kind and moment (decisions 34)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from callbacks import notices
from callbacks.models import CallbackStage, Promise
from outbox.services import Notice
from practice.calendar import WorkingCalendar
from practice.models import User

LISTS = frozenset(notices.LIST_WORDS)


@dataclass(frozen=True, slots=True)
class CallList:
    """What one person is told at one moment."""

    kind: str
    reader: User
    fire_at: datetime
    calendar: WorkingCalendar
    promises: list[Promise] = field(default_factory=list)
    stages: list[int] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Return its outbox key: of the same list, once."""
        noun = "calls" if self.kind == "owner_list" else self.kind
        first = min(promise.pk for promise in self.promises)
        return f"user:{self.reader.pk}:{noun}:{self.fire_at:%Y%m%dT%H%M%S}:{first}"

    def notice(self, promises: list[Promise] | None = None) -> Notice:
        """Write it; ``promises``: only of these."""
        shown = self.promises if promises is None else promises
        return notices.call_list(self.kind, self.reader, shown, calendar=self.calendar)


class Lists:
    """The lists of one run."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, int, datetime], CallList] = {}

    def add(self, stage: CallbackStage, reader: User, *, calendar: WorkingCalendar) -> None:
        """Put the promise of a stage on a list; it stands there once."""
        new = CallList(stage.kind, reader, stage.fire_at, calendar)
        made = self._found.setdefault((stage.kind, reader.pk, stage.fire_at), new)
        made.stages.append(stage.pk)
        if stage.promise not in made.promises:
            made.promises.append(stage.promise)

    def __iter__(self) -> Iterator[CallList]:
        return iter(self._found.values())
