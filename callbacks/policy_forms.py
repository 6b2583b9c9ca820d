"""What is typed about when calls are returned: shapes only."""

from datetime import date, datetime, time
from typing import Any

from django import forms

from callbacks.models import BlockKind
from callbacks.policies import value_of
from callbacks.rules import CallKind, Standard, Unit
from callbacks.services import PolicyFacts
from practice.calendar import NoSuchTime, WorkingCalendar
from practice.forms import KeyedForm
from practice.inputs import Chips, ClockField, DayField, RadioList
from practice.models import CallPolicy

_DAYS = [(str(number), name) for number, name in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri"))]
MOST_WINDOWS = 4
_NUMBERS = (
    ("slot_minutes", "Minutes for one call", 1, 120),
    ("buffer_minutes", "Minutes kept free after it", 0, 120),
    ("notice_minutes", "Minutes from now to the first time", 0, 2880),
    ("tolerance_minutes", "Minutes after a set time that still keep it", 0, 60),
    ("search_days", "Days ahead a call can be promised", 1, 90),
    ("max_attempts", "Tries before somebody is called unreachable", 1, 20),
    ("attempt_days", "on so many working days", 1, 20),
)
EXTRA, INSTEAD = "extra", "instead"


class HitsForm(KeyedForm):
    """A form that names what it hits before it is saved."""

    seen = forms.BooleanField(label="I have read them; they stand until somebody moves them", required=False)

    def ask(self) -> None:
        """Say that what is hit has to be read first."""
        self.add_error("seen", "Read what this touches, then tick here.")


class SetPolicy(HitsForm):
    """Up to four windows with their weekdays, and the numbers."""

    valid_from = DayField(label="From")

    def __init__(self, *args: Any, current: CallPolicy, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = today
        windows = current.windows
        for n in range(MOST_WINDOWS):
            days, starts, ends = windows[n] if n < len(windows) else ([], None, None)
            self.fields[f"days_{n}"] = forms.MultipleChoiceField(
                label="On",
                choices=_DAYS,
                widget=Chips,
                initial=[str(day) for day in days],
                required=n == 0,
            )
            self.fields[f"starts_{n}"] = ClockField(label="From", initial=starts, required=n == 0)
            self.fields[f"ends_{n}"] = ClockField(label="Until", initial=ends, required=n == 0)
        for name, label, least, most in _NUMBERS:
            self.fields[name] = forms.IntegerField(
                label=label, min_value=least, max_value=most, initial=getattr(current, name)
            )
        self.fields["most_a_day"] = forms.IntegerField(
            label="Calls a day at most",
            required=False,
            min_value=1,
            max_value=200,
            initial=current.most_a_day,
            help_text="Empty: as many as fit.",
        )
        for kind, standard in value_of(current).standards.items():
            self.fields[f"{kind}_unit"] = forms.ChoiceField(
                label="In what", choices=Unit.choices, initial=standard.unit
            )
            self.fields[f"{kind}_amount"] = forms.IntegerField(
                label="How many",
                required=False,
                min_value=1,
                max_value=80,
                initial=standard.amount if standard.is_counted else None,
            )

    def windows(self) -> list[list[forms.BoundField]]:
        """Return the fields of each window, for the page."""
        return [[self[f"{name}_{n}"] for name in ("days", "starts", "ends")] for n in range(MOST_WINDOWS)]

    def numbers(self) -> list[forms.BoundField]:
        return [self[name] for name, *_ in _NUMBERS] + [self["most_a_day"]]

    def standards(self) -> list[tuple[CallKind, forms.BoundField, forms.BoundField]]:
        return [(kind, self[f"{kind}_amount"], self[f"{kind}_unit"]) for kind in CallKind]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for kind in CallKind:
            is_counted = values.get(f"{kind}_unit") not in (Unit.SAME_DAY, Unit.NONE)
            if is_counted and not values.get(f"{kind}_amount") and f"{kind}_amount" not in self.errors:
                self.add_error(f"{kind}_amount", "Enter how many.")
        for n in range(MOST_WINDOWS):
            days, starts, ends = (values.get(f"{name}_{n}") for name in ("days", "starts", "ends"))
            if starts and ends and starts >= ends:
                self.add_error(f"ends_{n}", "This ends before it starts.")
            elif any((days, starts, ends)) and not all((days, starts, ends)):
                self.add_error(f"starts_{n}", "Give the days, the start and the end, or leave all three empty.")
        if not self.errors:
            try:
                value_of(self.facts().as_row())
            except ValueError as wrong:
                self.add_error(None, str(wrong))
        return values

    def facts(self) -> PolicyFacts:
        """Return what was typed. Only for a valid form."""
        values = self.cleaned_data
        windows: list[tuple[list[int], time, time]] = [
            ([int(day) for day in values[f"days_{n}"]], values[f"starts_{n}"], values[f"ends_{n}"])
            for n in range(MOST_WINDOWS)
            if values.get(f"starts_{n}")
        ]
        standards = {kind: Standard(values[f"{kind}_amount"] or 0, Unit(values[f"{kind}_unit"])) for kind in CallKind}
        numbers = {name: values[name] for name, *_ in _NUMBERS}
        return PolicyFacts(windows=windows, **numbers, most_a_day=values["most_a_day"], standards=standards)


class ChangeDay(HitsForm):
    """One day that is not like the others: a window more, other windows, or time without calls."""

    what = forms.ChoiceField(
        label="What",
        widget=RadioList,
        choices=[
            (EXTRA, "Calls are returned then too"),
            (INSTEAD, "Calls are returned then, and at no other time that day"),
            *((kind.value, f"No calls: {kind.label[:1].lower()}{kind.label[1:]}") for kind in BlockKind),
        ],
        initial=EXTRA,
    )
    on = DayField(label="Day")
    starts = ClockField(label="From")
    until_on = DayField(label="Last day, if it is another", required=False)
    ends = ClockField(label="Until")

    def __init__(self, *args: Any, calendar: WorkingCalendar, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._calendar = calendar

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.errors:
            return values
        last = values["until_on"] or values["on"]
        if values["what"] in (EXTRA, INSTEAD) and last != values["on"]:
            self.add_error("until_on", "A window belongs to one day. Enter the next day by itself.")
        for name, day, field in (("starts_at", values["on"], "starts"), ("ends_at", last, "ends")):
            try:
                values[name] = self._calendar.exactly(day, values[field])
            except NoSuchTime as no:
                self.add_error(field, str(no))
        if not self.errors and values["starts_at"] >= values["ends_at"]:
            self.add_error("ends", "This ends before it starts.")
        return values

    def span(self) -> tuple[datetime, datetime]:
        """Return both ends. Only for a valid form."""
        return self.cleaned_data["starts_at"], self.cleaned_data["ends_at"]
