"""What is typed about what somebody needs."""

from datetime import date, timedelta
from typing import Any

from django import forms

from practice.forms import KeyedForm
from practice.inputs import DayField
from practice.models import Adjustment, CircumstanceKind, Need
from practice.services.needs import Agreed

_REVIEW_AFTER = timedelta(days=365)


class _Agreed(KeyedForm):
    """What was agreed, from when until when, and that they want it on record."""

    words = forms.CharField(
        label="What to do",
        required=False,
        max_length=160,
        help_text="For whoever rings, writes or meets them: what to do, never why. Empty says the usual.",
    )
    starts_on = DayField(label="From")
    ends_on = DayField(label="Last day", required=False, help_text="Empty: until somebody ends it.")
    consented_on = DayField(label="They agreed to have it on record on")
    consented_how = forms.CharField(label="How did they say so?", max_length=120, help_text="On the phone, by letter")
    review_on = DayField(label="Ask again if it is still right on")

    def _agreed(self, adjustment: Adjustment, language: str) -> Agreed:
        typed = self.cleaned_data
        return Agreed(
            adjustment=adjustment,
            language=language,
            words=typed["words"],
            starts_on=typed["starts_on"],
            ends_on=typed["ends_on"],
            consented_on=typed["consented_on"],
            consented_how=typed["consented_how"],
            review_on=typed["review_on"],
        )


class RecordNeed(_Agreed):
    """A further adjustment."""

    adjustment = forms.ChoiceField(label="What is agreed", choices=[("", "Choose one"), *Adjustment.choices])
    language = forms.CharField(
        label="Language", required=False, max_length=40, help_text="Of the interpreter, and of letters."
    )
    field_order = ("form_key", "adjustment", "language")

    @classmethod
    def on(cls, today: date) -> "RecordNeed":
        days = {"starts_on": today, "consented_on": today, "review_on": today + _REVIEW_AFTER}
        return cls(initial=days, auto_id="new-%s")

    def clean_language(self) -> str:
        language: str = self.cleaned_data["language"]
        return language[:1].upper() + language[1:]

    def agreed(self) -> Agreed:
        """Return what was typed. Only for a valid form."""
        return self._agreed(Adjustment(self.cleaned_data["adjustment"]), self.cleaned_data["language"])


class ChangeNeed(_Agreed):
    """Other words or days for one that stands."""

    @classmethod
    def of(cls, need: Need, typed: Any = None) -> "ChangeNeed":
        """Return the form of this one; a page has several, so each has ids of its own."""
        names = ("words", "starts_on", "ends_on", "consented_on", "consented_how", "review_on")
        return cls(typed, initial={name: getattr(need, name) for name in names}, auto_id=f"change-{need.pk}-%s")

    def agreed(self, need: Need) -> Agreed:
        """Return what was typed about this one. Only for a valid form."""
        return self._agreed(Adjustment(need.adjustment), need.language)


class EndIt(forms.Form):
    """Why something does not hold any more."""

    because = forms.CharField(label="Why does it end?", max_length=200)

    @classmethod
    def of(cls, what: str, pk: int, typed: Any = None) -> "EndIt":
        return cls(typed, auto_id=f"end-{what}-{pk}-%s")


class RecordCircumstance(KeyedForm):
    """Why somebody needs care, in their words, and that they want us to keep it."""

    kind = forms.ChoiceField(label="What kind", choices=[("", "Choose one"), *CircumstanceKind.choices])
    words = forms.CharField(
        label="In their words", max_length=1000, widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})
    )
    consented_on = DayField(label="They agreed to have it on record on")
    consented_how = forms.CharField(label="How did they say so?", max_length=120)

    @classmethod
    def on(cls, today: date, typed: Any = None) -> "RecordCircumstance":
        return cls(typed, initial={"consented_on": today}, auto_id="why-%s")
