"""What a client chooses on the page of their call. Shapes only."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from callbacks.choosing import DayOfTimes
from callbacks.rules import Slot
from practice.forms import KeyedForm

_STAMP = "%Y%m%dT%H%M"
_GONE = "That time has just been taken. Please choose another."
Days = Sequence[DayOfTimes]


def _slots(days: Days) -> Iterator[Slot]:
    return (slot for day in days for slot in day.slots)


def value_of(slot: Slot) -> str:
    """Name a time as its radio does."""
    return f"{slot.starts_at.astimezone(UTC):{_STAMP}}"


class CallOff(KeyedForm):
    """``seen``: how many times had been promised when the page was drawn."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10_000)


class Choose(CallOff):
    """One of the times listed, and whether to have it by e-mail."""

    slot = forms.CharField(label="Time", widget=forms.RadioSelect, error_messages={"required": "Choose a time first."})
    mail = forms.BooleanField(required=False, label="E-mail me the time, with a file for my calendar, and remind me")

    def __init__(self, data: Mapping[str, Any] | None = None, *, days: Days | None = None, **kwargs: Any) -> None:
        """``days``: what the page lists, for a page that is drawn; of a form that was sent the deed knows better."""
        super().__init__(data, **kwargs)
        self._days = days

    def clean_slot(self) -> datetime:
        if self._days is not None and self.cleaned_data["slot"] not in map(value_of, _slots(self._days)):
            raise ValidationError(_GONE)
        try:
            return datetime.strptime(self.cleaned_data["slot"], _STAMP).replace(tzinfo=UTC)
        except ValueError as problem:
            raise ValidationError("Please choose one of the times listed.") from problem

    @property
    def days(self) -> list[tuple[date, list[tuple[str, str, datetime]]]]:
        """Return the times by day, as radios: id, value, start."""
        number = count()
        return [
            (day.on, [(f"{self['slot'].auto_id}_{next(number)}", value_of(slot), slot.starts_at) for slot in day.slots])
            for day in self._days or ()
        ]

    @property
    def chosen(self) -> str:
        return str(self["slot"].value() or "")
