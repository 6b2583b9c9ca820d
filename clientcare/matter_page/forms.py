"""What is typed on the page of a matter: shape only."""

from datetime import date
from typing import Any

from django import forms

from intake.asking import LineField, NameField
from intake.forms import PartyField
from practice.forms import KeyedForm
from practice.inputs import DayField
from practice.models import Matter, MatterRole, PartyKind, User
from practice.permissions import ROLES, Permission
from practice.services.allocation import team_ids

WORKERS = [role.value for role, may in ROLES.items() if Permission.MATTER_EDIT in may]
NAMED = ("fee_earner", "supervisor", "assistant")


class WriteUpdate(forms.Form):
    """The paragraph that may be said, what stays inside, and the next promise."""

    status_line = forms.CharField(
        label="To say to the client",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One plain paragraph: where it stands, what we wait for. Reception reads it out.",
    )
    internal_note = forms.CharField(
        label="Inside the firm only", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    next_update_on = DayField(label="They hear from us next by", required=False)
    tells_changes = forms.BooleanField(
        label="It says what has changed", required=False, help_text="What they have to expect now, as above."
    )
    seen_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    @classmethod
    def of(cls, matter: Matter, *, proposed: date | None = None) -> "WriteUpdate":
        """Return the form as the page first shows it; ``proposed``: the next update by the rhythm of the care plan."""
        form = cls(
            initial={
                "status_line": matter.status_line,
                "internal_note": matter.internal_note,
                "next_update_on": proposed or matter.next_update_on,
                "tells_changes": True,
                "seen_at": matter.status_at.isoformat() if matter.status_at else "",
            }
        )
        if proposed is not None:
            form.fields["next_update_on"].help_text = "By the care plan. Change it if you promise another day."
        return form

    @classmethod
    def again(cls, typed: Any, matter: Matter) -> "WriteUpdate":
        """Return what was typed over the paragraph that stands now, so that a reader may add theirs to it."""
        seen = typed.copy()
        seen["seen_at"] = matter.status_at.isoformat() if matter.status_at else ""
        return cls(seen)


class AddParty(KeyedForm):
    """A party by its place on record, or by a new name."""

    all_optional = True

    role = forms.ChoiceField(label="Part in this matter", choices=[("", "Choose one"), *MatterRole.choices])
    party = PartyField(label="Who it is")
    kind = forms.ChoiceField(
        label="A new record is of",
        choices=PartyKind.choices,
        initial=PartyKind.ORGANISATION,
        widget=forms.RadioSelect,
        required=False,
    )
    name = NameField(label="Name", max_length=200)

    def __init__(self, *args: Any, candidates: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = candidates  # type: ignore[attr-defined]  # a ModelChoiceField, declared above


class AddProperty(KeyedForm):
    """A property by its address, its title number or both."""

    all_optional = True

    address = LineField(
        label="Address", max_length=300, required=False, help_text="House number, street, town and postcode."
    )
    title_number = LineField(label="Title number", max_length=20, required=False, help_text="As WYK123456.")

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not self.errors and not typed.get("address") and not typed.get("title_number"):
            self.add_error("address", "Enter the address or the title number.")
        return typed


class TakePropertyOff(forms.Form):
    """Why it was not the property."""

    because = forms.CharField(label="Why it comes off", max_length=200)


class Allocate(forms.Form):
    """Whom the matter names from now on, and why."""

    seen = forms.CharField(widget=forms.HiddenInput)
    fee_earner = forms.ModelChoiceField(label="Fee earner", queryset=User.objects.none(), empty_label=None)
    supervisor = forms.ModelChoiceField(
        label="Supervisor", queryset=User.objects.none(), required=False, empty_label="Nobody"
    )
    assistant = forms.ModelChoiceField(
        label="Assistant", queryset=User.objects.none(), required=False, empty_label="Nobody"
    )
    because = forms.CharField(label="Why", max_length=200, help_text="Workload, leave, a better fit, the client asked.")
    with_work = forms.BooleanField(
        label="Give what is open with it",
        required=False,
        help_text="Calls keep their time; one at which the other person is not free stays and is listed.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.working().filter(roles__overlap=WORKERS).by_name()
        for name in NAMED:
            self.fields[name].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField, declared above

    @classmethod
    def of(cls, matter: Matter) -> "Allocate":
        """Return the form as the page first shows it."""
        named = dict(zip(NAMED, team_ids(matter), strict=True))
        return cls(initial={**named, "seen": _fingerprint(matter), "with_work": True})


def _fingerprint(matter: Matter) -> str:
    return ".".join(str(pk or 0) for pk in team_ids(matter))
