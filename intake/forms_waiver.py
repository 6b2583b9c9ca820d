"""What is typed about consent to a conflict: shape only."""

from collections.abc import Mapping
from typing import Any

from django import forms

from intake.rules import Advice, ConsentForm, Side
from intake.services import ConsentFacts
from practice.inputs import DayField, RadioList

_LONGEST_YEARS = 50
_LONG = {"max_length": 4000, "widget": forms.Textarea(attrs={"rows": 2})}


class Basis(forms.Form):
    """Why consent may help: one of the ways, and how each condition is met."""

    all_optional = True  # the rule says which one is missing

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        gateways: Mapping[str, str],
        conditions: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        if gateways:
            self.fields["gateway"] = forms.ChoiceField(
                label="What opens this", choices=list(gateways.items()), widget=RadioList, required=False
            )
        for code, words in conditions.items():
            self.fields[f"met_{code}"] = forms.CharField(
                label=f"{words}. How?", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
            )
        self.codes = tuple(conditions)

    def met(self) -> dict[str, str]:
        return {code: self.cleaned_data.get(f"met_{code}", "") for code in self.codes}


class GiveConsent(forms.Form):
    """One person's informed consent."""

    side = forms.ChoiceField(label="Whose consent", choices=Side.choices, widget=RadioList)
    who = forms.CharField(label="Who consents", max_length=200)
    capacity = forms.CharField(label="In what capacity", max_length=120, help_text="Herself, director, attorney.")
    disclosed = forms.CharField(label="What they were told", **_LONG)  # type: ignore[arg-type]
    risks = forms.CharField(label="Which risks were explained", **_LONG)  # type: ignore[arg-type]
    advice = forms.ChoiceField(label="Independent advice", choices=Advice.choices, widget=RadioList)
    form = forms.ChoiceField(label="How they consented", choices=ConsentForm.choices, widget=RadioList)
    evidence = forms.CharField(
        label="Where the proof is", max_length=200, help_text="The letter, e-mail or file, with its date."
    )
    consented_on = DayField(label="Consented on")
    valid_until = DayField(label="Holds until, if it ends", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("consented_on"), data.get("valid_until")
        if start and end and end < start:
            self.add_error("valid_until", "It ends before it was given.")
        elif start and end and end.year > start.year + _LONGEST_YEARS:
            self.add_error("valid_until", "Leave this empty if it has no end.")
        return data

    def facts(self) -> ConsentFacts:
        data = dict(self.cleaned_data)
        return ConsentFacts(
            **data | {"side": Side(data["side"]), "advice": Advice(data["advice"]), "form": ConsentForm(data["form"])}
        )


class Withdraw(forms.Form):
    because = forms.CharField(label="Why it no longer holds", max_length=200)
