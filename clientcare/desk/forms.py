"""The call slip: what is taken down while somebody is on the line."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django import forms

from callbacks.models import Action, Fact, Relation, Subject, Urgency
from callbacks.offers import Choice
from callbacks.presets import help_topics, urgent_reasons
from callbacks.rules import SlotNotOffered, UrgentReason
from intake.asking import NamesField
from intake.models import TimeRunning
from practice.calendar import NoSuchTime, WorkingCalendar
from practice.forms import KeyedForm
from practice.inputs import ClockField, DayField, DayMonthYear, phone
from practice.models import User

KEEP = "keep"  # the time that is promised already
_DATE = DayMonthYear()
FIELDS = (
    "form_key",
    "party",
    "matter",
    "caller_name",
    "number",
    "other_number",
    "organisation",
    "relation",
    "action",
    "deadline",
    "for_staff",
    "subject",
    "message",
    "urgency",
    "urgent_because",
    "topic",
    "read_back",
    *Fact.values,
    "verified",
    "slot",
    "when",
    "open_call",
    "wants_message",
    "taken",
    "private",
    "names",
    "key_date",
    "time_is_running",
)


def typed_in(data: Mapping[str, Any]) -> dict[str, str]:
    """Return what stands in the slip, as it was typed; what is empty is left out. No draft can hold a zero byte."""
    typed = {**{name: data.get(name) for name in FIELDS}, "key_date": _DATE.value_from_datadict(data, {}, "key_date")}
    return {name: str(value).replace("\0", "\x1a") for name, value in typed.items() if value}


#: What one deed cannot do without and another can, and how it is asked for.
_ASK = {
    "number": "Enter the number to ring.",
    "slot": "Choose one of the times.",
    "message": "Enter the message, in their words.",
    "topic": "Choose what you helped with.",
}


class CallSlip(KeyedForm):
    """Everything on the slip. What is needed depends on what is done with it."""

    meanings = tuple(one.meaning for one in Urgency)

    party = forms.IntegerField(required=False, widget=forms.HiddenInput)
    matter = forms.IntegerField(required=False, widget=forms.HiddenInput)
    open_call = forms.IntegerField(required=False, widget=forms.HiddenInput)
    private = forms.CharField(required=False, widget=forms.HiddenInput)
    verified = forms.CharField(required=False, widget=forms.HiddenInput)
    caller_name = forms.CharField(label="Name", required=False, max_length=200)
    number = forms.CharField(label="Number to ring, read it back", required=False, max_length=40)
    other_number = forms.CharField(label="Another number", required=False, max_length=40)
    organisation = forms.CharField(label="Organisation", required=False, max_length=120)
    relation = forms.ChoiceField(
        label="Who they are to us", required=False, choices=[("", "Not said"), *Relation.choices]
    )
    action = forms.ChoiceField(
        label="What they would like", required=False, choices=[("", "Not said"), *Action.choices]
    )
    deadline = forms.CharField(label="A deadline, if they name one", required=False, max_length=160)
    for_staff = forms.ModelChoiceField(label="For", queryset=User.objects.none(), empty_label="Choose one")
    subject = forms.ChoiceField(
        label="About", required=False, widget=forms.RadioSelect, choices=[(one.value, one.label) for one in Subject][:4]
    )
    message = forms.CharField(
        label="What is needed, in their words",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "data-key": "m"}),
    )
    urgency = forms.ChoiceField(
        label="How soon",
        required=False,
        widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in Urgency],
    )
    urgent_because = forms.CharField(required=False)
    topic = forms.CharField(required=False)
    read_back = forms.BooleanField(label="Read back", required=False)
    birthday = forms.BooleanField(label="Day and month of birth", required=False)
    postcode = forms.BooleanField(label="Postcode they live at", required=False)
    slot = forms.CharField(label="Time", required=False)
    wants_message = forms.BooleanField(
        label="E-mail them this, if they say yes. It names neither the matter nor what it is about.", required=False
    )
    taken = ClockField(label="Call taken at, if it was earlier", required=False)
    names = NamesField(label="Names they give", widget=forms.Textarea(attrs={"rows": 2}), help_text="One a line.")
    key_date = DayField(label="A date, if they give one", required=False)
    time_is_running = forms.ChoiceField(
        label="Is time running?", required=False, choices=TimeRunning.choices, widget=forms.RadioSelect
    )
    said_so = forms.BooleanField(required=False, widget=forms.HiddenInput)  # by the words on the button

    def __init__(
        self,
        *args: Any,
        now: datetime,
        calendar: WorkingCalendar,
        needs: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._now, self._calendar = now, calendar
        self._needs = needs
        for_staff = self.fields["for_staff"]
        assert isinstance(for_staff, forms.ModelChoiceField)
        for_staff.queryset = User.objects.working().filter(department__isnull=False).by_name()
        for_staff.error_messages["required"] = "Choose who the call is for."

    def clean_number(self) -> str:
        """Read a number in whatever form it was given, and keep it as it is read back."""
        return phone(self.cleaned_data["number"])

    def clean_other_number(self) -> str:
        return phone(self.cleaned_data["other_number"])

    @property
    def reasons(self) -> tuple[UrgentReason, ...]:
        """Return for what a call is urgent, for the page."""
        return urgent_reasons()

    def clean_urgent_because(self) -> str:
        """Return what the chosen reason is called; "" if none of them is chosen."""
        code = self.cleaned_data["urgent_because"]
        return next((one.label for one in urgent_reasons() if one.code == code), "")

    @property
    def topics(self) -> dict[str, str]:
        """Return what whoever answers may help with, for the page."""
        return help_topics()

    def clean_topic(self) -> str:
        """Return what the chosen topic is called; "" if none of them is chosen."""
        return help_topics().get(self.cleaned_data["topic"], "")

    def clean_slot(self) -> Choice | str:
        """Read the chosen offer. An unknown one was never on the list."""
        text: str = self.cleaned_data["slot"]
        if text in ("", KEEP):
            return text
        try:
            return Choice.parse(text)
        except SlotNotOffered as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if not typed.get("party") and not typed.get("caller_name"):
            self.add_error("caller_name", "Find the caller above, or enter their name.")
        if typed.get("urgency") == Urgency.HOUR and not typed.get("urgent_because"):
            self.add_error("urgent_because", "Choose why it is urgent, or another time.")
        for name in self._needs:
            if not typed.get(name) and name not in self.errors:
                self.add_error(name, _ASK[name])
        taken = typed.get("taken")
        if taken is not None:
            try:
                typed["taken_at"] = self._calendar.at(self._calendar.local_date(self._now), taken)
            except NoSuchTime as gap:
                self.add_error("taken", str(gap))
        return typed

    @property
    def says_more(self) -> bool:
        """Say if anything stands or is wrong in what is usually folded away."""
        names = ("taken", "organisation", "other_number", "action", "deadline")
        return any(self[name].value() or self[name].errors for name in names)

    def particulars(self) -> dict[str, str]:
        """Return what was taken down besides the usual. Only for a valid form."""
        names = ("other_number", "organisation", "relation", "action", "deadline")
        return {name: self.cleaned_data[name] for name in names}

    def facts(self) -> tuple[str, ...]:
        """Return which facts agreed. Only for a valid form."""
        return tuple(fact.value for fact in Fact if self.cleaned_data[fact])
