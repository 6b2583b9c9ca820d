"""What is typed on the page of a barrier: shape only."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

from django import forms

from practice.forms import KeyedForm
from practice.inputs import DayField, RadioList
from practice.models import Barrier, Matter, OpenTo, User, WallSide
from practice.services.barriers import BarrierFacts

_LOOKS = {"30": "Half an hour", "60": "One hour", "120": "Two hours", "240": "Four hours"}
_SIDES = [("", "Not named"), (WallSide.INSIDE, "Inside"), (WallSide.OUTSIDE, "Outside")]
PERSON = "person-"


class SetBarrier(KeyedForm):
    """Who is inside and outside: one choice a person, so that nobody can be put on both sides."""

    standing = forms.IntegerField(required=False, widget=forms.HiddenInput)
    open_to = forms.ChoiceField(
        label="Who may see the matter", choices=OpenTo.choices, initial=OpenTo.INSIDE, widget=RadioList
    )
    reason = forms.CharField(label="Why", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    measures = forms.CharField(
        label="What else keeps them apart",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Locked cabinet, printing, seating, undertakings given.",
    )
    review_on = DayField(label="Look at it again on")

    def __init__(self, *args: Any, staff: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff = staff
        for person in staff:
            self.fields[f"{PERSON}{person.pk}"] = forms.ChoiceField(
                label=f"{person.name}, {person.job_title.lower()}", choices=_SIDES, required=False
            )

    @property
    def people(self) -> list[forms.BoundField]:
        return [self[f"{PERSON}{person.pk}"] for person in self.staff]

    @classmethod
    def first(cls, matter: Matter, standing: Barrier | None, *, staff: Sequence[User]) -> "SetBarrier":
        """Return the form as the page first shows it: the barrier that stands, or the team inside."""
        sides = dict.fromkeys(matter.team_ids(), WallSide.INSIDE)
        initial: dict[str, Any] = {}
        if standing is not None:
            sides = {one.user_id: WallSide(one.side) for one in standing.people.all()}
            initial = {
                "standing": standing.pk,
                "open_to": standing.open_to,
                "reason": standing.reason,
                "measures": standing.measures,
                "review_on": standing.review_on,
            }
        return cls(staff=staff, initial=initial | {f"{PERSON}{pk}": side for pk, side in sides.items()})

    def facts(self) -> BarrierFacts:
        """Return what was typed. Only for a valid form."""
        typed = self.cleaned_data
        sides = {person: typed[f"{PERSON}{person.pk}"] for person in self.staff}
        return BarrierFacts(
            open_to=OpenTo(typed["open_to"]),
            inside=[person for person, side in sides.items() if side == WallSide.INSIDE],
            outside=[person for person, side in sides.items() if side == WallSide.OUTSIDE],
            reason=typed["reason"],
            measures=typed["measures"],
            review_on=typed["review_on"],
        )

    def standing_id(self) -> int | None:
        return cast("int | None", self.cleaned_data["standing"])


class EndBarrier(forms.Form):
    standing = forms.IntegerField(widget=forms.HiddenInput)
    because = forms.CharField(label="Why it is no longer needed", max_length=2000)


class BreakGlass(KeyedForm):
    why = forms.CharField(label="Why you have to see it", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    lasts = forms.ChoiceField(label="For how long", choices=list(_LOOKS.items()), initial="30", widget=RadioList)

    def span(self) -> timedelta:
        """Return how long. Only for a valid form."""
        return timedelta(minutes=int(self.cleaned_data["lasts"]))
