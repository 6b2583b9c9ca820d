"""What is typed about a disagreement: shape only."""

from typing import Any

from django import forms

from practice.forms import KeyedForm
from practice.inputs import DayField
from practice.models import Matter, Party, User


class Note(KeyedForm):
    """With whom of the firm, when, and what happened."""

    staff = forms.ModelChoiceField(
        label="Between the client and", queryset=User.objects.working().by_name(), empty_label="Choose one"
    )
    matter = forms.ModelChoiceField(
        label="About", required=False, queryset=Matter.objects.none(), empty_label="No matter in particular"
    )
    happened_on = DayField(label="When")
    words = forms.CharField(
        label="What happened",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What was said and done, as you saw it. No judgement.",
    )

    def __init__(self, *args: Any, party: Party, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        matters = Matter.objects.visible_to(user).filter(parties__party=party).distinct().order_by("-pk")
        self.fields["matter"].queryset = matters  # type: ignore[attr-defined]  # a ModelChoiceField, declared above


class Settle(forms.Form):
    how = forms.CharField(label="How it was settled", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    @classmethod
    def of(cls, pk: int, typed: Any = None) -> "Settle":
        """Return the form of one note; a page has several, so each has ids of its own."""
        return cls(typed, auto_id=f"settle-{pk}-%s")
