"""What is typed for a letter about a conflict, and of the answer to it: shape only."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from intake.rules import Advice, Answer, ConsentForm, Side, Told
from intake.services import DisclosureFacts, Reply
from practice.inputs import DayField, RadioList, ScanField
from practice.models import Party
from practice.uploads import Upload

_LONGEST_YEARS = 50


class WriteDisclosure(forms.Form):
    """Whom to tell, what, and why that may be told."""

    to = forms.ChoiceField(label="To whom", widget=RadioList)
    capacity = forms.CharField(
        label="I write to you as",
        max_length=120,
        help_text="As the sentence goes on: our client, director of the company, attorney of your father.",
    )
    disclosed = forms.CharField(
        label="What they are told",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Enough to decide on, and nothing that is confidential to somebody else unless they agreed. A blank "
        "line begins a paragraph.",
    )
    risks = forms.CharField(label="What may come of it", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    safeguards = forms.CharField(label="What we do about it", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    told = forms.ChoiceField(label="Why this may be told", choices=Told.choices, widget=RadioList)
    agreed_by = forms.CharField(
        label="Who agreed",
        max_length=200,
        required=False,
        help_text="Whose secret it is, and who spoke for them. This and the two below stay with us.",
    )
    agreed_on = DayField(label="On what day", required=False)
    agreed_how = forms.CharField(
        label="How", max_length=200, required=False, help_text="Their e-mail, a call to whom, where it is filed."
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, to: Sequence[tuple[Side, Party]], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField), "declared above"
        field.choices = [(f"{side}-{party.pk}", f"{party.full_name}: {_as(side)}") for side, party in to]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = {name: data.get(name) for name in ("agreed_by", "agreed_on", "agreed_how")}
        if data.get("told") == Told.AGREED:
            for name in given:
                if not given[name] and name not in self.errors:
                    self.add_error(name, "Say this too: without it the agreement cannot be shown later.")
        elif data.get("told") == Told.NOBODYS and any(given.values()):
            self.add_error("told", "Somebody is named who agreed. Choose that, or empty what is said of them.")
        return data

    def whom(self) -> tuple[Side, int]:
        side, _, party = self.cleaned_data["to"].partition("-")
        return Side(side), int(party)

    def facts(self) -> DisclosureFacts:
        data = {name: value for name, value in self.cleaned_data.items() if name != "to"}
        return DisclosureFacts(**data | {"told": Told(data["told"])})


def _as(side: Side) -> str:
    return side.label[:1].lower() + side.label[1:]


class RecordReply(forms.Form):
    """What came back, on what day, how, and what proves it."""

    answer = forms.ChoiceField(label="Their answer", choices=Answer.choices, widget=RadioList)
    answered_on = DayField(label="On what day", help_text="Where none came: the day on which you give up waiting.")
    form = forms.ChoiceField(label="How they answered", choices=ConsentForm.choices, widget=RadioList, required=False)
    note = forms.CharField(
        label="Where the proof is",
        max_length=200,
        required=False,
        help_text="The e-mail or file and its date. Where none came: how you asked again.",
    )
    scan = ScanField(label="Scan of what they signed", required=False)
    advice = forms.ChoiceField(
        label="Independent advice, if they consent", choices=Advice.choices, widget=RadioList, required=False
    )
    valid_until = DayField(label="The consent holds until, if it ends", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        answer, scan = data.get("answer"), data.get("scan")
        came = answer in {Answer.CONSENTED, Answer.REFUSED}
        if came and not data.get("form"):
            self.add_error("form", "Choose how they answered.")
        if answer and not data.get("note") and not (came and scan) and "scan" not in self.errors:
            self.add_error("note", "Say where the proof is, or keep the scan here." if came else "Say how you asked.")
        if answer == Answer.CONSENTED:
            self._check_consent(data)
        elif data.get("valid_until"):
            self.add_error("valid_until", "Only a consent has an end. Leave this empty.")
        if answer == Answer.SILENT and (scan or data.get("form")):
            self.add_error("answer", "A way of answering or a scan is given, so something came. Choose what it was.")
        return data

    def _check_consent(self, data: dict[str, Any]) -> None:
        if not data.get("advice"):
            self.add_error("advice", "Choose what became of the advice to ask somebody independent.")
        start, end = data.get("answered_on"), data.get("valid_until")
        if start and end and end < start:
            self.add_error("valid_until", "It ends before it was given.")
        elif start and end and end.year > start.year + _LONGEST_YEARS:
            self.add_error("valid_until", "Leave this empty if it has no end.")

    def scanned(self) -> Upload | None:
        scan: Upload | None = self.cleaned_data["scan"]
        return scan

    def reply(self) -> Reply:
        data, scan = self.cleaned_data, self.scanned()
        answer = Answer(data["answer"])
        return Reply(
            answer=answer,
            answered_on=data["answered_on"],
            note=data["note"] or (f"Scan: {scan.file_name}"[:200] if scan else ""),
            form=ConsentForm(data["form"]) if data["form"] else None,
            advice=Advice(data["advice"]) if answer == Answer.CONSENTED else None,
            valid_until=data["valid_until"],
        )


class AddScan(forms.Form):
    scan = ScanField(label="Scan of what they signed")
