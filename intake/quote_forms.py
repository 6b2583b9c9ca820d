"""What is typed to give a price: few fields, and only those that this price depends on."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from intake.asking import LineField
from intake.quoting import MOST, Offer, Service
from practice.forms import KeyedForm
from practice.inputs import MoneyField
from practice.models import QuoteWay
from practice.pricing import Wanted

_MOST_CLIENTS = 20


class PriceOf(forms.Form):
    """What is to be priced. It is asked by GET: nothing is written before the price is given."""

    all_optional = True
    table = forms.SlugField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, service: Service, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.service = service
        money: dict[str, Any] = {"max_value": MOST - Decimal("0.01"), "required": False}
        if service.value_label:
            self.fields["value"] = MoneyField(label=service.value_label, min_value=1, **money | {"required": True})
            self.fields["value"].error_messages["required"] = "The price depends on it. About how much?"
        if service.options:
            choices = [(one.code, one.label) for one in service.options]
            self.fields["options"] = forms.MultipleChoiceField(
                label="What applies", choices=choices, required=False, widget=forms.CheckboxSelectMultiple
            )
        if service.is_by_client:
            self.fields["people"] = forms.IntegerField(label="How many clients", min_value=1, max_value=_MOST_CLIENTS)
        if service.tax:
            self.fields["tax"] = MoneyField(
                label=f"{service.tax}, if it is to be in the price",
                help_text="Work it out with the tax office’s calculator. We never guess a tax.",
                min_value=0,
                **money,
            )
            self.fields["assumes"] = LineField(
                label="The tax assumes that",
                max_length=200,
                required=False,
                help_text="They will read it: you will own no other home.",
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("tax") is not None and not data.get("assumes") and "assumes" not in self.errors:
            self.add_error("assumes", "Say what the tax assumes. A tax is never shown without it.")
        return data

    def wanted(self) -> Wanted:
        """Return what is to be priced. Only for a valid form."""
        typed = self.cleaned_data
        return Wanted(
            value=typed.get("value"),
            options=tuple(typed.get("options", ())),
            people=typed.get("people") or 1,
            tax=typed.get("tax"),
            assumes=typed.get("assumes", ""),
        )


class GiveQuote(KeyedForm, PriceOf):
    """The price that was seen, given: every field is hidden, and the button says how."""

    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)
    way = forms.ChoiceField(choices=QuoteWay.choices, widget=forms.HiddenInput)

    def __init__(self, service: Service, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(service, data, auto_id="give-%s", **kwargs)


def typed_for(wanted: Wanted, code: str) -> dict[str, Any]:
    """Return the fields that say what is wanted, as a form begins with them."""
    return {
        "table": code,
        "value": wanted.value,
        "options": list(wanted.options),
        "people": wanted.people,
        "tax": wanted.tax,
        "assumes": wanted.assumes,
    }


def give(made: Offer) -> GiveQuote:
    """Return the form that gives this very price."""
    service = made.service
    return GiveQuote(service, initial=typed_for(made.wanted, service.table.code) | {"seen": made.fingerprint})
