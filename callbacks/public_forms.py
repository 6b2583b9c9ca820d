"""What a client chooses on the page of their call. Shapes only."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from django import forms

from callbacks.choosing import DayOfTimes
from callbacks.rules import Slot
from practice.forms import KeyedForm

_STAMP = "%Y%m%dT%H%M"
_GONE = "That time has just been taken. Please choose another."


def value_of(slot: Slot) -> str:
    """Name a time as its radio does."""
    return f"{slot.starts_at.astimezone(UTC):{_STAMP}}"


class CallOff(KeyedForm):
    """``seen``: how many times had been promised when the page was drawn."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10_000)


class Choose(CallOff):
    """One of the times listed, and whether to have it by e-mail."""

    slot = forms.ChoiceField(
        label="Time",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a time first.", "invalid_choice": _GONE},
    )
    mail = forms.BooleanField(required=False, label="E-mail me the time, with a file for my calendar, and remind me")

    def __init__(self, days: Sequence[DayOfTimes], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._days = days
        field = self.fields["slot"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(value_of(slot), value_of(slot)) for day in days for slot in day.slots]

    def clean_slot(self) -> datetime:
        return datetime.strptime(self.cleaned_data["slot"], _STAMP).replace(tzinfo=UTC)

    @property
    def is_gone(self) -> bool:
        """Say if the time was offered when the page was drawn and is not any more."""
        return "slot" in self.errors and bool(self.data.get("slot"))

    @property
    def days(self) -> list[tuple[date, list[tuple[str, str, datetime]]]]:
        """Return the times by day, as radios: id, value, start."""
        number = count()
        return [
            (day.on, [(f"{self['slot'].auto_id}_{next(number)}", value_of(slot), slot.starts_at) for slot in day.slots])
            for day in self._days
        ]

    @property
    def chosen(self) -> str:
        return str(self["slot"].value() or "")
