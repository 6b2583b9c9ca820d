"""What a client types on the pages of their letter. Shapes only."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms

from engagement.rules.acceptance import RequestKind, Tick, check_ticks
from practice.errors import Refusal
from practice.forms import KeyedForm
from practice.inputs import RadioList
from practice.models import Shared

_LONGEST = 2000
_NAME_LETTERS = 200
_GONE = "These lines have changed. Read them again."


class AskCode(KeyedForm):
    """The button that has the six figures sent."""


class TypeCode(forms.Form):
    """Six figures, typed with or without a space."""

    code = forms.CharField(
        label="Six figures",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "size": 10}),
        error_messages={"required": "Type the six figures."},
    )

    def clean_code(self) -> str:
        typed = re.sub(r"[\s-]", "", self.cleaned_data["code"])
        if not re.fullmatch(r"[0-9]{6}", typed):
            raise forms.ValidationError("Six figures, such as 123 456.")
        return typed


class Accept(KeyedForm):
    """Lines to tick, each apart, and a name. What must be ticked is the rules' to say."""

    ok = forms.MultipleChoiceField(
        required=False,
        label="Lines to tick",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _GONE},
    )
    fullname = forms.CharField(
        label="Type your full name",
        max_length=_NAME_LETTERS,
        min_length=2,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text="This is your signature. We record the time, this device’s address and a fingerprint of the exact "
        "letter you saw.",
        error_messages={
            "required": "This is your signature, so it cannot stay empty.",
            "min_length": "Type your full name.",
        },
    )

    def __init__(self, ticks: Sequence[Tick], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ticks = ticks
        field = self.fields["ok"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(one.code, one.words) for one in ticks]

    def clean_ok(self) -> list[tuple[str, str]]:
        """Return the lines that were ticked, as they read."""
        try:
            return check_ticks(self.ticks, self.cleaned_data["ok"])
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    @property
    def chosen(self) -> list[str]:
        """Return what is ticked on the page as it stands."""
        return self.data.getlist("ok") if hasattr(self.data, "getlist") else []


class Ask(KeyedForm):
    """A question, or what to know before ringing."""

    words = forms.CharField(
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Write your question, or have us ring you."},
    )

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].required = kind == RequestKind.QUESTION
        self.fields["words"].label = {
            RequestKind.QUESTION: "Your question",
            RequestKind.RING: "When, and what about? You need not say",
        }.get(RequestKind(kind), "Anything that we should know? You need not say")


class Decline(KeyedForm):
    reason = forms.CharField(
        max_length=_LONGEST,
        label="What is not right?",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say in a few words what is not right. Nothing is held against you."},
    )


class Share(KeyedForm):
    """Whom we may tell what. Nobody has to answer."""

    told_name = forms.CharField(
        max_length=_NAME_LETTERS,
        label="Whom may we tell?",
        help_text="A name: your mortgage broker, a relative.",
        error_messages={"required": "Write their name, or leave this page: you need not answer."},
    )
    relation = forms.CharField(required=False, max_length=80, label="Who are they to you?")
    what = forms.ChoiceField(
        label="What may we tell them?",
        choices=[(one.value, one.label) for one in Shared],
        widget=RadioList,
        error_messages={"required": "Choose what we may tell them."},
    )
    limits = forms.CharField(required=False, max_length=200, label="But not", help_text="For example: the price.")
