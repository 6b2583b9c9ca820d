"""Forms of the queue of enquiries: shape only."""

from typing import Any

from django import forms

from intake.asking import LineField, NamesField
from intake.models import EnquiryOutcome, TimeRunning
from practice.forms import KeyedForm
from practice.inputs import ClockField, DayField, RadioList
from practice.models import ContactKind

_HOW = [
    ("In person", "They were here and showed or said it"),
    ("Read back on the number they gave", "I rang the number they gave and they said it without being told"),
]


class FirstAnswer(forms.Form):
    """When somebody of ours first answered; it may be typed later."""

    answered_on = DayField(label="Answered on")
    answered_at = ClockField(label="At")
    words = LineField(label="What was said", max_length=600, required=False, help_text="Nothing about the merits.")


class AskMore(KeyedForm):
    question = LineField(
        label="What do we need to know?",
        max_length=600,
        help_text="Names, dates, plain facts. Nothing about the merits.",
    )


class ConfirmReach(forms.Form):
    kind = forms.ChoiceField(
        choices=[(ContactKind.EMAIL, "E-mail"), (ContactKind.ADDRESS, "Address")], widget=forms.HiddenInput
    )
    how = forms.ChoiceField(label="How do you know?", choices=_HOW, widget=RadioList)
    may_write = forms.BooleanField(label="They said that we may write to it", required=False)


class HoldingCall(KeyedForm):
    """Names, a date, and whether time is running; nothing else is asked or kept (decisions 27)."""

    names = NamesField(label="Other names they give", help_text="One a line.", widget=forms.Textarea(attrs={"rows": 2}))
    key_date = DayField(label="A date, if they give one", required=False)
    time_is_running = forms.ChoiceField(label="Is time running?", choices=TimeRunning.choices, widget=forms.RadioSelect)
    said_so = forms.BooleanField(label="I said that we do not act yet and that time may be running", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("said_so"):
            self.add_error("said_so", "Say to them that we do not act yet and that time may be running. Then tick it.")
        return data


class Decline(forms.Form):
    """Why we do not take it on: kept for us, not in the letter."""

    outcome = forms.ChoiceField(
        label="Why do we not act?",
        choices=[("", "Choose one"), *[(one.value, one.label) for one in EnquiryOutcome if one.needs_letter]],
    )
    because = LineField(
        label="More, for us",
        max_length=400,
        required=False,
        help_text="Not in the letter. Write nothing about a suspicion here: speak to the MLRO.",
    )


class CloseEnquiry(forms.Form):
    outcome = forms.ChoiceField(
        label="How it ended",
        choices=[
            ("", "Choose one"),
            *[
                (one.value, one.label)
                for one in EnquiryOutcome
                if not one.needs_letter and one != EnquiryOutcome.CONVERTED
            ],
        ],
    )
