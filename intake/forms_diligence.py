"""What is typed beside papers: owners, enhanced measures, another look, the end of keeping. Shape only."""

from collections.abc import Iterable
from typing import Any

from django import forms

from intake.rules import Control
from intake.services import OwnerFacts
from practice.forms import KeyedForm
from practice.inputs import DayField
from practice.models import Party

_ANOTHER = "other"


class RecordOwner(KeyedForm):
    """One owner: somebody whose relation is on record, or a name."""

    all_optional = True

    who = forms.ChoiceField(label="Who")
    name = forms.CharField(label="Their name", max_length=200, required=False)
    control = forms.ChoiceField(label="By what", choices=Control.choices)
    share = forms.CharField(label="How much", max_length=60, required=False, help_text="40 %, two of five directors.")
    verified_how = forms.CharField(label="Verified how", max_length=200, help_text="Passport, register, provider.")

    def __init__(self, data: Any = None, *, party_id: int, on_record: Iterable[Party]) -> None:
        super().__init__(data, prefix=f"owner-{party_id}")
        known = [(str(one.pk), one.full_name) for one in on_record]
        self.fields["who"].choices = [*known, (_ANOTHER, "Somebody else")]  # type: ignore[attr-defined]  # as above

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("who") == _ANOTHER and not data.get("name"):
            self.add_error("name", "Say who.")
        elif data.get("who") not in {None, _ANOTHER} and data.get("name"):
            self.add_error("name", "Leave this empty for somebody on record.")
        return data

    def facts(self) -> OwnerFacts:
        data = self.cleaned_data
        return OwnerFacts(
            party_id=None if data["who"] == _ANOTHER else int(data["who"]),
            name=data["name"],
            control=Control(data["control"]),
            share=data["share"],
            verified_how=data["verified_how"],
        )


class AskApproval(KeyedForm):
    """Which enhanced measures were taken."""

    all_optional = True

    measures = forms.CharField(
        label="What was done beyond the usual",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What was asked, what it showed: more papers, source of wealth, news, a second search.",
    )

    def __init__(self, data: Any = None, *, party_id: int) -> None:
        super().__init__(data, prefix=f"measures-{party_id}")


class DecideMeasures(forms.Form):
    """Approve, or send back with what is missing; the button says which."""

    all_optional = True

    words = forms.CharField(
        label="A word on it",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Needed only to send it back.",
    )

    def __init__(self, data: Any = None, *, measures_id: int) -> None:
        super().__init__(data, prefix=f"decide-{measures_id}")


class LookAgain(KeyedForm):
    """What was looked at, and when it is looked at next."""

    all_optional = True

    words = forms.CharField(
        label="What you looked at, and that it holds", max_length=300, help_text="Work, money, papers, a new search."
    )
    next_on = DayField(label="Next on", required=False, help_text="Empty: as the firm has it for the risk.")

    def __init__(self, data: Any = None, *, party_id: int) -> None:
        super().__init__(data, prefix=f"look-{party_id}")


class KeepPapers(forms.Form):
    """Why papers are kept for longer."""

    all_optional = True

    because = forms.CharField(label="Why they are still needed", max_length=200)
    until = DayField(label="Until")

    def __init__(self, data: Any = None, *, check_id: int) -> None:
        super().__init__(data, prefix=f"keep-{check_id}")


class DeletePapers(forms.Form):
    """That the copies are gone too."""

    all_optional = True

    copies_destroyed = forms.BooleanField(label="Every copy named above has been destroyed", required=False)

    def __init__(self, data: Any = None, *, check_id: int) -> None:
        super().__init__(data, prefix=f"delete-{check_id}")
