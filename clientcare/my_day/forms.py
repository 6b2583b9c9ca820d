"""What people type on their day besides calls."""

from datetime import datetime, time
from typing import Any

from django import forms

from callbacks.rules import CallPolicyValue
from practice import phrases
from practice.calendar import WorkingCalendar
from practice.models import User


def ends_of_quiet(now: datetime, *, policy: CallPolicyValue, calendar: WorkingCalendar) -> list[tuple[str, str]]:
    """Return the times until which one can be left alone today: the window's start, full hours, closing."""
    today = calendar.local_date(now)
    listed: dict[datetime, str] = {}
    for window in policy.windows_on(today.weekday()):
        listed[calendar.at(today, window.starts)] = ", when your window starts"
    for hour in range(calendar.opens_at.hour + 1, calendar.closes_at.hour):
        listed.setdefault(calendar.at(today, time(hour)), "")
    listed.setdefault(calendar.closing(today), ", end of day")
    return [
        (at.isoformat(), f"{phrases.hhmm(calendar.local(at))}{words}")
        for at, words in sorted(listed.items())
        if at > now
    ]


class DoNotDisturb(forms.Form):
    """Until when one takes no calls."""

    until = forms.ChoiceField(label="Until", error_messages={"invalid_choice": "Choose an end that is still to come."})

    def __init__(self, *args: Any, ends: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        until = self.fields["until"]
        assert isinstance(until, forms.ChoiceField)
        until.choices = ends

    def clean_until(self) -> datetime:
        return datetime.fromisoformat(self.cleaned_data["until"])


class GoAway(forms.Form):
    """Who rings instead for the rest of the day."""

    to = forms.ModelChoiceField(label="Who rings instead", queryset=User.objects.none(), empty_label="Choose one")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to = self.fields["to"]
        assert isinstance(to, forms.ModelChoiceField)
        to.queryset = User.objects.working().filter(department__isnull=False).exclude(pk=user.pk).by_name()
        to.initial = user.substitute_id
