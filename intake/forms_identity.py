"""What is typed about a client's identity: shape only."""

import re
from dataclasses import fields
from datetime import date
from typing import Any

from django import forms

from intake.models import CddCheck
from intake.rules import (
    CddMethod,
    CddRisk,
    CddState,
    Exposure,
    RegisterFinding,
    RiskFactor,
    ScopeReason,
    ScreeningStatus,
    states_from,
)
from intake.screening import Manual, ScreeningProvider
from intake.services import Diligence, Paper
from practice.forms import KeyedForm
from practice.inputs import DayField

_DILIGENCE = tuple(field.name for field in fields(Diligence))
_PAPER = tuple(field.name for field in fields(Paper))
_DAYS_TO_COME = ("monitor_on", "reverify_on")


class RecordCheck(forms.Form):
    """How far the check of one client is, by what, until when, and one more paper."""

    all_optional = True

    seen = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(label="Identity")
    because = forms.CharField(label="Why, if it failed or is not required", max_length=200, required=False)
    papers = forms.CharField(
        label="Verified by", max_length=200, required=False, help_text="Passport, council tax bill."
    )
    expires_on = DayField(
        label="Counts until", required=False, help_text="Empty: until the first of the papers ends, or for good."
    )
    scope = forms.ChoiceField(
        label="Why they are checked", choices=[("", "Choose one"), *ScopeReason.choices], required=False
    )
    risk = forms.ChoiceField(label="Risk", choices=[("", "Not weighed yet"), *CddRisk.choices], required=False)
    risk_factors = forms.MultipleChoiceField(
        label="What speaks for more risk",
        choices=RiskFactor.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    risk_words = forms.CharField(label="In words", max_length=300, required=False)
    purpose = forms.CharField(label="What they come to us for", max_length=200, required=False)
    source_of_funds = forms.CharField(
        label="Where the money comes from", max_length=200, required=False, help_text="For this piece of work."
    )
    source_of_wealth = forms.CharField(
        label="Where their wealth comes from", max_length=200, required=False, help_text="As a whole; for a high risk."
    )
    method = forms.ChoiceField(label="How", choices=[("", "Choose one"), *CddMethod.choices], required=False)
    provider_reference = forms.CharField(label="The provider’s reference", max_length=80, required=False)
    relied_on = forms.CharField(label="Whose check we rely on", max_length=200, required=False)
    relied_agreed_on = DayField(label="They agreed to that on", required=False)
    conditions = forms.CharField(label="Verified as long as", max_length=200, required=False)
    monitor_on = DayField(
        label="Look again on", required=False, help_text="Empty: after as many months as the firm has for the risk."
    )
    reverify_on = DayField(label="Verify again on", required=False)
    register = forms.ChoiceField(
        label="The register of persons with significant control",
        choices=[("", "Not looked at yet"), *RegisterFinding.choices],
        required=False,
    )
    register_reported_on = DayField(label="Reported on", required=False)
    no_owner_because = forms.CharField(
        label="Or why nobody owns or controls it",
        max_length=200,
        required=False,
        help_text="A public body, a listed company.",
    )
    paper_kind = forms.CharField(label="Kind of paper", max_length=60, required=False)
    paper_issuer = forms.CharField(label="Issued by", max_length=60, required=False)
    paper_last_four = forms.CharField(label="Last four characters of its number", max_length=4, required=False)
    paper_copy_ref = forms.CharField(label="Where the copy is kept", max_length=120, required=False)
    paper_expires_on = DayField(label="Ends on", required=False)

    def __init__(self, data: Any = None, *, party_id: int, check: CddCheck | None, today: date) -> None:
        known, self.today = check or CddCheck(), today
        initial: dict[str, Any] = {name: getattr(known, name) for name in (*_DILIGENCE, "because", "papers")}
        planned = {name: getattr(known, name) for name in _DAYS_TO_COME}
        initial |= {name: day for name, day in planned.items() if day is not None and day > today}
        initial |= {"seen": known.version if check else 0, "state": known.state, "expires_on": known.expires_on}
        if known.state == CddState.FORMER_NAME:  # what was seen in that name does not count again
            initial |= {"papers": "", "because": ""}
        super().__init__(data, initial=initial, prefix=f"client-{party_id}")
        choices = [(one.value, one.label) for one in states_from(CddState(known.state))]
        self.fields["state"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField, declared above

    def clean_paper_last_four(self) -> str:
        typed: str = self.cleaned_data["paper_last_four"]
        if typed and not re.fullmatch(r"\w{1,4}", typed):
            raise forms.ValidationError("Letters and figures only.")
        return typed

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("paper_kind") and any(data.get(f"paper_{name}") for name in _PAPER):
            self.add_error("paper_kind", "Say what paper it is.")
        if (data.get("register") == RegisterFinding.REPORTED) != bool(data.get("register_reported_on")):
            self.add_error("register_reported_on", "A day belongs to what was reported, and to nothing else.")
        for name in _DAYS_TO_COME:
            if (day := data.get(name)) and day <= self.today:
                self.add_error(name, "Choose a day to come.")
        return data

    def facts(self) -> dict[str, Any]:
        """Return what the deed takes. Only for a valid form."""
        data = self.cleaned_data
        return {
            "state": CddState(data["state"]),
            "papers": data["papers"],
            "because": data["because"],
            "expires_on": data["expires_on"],
            "seen": data["seen"],
            **{name: data[name] for name in _DAYS_TO_COME},
            "diligence": Diligence(
                **{name: data[name] for name in _DILIGENCE} | {"risk_factors": tuple(data["risk_factors"])}
            ),
            "paper": Paper(**{name: data[f"paper_{name}"] for name in _PAPER}) if data["paper_kind"] else None,
        }


class RecordScreening(KeyedForm):
    """A search that a person made: what it found and on which list."""

    all_optional = True

    status = forms.ChoiceField(label="On sanctions lists", choices=[("", "Choose one"), *ScreeningStatus.choices])
    exposure = forms.ChoiceField(
        label="In public office (PEP)", choices=[("", "Not searched"), *Exposure.choices], required=False
    )
    list_on = DayField(label="List of", required=False)
    reference = forms.CharField(label="Reference", max_length=80, required=False)

    def __init__(self, data: Any = None, *, party_id: int) -> None:
        super().__init__(data, prefix=f"search-{party_id}")

    def provider(self) -> ScreeningProvider:
        """Return the provider that answers with what was typed. Only for a valid form."""
        data: dict[str, Any] = self.cleaned_data
        listed: date | None = data["list_on"]
        return Manual(ScreeningStatus(data["status"]), listed, data["reference"], exposure=data["exposure"])


class ReportSuspicion(KeyedForm):
    """What somebody noticed, for the MLRO."""

    all_optional = True

    about = forms.ChoiceField(label="About", required=False)
    words = forms.CharField(
        label="What you noticed",
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="It goes to the MLRO. You will not see it again, and you speak of it to nobody.",
    )

    def __init__(self, data: Any = None, *, people: list[tuple[str, str]]) -> None:
        super().__init__(data, auto_id="report-%s")
        self.fields["about"].choices = [("", "The matter"), *people]  # type: ignore[attr-defined]  # declared above


class DecideSuspicion(forms.Form):
    all_optional = True

    decision = forms.CharField(
        label="What you decided, and why", max_length=6000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any = None, *, note_id: int) -> None:
        super().__init__(data, auto_id=f"note-{note_id}-%s")
