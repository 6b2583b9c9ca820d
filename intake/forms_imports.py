"""Forms of the import: a file, and what its columns mean. Shape only."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from intake.models import Import
from intake.rules.imports import LABELS, Duplicates
from intake.sheets import UnreadableSheet
from intake.tables import Table, read_table
from practice.forms import KeyedForm
from practice.inputs import RadioList
from practice.models import Relationship
from practice.receipts import FormKey

_WHO = (Relationship.CLIENT, Relationship.FORMER, Relationship.PROSPECTIVE, Relationship.THIRD_PARTY)


class UploadList(KeyedForm):
    """A file, read while it is checked: what is wrong with it as a whole is said beside it."""

    file = forms.FileField(
        label="List, as CSV or XLSX",
        help_text="One header, one row a person or matter. Up to 5,000 rows and 5 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
        allow_empty_file=True,
    )

    command = "import_parties"  # takes a longer file
    table: Table
    sha256: str

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        try:
            self.table = read_table(file, size=file.size or 0, command=self.command)
        except UnreadableSheet as problem:
            raise forms.ValidationError(str(problem)) from problem
        digest = hashlib.sha256()
        for chunk in file.chunks():
            digest.update(chunk)
        self.sha256 = digest.hexdigest()
        return file

    def receipt(self) -> FormKey:
        """Return the key with the digest of the file: the same form with another file is another one."""
        return FormKey.of(self.cleaned_data["form_key"], {"sha256": self.sha256})


class ChooseColumns(forms.Form):
    """Which column holds which field, whom the list is about, and what happens to those on record."""

    relationship = forms.ChoiceField(label="These people are", choices=[(one.value, one.label) for one in _WHO])
    duplicates = forms.ChoiceField(
        label="Somebody who is on record already", choices=Duplicates.choices, widget=RadioList
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, of: Import, proposed: Mapping[str, int]) -> None:
        initial = {"relationship": of.relationship, "duplicates": of.duplicates}
        super().__init__(data, initial=initial)
        sample = of.rows.filter(unreadable="").order_by("number").first()
        choices = [("", "Not in this list")]
        for number, header in enumerate(of.headers):
            seen = sample.cells[number] if sample and number < len(sample.cells) else ""
            choices.append((str(number), f"{header}: {seen[:30]}" if seen else header))
        for name, label in LABELS.items():
            self.fields[f"column_{name}"] = forms.ChoiceField(label=label, choices=choices, required=False)
            self.initial[f"column_{name}"] = str(proposed.get(name, ""))

    def column_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("column_")]

    def columns(self) -> dict[str, int]:
        """Return the columns chosen, by field. Only for a valid form."""
        chosen = {name: self.cleaned_data[f"column_{name}"] for name in LABELS}
        return {name: int(number) for name, number in chosen.items() if number}
