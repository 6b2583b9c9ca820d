"""What people type on their day besides calls."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from django import forms

from callbacks.models import Callback
from callbacks.rules import CallPolicyValue
from practice import phrases
from practice.calendar import WorkingCalendar
from practice.models import User


def ends_of_quiet(now: datetime, *, policy: CallPolicyValue, calendar: WorkingCalendar) -> list[tuple[str, str]]:
    """Return the times until which one can be left alone today: the window's start, full hours, closing."""
    today = calendar.local_date(now)
    listed: dict[datetime, str] = {}
    for window in policy.windows_of(today):
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
    """
    Who rings instead for the rest of the day, and who else where a call's matter names somebody.

    ``helpers``: who may ring of each call, in the order in which they are proposed, with what they are to it.
    """

    to = forms.ModelChoiceField(label="Who rings instead", queryset=User.objects.none(), empty_label="Choose one")

    def __init__(
        self, *args: Any, user: User, helpers: Mapping[Callback, Sequence[tuple[User, str]]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for named in helpers.values() for one, _ in named}
        for call, named in helpers.items():
            others = [(one, why) for one, why in named if one.pk != user.substitute_id]
            if others:
                own = [(str(one.pk), f"{one.name}, {why[:1].lower()}{why[1:]}") for one, why in others]
                first = str(named[0][0].pk)
                self.fields[self._name(call)] = forms.ChoiceField(
                    label=f"Who rings {call.caller_name}",
                    choices=[*own, ("", "Whoever is chosen below")],
                    required=False,
                    initial=first if first in dict(own) else "",
                )
        to = self.fields["to"]
        assert isinstance(to, forms.ModelChoiceField)
        to.queryset = User.objects.working().filter(department__isnull=False).exclude(pk=user.pk).by_name()
        to.initial = user.substitute_id

    def chosen_for(self, call: Callback) -> forms.BoundField | None:
        """Return the field of one call; None where its matter names nobody."""
        return self[self._name(call)] if self._name(call) in self.fields else None

    def instead(self) -> dict[int, User]:
        """Return who rings, by the call's number, where somebody is named for it. Only for a valid form."""
        chosen = {name.removeprefix("call_"): pk for name, pk in self.cleaned_data.items() if name != "to" and pk}
        return {int(call): self.people[pk] for call, pk in chosen.items()}

    @staticmethod
    def _name(call: Callback) -> str:
        return f"call_{call.pk}"
