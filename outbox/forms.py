"""What is typed about the post."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms

from outbox.models import AcknowledgementWay, PostClass
from practice.forms import KeyedForm
from practice.inputs import DayField


class PrintPost(KeyedForm):
    """Which letters of the tray are printed: all that wait, or those that were not printed today."""

    which = forms.ChoiceField(choices=[("all", "All"), ("new", "Not printed yet")])
    both_sides = forms.BooleanField(
        label="Our printer prints on both sides", required=False, initial=True, help_text="Each paper on its own sheet."
    )


class RecordPosting(forms.Form):
    """When and how a printed letter was posted: its dispatch time."""

    posted_at = forms.SplitDateTimeField(
        label="Posted on, at",
        widget=forms.SplitDateTimeWidget(
            date_attrs={"type": "date"}, time_attrs={"type": "time"}, date_format="%Y-%m-%d"
        ),
    )
    posted_class = forms.ChoiceField(label="How", choices=PostClass.choices, initial=PostClass.FIRST)


class RecordPostings(RecordPosting):
    """The same for several at once: all that the page listed for it, or those that were ticked."""

    which = forms.ChoiceField(choices=[("all", "All"), ("ticked", "Those that are ticked")])
    all_letters = forms.TypedMultipleChoiceField(coerce=uuid.UUID, required=False)
    letters = forms.TypedMultipleChoiceField(
        coerce=uuid.UUID,
        required=False,
        error_messages={"invalid_choice": "One of these letters is not in your tray any more. Look at it again."},
    )

    def __init__(self, *args: Any, letters: Iterable[uuid.UUID], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(pk), str(pk)) for pk in letters]
        for name in ("letters", "all_letters"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("which") == "ticked" and not cleaned.get("letters") and not self.errors:
            self.add_error(None, "Tick the letters that were posted.")
        return cleaned

    def chosen(self) -> tuple[uuid.UUID, ...]:
        """Return the letters meant. Only for a valid form."""
        return tuple(self.cleaned_data["letters" if self.cleaned_data["which"] == "ticked" else "all_letters"])


class AskAcknowledgement(forms.Form):
    due_on = DayField(label="By")


class RecordAcknowledgement(forms.Form):
    """How they told us, otherwise than by their own page."""

    way = forms.ChoiceField(
        label="They told us", choices=[one for one in AcknowledgementWay.choices if one[0] != AcknowledgementWay.LINK]
    )
    note = forms.CharField(label="In a word", required=False, max_length=200)
