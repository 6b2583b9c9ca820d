"""What is asked when a matter is closed: only what its rows do not know."""

from typing import Any

from django import forms

from engagement import asking
from engagement.letters import Typed
from practice.forms import KeyedForm
from practice.inputs import LetterText
from practice.phrases import money
from wording.limits import limit


class CloseMatter(KeyedForm):
    """The end of a matter, to its client."""

    done = LetterText(
        label="What was done, and what came of it",
        max_length=1200,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One paragraph in full sentences, to the client.",
    )
    left_to_do = asking.line(
        "What they must do or keep in mind", 3, longest=1200, help_text="One to a line. Empty: nothing is left."
    )
    papers = asking.line("Papers that they have back", help_text="The old deeds. Empty: none.")
    holds = forms.ChoiceField(
        label="Do we still hold money of theirs?", widget=forms.RadioSelect, choices=[("no", "No"), ("yes", "Yes")]
    )
    amount = asking.money("How much", max_value=limit("amount").most)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("holds") == "yes" and "amount" in cleaned and not cleaned["amount"]:
            self.add_error("amount", "Say how much.")
        return cleaned

    def typed(self) -> Typed:
        """Return what the letter is made of. Where something is wrong or missing, the letter says that it is open."""
        if not self.is_bound:
            return Typed()
        self.full_clean()
        said, amount = self.cleaned_data, self.cleaned_data.get("amount")
        held = {"no": "", "yes": money(amount) if amount else None}
        return Typed(
            done=said.get("done", ""),
            left_to_do=said.get("left_to_do", ""),
            papers=said.get("papers", ""),
            money=held.get(said.get("holds", "")),
        )
