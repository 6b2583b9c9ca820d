"""What is typed about enquiries and checks: shape only."""

from collections.abc import Sequence
from typing import Any

from django import forms

from intake.affected import Affected
from intake.asking import BirthField, NameField, NamesField
from intake.forms_wishes import Wishes
from intake.models import Channel, Enquiry, EnquirySource, PrivacyNotice, TimeRunning
from intake.rules import CddState, HitDecision, Outcome
from practice.forms import KeyedForm
from practice.inputs import ClockField, DayField, RadioList
from practice.models import Adjustment, Formed, MatterRole, Party, PartyKind, User, WorkType
from practice.permissions import Role

# The others need a reason or more, and are set on the page of identity.
_WITHOUT_A_REASON = (CddState.NOT_STARTED, CddState.REQUESTED, CddState.RECEIVED, CddState.VERIFIED)
DOES_THE_WORK = [Role.FEE_EARNER, Role.HEAD, Role.MANAGING_PARTNER]
HIT_REASONS = (
    "Different person or body: number, town or birth year differ",
    "Same, but nothing confidential that matters here",
    "Same, with confidential information that matters here",
    "Same dispute, other side",
    "Other matter, same client",
    "Related body only",
)
LOW_REASONS = (
    "Different person or body: number, town or birth year differ",
    "Same, but only ever a common body",
    "Same, and not on opposite sides",
)


def _reasons(reasons: tuple[str, ...]) -> list[tuple[str, str]]:
    return [("", "Choose one"), *((reason, reason) for reason in reasons)]


class PersonField(forms.ModelChoiceField[User]):
    """Somebody who may do the work, by name and department."""

    def __init__(self, **kwargs: Any) -> None:
        people = User.objects.working().filter(roles__overlap=DOES_THE_WORK, department__isnull=False)
        super().__init__(queryset=people.select_related("department").by_name(), **kwargs)

    def label_from_instance(self, obj: User) -> str:
        return f"{obj.name}, {obj.department}"


class PartyField(forms.ModelChoiceField[Party]):
    """People and bodies on record, told apart by birth year and postcode; two may share a name."""

    widget = RadioList

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Party.objects.none(), required=False, blank=True, empty_label="Somebody new", **kwargs
        )

    def label_from_instance(self, obj: Party) -> str:
        born = f"born {obj.born_on.year}" if obj.born_on else ""
        return ", ".join(filter(None, [obj.full_name, obj.get_relationship_display().lower(), born, obj.postcode]))


class TakeEnquiry(Wishes, KeyedForm):
    """A first contact. Names and dates; nothing of the merits."""

    kind = forms.ChoiceField(
        label="A person or an organisation",
        choices=PartyKind.choices,
        initial=PartyKind.INDIVIDUAL,
        widget=forms.RadioSelect,
    )
    title = forms.CharField(label="Title", max_length=20, required=False)
    name = NameField(label="Name, as they give it", max_length=200)
    former_names = NamesField(
        label="Former or other names",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Maiden name, other spellings, trading names. One a line.",
    )
    born_on = BirthField(help_text="If they give it: it tells them from others of their name.")
    phone = forms.CharField(
        label="Telephone", max_length=30, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.EmailField(label="E-mail", required=False)
    safe_contact = forms.CharField(
        label="How may we reach them safely?", max_length=200, required=False, help_text="Mobile only, no voicemail."
    )
    voicemail_is_safe = forms.BooleanField(label="A voicemail message is safe", required=False)
    email_is_safe = forms.BooleanField(label="They said that we may write to the mailbox", required=False)
    address = forms.CharField(
        label="Postal address", required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
    post_is_safe = forms.BooleanField(label="They said that we may send letters there", required=False)
    work_type = forms.ChoiceField(label="Kind of work", choices=[("", "Choose one"), *WorkType.choices])
    issue = forms.CharField(
        label="What it is about, in one line", max_length=160, help_text="Nothing confidential: we do not act yet."
    )
    key_date = DayField(label="A date by which something must be done", required=False)
    key_date_label = forms.CharField(label="What must be done by then", max_length=120, required=False)
    time_is_running = forms.ChoiceField(
        label="Is time running?", choices=[("", "Not asked"), *TimeRunning.choices], required=False
    )
    channel = forms.ChoiceField(
        label="How they reached us", choices=Channel.choices, initial=Channel.PHONE, widget=forms.RadioSelect
    )
    received_on = DayField(label="Received on")
    received_at = ClockField(label="Time")
    source = forms.ChoiceField(label="How they heard of us", choices=[("", "Choose one"), *EnquirySource.choices])
    formed = forms.ChoiceField(
        label="Where the work was first discussed",
        choices=[("", "Not yet"), *Formed.choices],
        required=False,
        help_text="It decides on the right to cancel.",
    )
    for_person = PersonField(label="For", required=False, empty_label="Nobody yet")
    notice_version = forms.ChoiceField(
        label="The privacy notice that they were given", required=False, help_text="Read to them, or sent."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = PrivacyNotice.objects.order_by("-in_force_from", "-pk").values_list("version", flat=True)
        field = self.fields["notice_version"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "None yet"), *((version, version) for version in versions)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("phone") and not data.get("email") and not {"phone", "email"} & set(self.errors):
            self.add_error("phone", "Take a telephone number or an e-mail address, so that we can answer.")
        if data.get("key_date_label") and "key_date" in data and not data["key_date"]:
            self.add_error("key_date", "Give the date as well.")
        if data.get("marketing") == "yes" and not data.get("notice_version"):
            self.add_error("marketing", "A yes counts only with the privacy notice that they were given.")
        if data.get("kind") == PartyKind.ORGANISATION and data.get("born_on"):
            self.add_error("born_on", "An organisation has none. Choose “A person”, or leave it empty.")
        return data


class OtherName(forms.Form):
    """Somebody else whom the caller named."""

    all_optional = True

    text = NameField(label="Name", max_length=200, required=False)
    role = forms.ChoiceField(
        label="Part in it", choices=MatterRole.choices, initial=MatterRole.OPPONENT, required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("text") and not data.get("role"):
            self.add_error("role", "Say what part they have in it.")
        return data


OtherNames = forms.formset_factory(OtherName, extra=6, max_num=12)


class AskForCheck(KeyedForm):
    """An enquiry on its way to being a matter."""

    title = forms.CharField(label="What the matter will be called", max_length=200)
    fee_earner = PersonField(label="Who would do the work", empty_label="Choose one")
    party = PartyField(
        label="Who they are",
        help_text="People on record with this name, number or mailbox. Two people may share a name.",
    )

    formed = forms.ChoiceField(
        label="Where the work was first discussed",
        choices=[("", "Not known"), *Formed.choices],
        required=False,
        help_text="The client care letter gives the right to cancel by it.",
    )
    needs = forms.TypedMultipleChoiceField(
        label="They agreed that this goes on their record",
        coerce=Adjustment,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, candidates: Any, enquiry: Enquiry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["formed"].initial = enquiry.formed
        asked = [(one.value, f"{one.label}, {text}" if text else one.label) for one, text in enquiry.asked_needs]
        self.fields["needs"].choices = asked  # type: ignore[attr-defined]  # a multiple choice, declared above
        if not asked:
            del self.fields["needs"]
        self.fields["party"].queryset = candidates  # type: ignore[attr-defined]  # a ModelChoiceField, declared above


class HoldingCall(forms.Form):
    """Names and a date, and nothing else (decisions 27)."""

    names = NamesField(label="Other names they give", widget=forms.Textarea(attrs={"rows": 2}), help_text="One a line.")
    key_date = DayField(label="A date, if they give one", required=False)
    time_is_running = forms.ChoiceField(
        label="Is time running?",
        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "They do not know")],
        widget=forms.RadioSelect,
    )
    said_so = forms.BooleanField(label="I said that we do not act yet and that time may be running", required=False)


class _Reasoned(forms.Form):
    """A reason from the list, more words, or both."""

    all_optional = True  # one of the two is needed, so neither says that it is optional

    reason = forms.ChoiceField(label="Reason", choices=_reasons(HIT_REASONS), required=False)
    more = forms.CharField(
        label="More, if needed, kept for good",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 1}),
    )

    def said(self) -> str:
        return ". ".join(text for text in (self.cleaned_data["reason"], self.cleaned_data["more"]) if text)


class DecideHit(_Reasoned):
    decision = forms.ChoiceField(label="Decision on this hit", choices=HitDecision.choices, widget=RadioList)
    field_order = ["decision", "reason", "more"]


class CloseLowHits(_Reasoned):
    reason = forms.ChoiceField(label="Reason for all", choices=_reasons(LOW_REASONS), required=False)


class DecideCheck(forms.Form):
    """What came of a check. A plain clearance may go without a reason."""

    all_optional = True
    outcome = forms.ChoiceField(label="Outcome", choices=[("", "Choose one"), *Outcome.choices])
    reason = forms.CharField(
        label="Why, kept for good", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, affected: Sequence[Affected] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.affected = affected
        for one in affected:
            self.fields[one.key] = forms.CharField(
                label=f"If work goes on: why that does no harm to {one.name}",
                required=False,
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text="Their interests, not ours.",
            )

    def interest_fields(self) -> list[forms.BoundField]:
        return [self[one.key] for one in self.affected]

    def interests(self) -> dict[str, str]:
        """Return the reasons by the key of the client. Only for a valid form."""
        return {one.key: self.cleaned_data[one.key] for one in self.affected}


class Override(KeyedForm):
    """Why work cannot wait for the decision, and for how long it may go on."""

    reason = forms.CharField(
        label="Why work cannot wait, kept for good", max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    until = DayField(label="Until the end of")


class ClearChecks(forms.Form):
    """Several checks ticked in the queue."""

    checks = forms.TypedMultipleChoiceField(coerce=int, error_messages={"required": "Tick the checks to clear first."})

    def __init__(self, *args: Any, ids: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checks"].choices = [(str(pk), str(pk)) for pk in ids]  # type: ignore[attr-defined]  # declared above


class DeclareInterest(forms.Form):
    """What a member of staff owns, holds or is related to."""

    staff = forms.ModelChoiceField(label="Whose", queryset=User.objects.working().by_name(), empty_label="Choose one")
    name = NameField(label="Person or body", max_length=200)
    nature = forms.CharField(label="Nature", max_length=120, help_text="Shares, a seat on the board, a relation.")


class RecordIdentity(forms.Form):
    """How far the identity check of one client is."""

    state = forms.ChoiceField(label="Identity", choices=[(one.value, one.label) for one in _WITHOUT_A_REASON])
    papers = forms.CharField(label="Papers seen", max_length=200, required=False)
