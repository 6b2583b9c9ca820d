"""What is typed as a note."""

from typing import Any

from django import forms

from clientcare.file_notes.about import About
from practice.forms import KeyedForm
from practice.inputs import RadioList
from practice.models import Matter


class WriteNote(KeyedForm):
    """The note, and of a client's matters the one that it is about."""

    back = forms.CharField(widget=forms.HiddenInput, required=False)
    matter = forms.ModelChoiceField(
        label="About",
        queryset=Matter.objects.none(),
        required=False,
        blank=True,  # else radios cannot be left alone again
        empty_label="Them, whatever the matter",
        widget=RadioList,
    )
    text = forms.CharField(
        label="Note",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6, "autofocus": True}),
        help_text="Nobody changes it later; a further note puts it right. Reception does not see it.",
    )

    def __init__(self, *args: Any, about: About, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if about.party is None or about.corrects is not None:
            del self.fields["matter"]
        else:
            self.fields["matter"].queryset = about.matters  # type: ignore[attr-defined]  # a ModelChoiceField
