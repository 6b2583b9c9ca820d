"""What is typed about a matter's costs: bills, unbilled work, warnings, and the answers of a cost update."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django import forms

from engagement import asking
from engagement.forms import Question, Seen
from engagement.letters import UpdatePackage
from engagement.letters.update_lines import new_codes
from engagement.rules.costs import BillFacts, BillKind
from practice.forms import KeyedForm
from practice.inputs import DayField, MoneyField
from wording.limits import limit

_NOTHING = Decimal(0)
_MOST = limit("amount").most


class RecordBill(KeyedForm):
    """A bill as the accounts have it."""

    number = forms.CharField(label="Number of the bill", max_length=40)
    on = DayField(label="Its date")
    kind = forms.ChoiceField(
        label="Is it the last one?",
        widget=forms.RadioSelect,
        choices=[(BillKind.INTERIM, "No, more to come"), (BillKind.FINAL, "Yes, the final bill")],
        initial=BillKind.INTERIM,
    )
    fees = MoneyField(label="Our charges, before VAT", min_value=0, max_value=_MOST)
    disbursements = MoneyField(
        label="Paid for the client, before VAT", min_value=0, max_value=_MOST, required=False, help_text="Empty: none."
    )
    vat = MoneyField(label="VAT", min_value=0, max_value=_MOST, help_text="As it stands on the bill; 0 if none.")

    def facts(self) -> BillFacts:
        """Return the bill. Only for a valid form."""
        typed = self.values()
        return BillFacts(**{**typed, "disbursements": typed["disbursements"] or _NOTHING})


class NoteUnbilled(KeyedForm):
    """What was not billed yet on a day."""

    amount = MoneyField(
        label="Not billed yet, with VAT",
        min_value=0,
        max_value=_MOST,
        help_text="Our time and what was paid for the client. 0 if everything is billed.",
    )
    as_of = DayField(label="As of")


class Because(forms.Form):
    """A reason for something that stays on record."""

    because = forms.CharField(label="Why?", max_length=300)


class SendUpdateBack(Seen):
    comment = asking.line("What has to change?", 2)


class UpdateAnswers(KeyedForm, Seen):
    """The questions of a cost update; the figures before stand in it."""

    all_optional = True

    changed = asking.line("What has changed", 3, longest=1200, help_text="In full sentences, to the client.")
    because = asking.line("Why", 3, longest=1200, help_text="In full sentences: what nobody could know before.")
    options = asking.line("What they can choose", 4, longest=1200, help_text="One to a line.")
    scope_in = asking.line("We also do this from now on", 2, longest=1200, help_text="One to a line. Empty: no change.")
    scope_out = asking.line("We no longer do this", 2, longest=1200, help_text="One to a line. Empty: no change.")
    agree = asking.choice(
        "Does the client have to agree?",
        [("yes", "Yes: it counts once every client has agreed"), ("no", "No: we tell them, and it counts at once")],
    )
    time_effect = asking.line(
        "Effect on time", 2, help_text="None: the dates stay as they are. Or: exchange moves by about two weeks."
    )

    def __init__(self, made: UpdatePackage, data: Any = None) -> None:
        super().__init__(data, initial={**made.answers, "seen": made.update.draft_version})
        self.made = made
        self.groups: dict[str, tuple[str, ...]] = {
            name: (name,) for name in ("changed", "because", "time_effect", "agree", "scope_in", "scope_out")
        }
        costs: list[str] = []
        for line in made.update.before:
            self._ask(line["code"], line["label"], costs, vat=line["vat"])
        self.groups["costs"] = tuple(costs)
        for position, code in enumerate(new_codes(made.update), start=1):
            self.fields[f"label_{code}"] = asking.line(f"A new cost, {position}", longest=80)
            self.fields[f"payee_{code}"] = asking.line("Paid to", longest=80, help_text="Empty: to us.")
            self.fields[f"vat_{code}"] = asking.choice("VAT is due on it", [("yes", "Yes"), ("no", "No")])
            named = [f"label_{code}", f"payee_{code}", f"vat_{code}"]
            self._ask(code, "How much", named, vat=True)
            self.groups[f"new_{position}"] = tuple(named)
        self.groups["options"] = ("options",)

    def _ask(self, code: str, label: str, names: list[str], *, vat: bool) -> None:
        """Ask for a figure, or a range where a second one is typed."""
        said = f"{label}, before VAT" if vat else label
        self.fields[f"cost_{code}"] = asking.money(f"{said}, from", max_value=_MOST)
        self.fields[f"cost_{code}_to"] = asking.money(f"{said}, to", max_value=_MOST)
        names += [f"cost_{code}", f"cost_{code}_to"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for high in [name for name in self.fields if name.startswith("cost_") and name.endswith("_to")]:
            first, last = cleaned.get(high.removesuffix("_to")), cleaned.get(high)
            if last is not None and (first is None or first > last):
                self.add_error(high, "The range ends before it begins.")
        for code in new_codes(self.made.update):
            if cleaned.get(f"cost_{code}") is not None and not cleaned.get(f"label_{code}"):
                self.add_error(f"label_{code}", "Say what it is for.")
        return cleaned

    def typed(self) -> dict[str, str]:
        """
        Return the answers that say something else than what stands there by itself. Only for a valid form.

        What was not on the page is kept as it was.
        """
        sent = {name: asking.said(self.cleaned_data[name]) for name in self._sent()}
        return self.made.defaults.differing({**self.made.answers, **sent})

    def _sent(self) -> set[str]:
        missing = {
            name
            for name, field in self.fields.items()
            if field.widget.value_omitted_from_data(self.data, self.files, self.add_prefix(name))
        }
        return set(self.fields) - missing - {"seen", "form_key"}

    def questions(self, missing: Collection[str]) -> list[Question]:
        """Return the questions in the order of the letter; `missing` are the keys that the letter still asks."""
        found = []
        for key, names in self.groups.items():
            fields = tuple(self[name] for name in names)
            found.append(Question(key, fields, key in missing or any(field.errors for field in fields)))
        return found
