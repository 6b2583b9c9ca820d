"""What is typed about a letter to many clients: its words, and which clients it is for. Shapes only."""

from collections.abc import Mapping
from typing import Any

from django import forms

from engagement.models import Mailing
from engagement.rules.mailings import MailingKind
from engagement.services.mailings import Selection, Words
from practice.forms import KeyedForm
from practice.inputs import DayField, LetterText, RadioList
from practice.models import Department, WorkType
from wording.models import Clause, Template

_ANY = [("", "Any")]
_TERMS, _CARE_LETTER = "terms", "care_letter"
_LONGEST_NUMBER = 6  # of a version, in figures


class WriteMailing(KeyedForm):
    """The words of a mailing and its selection. `seen` is the version that is changed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label="What it is about", choices=MailingKind.choices, widget=RadioList)
    title = forms.CharField(label="What we call it", max_length=120, help_text="Among ourselves, such as: Terms 15.")
    reason = forms.CharField(
        label="Why we send it", max_length=300, help_text="For whoever asks in five years. Clients do not see it."
    )
    heading = LetterText(label="Heading of the letter", max_length=120)
    changes = LetterText(
        label="What changes",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="In plain words. A blank line begins a new paragraph.",
    )
    applies_on = DayField(label="From which day", required=False)
    todo = LetterText(
        label="What they have to do",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A line for each thing. Empty: the letter says that they have nothing to do.",
    )
    departments = forms.MultipleChoiceField(
        label="Departments", required=False, widget=forms.CheckboxSelectMultiple, help_text="None ticked: all."
    )
    work_types = forms.MultipleChoiceField(
        label="Kinds of work",
        required=False,
        choices=WorkType.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="None ticked: all.",
    )
    terms = forms.ChoiceField(label="Terms of business that they have from us", required=False)
    letter = forms.ChoiceField(label="Letter that they have from us", required=False)
    clause = forms.ChoiceField(label="With this clause in their letter or terms", required=False)

    def __init__(self, *args: Any, clause: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choices("departments", [(str(one.pk), one.name) for one in Department.objects.order_by("name", "pk")])
        templates = Template.objects.order_by("title", "-version", "pk")
        self._choices("terms", [*_ANY, *_versions(templates.filter(kind=_TERMS))])
        self._choices("letter", [*_ANY, *_versions(templates.filter(kind=_CARE_LETTER))])
        named = [(one.code, one.title) for one in Clause.objects.with_words().order_by("title", "pk")]
        code, _, version = (clause or str(self.initial.get("clause", ""))).partition(":")
        if version.isascii() and version.isdecimal() and len(version) < _LONGEST_NUMBER and code in dict(named):
            named.append((f"{code}:{version}", f"{dict(named)[code]}, version {version}"))
        self._choices("clause", [*_ANY, *named])

    @classmethod
    def of(cls, mailing: Mailing) -> "WriteMailing":
        """Return the form with what a mailing says now."""
        kept = mailing.selection
        words = {name: getattr(mailing, name) for name in Words.__dataclass_fields__}
        seen = {"seen": mailing.version, "clause": kept["clause"]}
        chosen = {name: kept[name] or "" for name in ("terms", "letter")}
        return cls(
            initial={**words, **chosen, **seen, "departments": kept["departments"], "work_types": kept["work_types"]},
        )

    def words(self) -> Words:
        typed = {name: self.cleaned_data[name] for name in Words.__dataclass_fields__}
        return Words(**{**typed, "kind": MailingKind(typed["kind"])})

    def selection(self) -> Selection:
        typed = self.cleaned_data
        return Selection(
            departments=tuple(int(pk) for pk in typed["departments"]),
            work_types=tuple(typed["work_types"]),
            letter=int(typed["letter"]) if typed["letter"] else None,
            terms=int(typed["terms"]) if typed["terms"] else None,
            clause=typed["clause"],
        )

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


def _versions(templates: Any) -> list[tuple[str, str]]:
    return [(str(one.pk), f"{one.title}, version {one.version}") for one in templates]


def selection_words(selection: Mapping[str, Any]) -> list[str]:
    """Say which clients were chosen: ["Departments: Family, Disputes", "Terms of business, version 14"]."""
    names = list(
        Department.objects.filter(pk__in=selection["departments"]).order_by("name", "pk").values_list("name", flat=True)
    )
    kinds = [str(WorkType(one).label) for one in selection["work_types"]]
    templates = Template.objects.filter(pk__in=[one for one in (selection["terms"], selection["letter"]) if one])
    said = [f"{'Departments' if len(names) > 1 else 'Department'}: {', '.join(names)}"] if names else []
    said += [f"Work: {', '.join(kinds)}"] if kinds else []
    said += [f"Have from us: {one.title}, version {one.version}" for one in templates.order_by("pk")]
    if selection["clause"]:
        code, _, version = selection["clause"].partition(":")
        title = Clause.objects.filter(code=code).values_list("title", flat=True).first() or code
        said.append(f"Clause: {title}{f', version {version}' if version else ''}")
    return said or ["All open matters"]


class Seen(forms.Form):
    """Which version a deed is about."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class Release(KeyedForm, Seen):
    """The button that lets a mailing go."""

    alone_because = forms.CharField(
        label="Why it goes without a second person",
        max_length=300,
        required=False,
        help_text="Nobody else in the firm may release it.",
    )


class SendBack(Seen):
    """What has to change before it may go."""

    comment = forms.CharField(label="What has to change?", max_length=300)


class TakeOut(forms.Form):
    """Why somebody is left out."""

    reason = forms.CharField(label="Why not?", max_length=300)
