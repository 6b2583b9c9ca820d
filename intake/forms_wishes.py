"""What somebody who enquires may add if they like: how we should deal with them (domain 4.1). Shape only."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms

from intake.asking import LineField, NameField
from intake.models import Preferred
from practice.inputs import ClockField
from practice.models import Adjustment

#: What is asked before they are a client; the rest is agreed with them later.
OFFERED: Final = (
    *(Adjustment.LARGE_PRINT, Adjustment.BRAILLE, Adjustment.AUDIO, Adjustment.EASY_READ, Adjustment.SIGN_LANGUAGE),
    *(
        Adjustment.PLAIN_TEXT,
        Adjustment.RELAY_SERVICE,
        Adjustment.LONGER_APPOINTMENTS,
        Adjustment.QUIET_ROOM,
        Adjustment.HOME_VISIT,
    ),
)
_YES_NO = {"yes": True, "no": False}


class Wishes(forms.Form):
    """Each adjustment is a tick of its own, so that a half-typed form keeps every one."""

    introducer = NameField(
        label="Who recommended us, by name",
        max_length=200,
        required=False,
        help_text="A person or firm. The name is in the conflict check.",
    )
    prefers = forms.ChoiceField(
        label="Preferred way to be reached", choices=[("", "Any"), *Preferred.choices], required=False
    )
    prefers_from = ClockField(label="Best time, from", required=False, help_text="For example 14:20")
    prefers_until = ClockField(label="Until", required=False, help_text="For example 17:00")
    language = LineField(label="Interpreter needed, for which language", max_length=40, required=False)
    marketing = forms.ChoiceField(
        label="News and offers from us",
        choices=[("", "No answer"), ("yes", "Yes, please"), ("no", "No")],
        required=False,
        help_text="Has nothing to do with the privacy notice, and can be taken back at any time.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in OFFERED:
            self.fields[f"help_{one}"] = forms.BooleanField(label=one.label, required=False)

    def further(self) -> list[forms.BoundField]:
        return [*(self[name] for name in Wishes.base_fields), *self.helps()]

    def helps(self) -> list[forms.BoundField]:
        """Return the adjustments, a tick each."""
        return [self[f"help_{one}"] for one in OFFERED]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not {"prefers_from", "prefers_until"} & set(self.errors):
            begins, ends = data.get("prefers_from"), data.get("prefers_until")
            if (begins is None) != (ends is None) or (begins and ends and begins >= ends):
                self.add_error("prefers_until", "Give both times, the later one here, or neither.")
        return data


def wishes_of(typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the wishes as an enquiry takes them, everything else as it was. Only for what a valid form gave."""
    given = {name: value for name, value in typed.items() if not name.startswith("help_")}
    language = given["language"]
    return given | {
        "adjustments": tuple(one.value for one in OFFERED if typed.get(f"help_{one}")),
        "language": language[:1].upper() + language[1:],
        "marketing": _YES_NO.get(given["marketing"]),
    }
