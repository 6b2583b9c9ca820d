"""What is typed about the care of a matter's clients: shape only."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from clientcare.matter_page.forms import WORKERS
from practice.forms import KeyedForm
from practice.inputs import DayField
from practice.models import CarePlan, Expectation, ExpectationKind, Matter, Party, ReminderKind, Rhythm, User
from practice.services.care import PlanFacts
from practice.services.expectations import Told

_REVIEW_AFTER = timedelta(days=28)
_WORDS = {"rows": 3}


class SetPlan(forms.Form):
    """The rhythm of updates, who answers instead, and who looks after each client."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    rhythm = forms.ChoiceField(
        label="They hear from us", required=False, choices=[("", "No rhythm promised"), *Rhythm.choices]
    )
    every = forms.IntegerField(label="How many", required=False, min_value=1, help_text="Working days, or weeks.")
    events = forms.CharField(
        label="When what happens", required=False, max_length=160, help_text="After “when”: the searches come back."
    )
    deputy = forms.ModelChoiceField(
        label="Deputy",
        required=False,
        queryset=User.objects.none(),
        empty_label="Nobody",
        help_text="Answers while the fee earner is away. The desk offers them first.",
    )

    def __init__(self, *args: Any, matter: Matter, clients: Sequence[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clients = clients
        people = User.objects.working().filter(roles__overlap=WORKERS).by_name()
        self.fields["deputy"].queryset = people.exclude(pk=matter.fee_earner_id)  # type: ignore[attr-defined]
        for client in clients:
            self.fields[f"owner_{client.pk}"] = forms.ModelChoiceField(
                label=f"Looks after {client}",
                required=False,
                queryset=people,
                empty_label="Nobody yet",
                help_text="Keeps in touch when this matter is over.",
            )

    @classmethod
    def of(cls, matter: Matter, plan: CarePlan | None, clients: Sequence[Party]) -> "SetPlan":
        """Return the form as the page first shows it."""
        initial: dict[str, Any] = {f"owner_{one.pk}": one.looked_after_by_id for one in clients}
        initial["seen"] = plan.version if plan else 0
        if plan is not None:
            initial |= {name: getattr(plan, name) for name in ("rhythm", "every", "events")}
            initial["deputy"] = plan.deputy_id
        return cls(matter=matter, clients=clients, initial=initial)

    def facts(self) -> PlanFacts:
        """Return what was typed. Only for a valid form."""
        typed = self.cleaned_data
        names = ("rhythm", "every", "events", "deputy")
        owners = {client.pk: typed[f"owner_{client.pk}"] for client in self.clients}
        return PlanFacts(**{name: typed[name] for name in names}, owners=owners)

    def owner_fields(self) -> list[forms.BoundField]:
        return [self[f"owner_{client.pk}"] for client in self.clients]


class NoteReminder(KeyedForm):
    """A date that outlives the matter."""

    kind = forms.ChoiceField(label="What it is", choices=[("", "Choose one"), *ReminderKind.choices])
    words = forms.CharField(
        label="In words",
        required=False,
        max_length=120,
        help_text="Which lease. Needed for something else.",
    )
    on = DayField(label="The date itself")
    remind_on = DayField(label="Remind us on")

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("kind") == ReminderKind.OTHER and not typed.get("words"):
            self.add_error("words", "Say what it is.")
        return typed

    def values(self) -> dict[str, Any]:
        """Return what was typed. Only for a valid form."""
        typed = super().values()
        return typed | {"kind": ReminderKind(typed["kind"])}


class TakeReminderOff(forms.Form):
    because = forms.CharField(label="Why nobody needs it any more", max_length=200)


class _Expected(KeyedForm):
    """What they expect, told when and how, and when to ask if it still holds."""

    words = forms.CharField(
        label="What they were told", max_length=1000, widget=forms.Textarea(attrs=_WORDS), help_text="As you said it."
    )
    told_on = DayField(label="Told on")
    told_how = forms.CharField(label="How", max_length=120, help_text="At the first meeting, by letter, on the phone.")
    review_on = DayField(label="Ask yourself if it still holds on")

    def told(self) -> Told:
        """Return what was typed. Only for a valid form."""
        typed = self.cleaned_data
        return Told(**{name: typed[name] for name in ("words", "told_on", "told_how", "review_on")})


class Expect(_Expected):
    """A further expectation."""

    kind = forms.ChoiceField(label="About", choices=[("", "Choose one"), *ExpectationKind.choices])
    field_order = ("form_key", "kind")

    @classmethod
    def on(cls, today: date, **known: Any) -> "Expect":
        """Return the form as the page first shows it; ``known``: what the first meeting settled."""
        days = {"told_on": today, "review_on": today + _REVIEW_AFTER}
        return cls(initial=days | known, auto_id="expect-%s")


class ChangeExpected(_Expected):
    """Another in the place of one: they may not know it yet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = "What they have to expect now"
        self.fields["words"].help_text = ""
        self.fields["told_on"].required = self.fields["told_how"].required = False
        self.fields["told_on"].help_text = "Empty: they do not know yet."

    @classmethod
    def of(cls, one: Expectation, today: date, typed: Any = None) -> "ChangeExpected":
        """Return the form of this one; a page has several, so each has ids of its own."""
        return cls(typed, initial={"review_on": today + _REVIEW_AFTER}, auto_id=f"change-{one.pk}-%s")


class Written(forms.Form):
    """That they were written to about a change, otherwise than by an update here."""

    told_on = DayField(label="Written on")
    told_how = forms.CharField(label="How", max_length=120, help_text="By letter, by e-mail.")

    @classmethod
    def of(cls, one: Expectation, today: date, typed: Any = None) -> "Written":
        return cls(typed, initial={"told_on": today}, auto_id=f"written-{one.pk}-%s")
