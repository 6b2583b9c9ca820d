"""What is chosen when two records become one."""

from typing import Any, Final

from django import forms

from clientcare.duplicates.fields import fingerprint, open_fields, rows
from practice.inputs import RadioList
from practice.models import Party

KEPT: Final = "kept"
MERGED: Final = "merged"


class Merge(forms.Form):
    """One question for each field in which both say something else; nothing is chosen beforehand."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, kept: Party, merged: Party, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = fingerprint(kept, merged)
        shown = {row.name: row for row in rows(kept, merged)}
        self._kept, self._merged, self._names = kept, merged, open_fields(kept, merged)
        for name in self._names:
            row = shown[name]
            self.fields[name] = forms.ChoiceField(
                label=row.label,
                choices=[(KEPT, row.kept), (MERGED, row.merged)],
                widget=RadioList,
                error_messages={"required": "Choose which of the two is right."},
            )

    def from_merged(self) -> list[str]:
        """Return the fields in which the other record is right. Only for a valid form."""
        return [name for name in self._names if self.cleaned_data[name] == MERGED]

    def refused(self, words: str) -> "Merge":
        """Return the form with what was chosen and why it was not done, about the records as they stand now."""
        data = dict(self.data.items())
        form = Merge(data | {"seen": fingerprint(self._kept, self._merged)}, kept=self._kept, merged=self._merged)
        form.add_error(None, words)
        return form
