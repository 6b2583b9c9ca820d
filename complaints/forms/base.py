"""What several forms about complaints share."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from django import forms

from complaints.letters import Address
from complaints.models import Complaint
from practice.forms import KeyedForm
from practice.inputs import ClockField, DayField, RadioList
from practice.models import User

if TYPE_CHECKING:
    People = forms.ModelMultipleChoiceField[User]
    Person = forms.ModelChoiceField[User]

LONG = forms.Textarea(attrs={"rows": 4})


class WhenMixin(forms.Form):
    """A day and a clock time that make one moment, on the office's clock."""

    on = DayField(label="Date")
    at = ClockField(label="Time, 24-hour")

    def moment(self, zone: str) -> datetime:
        """Return the moment. Only for a valid form."""
        day, clock = cast(date, self.cleaned_data["on"]), cast(time, self.cleaned_data["at"])
        return datetime.combine(day, clock, tzinfo=ZoneInfo(zone))


class DeedForm(KeyedForm):
    """A form about one complaint."""

    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.complaint = complaint


class LetterForm(DeedForm):
    """A deed with a letter: where it goes."""

    to = forms.ChoiceField(label="Where the letter goes", widget=RadioList)

    def __init__(self, *args: Any, addresses: Sequence[Address], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.addresses = addresses
        field = cast("forms.ChoiceField", self.fields["to"])
        field.choices = [(one.key, f"{one.channel.label}: {_one_line(one.to)}, {one.why}") for one in self.addresses]
        if self.addresses:
            field.initial = self.addresses[0].key
        else:
            field.help_text = "There is no address to write to. Add one to the client first."
        self.order_fields([name for name in self.fields if name != "to"])

    def address(self) -> Address:
        """Return the address that was chosen. Only for a valid form."""
        return next(one for one in self.addresses if one.key == self.cleaned_data["to"])


def _one_line(text: str) -> str:
    return ", ".join(line.strip() for line in text.splitlines() if line.strip())
