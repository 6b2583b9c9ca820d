"""What is typed about how somebody may be reached."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import validate_email

from practice.forms import KeyedForm
from practice.inputs import ClockField, DayField, RadioList
from practice.models import ContactKind, ContactPoint, Party
from practice.names import normalise_phone
from practice.phrases import phone_groups
from practice.services.reach import FACE_TO_FACE, ReachRules

_FACE = "face"
_FEWEST_FIGURES = 6
_LONGEST = {ContactKind.PHONE: 40, ContactKind.EMAIL: 254, ContactKind.ADDRESS: 400}


class ChangeRules(KeyedForm):
    """The rules, and how the person said so: over a number that is confirmed already, or face to face."""

    seen = forms.CharField(widget=forms.HiddenInput)
    only_number = forms.ChoiceField(
        label="Which number may be rung", required=False, help_text="Only confirmed numbers can be the only one."
    )
    ring_from = ClockField(label="Ring from", required=False)
    ring_until = ClockField(label="Ring until", required=False)
    voicemail_is_safe = forms.BooleanField(label="A voicemail message is safe", required=False)
    may_name_firm = forms.BooleanField(label="Whoever answers may hear who is calling", required=False)
    email_is_safe = forms.BooleanField(label="We may write to their mailbox", required=False)
    post_is_safe = forms.BooleanField(label="We may send letters by post", required=False)
    safe_contact = forms.CharField(label="Anything else, in words", required=False, max_length=200)
    over = forms.ChoiceField(
        label="How did they tell us?",
        widget=RadioList,
        help_text="Never on an incoming call alone: ring a confirmed number and ask.",
        error_messages={"required": "Say over which confirmed number, or that it was face to face."},
    )

    def __init__(self, *args: Any, party: Party, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        phones = [(str(one.pk), phone_groups(one.text)) for one in party.contacts.phones(today) if one.confirmed_at]
        only = str(party.only_number_id or "")
        ringable = [(pk, f"We rang {words}") for pk, words in phones if only in ("", pk)]
        self._choose("only_number", [("", "Any of their numbers"), *((pk, f"Only {words}") for pk, words in phones)])
        self._choose("over", [(_FACE, FACE_TO_FACE), *ringable])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def rules(self) -> ReachRules:
        """Return the rules as typed. Only for a valid form."""
        typed = self.cleaned_data
        switches = ("voicemail_is_safe", "email_is_safe", "post_is_safe", "may_name_firm")
        return ReachRules(
            **{name: typed[name] for name in switches},
            only_number=int(typed["only_number"]) if typed["only_number"] else None,
            ring_from=typed["ring_from"],
            ring_until=typed["ring_until"],
            words=typed["safe_contact"],
        )

    def rung(self) -> int | None:
        """Return the key of the number over which they told us; None for face to face. Only for a valid form."""
        over: str = self.cleaned_data["over"]
        return None if over == _FACE else int(over)


class AddPoint(KeyedForm):
    """A number, mailbox or address, as it was given."""

    kind = forms.ChoiceField(label="What it is", choices=ContactKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label="Number, mailbox or address",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )
    began_on = DayField(label="From", required=False, help_text="Nothing goes there before. Empty: at once.")

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if "kind" in typed and "text" in typed and (wrong := _what_is_wrong(ContactKind(typed["kind"]), typed["text"])):
            self.add_error("text", wrong)
        return typed


class EndPoint(forms.Form):
    """Why something is not used any more."""

    because = forms.CharField(label="Why is it not used any more?", max_length=200)

    @classmethod
    def of(cls, point: ContactPoint, typed: Any = None) -> "EndPoint":
        """Return the form of this point; a page has several, so each has ids of its own."""
        return cls(typed, auto_id=f"end-{point.pk}-%s")


def _what_is_wrong(kind: ContactKind, text: str) -> str:
    """Say why it cannot be what it is said to be; "" if it can."""
    if len(text) > _LONGEST[kind]:
        return f"Enter at most {_LONGEST[kind]} letters or figures."
    if kind == ContactKind.PHONE:
        is_number = not any(letter.isalpha() for letter in text) and len(normalise_phone(text)) >= _FEWEST_FIGURES
        return "" if is_number else "Enter a telephone number, in figures."
    if kind == ContactKind.EMAIL:
        try:
            validate_email(text)
        except forms.ValidationError:
            return "Enter an e-mail address, such as name@example.com."
        return ""
    return "" if any(letter.isalpha() for letter in text) else "Enter an address."
