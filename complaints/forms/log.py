"""What is typed when a complaint is logged."""

from typing import TYPE_CHECKING, Any, cast

from django import forms

from complaints.forms.base import LONG, WhenMixin
from complaints.models import Channel, HoldReason, Kind
from practice.forms import KeyedForm
from practice.inputs import DayField, row_number
from practice.models import Department, Matter, Party, User

if TYPE_CHECKING:
    from complaints.forms.base import People

_NET_HOLDS = [
    (reason.value, reason.label[:1].upper() + reason.label[1:])
    for reason in HoldReason
    if reason not in (HoldReason.COMPLIANCE, HoldReason.DUPLICATE)
]


class TakeDissatisfaction(WhenMixin, KeyedForm):
    """What the desk takes down in under a minute, without judging it: five fields (decision 8)."""

    slip = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    summary = forms.CharField(label="What they say, in their own words", widget=LONG)
    about_whom = forms.CharField(label="About whom, if they say", required=False, max_length=200)
    outcome_sought = forms.CharField(label="What they want", required=False, max_length=1000)
    reach = forms.CharField(label="How we may reach them", max_length=300)

    field_order = ("form_key", "slip", "summary", "about_whom", "outcome_sought", "reach", "on", "at")


class LogComplaint(WhenMixin, KeyedForm):
    """A complaint from any channel. The time is when it came, not when it is typed."""

    channel = forms.ChoiceField(
        label="How it came",
        choices=[(one.value, one.label[:1].upper() + one.label[1:]) for one in Channel],
        widget=forms.RadioSelect,
    )
    complainant_name = forms.CharField(label="Who complains", max_length=200)
    party = forms.ModelChoiceField(Party.objects.none(), required=False, widget=forms.HiddenInput)
    matter = forms.ModelChoiceField(
        Matter.objects.none(), required=False, label="Matter", empty_label="No matter, or not known yet"
    )
    department = forms.ModelChoiceField(
        Department.objects.order_by("name"), label="Department that did the work", empty_label="Choose"
    )
    kind = forms.ChoiceField(label="Kind", choices=Kind.choices, initial=Kind.SERVICE)
    summary = forms.CharField(label="What they say, in their own words", widget=LONG)
    points = forms.CharField(
        label="Point by point",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One a line. Left empty, the words above are the one point.",
    )
    outcome_sought = forms.CharField(
        label="What would put it right", required=False, widget=forms.Textarea({"rows": 2})
    )
    subjects = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="Who is complained of",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="They will see nothing of it but the request for their account.",
    )
    about_whom = forms.CharField(label="Or about whom, in their words", required=False, max_length=200)
    wrote_from = forms.CharField(label="Mailbox it came from", required=False, max_length=254)
    reach = forms.CharField(label="How we may reach them", required=False, max_length=300)
    postal_address = forms.CharField(
        label="Postal address they gave", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    representative = forms.CharField(
        label="Somebody speaks for them", required=False, max_length=200, help_text="Name, and in what capacity."
    )
    act_known_on = DayField(label="When it happened or became known, if they said", required=False)
    holds = forms.MultipleChoiceField(
        label="Hold the automatic acknowledgement, because",
        choices=_NET_HOLDS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="A hold never stops a clock.",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        visible = Matter.objects.visible_to(user)
        party = row_number(self["party"].value())
        people = cast("People", self.fields["subjects"])
        people.queryset = User.objects.working().by_name()
        cast("forms.ModelChoiceField[Party]", self.fields["party"]).queryset = Party.objects.visible_to(user)
        matters = cast("forms.ModelChoiceField[Matter]", self.fields["matter"])
        matters.queryset = visible.filter(parties__party=party).distinct() if party else visible

    def clean_points(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.cleaned_data["points"].splitlines() if line.strip())
