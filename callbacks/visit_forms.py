"""What is typed about a meeting. Shapes only."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms

from callbacks.models import Room
from callbacks.rules import VisitKind, VisitWay
from practice.calendar import NoSuchTime, WorkingCalendar
from practice.forms import KeyedForm
from practice.inputs import ClockField, DayField, RadioList
from practice.models import Party, User


class MoveVisit(KeyedForm):
    """When, with whom, and where."""

    adviser = forms.ModelChoiceField(queryset=User.objects.none(), label="With", empty_label=None)
    on = DayField(label="Day", error_messages={"required": "Enter the day."})
    at = ClockField(label="From", error_messages={"required": "Enter the time."})
    room = forms.ModelChoiceField(
        queryset=Room.objects.none(), label="Room", required=False, empty_label="None: not in person"
    )

    def __init__(self, *args: Any, calendar: WorkingCalendar, hosts: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._calendar = calendar
        for name, rows in (
            ("adviser", User.objects.working().filter(pk__in=[one.pk for one in hosts])),
            ("room", Room.objects.filter(is_used=True).order_by("name", "pk")),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("on") and typed.get("at"):
            try:
                typed["starts_at"] = self._calendar.at(typed["on"], typed["at"])
            except NoSuchTime as refusal:
                self.add_error("at", str(refusal))
        return typed

    @property
    def starts_at(self) -> datetime:
        found: datetime = self.cleaned_data["starts_at"]
        return found


class BookVisit(MoveVisit):
    """And for what, with which client, how, and whether they want it in writing."""

    kind = forms.ChoiceField(label="What for", choices=VisitKind.choices, widget=RadioList)
    way = forms.ChoiceField(label="How", choices=VisitWay.choices, widget=RadioList)
    party = forms.ModelChoiceField(queryset=Party.objects.none(), label="Who comes", empty_label=None)
    wants_message = forms.BooleanField(
        required=False, label="E-mail them the time, with a file for their calendar, and remind them"
    )

    def __init__(self, *args: Any, parties: Iterable[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["party"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Party.objects.filter(pk__in=[one.pk for one in parties])

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if typed.get("way") == VisitWay.IN_PERSON and "room" in typed and typed["room"] is None:
            has_rooms = Room.objects.filter(is_used=True).exists()
            choose = "Choose a room: they come to us."
            self.add_error("room", choose if has_rooms else "No room is entered yet. An administrator adds rooms.")
        return typed
