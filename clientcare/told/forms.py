"""Ticks for what somebody wants to be told."""

from typing import Any

from django import forms

from callbacks.presets import reminder_preset, reminder_words
from callbacks.rules import Audience

_BOOKED = ("booked", "An urgent call is promised in your name, at once")


def kinds() -> list[tuple[str, str]]:
    """Return every notice to staff that one may do without: all about calls, none about complaints."""
    rules = {rule.key: rule for rule in reminder_preset().rules}
    staff = [rules[one.key] for one in reminder_words() if rules[one.key].audience != Audience.CLIENT]
    titles = {one.key: one.title for one in reminder_words()}
    return [_BOOKED, *((rule.code, titles[rule.key]) for rule in staff if rule.occurrence == 1)]


class ChooseNotices(forms.Form):
    """What is ticked is sent."""

    wanted = forms.MultipleChoiceField(
        label="Send me", widget=forms.CheckboxSelectMultiple, required=False, choices=kinds
    )

    def __init__(self, *args: Any, declined: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wanted"].initial = [kind for kind, _ in kinds() if kind not in declined]

    def declined(self) -> list[str]:
        """Return what was left unticked. Only for a valid form."""
        return [kind for kind, _ in kinds() if kind not in self.cleaned_data["wanted"]]
