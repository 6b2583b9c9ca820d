"""What is typed about a client."""

from django import forms


class ConfirmContact(forms.Form):
    """Over which older confirmed point, or that it was face to face (decisions 23)."""

    how = forms.CharField(
        label="How was it confirmed?",
        max_length=200,
        help_text="Over which older confirmed number or address, or: face to face.",
    )
