"""What people type about calls: shapes only, no promises."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms

from callbacks.models import Shows
from callbacks.offers import Choice
from callbacks.rules import AttemptResult, ClosureReason
from practice.calendar import NoSuchTime, WorkingCalendar
from practice.forms import KeyedForm
from practice.inputs import ClockField, DayField, RadioList
from practice.models import ContactPoint, User

RESULTS = (
    AttemptResult.SPOKE_RESOLVED,
    AttemptResult.SPOKE_FOLLOW_UP,
    AttemptResult.NO_ANSWER,
    AttemptResult.ENGAGED,
    AttemptResult.VOICEMAIL_LEFT,
    AttemptResult.THIRD_PARTY_ANSWERED,
    AttemptResult.ASKED_TO_CALL_LATER,
    AttemptResult.WRONG_NUMBER,
    AttemptResult.CLIENT_RANG_BACK,
)
_SHORT = {AttemptResult.THIRD_PARTY_ANSWERED: "Someone else answered", AttemptResult.CLIENT_RANG_BACK: "Rang us first"}
REASONS = (
    ClosureReason.WITHDRAWN_BY_CALLER,
    ClosureReason.ANSWERED_BY_OTHER_CHANNEL,
    ClosureReason.RESOLVED_BY_RECEPTION,
    ClosureReason.UNREACHABLE,
    ClosureReason.DUPLICATE,
)


def results_for(*, voicemail_is_safe: bool) -> list[tuple[str, str]]:
    """Return the outcomes that can be picked; none offers a voicemail where it is not safe."""
    return [
        (result.value, _SHORT.get(result, str(result.label)))
        for result in RESULTS
        if voicemail_is_safe or result != AttemptResult.VOICEMAIL_LEFT
    ]


class RecordAttempt(KeyedForm):
    """What came of ringing. Without a time it was just now."""

    result = forms.ChoiceField(
        label="What happened",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what happened.", "invalid_choice": "Choose one of these."},
    )
    at = ClockField(label="Rang at", required=False)
    on = DayField(label="On another day", required=False)
    number = forms.CharField(label="Rang another number", required=False, max_length=40)
    note = forms.CharField(label="Note for the matter", required=False, max_length=2000)
    next_update_on = DayField(label="Next update promised", required=False)

    def __init__(
        self,
        *args: Any,
        now: datetime,
        calendar: WorkingCalendar,
        voicemail_is_safe: bool = False,
        is_holding: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if is_holding:  # nothing of the matter is noted or promised before its check is cleared
            del self.fields["note"], self.fields["next_update_on"]
        self._now, self._calendar = now, calendar
        result = self.fields["result"]
        assert isinstance(result, forms.ChoiceField)
        result.choices = results_for(voicemail_is_safe=voicemail_is_safe)

    def clean(self) -> dict[str, Any]:
        """Put day and time together into the stated instant."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        at, on = typed.pop("at", None), typed.pop("on", None)
        if on is not None and at is None and "at" not in self.errors:
            self.add_error("at", "Enter the time as well as the day.")
        elif at is None:
            typed["stated_at"] = self._now
        else:
            try:
                typed["stated_at"] = self._calendar.at(on or self._calendar.local_date(self._now), at)
            except NoSuchTime as gap:
                self.add_error("at", str(gap))
        return typed

    def facts(self) -> dict[str, Any]:
        """Return what came of the call, as `record_attempt` takes it. Only for a valid form."""
        typed = self.cleaned_data
        facts: dict[str, Any] = {name: typed.get(name) for name in ("number", "note", "next_update_on")}
        facts["note"] = facts["note"] or ""
        return {**facts, "result": AttemptResult(typed["result"]), "at": typed["stated_at"]}


class ChooseTime(KeyedForm):
    """One of the times on offer."""

    slot = forms.ChoiceField(
        label="New time",
        widget=RadioList,
        error_messages={"invalid_choice": "That time has just been taken. Please choose another."},
    )
    who_asked = forms.ChoiceField(
        label="Who asked for it",
        widget=forms.RadioSelect,
        choices=[("caller", "The caller"), ("firm", "We did")],
    )

    def __init__(self, *args: Any, offers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        slot = self.fields["slot"]
        assert isinstance(slot, forms.ChoiceField)
        slot.choices = offers

    def clean_slot(self) -> Choice:
        return Choice.parse(self.cleaned_data["slot"])


class CloseCall(forms.Form):
    """Why no call is needed any more."""

    reason = forms.ChoiceField(
        label="Why no call is needed", widget=RadioList, choices=[(reason.value, reason.label) for reason in REASONS]
    )


class SendLink(KeyedForm):
    """To which of their mailboxes the link goes."""

    mailbox = forms.ChoiceField(
        label="To",
        widget=RadioList,
        error_messages={"required": "Choose a mailbox.", "invalid_choice": "Choose again."},
    )

    def __init__(self, *args: Any, mailboxes: Iterable[ContactPoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["mailbox"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(one.pk), one.text) for one in mailboxes]
        if field.choices:
            field.initial = field.choices[0][0]


class Invite(KeyedForm):
    """Which client chooses a time, and which number is rung then."""

    client = forms.ChoiceField(
        label="Who chooses a time",
        widget=RadioList,
        error_messages={"required": "Choose who.", "invalid_choice": "Choose again."},
    )
    adviser = forms.ChoiceField(label="Who rings", widget=RadioList)

    def __init__(self, *args: Any, ways: Iterable[tuple[str, str]], advisers: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("client", list(ways)), ("adviser", [(str(one.pk), one.name) for one in advisers])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
            field.initial = choices[0][0] if choices else None


class MakeFeed(KeyedForm):
    """What a new address of one's own calendar shows."""

    shows = forms.ChoiceField(label="What it shows", choices=Shows.choices, widget=RadioList, initial=Shows.BUSY)
