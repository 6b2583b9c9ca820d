"""Missed promises and open calls by person, hour, age and client: each line a figure that opens its rows (5.9, D24)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Model

from callbacks.metrics import Asked, missed_promises
from callbacks.models import Callback, Promise
from callbacks.rules.counting import AGES, age_of
from practice.figures import Figure

_Row = TypeVar("_Row", bound=Model)
_Told = tuple[str, str]  # what stands in the address, and what stands on the page


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A heading and its lines, by what stands in the address."""

    heading: str
    lines: dict[str, Figure]


def breakdowns(asked: Asked, *, now: datetime) -> dict[str, Breakdown]:
    """Return the tables beside the figures, by what stands in the address; two queries."""
    missed = list(missed_promises(asked).rows.select_related("adviser"))
    calls = Callback.objects.visible_to(asked.reader).to_return().select_related("adviser", "caller")
    still = list(calls.order_by("taken_at", "pk"))
    today = asked.calendar.local_date(now)

    def begins(one: Promise) -> _Told:
        local = asked.calendar.local(one.starts_at)
        return f"{local.weekday()}-{local:%H}", f"{local:%a %H}:00"

    def age(one: Callback) -> _Told:
        words = age_of(asked.calendar.local_date(one.taken_at), today, calendar=asked.calendar)
        return str(AGES.index(words)), words

    ages = {str(place): words for place, words in enumerate(AGES)}
    clients = _most_first(_piled([one for one in still if one.caller_id], _client, of=Callback))
    return {
        "missed-by": Breakdown("Missed, by who was to ring", _most_first(_piled(missed, _person, of=Promise))),
        "missed-at": Breakdown("Missed, by weekday and hour", dict(sorted(_piled(missed, begins, of=Promise).items()))),
        "open-since": Breakdown("Open now, by age", _piled(still, age, of=Callback, always=ages)),
        "open-by": Breakdown("Open now, by who rings", _most_first(_piled(still, _person, of=Callback))),
        "open-of": Breakdown(
            "Clients with more than one open call",
            {key: figure for key, figure in clients.items() if figure.numerator > 1},
        ),
    }


def _person(one: Promise | Callback) -> _Told:
    return str(one.adviser_id), str(one.adviser)


def _client(one: Callback) -> _Told:
    return str(one.caller_id), str(one.caller)


def _piled(
    rows: Iterable[_Row], told: Callable[[_Row], _Told], *, of: type[_Row], always: dict[str, str] | None = None
) -> dict[str, Figure]:
    """Count rows by what they are told apart by; ``always`` stand there even with none."""
    words, keys = dict(always or {}), dict[str, list[int]]()
    for row in rows:
        key, words_of_key = told(row)
        words.setdefault(key, words_of_key)
        keys.setdefault(key, []).append(row.pk)
    return {
        key: Figure(
            label=label,
            numerator=len(keys.get(key, [])),
            rows=of._default_manager.filter(pk__in=keys.get(key, [])),
            explanation="What is counted here, one by one.",
        )
        for key, label in words.items()
    }


def _most_first(lines: dict[str, Figure]) -> dict[str, Figure]:
    return dict(sorted(lines.items(), key=lambda line: -line[1].numerator))
