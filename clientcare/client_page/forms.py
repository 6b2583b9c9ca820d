"""What is typed on the page of a client."""

from collections.abc import Collection
from typing import Any

from django import forms

from practice.forms import KeyedForm
from practice.inputs import DayField
from practice.models import (
    ContactPoint,
    Department,
    Party,
    PartyKind,
    PartyStatus,
    RelationKind,
    StatusKind,
    User,
)
from practice.names import LONGEST
from practice.statuses import fits


class ConfirmContact(forms.Form):
    """A new or changed number is confirmed over an older one or face to face, nothing else (decisions 23)."""

    how = forms.CharField(
        label="How was it confirmed?",
        max_length=200,
        help_text="Over which older confirmed number or address, or: face to face.",
    )

    @classmethod
    def of(cls, point: ContactPoint, typed: Any = None) -> "ConfirmContact":
        """Return the form of this point; a page has several, so each has ids of its own."""
        return cls(typed, auto_id=f"contact-{point.pk}-%s")


_NAMESAKES = 200  # looked at to find the one who is meant


def _told_by(party: Party) -> set[str]:
    """Return what tells one of several namesakes from the others."""
    return {party.postcode.replace(" ", "").upper(), str(party.born_on.year) if party.born_on else ""}


def _ways() -> list[tuple[str, str]]:
    """Return every relation from both ends, as it is said after the name of the page; a mutual one once."""
    said = [(f"{kind.value}:is", f"is {kind.label.lower()} of") for kind in RelationKind]
    return said + [(f"{kind.value}:has", f"has as {kind.label.lower()}") for kind in RelationKind if not kind.is_mutual]


class AddRelation(forms.Form):
    """Who somebody is to another on record, told by the other's whole name and, among namesakes, birth or postcode."""

    way = forms.ChoiceField(label="This client", choices=_ways)
    name = forms.CharField(label="Whom, by their whole name on record", max_length=LONGEST)
    which = forms.CharField(
        label="Year of birth or postcode, if several have that name",
        max_length=12,
        required=False,
    )

    def __init__(self, typed: Any = None, *, user: User) -> None:
        super().__init__(typed, auto_id="relation-%s")
        self.user = user

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("name"):
            return data
        named = list(Party.objects.visible_to(self.user).same_as(name=data["name"])[:_NAMESAKES])
        which = data.get("which", "").replace(" ", "").upper()
        found = [one for one in named if not which or which in _told_by(one)]
        if not named:
            self.add_error("name", "Nobody by this name is on record. Record them first, on a matter or by a list.")
        elif not found:
            self.add_error("which", "Nobody by this name was born then or lives there.")
        elif len(found) > 1:
            self.add_error("which", f"{len(found)} on record have this name. Say which one.")
        else:
            data["other"] = found[0]
        return data

    def ends(self, party: Party) -> tuple[int, RelationKind, int]:
        """Return who is what to whom, by numbers. Only for a valid form."""
        kind, _, way = self.cleaned_data["way"].partition(":")
        other: Party = self.cleaned_data["other"]
        pair = (party.pk, other.pk) if way == "is" else (other.pk, party.pk)
        return pair[0], RelationKind(kind), pair[1]


class RecordStatus(forms.Form):
    """That somebody has died, lacks capacity or is bankrupt, and what shows it."""

    kind = forms.ChoiceField(label="What has happened")
    since_on = DayField(label="On which day, or since when")
    evidence = forms.CharField(
        label="What shows it", max_length=200, help_text="Death certificate seen, order of the court, who told us when."
    )

    def __init__(self, typed: Any = None, *, party: Party, known: Collection[str] = ()) -> None:
        """Offer what can be true of the party and is not ``known`` yet; of an organisation there is only one thing."""
        super().__init__(typed, auto_id="status-%s")
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        self.offered = [(one.value, one.label) for one in StatusKind if fits(one, party) and one not in known]
        kind.choices = [("", "Choose"), *self.offered]
        if party.kind == PartyKind.ORGANISATION:
            kind.widget, kind.initial = forms.HiddenInput(), StatusKind.BANKRUPT
            self.fields["since_on"].label = "Since when"
            self.fields["evidence"].help_text = "Order of the court, notice in the Gazette."


class EndStatus(forms.Form):
    """Why a status does not hold any more, or never did."""

    because = forms.CharField(label="Why does it not hold?", max_length=200, help_text="Recorded in error; discharged.")

    @classmethod
    def of(cls, status: PartyStatus, typed: Any = None) -> "EndStatus":
        """Return the form of this status; a page may have several, so each has ids of its own."""
        return cls(typed, auto_id=f"end-status-{status.pk}-%s")


class PassOn(KeyedForm):
    """What another department can do for them, and that they want it to."""

    department = forms.ModelChoiceField(
        label="To", queryset=Department.objects.order_by("name", "pk"), empty_label="Choose a department"
    )
    words = forms.CharField(
        label="What they need",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Only what the other department must know to ring them.",
    )
    agreed_on = DayField(label="They said yes on")
    agreed_how = forms.CharField(label="How did they say so?", max_length=120, help_text="In the meeting, by letter.")
