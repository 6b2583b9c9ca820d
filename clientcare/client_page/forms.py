"""What is typed on the page of a client."""

from django import forms

from practice.inputs import RadioList

HOW = (
    ("rang the older number on record", "I rang the older confirmed number and asked"),
    ("face to face", "They told me face to face"),
)


class ConfirmContact(forms.Form):
    """A new or changed number is confirmed over an older one or face to face, nothing else (decisions 23)."""

    how = forms.ChoiceField(label="How was it confirmed?", choices=HOW, widget=RadioList)
