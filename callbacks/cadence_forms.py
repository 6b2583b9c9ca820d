"""What a firm sets about reminders: shapes only."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from callbacks.presets import ReminderWords, reminder_preset, reminder_words
from callbacks.rules import TIMES_OF_DAY, Applies, Audience, ReminderPolicy, ReminderRule, with_settings
from practice.forms import KeyedForm
from practice.inputs import ClockField

MOST_MINUTES = 240
_FOR_STAFF = [(Applies.ALWAYS, "Every promised call"), (Applies.URGENT, "Urgent calls only"), (Applies.NEVER, "Off")]
_TIME_LABELS = {
    "morning_at": "Morning lists go at",
    "evening_at": "Evening lists go at",
    "quiet_from": "No message to callers from",
    "quiet_until": "until, next morning",
}


@dataclass(frozen=True)
class Row:
    """One reminder on the page; ``minutes`` is None where it is not counted in minutes."""

    words: ReminderWords
    applies: BoundField
    minutes: BoundField | None


class SetCadence(KeyedForm):
    """Every reminder of the preset, as it is set now."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, current: ReminderPolicy, seen: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = seen
        for name, label in _TIME_LABELS.items():
            self.fields[name] = ClockField(label=label, initial=getattr(current, name))
        for rule in current.rules:
            if rule.audience != Audience.PAGE:
                self._add(rule)

    def _add(self, rule: ReminderRule) -> None:
        choices = _FOR_STAFF
        if rule.audience == Audience.CLIENT:
            wanted = Applies(rule.code)
            choices = [(wanted, "Callers who said yes"), (Applies.NEVER, "Off")]
        self.fields[f"applies_{rule.key}"] = forms.ChoiceField(
            label="Goes for", choices=choices, initial=rule.applies.value
        )
        if rule.offset_minutes:
            self.fields[f"minutes_{rule.key}"] = forms.IntegerField(
                label="Minutes before" if rule.offset_minutes < 0 else "Minutes after",
                min_value=1,
                max_value=MOST_MINUTES,
                initial=abs(rule.offset_minutes),
            )

    def rows(self) -> Iterator[Row]:
        """Yield the reminders in the order of the page."""
        for words in reminder_words():
            minutes = f"minutes_{words.key}"
            yield Row(words, self[f"applies_{words.key}"], self[minutes] if minutes in self.fields else None)

    def settings(self) -> dict[str, Any]:
        """Return what was chosen, as a version keeps it. Only for a valid form."""
        values = self.cleaned_data
        rules: dict[str, dict[str, Any]] = {}
        for name, value in values.items():
            what, _, key = name.partition("_")
            if what in ("applies", "minutes"):
                rules.setdefault(key, {})[what] = value
        return {**{name: f"{values[name]:%H:%M}" for name in TIMES_OF_DAY}, "rules": rules}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors:
            try:
                with_settings(reminder_preset(), self.settings())
            except ValueError as wrong:
                self.add_error(None, str(wrong))
        return values
