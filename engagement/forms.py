"""What is typed about a client care letter. Shapes only: a draft may be saved half answered."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from engagement import asking
from engagement.asking import line as _text
from engagement.letters import Package
from engagement.letters.costs import rows, usual_of
from engagement.letters.fees import LIMITS, limit_of
from engagement.rules.acceptance import orders
from practice.forms import KeyedForm
from practice.inputs import MoneyField, RadioList
from wording.limits import limit

_SAME_QUESTION = {
    "calls_rate": "calls_and_emails",
    "on_account_for": "on_account",
    **dict.fromkeys(asking.BY_PAYER, "funding"),
}


@dataclass(frozen=True)
class Question:
    """One question of the page: its key is where sentences and gaps of the letter link to."""

    key: str
    fields: tuple[BoundField, ...]
    is_missing: bool


class Seen(forms.Form):
    """Which draft a deed is about."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class Key(KeyedForm):
    """A button that does one thing, once."""


class Discard(Seen):
    """Why a draft is thrown away."""

    because = forms.CharField(label="Why is it not needed any more?", max_length=300)


class Issue(KeyedForm, Seen):
    """The button that sends a letter."""


class ChooseOrder(Seen):
    """In which order the clients accept."""

    order = forms.ChoiceField(label="Who accepts when", required=False)

    def __init__(self, made: Package, data: Any = None) -> None:
        letter = made.letter
        super().__init__(data, initial={"seen": letter.draft_version, "order": _joined(letter.sign_order)})
        names = {copy.to.party.pk: copy.to.party.name for copy in made.copies}
        field = self.fields["order"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "All at once"),
            *((_joined(one), ", then ".join(names[pk] for pk in one)) for one in orders(list(names))),
        ]

    def clean_order(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["order"].split(",") if pk]


def _joined(order: Sequence[int]) -> str:
    return ",".join(map(str, order))


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
        label="Calls and e-mails",
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
        self.standard = usual_of(made.about, made.answers)
        matter = made.about.matter
        self.fields |= asking.own_fields(self.standard)
        self.fields |= asking.fee_fields(matter, made.answers.get("fee_model", ""), self.standard)
        payer = {"funding": data["funding"]} if data and "funding" in data else {}
        self.fields |= asking.work_fields(self.standard, {**made.answers, **payer})
        if matter.options_said:
            self.fields["options"].help_text = "As written down in the meeting. Read it as they will."
        for row in rows(made.about, made.answers):
            name, label = f"cost_{row['code']}", f"{row['label']}, before VAT" if row["vat"] else row["label"]
            words = "Empty: it is not in the letter." if row.get("optional") else ""
            self.fields[name] = asking.money(f"{label}, from" if row.get("range") else label, help_text=words)
            if row.get("range"):
                self.fields[f"{name}_to"] = asking.money(f"{label}, to", help_text="Empty: one figure.")
        self._drop()

    def _drop(self) -> None:
        """Take out what this work or this matter does not ask."""
        made = self.made
        if self.standard.transaction != "purchase":
            for name in ("mortgage", "deposit"):
                del self.fields[name]
        if not any(row.get("is_tax") for row in rows(made.about, made.answers)):
            del self.fields["assumptions"]
        if not self.standard.is_conveyancing:
            del self.fields["price"]
        if not self.standard.has_property:
            del self.fields["property"]
        if made.about.quote is None:
            del self.fields["quote_because"]
        if made.about.introducer is None:
            del self.fields["referral"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for low, high in self._ranges():
            first, last = cleaned.get(low), cleaned.get(high)
            if first and last and first > last:
                self.add_error(high, "The range ends before it begins.")
        part, cap = cleaned.get("fee_percent"), cleaned.get("fee_cap_percent")
        if part is not None and cap is not None and part > cap:
            self.add_error("fee_cap_percent", "This is less than the part of the damages itself.")
        model = cleaned.get("fee_model") or self.made.answers.get("fee_model", "")
        for name in (*LIMITS, "fee_percent"):
            if cleaned.get(name) is not None:
                refused = limit(limit_of(name, model), self.made.about.matter.work_type).refuses(cleaned[name])
                if refused:
                    self.add_error(name, refused)
        return cleaned

    def _ranges(self) -> list[tuple[str, str]]:
        tops = [name for name in self.fields if name.startswith("cost_") and name.endswith("_to")]
        costs = [(name.removesuffix("_to"), name) for name in tops]
        return [("weeks_from", "weeks_to"), ("fee_hours_from", "fee_hours_to"), *costs]

    def typed(self) -> dict[str, str]:
        """
        Return the answers that say something else than the matter does by itself. Only for a valid form.

        What was not on the page, because it belongs to another fee model, is kept for when somebody turns back.
        """
        shown = {name for name, field in self.fields.items() if self._was_sent(name, field)} - {"seen", "form_key"}
        kept = {name: value for name, value in self.made.letter.answers.items() if name not in shown}
        return self.made.defaults.differing(kept | {name: asking.said(self.cleaned_data[name]) for name in shown})

    def _was_sent(self, name: str, field: forms.Field) -> bool:
        return not field.widget.value_omitted_from_data(self.data, self.files, self.add_prefix(name))

    def by_payer(self) -> list[BoundField]:
        """Return what is asked of whoever pays, as far as that is known."""
        return [self[name] for name in asking.BY_PAYER if name in self.fields]

    def shows(self, asked: Collection[BoundField]) -> bool:
        """Say if exactly these of the questions to whoever pays were on the page that was sent."""
        return {field.name for field in asked} == {name for name in asking.BY_PAYER if name in self.data}

    def questions(self, missing: Collection[str]) -> list[Question]:
        """Return the questions in the order of the letter; `missing` are the keys that the letter still asks."""
        asked = {_SAME_QUESTION.get(key, key) for key in missing}
        costs = tuple(name for name in self.fields if name.startswith("cost_") and name != "cost_changes")
        found = []
        for key, names in asking.GROUPS:
            fields = tuple(self[name] for name in (costs if key == "costs" else names) if name in self.fields)
            if fields:
                wrong = any(field.errors for field in fields)
                found.append(Question(key, fields, wrong or _SAME_QUESTION.get(key, key) in asked))
        return found
