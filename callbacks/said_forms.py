"""What somebody has recorded on their voicemail."""

from django import forms

from practice.forms import KeyedForm


class Recorded(KeyedForm):
    """The text as it was read out."""

    text = forms.CharField(
        label="Text",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=800,
        error_messages={"required": "Enter what you recorded."},
    )
