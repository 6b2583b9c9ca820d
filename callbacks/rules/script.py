"""What reception says: times as people say them, and the sentence that offers three of them."""

from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta

from callbacks.rules.policy import CallWindow

_WORDS = (
    "twelve one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty twenty-one twenty-two twenty-three twenty-four twenty-five twenty-six twenty-seven "
    "twenty-eight twenty-nine"
)
_NUMBERS = tuple(_WORDS.split())
HALF_AN_HOUR, AN_HOUR, HOURS_ON_A_CLOCK = 30, 60, 12
FRIDAY = 4
_DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
_SPECIAL = {15: "quarter", 30: "half"}
TOMORROW = timedelta(days=1)


def spoken_time(at: time) -> str:
    """Say a time: "twenty past two", "ten to three", "half past nine", "two o'clock"."""
    if at.minute == 0:
        return f"{_hour(at.hour)} o'clock"
    past = at.minute <= HALF_AN_HOUR
    minutes = at.minute if past else AN_HOUR - at.minute
    words = _SPECIAL.get(minutes) or _NUMBERS[minutes] + ("" if minutes % 5 == 0 else " minutes")
    return f"{words} past {_hour(at.hour)}" if past else f"{words} to {_hour(at.hour + 1)}"


def spoken_window(starts: time, ends: time) -> str:
    """Say a window: "between 2 and 4", or "between half past nine and eleven o'clock" when a figure would not do."""
    if starts.minute == ends.minute == 0:
        return f"between {_figure(starts)} and {_figure(ends)}"
    return f"between {spoken_time(starts)} and {spoken_time(ends)}"


def windows_in_words(windows: Iterable[CallWindow]) -> str:
    """
    Say when calls are returned as letters do: "between 2 and 4", with the days where it is not every working day.

    Voicemail, handbook and the published page say it by this, so that none of them can differ.
    """
    days: dict[tuple[time, time], list[int]] = {}
    for window in sorted(windows, key=lambda one: (one.starts, one.ends, one.weekday)):
        days.setdefault((window.starts, window.ends), []).append(window.weekday)
    return " and ".join(
        f"between {_clock(starts)} and {_clock(ends)}{_on_days(weekdays)}" for (starts, ends), weekdays in days.items()
    )


def offer_sentence(name: str, *, on: date, today: date, starts: time, ends: time, times: Sequence[time]) -> str:
    """
    Say when somebody returns calls and offer the times; without times, offer the window. Gives no reason for anything.

    "Ms Okafor returns calls between 2 and 4: twenty past two, ten to three, or twenty to four?"
    """
    when = f"{_day(on, today)}{spoken_window(starts, ends)}"
    if not times:
        return f"{name} returns calls {when}. Shall I put you down for then?"
    return f"{name} returns calls {when}: {_choice([spoken_time(at) for at in times])}?"


def suits_sentence(name: str, *, on: date, today: date, times: Sequence[time], by: time | None = None) -> str:
    """
    Offer what lies in the time a caller has asked for: "Ms Okafor can ring you tomorrow at ten o'clock or noon?".

    ``by``: instead of set times, until when somebody rings.
    """
    day = _day(on, today)
    if by is not None:
        return f"{name} can ring you {day}by {spoken_time(by)}. Would that suit?"
    return f"{name} can ring you {day}at {_choice([spoken_time(at) for at in times])}. Would that suit?"


def _day(on: date, today: date) -> str:
    if on == today:
        return ""
    return "tomorrow " if on == today + TOMORROW else f"on {on:%A} {on.day} {on:%B} "


def _choice(said: Sequence[str]) -> str:
    if len(said) > 2:  # a pair needs no comma
        return f"{', '.join(said[:-1])}, or {said[-1]}"
    return " or ".join(said)


def _on_days(weekdays: Sequence[int]) -> str:
    if list(weekdays) == list(range(FRIDAY + 1)):
        return ""
    *first, last = [_DAYS[day] for day in weekdays]
    return f" on {', '.join(first)}{' and ' if first else ''}{last}"


def _clock(at: time) -> str:
    return f"{_figure(at)}.{at.minute:02}" if at.minute else _figure(at)


def _hour(hour: int) -> str:
    return _NUMBERS[hour % HOURS_ON_A_CLOCK]


def _figure(at: time) -> str:
    return str(at.hour % HOURS_ON_A_CLOCK or HOURS_ON_A_CLOCK)
