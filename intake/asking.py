"""Form fields made from an enquiry's questions, the same for staff and for the public."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from intake.rules import Question, QuestionKind, asked, has_a_letter, has_unprintable, problem
from practice.inputs import DayField, DayMonthYear, RadioList
from practice.services.marks import EARLIEST_BIRTH


class LineField(forms.CharField):
    """One line of text in any script; nothing in it that cannot be shown or that turns the line round."""

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and has_unprintable(value):
            raise ValidationError("There is a character in it that cannot be shown. Type it again.", code="unprintable")


class NameField(LineField):
    """A name: one letter of any script at least."""

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not has_a_letter(value):
            raise ValidationError("Enter a name, with letters.", code="no_letter")


class BirthField(DayField):
    """A date of birth, that somebody may give or not. That the day has come is for the deed to see."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": "Date of birth", "required": False, **kwargs})

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is not None and value < EARLIEST_BIRTH:
            raise ValidationError("That day lies before 1850.", code="too_early")


class NamesField(forms.CharField):
    """Names, one a line; gives a tuple."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 2000, "required": False, **kwargs})

    def clean(self, value: Any) -> Any:
        lines = [" ".join(line.split()) for line in str(super().clean(value)).splitlines() if line.strip()]
        for line in lines:
            if len(line) > 200:
                raise ValidationError(f"Use at most 200 letters for one name. One has {len(line)}.")
            if has_unprintable(line):
                raise ValidationError("There is a character in it that cannot be shown. Type it again.")
            if not has_a_letter(line):
                raise ValidationError(f"“{line}” is no name: it has no letters.")
        if len(lines) > 20:
            raise ValidationError("Give at most 20 names. Tell us the others when we ring.")
        return tuple(lines)


class Questions(forms.Form):
    """
    The questions that are asked given the answers so far.

    Bound, it asks what the posted answers open, and `not_shown` are those that the page did not have yet: the door
    shows the page again with them. ``requires``: the public page insists on what is marked so, staff may leave it.
    """

    shown = forms.CharField(required=False, widget=forms.HiddenInput, max_length=2000)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        questions: Sequence[Question],
        answers: Mapping[str, str] | None = None,
        requires: bool = True,
        all_shown: bool = False,
        prefix: str = "q",
    ) -> None:
        super().__init__(data, prefix=prefix)
        self.questions = questions
        self.all_optional = not requires
        so_far = dict(answers or {}) if data is None else self._posted(data)
        self.asked = asked(questions, so_far)
        before = {one.code for one in self.asked} if all_shown or data is None else set(self._shown(data))
        self.not_shown = [one for one in self.asked if one.code not in before]
        for one in self.asked:
            if one.code in before:
                self.fields[one.code] = _field(one, requires=requires)
                self.initial[one.code] = so_far.get(one.code, "")
        self.initial["shown"] = " ".join(one.code for one in self.asked)

    def answers(self) -> dict[str, str]:
        """Return what was answered, as text. Only for a valid form."""
        return {
            one.code: _text(self.cleaned_data[one.code])
            for one in self.asked
            if self.cleaned_data.get(one.code) not in ("", None)
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for one in self.asked:
            if data.get(one.code) and (wrong := problem(one, _text(data[one.code]))):
                self.add_error(one.code, wrong)
        return data

    def _shown(self, data: Mapping[str, Any]) -> list[str]:
        return str(data.get(self.add_prefix("shown"), "")).split()

    def _posted(self, data: Mapping[str, Any]) -> dict[str, str]:
        """Read the raw answers that may open other questions: only chosen values do."""
        return {one.code: str(data.get(self.add_prefix(one.code), "")) for one in self.questions if one.choices}


def _field(one: Question, *, requires: bool) -> forms.Field:
    same: dict[str, Any] = {"label": one.text, "help_text": one.hint, "required": requires and one.is_required}
    if one.choices:
        widget = forms.RadioSelect if one.kind == QuestionKind.YES_NO else RadioList
        return forms.ChoiceField(choices=one.choices, widget=widget, **same)
    if one.kind == QuestionKind.DATE:
        return DayField(**same)
    if one.kind == QuestionKind.NUMBER:
        return forms.IntegerField(min_value=0, max_value=999_999_999, **same)
    return (NameField if one.kind == QuestionKind.NAME else LineField)(max_length=200, **same)


def raw_answers(questions: Sequence[Question], typed: Mapping[str, Any]) -> dict[str, str]:
    """Return what stands in each question's inputs, right or wrong, so that a page can bring it back."""
    day = DayMonthYear()
    return {
        one.code: str(typed.get(f"q-{one.code}") or day.value_from_datadict(typed, {}, f"q-{one.code}") or "")
        for one in questions
    }


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
