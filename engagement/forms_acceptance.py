"""What staff type about an acceptance. Shapes only."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from django import forms

from engagement.rules.acceptance import BY_STAFF
from practice.calendar import NoSuchTime, WorkingCalendar
from practice.forms import KeyedForm
from practice.inputs import ClockField, DayField, RadioList
from practice.models import ContactPoint
from practice.phrases import phone_groups

DECLINED = "declined"
_MOST_BYTES = 10 * 1024 * 1024
_STARTS = {".pdf": b"%PDF-", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff", ".png": b"\x89PNG"}


class RecordAnswer(KeyedForm):
    """How a client accepted or declined otherwise than by their link, when, and what shows it."""

    way = forms.ChoiceField(
        label="What did they do?",
        widget=RadioList,
        choices=[*((one.value, one.label) for one in BY_STAFF), (DECLINED, "Declined")],
    )
    on = DayField(label="On which day?")
    at = ClockField(label="At what time?", help_text="24-hour clock, as near as is known.")
    words = forms.CharField(
        required=False,
        max_length=2000,
        label="What was said or done",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Spoken: their words, to whom, how you knew them. By conduct: what they did. Declined: why.",
    )
    file = forms.FileField(
        required=False, label="The signed page", help_text="PDF, JPEG or PNG, up to 10 MB.", allow_empty_file=False
    )

    def __init__(self, *args: Any, calendar: WorkingCalendar, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.calendar = calendar

    def clean_file(self) -> Any:
        uploaded = self.cleaned_data["file"]
        if uploaded is None:
            return None
        start = _STARTS.get(PurePath(uploaded.name).suffix.lower())
        if start is None or not uploaded.read(8).startswith(start):
            raise forms.ValidationError("This is no PDF, JPEG or PNG. Scan or photograph the page.")
        if uploaded.size > _MOST_BYTES:
            raise forms.ValidationError("This file is larger than 10 MB. Scan the signed page alone.")
        uploaded.seek(0)
        return uploaded

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        on, at = cleaned.get("on"), cleaned.get("at")
        if isinstance(on, date) and at is not None:
            try:
                cleaned["moment"] = self.calendar.at(on, at)
            except NoSuchTime as refusal:
                self.add_error("at", str(refusal))
        return cleaned

    def moment(self) -> datetime:
        found: datetime = self.cleaned_data["moment"]
        return found


class GiveCode(KeyedForm):
    """The confirmed number on which a client is told their six figures."""

    contact = forms.ChoiceField(label="On which confirmed number?", widget=RadioList)

    def __init__(self, numbers: Iterable[ContactPoint], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["contact"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.pk, phone_groups(one.text)) for one in numbers]
