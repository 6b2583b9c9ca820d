"""What is typed about an organisation: what it is, and who may speak for it."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from intake.forms import PartyField
from practice.forms import KeyedForm
from practice.inputs import DayField, MoneyField
from practice.models import ContactKind, ContactPoint, LegalForm, Party, Position, Rung
from practice.names import normalise_company_number
from practice.services.positions import PositionFacts


class _OfficeField(forms.ModelChoiceField[ContactPoint]):
    """One of a body's own addresses, on one line."""

    def label_from_instance(self, obj: ContactPoint) -> str:
        return ", ".join(line.strip() for line in obj.text.splitlines() if line.strip())


class ChangeBody(forms.Form):
    """Legal form, company number and registered office."""

    legal_form = forms.ChoiceField(label="Legal form", choices=[("", "Not known"), *LegalForm.choices], required=False)
    company_number = forms.CharField(
        label="Company number",
        required=False,
        max_length=30,
        help_text="As on the register. Whoever else here has it is shown and searched.",
    )
    office = _OfficeField(
        label="Registered office",
        queryset=ContactPoint.objects.none(),
        required=False,
        empty_label="Not on record",
        help_text="One of its addresses. A further one is added under How to reach them.",
    )

    def __init__(self, typed: Any = None, *, party: Party, **kwargs: Any) -> None:
        addresses = party.contacts.not_ended().filter(kind=ContactKind.ADDRESS).order_by("-is_preferred", "pk")
        office = next((one for one in addresses if one.is_registered_office), None)
        known = {"legal_form": party.legal_form, "company_number": party.company_number, "office": office}
        super().__init__(typed, initial=known, auto_id="body-%s", **kwargs)
        self.fields["office"].queryset = addresses  # type: ignore[attr-defined]  # a ModelChoiceField, declared above

    def clean_company_number(self) -> str:
        typed: str = self.cleaned_data["company_number"]
        number = normalise_company_number(typed)
        if typed and not any(sign.isdigit() for sign in number):
            raise forms.ValidationError("Enter the number as it is on the register, such as 01234567.", code="invalid")
        if len(number) > 20:
            raise forms.ValidationError("Enter a number of at most 20 signs.", code="too_long")
        return number

    def values(self) -> dict[str, Any]:
        """Return what was typed, as the deed takes it. Only for a valid form."""
        typed = self.cleaned_data
        return {
            "legal_form": typed["legal_form"],
            "company_number": typed["company_number"],
            "office_id": typed["office"].pk if typed["office"] else None,
        }


class _Place(KeyedForm):
    """A place in a body, and what whoever holds it may do for it."""

    title = forms.CharField(label="Position", max_length=80, help_text="As on their card: finance director.")
    rung = forms.ChoiceField(
        label="In-house: where they stand",
        choices=[("", "Not an in-house client"), *Rung.choices],
        required=False,
        help_text="A supervisor reports to the instructing department, and that to the executive.",
    )
    may_instruct = forms.BooleanField(label="May instruct us", required=False)
    limit = MoneyField(
        label="Up to, in pounds", required=False, min_value=Decimal("0.01"), help_text="Empty: whatever it costs."
    )
    instructs_on = forms.CharField(
        label="For which work only", required=False, max_length=160, help_text="In words. Empty: for any work."
    )
    authority = forms.CharField(
        label="What shows that they may",
        required=False,
        max_length=200,
        help_text="Board minute, letter of the organisation. Asked of whoever may instruct.",
    )
    authority_seen_on = DayField(label="Seen on", required=False)
    receives_letters = forms.BooleanField(label="Gets our letters", required=False)
    receives_bills = forms.BooleanField(label="Gets our bills", required=False)
    starts_on = DayField(label="From")
    ends_on = DayField(label="Last day", required=False, help_text="Empty: until somebody ends it.")

    def facts(self) -> PositionFacts:
        """Return what was typed. Only for a valid form."""
        typed = self.cleaned_data
        return PositionFacts(**{name: typed[name] for name in _PLACE})


_PLACE = tuple(_Place.base_fields.keys() - {"form_key"})


class AddPerson(_Place):
    """Who it is, of those on record or somebody new, and their place."""

    name = forms.CharField(label="Name", max_length=200)
    person = PartyField(label="Who it is")
    phone = forms.CharField(label="Telephone, if they are new", required=False, max_length=40)
    email = forms.EmailField(label="E-mail, if they are new", required=False, max_length=200)
    field_order = ("form_key", "name", "person", "phone", "email")

    def __init__(self, typed: Any = None, *, candidates: Any, **kwargs: Any) -> None:
        super().__init__(typed, auto_id="new-%s", **kwargs)
        self.fields["person"].queryset = candidates  # type: ignore[attr-defined]  # a ModelChoiceField, declared above

    @classmethod
    def of(cls, name: str, today: date, *, candidates: Any) -> "AddPerson":
        """Return the empty form for somebody of this name."""
        return cls(candidates=candidates, initial={"name": name, "starts_on": today})


class ChangePlace(_Place):
    """Another place, limit or authority for somebody among its people."""

    @classmethod
    def of(cls, position: Position, typed: Any = None) -> "ChangePlace":
        """Return the form of this one; a page has several, so each has ids of its own."""
        return cls(
            typed, initial={name: getattr(position, name) for name in _PLACE}, auto_id=f"change-{position.pk}-%s"
        )
