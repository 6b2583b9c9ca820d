"""What is typed about consents: who may be told what, and which purposes somebody has said yes or no to."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from intake.forms import PartyField
from practice.forms import KeyedForm
from practice.inputs import DayField, RadioList
from practice.models import WAYS_RECORDED, WAYS_TO_SHARE, ConsentToShare, ConsentWay, Matter, Party, Purpose, Shared
from practice.services.consents import ShareFacts

_YES, _NO = "yes", "no"


class AddShare(KeyedForm):
    """Who may be told what, until when, and how the client said so."""

    told_name = forms.CharField(label="Who may be told", max_length=200)
    told = PartyField(label="Are they on record?")
    relation = forms.CharField(
        label="Who they are to the client",
        max_length=80,
        required=False,
        help_text="Such as: her son; mortgage broker.",
    )
    what = forms.ChoiceField(label="What they may be told", choices=Shared.choices, widget=RadioList)
    limits = forms.CharField(
        label="Within which limits", max_length=200, required=False, help_text="In words, such as: not the price."
    )
    matter = forms.ModelChoiceField(
        label="About", queryset=Matter.objects.none(), required=False, empty_label="Everything that we do for them"
    )
    given_on = DayField(label="They agreed on")
    until = DayField(label="Until, the last day")
    way = forms.ChoiceField(
        label="How did they agree?",
        choices=[(way.value, way.label) for way in WAYS_TO_SHARE if way in WAYS_RECORDED],
        widget=RadioList,
        help_text="Never on an incoming call alone: ring a confirmed number and ask.",
    )

    def __init__(self, *args: Any, candidates: Any, matters: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["told"].queryset = candidates  # type: ignore[attr-defined]  # a ModelChoiceField, declared above
        self.fields["matter"].queryset = matters  # type: ignore[attr-defined]  # the same

    def facts(self) -> ShareFacts:
        """Return what was typed. Only for a valid form."""
        typed = self.values()
        return ShareFacts(**typed | {"what": Shared(typed["what"]), "way": ConsentWay(typed["way"])})


class WithdrawShare(forms.Form):
    """How the client took it back: whichever way, it ends at once."""

    way = forms.ChoiceField(label="How did they say so?", choices=[(way.value, way.label) for way in WAYS_RECORDED])

    @classmethod
    def of(cls, share: ConsentToShare, typed: Any = None) -> "WithdrawShare":
        """Return the form of this consent; a page has several, so each has ids of its own."""
        return cls(typed, auto_id=f"share-{share.pk}-%s")


class AnswerPurpose(KeyedForm):
    """A yes or a no to one purpose."""

    purpose = forms.ChoiceField(label="What for", choices=Purpose.choices, widget=RadioList)
    answer = forms.ChoiceField(
        label="What they said", choices=[(_YES, "Yes"), (_NO, "No, or no longer")], widget=forms.RadioSelect
    )
    said_on = DayField(label="They said so on")
    way = forms.ChoiceField(
        label="How did they say so?", choices=[(way.value, way.label) for way in WAYS_RECORDED], widget=RadioList
    )
    notice_version = forms.ChoiceField(
        label="The privacy notice that they had been given",
        required=False,
        help_text="For a yes. What they were given with an enquiry is chosen already.",
    )

    def __init__(self, *args: Any, notices: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["notice_version"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "None"), *((version, version) for version in notices)]

    def said(self) -> dict[str, Any]:
        """Return what was typed, as the deed takes it. Only for a valid form."""
        typed = self.values()
        return {
            "purpose": Purpose(typed["purpose"]),
            "is_given": typed["answer"] == _YES,
            "said_on": typed["said_on"],
            "way": ConsentWay(typed["way"]),
            "notice_version": typed["notice_version"],
        }


def share_form(*, typed: Any = None, name: str, parties: Iterable[Party], matters: Any, today: date) -> AddShare:
    """Return an empty form for somebody of this name, or the one that was sent."""
    initial = {"told_name": name, "given_on": today}
    candidates = Party.objects.filter(pk__in=[party.pk for party in parties]).order_by("name", "pk")
    return AddShare(typed, candidates=candidates, matters=matters, initial=initial)
