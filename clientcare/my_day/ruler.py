"""The day drawn as a ruler: when calls are returned, when one is not to be disturbed, where each call lies."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from callbacks.models import Block, BlockKind, Promise, span_ends
from callbacks.rules import CallPolicyValue
from practice import phrases
from practice.calendar import WorkingCalendar

PER_HOUR = 120
_HOUR_SECONDS = 3600
_NARROW = 100  # a bar this slim has no room for its name
_TEXT_IN, _LABEL_HALF = 14, 22


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of the day. `kind` chooses its drawing; `label` is empty where there is no room."""

    kind: str
    x: float
    width: float
    label: str

    @property
    def text_x(self) -> float:
        return self.x + _TEXT_IN


@dataclass(frozen=True, slots=True)
class Mark:
    x: float
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Ruler:
    """Geometry of the drawing and the sentence that says the same."""

    width: int
    hours: Sequence[Mark]
    bars: Sequence[Bar]
    calls: Sequence[Bar]
    needle: Mark | None
    words: str

    @property
    def needle_box_x(self) -> float:
        return self.needle.x - _LABEL_HALF if self.needle else 0


def draw(
    now: datetime,
    *,
    policy: CallPolicyValue,
    calendar: WorkingCalendar,
    blocks: Iterable[Block],
    promises: Iterable[Promise],
) -> Ruler:
    """Return the ruler of the office's day that `now` lies in."""
    day = calendar.local_date(now)
    opens, closes = calendar.opening(day), calendar.closing(day)
    width = round((closes - opens).total_seconds() / _HOUR_SECONDS * PER_HOUR)

    def x(at: datetime) -> float:
        return round(min(max((at - opens).total_seconds() / _HOUR_SECONDS * PER_HOUR, 0), width), 1)

    bars, said = [], []
    for window in policy.windows_of(day):
        starts, ends = calendar.at(day, window.starts), calendar.at(day, window.ends)
        bars.append(_bar("window", x(starts), x(ends), "Returning calls"))
        said.append(f"returning calls {phrases.hhmm(window.starts)} to {phrases.hhmm(window.ends)}")
    for block in blocks:
        starts, ends = span_ends(block.span)
        words = "Do not disturb" if block.kind == BlockKind.DND else str(block.get_kind_display())
        bars.append(_bar("quiet", x(starts), x(ends), words))
        until = phrases.hhmm(calendar.local(ends))
        said.append(f"{words.lower()} until {until}")
    calls = [_bar("call", x(one.starts_at), max(x(one.ends_at), x(one.starts_at) + 4), "") for one in promises]
    said.append(f"{len(calls)} call{'' if len(calls) == 1 else 's'} promised")
    needle = Mark(x(now), phrases.hhmm(calendar.local(now)), "middle") if opens <= now <= closes else None
    words = f"Your day from {phrases.hhmm(calendar.opens_at)} to {phrases.hhmm(calendar.closes_at)}: {', '.join(said)}."
    return Ruler(width, _hours(calendar, width), bars, calls, needle, words)


def _hours(calendar: WorkingCalendar, width: int) -> list[Mark]:
    first = calendar.opens_at
    marks = [Mark(0, phrases.hhmm(first), "start")]
    offset = PER_HOUR - first.minute * PER_HOUR // 60
    hour = first.hour + 1
    while offset < width:
        marks.append(Mark(offset, phrases.hhmm(time(hour)), "middle"))
        offset, hour = offset + PER_HOUR, hour + 1
    return marks


def _bar(kind: str, starts: float, ends: float, label: str) -> Bar:
    return Bar(kind, starts, ends - starts, label if ends - starts >= _NARROW else "")
