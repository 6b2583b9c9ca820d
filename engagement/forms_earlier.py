"""What is typed about a letter that went before letters were written here. Shapes only."""

from decimal import Decimal

from django import forms

from practice.inputs import DayField, MoneyField, ScanField
from wording.limits import limit


class RecordEarlier(forms.Form):
    """When it went, who sent it, whether it was accepted, what it estimated, and its file."""

    sent_on = DayField(label="On which day did it go?")
    words = forms.CharField(
        max_length=200,
        label="Who sent it, and how?",
        help_text="For instance: Ms Okafor, by post; copy on the paper file.",
    )
    accepted_on = DayField(
        required=False,
        label="On which day was it accepted?",
        help_text="By the last of the clients. Empty where that is not on record: then work may not start yet.",
    )
    estimate = MoneyField(
        required=False,
        min_value=Decimal("0.01"),
        max_value=limit("amount").most,
        label="What did it estimate for everything, with VAT?",
        help_text="The highest figure where it gave a range. Bills are held against it. Empty where it gave none.",
    )
    file = ScanField(
        required=False, label="The letter, if you have its file", help_text="PDF, JPEG or PNG, up to 10 MB."
    )
