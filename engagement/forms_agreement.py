"""What is typed about an agreement that goes with a letter. Shapes only."""

from datetime import date
from typing import Any

from django import forms

from engagement.letters.agreements import kinds
from practice.forms import KeyedForm
from practice.inputs import DayField, ScanField
from practice.uploads import MOST_BYTES, Upload


class AddAgreement(KeyedForm):
    """A signed paper that goes with the letter."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="What is it?")
    name = forms.CharField(
        label="What the letter calls it", max_length=120, required=False, help_text="Empty: as above."
    )
    dated_on = DayField(label="Dated")
    file = ScanField(
        label="The signed paper",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf"}),
        help_text=f"PDF, up to {MOST_BYTES // 1_000_000} MB. It goes to every client as it is.",
        error_messages={"required": "Choose the file."},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "agreement_%s", **kwargs})
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.code, one.name) for one in kinds()]
        self._today = today

    def clean_dated_on(self) -> date:
        dated: date = self.cleaned_data["dated_on"]
        if dated > self._today:
            raise forms.ValidationError("It is not signed yet: that day is to come.")
        return dated

    def clean_file(self) -> Upload:
        file: Upload = self.cleaned_data["file"]
        if file.media_type != "application/pdf":
            raise forms.ValidationError("This is no PDF. Scan the paper to a PDF.")
        return file

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("name"):
            cleaned["name"] = next((one.name for one in kinds() if one.code == cleaned.get("kind")), "")
        return cleaned

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "form_key"}
