"""What is typed about an instruction. Shapes only."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms

from engagement.instructions import Speaker
from engagement.models import Instruction
from engagement.rules.instructions import Authority, Channel, Stance
from engagement.services.instructions import InstructionFacts
from practice.calendar import NoSuchTime, WorkingCalendar
from practice.forms import KeyedForm
from practice.inputs import Chips, ClockField, DayField, RadioList
from practice.models import User

_CHANGES = [("scope", "What we do"), ("estimate", "What it costs"), ("time", "How long it takes")]


class LogInstruction(KeyedForm):
    """Who gave it, how and when, in what words, who took it, and what of the letter it changes."""

    about = forms.IntegerField(required=False, widget=forms.HiddenInput)
    corrects = forms.IntegerField(required=False, widget=forms.HiddenInput)
    stance = forms.ChoiceField(
        label="What do they say about it?",
        widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in Stance if one != Stance.NEW],
    )
    speaker = forms.ChoiceField(label="Who gave it?", widget=RadioList)
    name = forms.CharField(required=False, max_length=200, label="Their name", help_text="Only of somebody else.")
    shown_by = forms.CharField(
        required=False,
        max_length=200,
        label="What shows that they may?",
        help_text="Of somebody else, or who acts for the client: the power of attorney, a signed letter.",
    )
    channel = forms.ChoiceField(label="How?", widget=forms.RadioSelect, choices=Channel.choices)
    on = DayField(label="On which day did they say it?")
    at = ClockField(label="At what time?", help_text="24-hour clock, as near as is known.")
    words = forms.CharField(label="In what words?", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    taken_by = forms.ModelChoiceField(label="Who took it?", queryset=User.objects.none(), empty_label=None)
    changes = forms.MultipleChoiceField(
        required=False, label="What does it change?", widget=Chips, choices=_CHANGES, help_text="Nothing: leave it."
    )

    def __init__(
        self, speakers: Sequence[Speaker], *args: Any, calendar: WorkingCalendar, answers: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.speakers = {one.key: one for one in speakers}
        self.calendar = calendar
        speaker, taken = self.fields["speaker"], self.fields["taken_by"]
        assert isinstance(speaker, forms.ChoiceField)
        assert isinstance(taken, forms.ModelChoiceField)
        speaker.choices = [(one.key, one.label) for one in speakers]
        taken.queryset = User.objects.working().by_name()
        if not answers:
            del self.fields["stance"]

    @staticmethod
    def as_it_was(one: Instruction, speakers: Sequence[Speaker], calendar: WorkingCalendar) -> dict[str, Any]:
        """Return what a form that puts an entry right begins with."""
        local = calendar.local(one.given_at)
        same = (key for key in speakers if (key.client_id, key.authority) == (one.client_id, one.authority))
        named = next((key for key in same if key.name in {one.given_by, ""}), None)
        changes = [name for name, _ in _CHANGES if getattr(one, f"changes_{name}")]
        kept = {name: getattr(one, name) for name in ("channel", "words", "shown_by", "taken_by")}
        return {
            **kept,
            "corrects": one.pk,
            "speaker": named.key if named else None,
            "name": one.given_by if one.authority == Authority.NAMED else "",
            "on": local.date(),
            "at": local.time(),
            "changes": changes,
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        on, at = cleaned.get("on"), cleaned.get("at")
        if isinstance(on, date) and at is not None:
            try:
                cleaned["moment"] = self.calendar.at(on, at)
            except NoSuchTime as refusal:
                self.add_error("at", str(refusal))
        return cleaned

    def facts(self) -> InstructionFacts:
        """Return the entry. Only for a valid form."""
        typed, who = self.cleaned_data, self.speakers[self.cleaned_data["speaker"]]
        moment: datetime = typed["moment"]
        return InstructionFacts(
            client_id=who.client_id,
            given_by=who.name or typed["name"],
            authority=who.authority,
            shown_by="" if who.authority == Authority.CLIENT else who.shown_by or typed["shown_by"],
            channel=Channel(typed["channel"]),
            given_at=moment,
            words=typed["words"],
            taken_by=typed["taken_by"],
            **{f"changes_{name}": name in typed["changes"] for name, _ in _CHANGES},
        )


class SetRule(KeyedForm):
    """Whether all clients must agree before we act, and where they said so."""

    all_must_agree = forms.ChoiceField(
        label="Before we act",
        widget=RadioList,
        choices=[("yes", "All of them must agree"), ("no", "Any one of them may instruct us")],
    )
    because = forms.CharField(
        label="What did they tell us, and where?",
        max_length=300,
        help_text="For instance: both said so at the first meeting.",
    )
