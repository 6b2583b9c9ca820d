"""The form of a list to check: what it is, whose, why, and the file. Shape only."""

from django import forms

from intake.forms_imports import UploadList
from practice.receipts import FormKey


class CheckList(UploadList):
    """A file with whom to check, and the reason that stands beside it afterwards."""

    title = forms.CharField(label="What it is", max_length=120, help_text="Such as: Clients of J. Pell, joining us.")
    whose = forms.CharField(label="Whose list", max_length=200, help_text="Who gave it, and whose clients they are.")
    why = forms.CharField(
        label="Why it is checked",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Who may have agreed to it, and what must not be done with it.",
    )

    command = "check_conflicts"
    field_order = ("title", "whose", "why", "file")

    def receipt(self) -> FormKey:
        """Return the key with a digest of the words and the file."""
        words = {name: self.cleaned_data[name] for name in ("title", "whose", "why")}
        return FormKey.of(self.cleaned_data["form_key"], {**words, "sha256": self.sha256})
