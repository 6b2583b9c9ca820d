"""What is typed about a client care letter. Shapes only: a draft may be saved half answered."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField

from engagement.letters import Package
from engagement.letters.costs import plain, rows
from practice.forms import KeyedForm
from practice.inputs import MoneyField, RadioList
from practice.models import WorkType

_LONGEST = 400
_SAME_QUESTION = {"calls_rate": "calls_and_emails", "on_account_for": "on_account"}


@dataclass(frozen=True)
class Question:
    """One question of the page: its key is where sentences and gaps of the letter link to."""

    key: str
    fields: tuple[BoundField, ...]
    is_missing: bool


def _text(label: str, rows: int = 0, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, required=False, max_length=_LONGEST, widget=widget, **more)


class Seen(forms.Form):
    """Which draft a deed is about."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class Key(KeyedForm):
    """A button that does one thing, once."""


class Issue(KeyedForm, Seen):
    """The button that sends a letter."""


class SendBack(Seen):
    """What has to change, and where."""

    comment = _text("What has to change?", 2)
    clause = forms.CharField(required=False, max_length=40, label="In which clause?", widget=forms.Select)

    def __init__(self, made: Package, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = [(one.code, one.title) for one in made.copies[0].composition.clauses] if made.copies else []
        self.fields["clause"].widget.choices = [("", "The letter as a whole"), *titles]


class ChangeClause(Seen):
    """A clause put in, or taken out with a reason."""

    code = forms.SlugField(max_length=40)
    put_in = forms.BooleanField(required=False)
    reason = _text("Why is it not wanted?")


class Answers(KeyedForm, Seen):
    """Every question of the letter; what the matter answers by itself stands in it already."""

    all_optional = True

    property = _text("Address of the property")
    price = MoneyField(label="Price", required=False, min_value=1)
    mortgage = forms.ChoiceField(
        label="With a mortgage?", required=False, widget=forms.RadioSelect, choices=[("yes", "Yes"), ("no", "No")]
    )
    calls_and_emails = forms.ChoiceField(
        label="Calls and emails",
        required=False,
        widget=RadioList,
        choices=[("included", "Part of our fee"), ("charged", "Charged, at a rate you give")],
    )
    calls_rate = _text("Rate, if charged", help_text="As it will stand in the letter: £25 plus VAT for each call.")
    assumptions = _text(
        "The tax assumes that",
        2,
        help_text="Ends the sentence “The tax assumes that ...”. Ask; we never guess the tax.",
    )
    objectives = _text("What the client wants, in their words", 2)
    cost_changes = _text("What would add cost", 2)
    on_account = MoneyField(label="Money in advance", required=False, min_value=0, help_text="0 asks for none.")
    on_account_for = _text("In advance for what")
    deposit = MoneyField(label="Their deposit", required=False, min_value=1)
    weeks_from = forms.IntegerField(label="Weeks, from", required=False, min_value=1, max_value=104)
    weeks_to = forms.IntegerField(label="Weeks, to", required=False, min_value=1, max_value=104)
    calls_returned = _text("When calls are returned")
    updates = _text("When we write")
    replies_within = _text("We answer messages within")
    accept_in = forms.IntegerField(label="Working days to accept", min_value=1, max_value=60)
    consumer = forms.ChoiceField(
        label="Do they act as a consumer?",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Not known")],
    )
    formation = forms.ChoiceField(
        label="Where did they instruct us?",
        widget=RadioList,
        choices=[
            ("on_premises", "At our office"),
            ("distance", "By phone, post or internet"),
            ("off_premises", "Somewhere else, face to face"),
            ("unknown", "Not known: the right to cancel goes in"),
        ],
    )
    early_start = forms.ChoiceField(
        label="Did they ask in writing to start within 14 days?",
        required=False,
        widget=forms.RadioSelect,
        choices=[("yes", "Yes"), ("no", "No")],
    )
    quote_because = _text(
        "Why is it more than we quoted?", 2, help_text="A sentence to them. The letter prints it while it is more."
    )
    referral = _text("What the letter says about the introducer", 2)

    def __init__(self, made: Package, data: Any = None) -> None:
        initial: dict[str, Any] = {**made.answers, "seen": made.letter.draft_version}
        super().__init__(data, initial=initial)
        self.made = made
        matter = made.about.matter
        for row in rows(made.about):
            self.fields[f"cost_{row['code']}"] = MoneyField(
                label=f"{row['label']}, before VAT" if row["vat"] else row["label"], required=False, min_value=0
            )
        if matter.work_type != WorkType.RESIDENTIAL_PURCHASE:
            for name in ("mortgage", "assumptions", "deposit"):
                del self.fields[name]
        if made.about.quote is None:
            del self.fields["quote_because"]
        if made.about.introducer is None:
            del self.fields["referral"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("weeks_from"), cleaned.get("weeks_to")
        if first and last and first > last:
            self.add_error("weeks_to", "The range ends before it begins.")
        return cleaned

    def typed(self) -> dict[str, str]:
        """Return the answers that say something else than the matter does by itself. Only for a valid form."""
        said = {name: _said(value) for name, value in self.cleaned_data.items() if name not in {"seen", "form_key"}}
        return self.made.defaults.differing(said)

    def questions(self, missing: Collection[str]) -> list[Question]:
        """Return the questions in the order of the letter; `missing` are the keys that the letter still asks."""
        asked = {_SAME_QUESTION.get(key, key) for key in missing}
        costs = tuple(name for name in self.fields if name.startswith("cost_") and name != "cost_changes")
        groups: tuple[tuple[str, tuple[str, ...]], ...] = (
            ("property", ("property",)),
            ("price", ("price",)),
            ("mortgage", ("mortgage",)),
            ("objectives", ("objectives",)),
            ("costs", costs),
            ("assumptions", ("assumptions",)),
            ("quote_because", ("quote_because",)),
            ("calls_and_emails", ("calls_and_emails", "calls_rate")),
            ("cost_changes", ("cost_changes",)),
            ("on_account_for", ("on_account", "on_account_for")),
            ("weeks", ("weeks_from", "weeks_to")),
            ("actions", ("deposit",)),
            ("accept_by", ("accept_in",)),
            ("calls_returned", ("calls_returned",)),
            ("updates", ("updates",)),
            ("replies_within", ("replies_within",)),
            ("formation", ("formation", "consumer", "early_start")),
            ("referral", ("referral",)),
        )
        found = []
        for key, names in groups:
            fields = tuple(self[name] for name in names if name in self.fields)
            if fields:
                wrong = any(field.errors for field in fields)
                found.append(Question(key, fields, wrong or _SAME_QUESTION.get(key, key) in asked))
        return found


def _said(value: Any) -> str:
    """Write a cleaned value as answers keep it: "312500", "1450.50", "10", "yes"."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain(value)
    return str(value)
