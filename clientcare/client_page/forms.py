"""What is typed on the page of a client."""

from typing import Any

from django import forms

from practice.models import ContactPoint, NameKind
from practice.names import normalise


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


_LONGEST = 200  # also as it is compared, where ß is two letters


class AddName(forms.Form):
    """A name that somebody goes or went by."""

    text = forms.CharField(label="Name", max_length=_LONGEST)
    kind = forms.ChoiceField(label="What name it is", choices=NameKind.choices, initial=NameKind.ALIAS)

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not any(letter.isalpha() for letter in text) or not normalise(text):
            raise forms.ValidationError("Enter a name, with letters.", code="no_letter")
        if len(normalise(text)) > _LONGEST:
            raise forms.ValidationError(f"Enter a name of at most {_LONGEST} letters.", code="too_long")
        return text
