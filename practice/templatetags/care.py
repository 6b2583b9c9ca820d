"""
How templates say dates, times, money and numbers: doors into practice.phrases, which decides nothing by the clock.

The frame puts `today` and `now` (local) into every page: {{ letter.sent_on|weekday:today }}, {{ call.at|ago:now }}.
An empty value gives an empty string, so that an absent date shows nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal

from django import template
from django.utils import timezone

from practice import phrases
from practice.models import Party, PartyName, Position
from practice.naming import days_of
from practice.naming import known_as as name_they_use
from practice.needs import Shown, shown
from practice.organisations import in_words
from practice.reach import sentence

register = template.Library()


def _day(value: date | datetime) -> date:
    """Return the date itself, also where the frame gives it lazily."""
    return date(value.year, value.month, value.day)


@register.filter(expects_localtime=True)
def weekday(value: date | datetime | None, today: date | None = None) -> str:
    """Give "Tue 24 Nov"; the year is added unless today, the argument, is in the same year."""
    return phrases.weekday(_day(value), today=today) if value else ""


@register.filter
def weekdays(value: Iterable[int]) -> str:
    return phrases.weekdays(value)


@register.filter(expects_localtime=True)
def long_date(value: date | datetime | None) -> str:
    """Give "Tuesday 8 December 2026"."""
    return phrases.long_date(_day(value)) if value else ""


@register.filter(expects_localtime=True)
def hhmm(value: time | datetime | None) -> str:
    """Give "14:20". Midnight is a time too."""
    return "" if value is None or value == "" else phrases.hhmm(value)


@register.filter
def ago(value: datetime | None, now: datetime) -> str:
    """Give "12 min ago" or the day and time, seen from now, the argument."""
    return phrases.ago(value, now=timezone.localtime(now)) if value else ""


@register.filter
def reach(party: Party | None, notes: Sequence[str] = ()) -> str:
    """
    Give the rules for whoever is about to make contact: "Only 07700 900 142. No voicemail.".

    ``notes``, if any: what stands beside it of what has become of them, so that nothing is said twice.
    """
    return sentence(party, beside_notes=bool(notes)) if party else ""


@register.filter
def known_as(party: Party | None, on: date) -> str:
    """Give what they want to be called by whoever talks to them: "Peggy". Fetch the party with its names."""
    return name_they_use(party, _day(on))


@register.filter
def days(name: PartyName, on: date) -> str:
    """Give since and until when somebody goes by a name, as far as anybody knows."""
    return days_of(name, today=_day(on))


@register.filter
def instructing(positions: Iterable[Position] | None) -> str:
    """Give who may instruct for a body: "Ann Lee, up to £10,000; Bo Ray"."""
    return in_words(positions or ())


@register.filter
def needs(party: Party | None, on: date) -> list[Shown]:
    """Give what is done otherwise for somebody on that day: icon, label, words. Fetch the party with its needs."""
    return shown(party, _day(on))


@register.filter
def money(value: Decimal | int | None) -> str:
    """Give "£1,740" or "£1,740.50"."""
    return "" if value is None or value == "" else phrases.money(value)


@register.filter
def phone_groups(value: object) -> str:
    """Give "07700 900 142", as one reads it aloud."""
    return phrases.phone_groups(str(value)) if value else ""
