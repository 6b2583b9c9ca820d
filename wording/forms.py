"""What is typed about a clause. Shapes only: words that could not be published yet are kept all the same."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from practice.forms import KeyedForm
from practice.inputs import DayField, RadioList
from practice.permissions import Role
from wording import saying
from wording.deeds import About, Proposal
from wording.models import Clause, Words
from wording.reviewing import MOST_MONTHS
from wording.rules import FACTS, ClauseText, Level

ROWS = 5
_MOST = 40_000  # letters of a text; trying a clause says already at 12,000 that it is too long
_HOW = [
    ("always", "Every time"),
    ("all", "When all of these are so"),
    ("any", "When any of these is so"),
    ("written", "By a condition that I write: and, or, not, brackets"),
]


def _text(label: str, rows: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=_MOST, widget=forms.Textarea(attrs={"rows": rows}), **more)


class ChangeClause(KeyedForm):
    """A new version of a clause, typed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    body = _text("Words", 12, help_text="A blank line parts paragraphs. The fields and marks are listed below.")
    level = forms.ChoiceField(label="How much it matters", choices=Level.choices, widget=forms.RadioSelect)
    how = forms.ChoiceField(label="When does it go in?", choices=_HOW, widget=RadioList)
    written = forms.CharField(label="The condition, written", required=False, max_length=500)
    required_text = _text(
        "Words that the PDF must show", 3, required=False, help_text="A line each; mandatory clauses only."
    )
    in_because = forms.CharField(
        label="Why is it in?", max_length=200, help_text="Goes on from “because”, beside the letter."
    )
    out_because = forms.CharField(
        label="Why is it out?", required=False, max_length=200, help_text="The same, where it does not go in."
    )
    reason = _text("Why do you change it?", 2, help_text="Stands beside the version for good.")
    in_force_on = DayField(label="From which day?", required=False, help_text="Empty: as soon as it is published.")
    review_on = DayField(label="Look at it again on", required=False, help_text="Empty: after the usual time.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = [("", "No condition"), *saying.choices()]
        for number in range(1, ROWS + 1):
            self.fields[f"when_{number}"] = forms.ChoiceField(
                label=f"Condition {number}", choices=options, required=False
            )

    @property
    def rows(self) -> list[forms.BoundField]:
        return [self[f"when_{number}"] for number in range(1, ROWS + 1)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("how") in {"all", "any"} and not self._atoms() and "when_1" not in self.errors:
            self.add_error("when_1", "Choose at least one condition.")
        if cleaned.get("how") == "written" and not cleaned.get("written") and "written" not in self.errors:
            self.add_error("written", "Write the condition, or choose another way.")
        return cleaned

    def _atoms(self) -> list[str]:
        chosen = [self.cleaned_data.get(f"when_{number}") for number in range(1, ROWS + 1)]
        return [atom for atom in dict.fromkeys(chosen) if atom]

    def proposal(self) -> Proposal:
        """Return what was typed. Only for a valid form."""
        typed = self.cleaned_data
        return Proposal(
            level=typed["level"],
            trigger=saying.together(typed["how"], self._atoms(), typed["written"]),
            body=_lines(typed["body"]),
            required_text=_lines(typed["required_text"]),
            in_because=typed["in_because"],
            out_because=typed["out_because"],
            reason=typed["reason"],
            review_on=typed["review_on"],
            in_force_on=typed["in_force_on"],
        )

    def as_typed(self, clause: Clause) -> ClauseText:
        """Return the clause as it was typed so far, for a look at it; what is missing or wrong stays empty."""
        self.is_valid()
        typed = self.cleaned_data
        return ClauseText(
            code=clause.code,
            title=typed.get("title") or clause.title,
            presets=tuple(typed.get("presets", clause.presets)),
            made_for=clause.made_for,
            level=typed.get("level") or Level.RECOMMENDED,
            trigger=saying.together(typed.get("how") or "always", self._atoms(), typed.get("written", "")) or "always",
            body=_lines(typed.get("body", "")),
            required_text=_lines(typed.get("required_text", "")),
            in_because=typed.get("in_because", ""),
            out_because=typed.get("out_because", ""),
        )


class OwnClause(ChangeClause):
    """A clause of the firm's own that never had words: what it is, too."""

    title = forms.CharField(
        label="What is it called?", max_length=120, help_text="Among ourselves; no letter prints it."
    )
    owner_role = forms.ChoiceField(label="Who looks after it?", choices=Role.choices, initial=Role.COMPLIANCE)
    presets = forms.MultipleChoiceField(
        label="Where is it meant for?",
        choices=[(code, saying.PRESETS[code]) for code in map(str, FACTS["preset"])],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None ticked: anywhere. Where it goes in is the condition’s to say.",
    )
    review_months = forms.IntegerField(
        label="Look at it again every so many months", min_value=1, max_value=MOST_MONTHS, initial=12
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Why do we need it?"

    def about(self) -> About:
        """Return what the clause is. Only for a valid form."""
        return About(**{name: self.cleaned_data[name] for name in About.__dataclass_fields__})


class NewClause(OwnClause):
    """A clause written from nothing. An empty code is made from its title."""

    code = forms.CharField(
        label="Its code",
        required=False,
        max_length=32,
        help_text="For cross-references. Empty: made from what it is called.",
        validators=[RegexValidator(r"^[a-z][a-z0-9_]*$", "Use small letters, figures and _ only, such as: pets.")],
    )


def _lines(typed: str) -> str:
    """Return text with line ends as the library keeps them: a browser sends two characters for one."""
    return typed.replace("\r\n", "\n").replace("\r", "\n").strip()


def shown(words: Words, **more: Any) -> dict[str, Any]:
    """Return the words of a version as the form shows them."""
    flat = saying.flat(words.trigger)
    how = flat.how if len(flat.atoms) <= ROWS else "written"
    rows = {f"when_{number}": atom for number, atom in enumerate(flat.atoms[:ROWS], start=1)}
    return {
        "body": words.body,
        "level": words.level,
        "how": how,
        "written": words.trigger if how == "written" else "",
        "required_text": words.required_text,
        "in_because": words.in_because,
        "out_because": words.out_because,
        **rows,
        **more,
    }


class Deed(KeyedForm):
    """A deed on a proposal as it was seen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class SendBack(Deed):
    comment = forms.CharField(
        label="What has to change?", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class Publish(Deed):
    """Publish, and tell the owners of drafts; `alone_because` is only asked of a sole practitioner."""

    tell_owners = forms.BooleanField(label="Tell the owners of drafts", required=False)
    alone_because = forms.CharField(
        label="How were the words checked, as nobody else may publish?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class TakeBack(KeyedForm):
    reason = forms.CharField(label="Why is it taken back?", max_length=400)


class Reviewed(KeyedForm):
    """The words are still right."""

    review_on = DayField(label="Look at it again on")
