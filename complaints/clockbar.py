"""
The bar of all clocks of one complaint: the firm's own above, the eight weeks below, one axis for every row. Pure.

Geometry in attributes, colour in classes; 4.4 units a day from 5, so that rows compare (mock-up: complaints board).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

_LEFT, _DAY, _WEEKS = 5.0, 4.4, 56
_LAST = 62  # a bar that would run off the page stops here


@dataclass(frozen=True, slots=True)
class Stretch:
    """One clock: from when to when it was promised, when it ended, how it stands, and its first date if extended."""

    name: str
    started_on: date
    due_on: date
    ended_on: date | None
    tone: str
    first_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the drawing, with its CSS class."""

    css: str
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Bar:
    """The drawing of one row. ``marks`` and ``limits`` are upright lines, the rest is drawn at fixed heights."""

    boxes: tuple[Box, ...]
    marks: tuple[str, ...]
    limits: tuple[str, ...]
    weeks: Box
    elapsed: Box
    end: str
    needle: str
    running: bool
    label: str


def bar(*, received_on: date, today: date, stretches: Sequence[Stretch], eight_weeks_on: date | None) -> Bar:
    """
    Draw one complaint, stage after stage up to the one that runs.

    ``stretches``: in the order in which they are due. The part after a date is taller and stands out.
    """
    boxes: list[Box] = []
    marks: list[str] = []
    limits: list[str] = []

    def at(day: date) -> float:
        return _LEFT + _DAY * max(0, min(_LAST, (day - received_on).days))

    last_end = _LEFT
    for one in stretches:
        start, due, end = max(last_end, at(one.started_on)), at(one.due_on), at(one.ended_on or today)
        last_end = max(start, end)
        if one.ended_on is None:
            boxes.append(_box("c-open", start + 0.5, 4.5, due - start - 0.5, 8))
            marks.append(_number(due))
        kept = "c-kept" if one.ended_on else {"late": "c-soon", "soon": "c-soon"}.get(one.tone, "c-calm c-run")
        boxes.append(_box(kept, start, 4, min(end, due) - start, 9))
        if end > due:
            boxes.append(_box("c-late", max(due, start), 2, end - max(due, start), 13))
        if one.first_due_on is not None:
            limits.append(_number(at(one.first_due_on)))
        if one.ended_on is None:
            break  # what comes after has not begun
    full = _DAY * _WEEKS
    return Bar(
        boxes=tuple(box for box in boxes if float(box.width) > 0),
        marks=tuple(marks),
        limits=tuple(limits),
        weeks=_box("c-calm", _LEFT, 20, full, 4),
        elapsed=_box("c-now", _LEFT, 20, min(full, at(today) - _LEFT), 4),
        end=_number(_LEFT + full),
        needle=_number(at(today)),
        running=any(one.ended_on is None for one in stretches),
        label=_label(received_on, today, stretches, eight_weeks_on),
    )


def _label(received_on: date, today: date, stretches: Sequence[Stretch], eight_weeks_on: date | None) -> str:
    sentences = [f"Day {(today - received_on).days} of 56."] if eight_weeks_on else []
    for one in stretches:
        name, due = one.name.capitalize(), (one.due_on - received_on).days
        if one.ended_on is None:
            sentences.append(f"{name} due on day {due}{', late' if today > one.due_on else ''}.")
        else:
            late = (one.ended_on - one.due_on).days
            how = f", {late} {'day' if late == 1 else 'days'} late" if late > 0 else ", on time"
            sentences.append(f"{name} done on day {(one.ended_on - received_on).days}{how}.")
        if one.first_due_on is not None:
            sentences.append(f"Extended with notice, first due on day {(one.first_due_on - received_on).days}.")
    return " ".join(sentences)


def _box(css: str, x: float, y: float, width: float, height: float) -> Box:
    return Box(css, _number(x), _number(y), _number(max(0.0, width)), _number(height))


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
