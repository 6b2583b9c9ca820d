"""What is typed about the names of somebody."""

from typing import Any

from django import forms

from intake.asking import LineField, NameField
from practice.inputs import DayField
from practice.models import NameKind, Party, PartyKind, PartyName
from practice.names import LONGEST
from practice.services.naming import Days, LegalName

_TOO_LONG = "Use at most %(limit_value)d letters for one name. This has %(show_value)d."
_OTHERS = [(kind.value, kind.label) for kind in NameKind if kind != NameKind.CURRENT]
_BEFORE = [(kind.value, kind.label) for kind in (NameKind.FORMER, NameKind.MAIDEN, NameKind.ALIAS, NameKind.TRADING)]


def _name_field(label: str) -> NameField:
    return NameField(label=label, max_length=LONGEST, error_messages={"max_length": _TOO_LONG})


class _OfSomeDays(forms.Form):
    from_on = DayField(label="From", required=False, help_text="Empty where nobody knows.")
    until_on = DayField(label="Until", required=False, help_text="Empty where they still go by it.")

    def days(self) -> Days:
        """Return the days as typed. Only for a valid form."""
        return Days(self.cleaned_data["from_on"], self.cleaned_data.get("until_on"))

    def name_kind(self) -> NameKind:
        """Return what name it is. Only for a valid form."""
        return NameKind(self.cleaned_data.get("kind", NameKind.CURRENT))


class AddName(_OfSomeDays):
    """A name that somebody goes or went by, beside the legal one."""

    text = _name_field("Name")
    kind = forms.ChoiceField(label="What name it is", choices=_OTHERS, initial=NameKind.ALIAS)
    field_order = ("text", "kind")

    def __init__(self, typed: Any = None) -> None:
        super().__init__(typed, auto_id="new-%s")


class CorrectName(_OfSomeDays):
    """The right kind and days of a name; of the legal one only since when."""

    kind = forms.ChoiceField(label="What name it is", choices=_OTHERS)
    field_order = ("kind",)

    @classmethod
    def of(cls, name: PartyName, typed: Any = None) -> "CorrectName":
        """Return the form of this name; a page has several, so each has ids of its own."""
        initial = {"kind": name.kind, "from_on": name.from_on, "until_on": name.until_on}
        made = cls(typed, initial=initial, auto_id=f"correct-{name.pk}-%s")
        if name.is_legal:
            del made.fields["kind"], made.fields["until_on"]
        return made


class TellApart(forms.Form):
    """What a namesake has otherwise; of a body only the postcode."""

    born_on = DayField(label="Date of birth", required=False)
    postcode = LineField(label="Postcode they live at", max_length=10, required=False)
    seen = forms.CharField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, party: Party, typed: Any = None) -> "TellApart":
        """Return the form of this client, filled in with what is on record."""
        initial = {"born_on": party.born_on, "postcode": party.postcode}
        made = cls(typed, initial=initial, auto_id="apart-%s")
        if party.kind != PartyKind.INDIVIDUAL:
            del made.fields["born_on"]
            made.fields["postcode"].label = "Postcode"
        return made


class EndName(forms.Form):
    """From which day somebody goes by a name no more."""

    until_on = DayField(label="They stopped using it on")

    @classmethod
    def of(cls, name: PartyName, typed: Any = None, **initial: Any) -> "EndName":
        return cls(typed, initial=initial, auto_id=f"end-{name.pk}-%s")


class SetAside(forms.Form):
    """Why a name never was theirs."""

    because = forms.CharField(
        label="How did it come here?", max_length=200, help_text="Typed wrongly; on the wrong record."
    )

    @classmethod
    def of(cls, name: PartyName, typed: Any = None) -> "SetAside":
        return cls(typed, auto_id=f"aside-{name.pk}-%s")


class NewLegalName(forms.Form):
    """The name that stands on letters from now on, and what the one before becomes."""

    text = _name_field("Name in full, as it stands on letters")
    since_on = DayField(
        label="Since", required=False, help_text="The wedding, the deed poll. Empty where nobody knows."
    )
    before = forms.ChoiceField(
        label="The legal name until now becomes", choices=_BEFORE, initial=NameKind.FORMER, widget=forms.RadioSelect
    )
    title = LineField(label="Title", required=False, max_length=20, help_text="Mrs, Dr. Empty: none.")
    salutation = LineField(label="After Dear", required=False, max_length=80, help_text="Empty: title and whole name.")

    @classmethod
    def of(cls, party: Party, name: PartyName | None = None, typed: Any = None) -> "NewLegalName":
        """Return the form of this client, filled in with a name that is on record already."""
        initial = {"title": party.title, "salutation": party.salutation}
        if name is not None:
            initial |= {"text": name.text, "salutation": _by_the_new(party, name.text)}
        return cls(typed, initial=initial, auto_id="legal-%s")

    def legal(self) -> LegalName:
        """Return what was typed. Only for a valid form."""
        typed = self.cleaned_data
        return LegalName(
            text=typed["text"],
            since_on=typed["since_on"],
            before=NameKind(typed["before"]),
            title=typed["title"],
            salutation=typed["salutation"],
        )


def _by_the_new(party: Party, text: str) -> str:
    """Propose what stands after Dear: of `Miss Whitlock` only the family name is another."""
    said, old, new = party.salutation.split(), party.name.split(), text.split()
    return " ".join([*said[:-1], new[-1]]) if said and said[-1] == old[-1] else party.salutation
