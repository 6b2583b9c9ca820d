"""What is typed in a meeting: shape only. One form holds the whole page, so that nothing typed is lost."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms

from intake.models import EnquirySource, Interview, InterviewWay
from intake.progress import Line, Progress
from intake.rules import AnswerKind, Said
from intake.services import NewStep, Written
from practice.forms import KeyedForm
from practice.inputs import DayField
from practice.models import Side, User

NEW_STEPS = 3
USUAL_MINUTES = 60
_MOST = 6000
_NOT_KEPT = {"csrfmiddlewaretoken", "form_key"}
Choices = Sequence[tuple[str, str]]


class StartMeeting(KeyedForm):
    """Who holds it, how, and for how long nobody rings through."""

    all_optional = True

    held_by = forms.ModelChoiceField(label="Who sees them", queryset=User.objects.none(), empty_label=None)
    way = forms.ChoiceField(label="How", choices=InterviewWay.choices, initial=InterviewWay.IN_PERSON)
    minutes = forms.TypedChoiceField(
        label="Undisturbed for",
        coerce=int,
        choices=[(30, "30 minutes"), (60, "1 hour"), (90, "1 hour 30"), (120, "2 hours"), (180, "3 hours")],
    )

    def __init__(self, *args: Any, team: Any, **kwargs: Any) -> None:
        """Take ``initial`` with the minutes that these clients need (practice.needs)."""
        super().__init__(*args, **kwargs)
        self.fields["held_by"].queryset = team  # type: ignore[attr-defined]  # a ModelChoiceField, declared above

    def until(self, now: datetime) -> datetime:
        return now + timedelta(minutes=self.cleaned_data["minutes"])


class Meeting(KeyedForm):
    """Every item of the list, a note, next steps, and what was struck out."""

    all_optional = True

    seen = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(label="A note", required=False, max_length=_MOST, widget=forms.Textarea(attrs={"rows": 2}))
    note_about = forms.ChoiceField(label="Pin it to", required=False)
    reason = forms.CharField(
        label="Why it may be finished without the rest",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, data: Any = None, *, interview: Interview, stands: Progress, team: Choices, draft: Any = None
    ) -> None:
        super().__init__(data, initial={"seen": interview.version})
        self.stands = stands
        self._people = {str(pk): pk for pk, _ in team}
        for line in stands.lines:
            self.fields |= _fields_of(line)
        for step in stands.steps:
            self.fields[f"strike_{step.pk}"] = forms.BooleanField(label=f"Not agreed after all: {step}", required=False)
        for number in range(NEW_STEPS):
            self.fields |= _fields_of_step(number, team)
        about = [(line.item.code, line.item.question) for line in stands.lines]
        self.fields["note_about"].choices = [("", "Nothing in particular"), *about]  # type: ignore[attr-defined]  # declared above
        if draft is not None and not self.is_bound:
            self._take_up(draft)

    def _take_up(self, typed: Mapping[str, str]) -> None:
        """Show a draft as it was typed, a half-typed date too; a page without the key was never typed in."""
        for name, field in self.fields.items():
            if name not in _NOT_KEPT and not field.widget.value_omitted_from_data(typed, {}, name):
                self.initial[name] = field.widget.value_from_datadict(typed, {}, name)
            elif isinstance(field, forms.BooleanField):
                self.initial[name] = name in typed

    @classmethod
    def again(cls, typed: Any, *, interview: Interview, stands: Progress, team: Choices) -> "Meeting":
        """Return what was typed over what stands now, so that saving again adds it."""
        seen = typed.copy()
        seen["seen"] = str(interview.version)
        return cls(seen, interview=interview, stands=stands, team=team)

    def rows(self) -> list[dict[str, Any]]:
        """Return each item with its fields, for the page. A reason is asked for where its fact does not hold."""
        rows = []
        for line in self.stands.lines:
            parts = {part: self[name] for part, name in _names(line).items()}
            asks_why = line.kind not in self.stands.facts or line.by_reason
            rows.append({"line": line, "asks_why": asks_why, **parts})
        return rows

    def step_rows(self) -> list[dict[str, Any]]:
        return [{part: self[f"step_{number}_{part}"] for part in _STEP_PARTS} for number in range(NEW_STEPS)]

    def struck_rows(self) -> list[tuple[Any, Any]]:
        return [(step, self[f"strike_{step.pk}"]) for step in self.stands.steps]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for number in range(NEW_STEPS):
            side, what, on = (f"step_{number}_{part}" for part in ("side", "what", "due_on"))
            if data.get(what):
                if not data.get(side):
                    self.add_error(side, "Say who does it.")
                if on in data and not data[on]:
                    self.add_error(on, "Give the day by which it is done.")
            elif data.get(on):
                self.add_error(what, "Say what is done by that day.")
        return data

    def written(self, *, confirmed: str = "") -> Written:
        """Return what is new, for the deed. Only for a valid form."""
        data = self.cleaned_data
        return Written(
            seen=data["seen"],
            answers={line.item.code: _said(line, data) for line in self.stands.lines if _names(line)},
            notes=[(data["note_about"], data["note"])] if data["note"] else [],
            steps=self._new_steps(),
            struck=[step.pk for step in self.stands.steps if data.get(f"strike_{step.pk}")],
            confirmed=confirmed if any(line.item.code == confirmed for line in self.stands.lines) else "",
        )

    def _new_steps(self) -> list[NewStep]:
        data = self.cleaned_data
        people = {one.pk: one for one in User.objects.filter(pk__in=self._owners())}
        return [
            NewStep(
                side=Side(data[f"step_{number}_side"]),
                what=data[f"step_{number}_what"],
                due_on=data[f"step_{number}_due_on"],
                owner=people.get(int(data[f"step_{number}_owner"] or 0)),
            )
            for number in range(NEW_STEPS)
            if data[f"step_{number}_what"]
        ]

    def _owners(self) -> list[int]:
        return [int(owner) for n in range(NEW_STEPS) if (owner := self.cleaned_data[f"step_{n}_owner"])]


def kept(typed: Mapping[str, str]) -> dict[str, str]:
    """Return what of a posted page is worth keeping as a draft, which can hold no zero byte."""
    return {name: value.replace("\0", "\x1a") for name, value in typed.items() if name not in _NOT_KEPT}


_STEP_PARTS = ("side", "what", "due_on", "owner")


def _names(line: Line) -> dict[str, str]:
    """Return the names of an item's fields by part. Quiet has none: the meeting would not have begun."""
    code, kind = line.item.code, line.kind
    if kind == AnswerKind.QUIET:
        return {}
    names = {"words": f"q_{code}"}
    if kind in {AnswerKind.TICK, AnswerKind.READ_BACK}:
        names = {"tick": f"q_{code}_done", **names}
    elif kind == AnswerKind.DATE:
        names = {"on": f"q_{code}_on", **names}
    return names


def _fields_of(line: Line) -> dict[str, forms.Field]:
    names, item, said = _names(line), line.item, line.said
    if not names:
        return {}
    fields: dict[str, forms.Field] = {}
    if "tick" in names:
        fields[names["tick"]] = forms.BooleanField(label=item.question, required=False, initial=said.is_ticked)
    if "on" in names:
        fields[names["on"]] = DayField(label=item.question, required=False, initial=said.on)
    if line.kind == AnswerKind.SOURCE:
        choices = [("", "Choose one"), *EnquirySource.choices]
        fields[names["words"]] = forms.ChoiceField(
            label=item.question, choices=choices, required=False, initial=said.words
        )
        return fields
    long = line.kind in {AnswerKind.TEXT, AnswerKind.READ_BACK}
    fields[names["words"]] = forms.CharField(
        label=_label(line),
        help_text=item.help,
        required=False,
        max_length=_MOST,
        initial=said.words,
        widget=forms.Textarea(attrs={"rows": 2}) if long else forms.TextInput,
    )
    return fields


def _label(line: Line) -> str:
    question = line.item.question
    if line.kind.is_read:
        return f"Reason to go without: {question[:1].lower()}{question[1:]}"
    if line.kind == AnswerKind.TEXT:
        return question
    return f"In words: {question[:1].lower()}{question[1:]}"


def _fields_of_step(number: int, team: Choices) -> dict[str, forms.Field]:
    return {
        f"step_{number}_side": forms.ChoiceField(
            label="Who", choices=[("", "Choose one"), *Side.choices], required=False
        ),
        f"step_{number}_what": forms.CharField(label="Does what", max_length=160, required=False),
        f"step_{number}_due_on": DayField(label="By", required=False),
        f"step_{number}_owner": forms.ChoiceField(
            label="Of us", choices=[("", "Whoever holds the meeting"), *team], required=False
        ),
    }


def _said(line: Line, data: Mapping[str, Any]) -> Said:
    names = _names(line)
    return Said(
        words=str(data.get(names["words"]) or "").strip(),
        is_ticked=bool(data.get(names["tick"])) if "tick" in names else False,
        on=data.get(names["on"]) if "on" in names else None,
    )
