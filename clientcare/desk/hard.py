"""Difficult callers: what helps, a supervisor by one key, what was said and to whom it is handed (domain D14)."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import yaml
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from callbacks.models import HardCall, Manner
from callbacks.services import hard
from clientcare.desk.drafts import has_words, keep_draft
from clientcare.desk.forms import CallSlip, typed_in
from clientcare.desk.page import calendar_for
from practice import clock
from practice.calendar import NoSuchTime
from practice.errors import Refusal
from practice.forms import KeyedForm
from practice.http import StaffRequest
from practice.inputs import ClockField, DayField, row_number
from practice.models import Party, User
from practice.permissions import Permission, Role, needs
from practice.responses import see_other

_FILE = Path(__file__).parent / "data" / "difficult.yaml"
_SUPERVISORS = [Role.HEAD, Role.MANAGING_PARTNER]


@cache
def guidance() -> list[dict[str, Any]]:
    """Return what helps, by the manner of the caller."""
    found: list[dict[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


def supervisor_of(user: User) -> User | None:
    """Return whom the desk asks for: the head of one's own department, else the first who heads anything."""
    head = user.department.head if user.department else None
    if head is not None and head.is_active and head != user:
        return head
    people = User.objects.working().filter(roles__overlap=_SUPERVISORS).exclude(pk=user.pk)
    return people.by_name().first()


class NoteHardCall(KeyedForm):
    """What was said, by whom, when, and who is told."""

    party = forms.IntegerField(required=False, widget=forms.HiddenInput)
    caller_name = forms.CharField(label="Who it was", required=False, max_length=200)
    manner = forms.ChoiceField(label="How they were", choices=Manner.choices, widget=forms.RadioSelect)
    said = forms.CharField(label="What was said, word for word", max_length=4000, widget=forms.Textarea({"rows": 3}))
    handed_over = forms.CharField(
        label="What you did, and what the next person should know",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
    )
    rang = ClockField(label="When they rang, if not just now", required=False)
    supervisor = forms.ModelChoiceField(label="Who is told", queryset=User.objects.none(), empty_label=None)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        supervisor = self.fields["supervisor"]
        assert isinstance(supervisor, forms.ModelChoiceField)
        people = User.objects.working().filter(roles__overlap=_SUPERVISORS).exclude(pk=user.pk)
        supervisor.queryset, supervisor.initial = people.by_name(), supervisor_of(user)


class FlagCaller(forms.Form):
    """What the desk is told first when this person rings; an empty instruction takes it off."""

    party = forms.IntegerField(widget=forms.HiddenInput)
    manner = forms.ChoiceField(label="How they are", choices=Manner.choices)
    instruction = forms.CharField(label="What to do when they ring", required=False, max_length=300)
    review_on = DayField(label="Look at it again on")


@require_http_methods(["GET", "POST"])
@needs(Permission.DESK)
def difficult(request: StaffRequest) -> HttpResponse:
    """Show what helps and take down what was said; only the two people concerned read it again."""
    now, user = clock.now(), request.user
    party = _party(user, request.POST.get("party") or request.GET.get("party", ""))
    if request.method == "GET":
        return _page(request, party, NoteHardCall(user=user, initial={"party": party.pk if party else ""}))
    form = NoteHardCall(request.POST, user=user)
    if not form.is_valid():
        return _page(request, party, form, status=422)
    typed = form.cleaned_data
    try:
        hard.note_hard_call(
            caller=party,
            caller_name=typed["caller_name"],
            manner=Manner(typed["manner"]),
            said=typed["said"],
            handed_over=typed["handed_over"],
            at=_at(user, typed["rang"], now),
            supervisor=typed["supervisor"],
            by=user,
            now=now,
            form_key=form.receipt(),
        )
    except (Refusal, NoSuchTime) as refusal:
        form.add_error("rang", str(refusal))
        return _page(request, party, form, status=422)
    messages.success(request, f"Noted. {typed['supervisor'].name} has it; nobody else reads it.")
    return see_other("desk_difficult")


@require_POST
@needs(Permission.DESK)
def ask_help(request: StaffRequest) -> HttpResponse:
    """Ask for a supervisor at once; the slip is kept, and what helps is shown."""
    typed, now, user = typed_in(request.POST), clock.now(), request.user
    key = CallSlip(request.POST, now=now, calendar=calendar_for(user)).key()
    supervisor = supervisor_of(user)
    if key is not None and supervisor is not None:
        hard.ask_for_help(key=key, supervisor=supervisor, by=user, now=now)
        messages.success(request, f"{supervisor.name} is asked to come now.")
        if has_words(typed):
            keep_draft(owner=user, key=str(key), typed=typed, now=now)
    else:
        messages.error(request, "There is nobody to ask here: no head of department and no managing partner.")
    return see_other(f"{reverse('desk_difficult')}?{urlencode({'party': typed.get('party', '')})}")


@require_POST
@needs(Permission.CALLER_FLAG)
def flag(request: StaffRequest) -> HttpResponse:
    """Tell the desk what to do when this person rings, or take it off."""
    now, form = clock.now(), FlagCaller(request.POST)
    party = get_object_or_404(Party.objects.visible_to(request.user), pk=row_number(request.POST.get("party", "")))
    note = NoteHardCall(user=request.user, initial={"party": party.pk})
    if not form.is_valid():
        return _page(request, party, note, flag_form=form, status=422)
    typed = {**form.cleaned_data, "manner": Manner(form.cleaned_data["manner"]), "party": party}
    try:
        set_flag = hard.flag_caller(**typed, by=request.user, now=now)
    except Refusal as refusal:
        form.add_error("review_on", str(refusal))
        return _page(request, party, note, flag_form=form, status=refusal.status)
    messages.success(request, "The desk sees it first." if set_flag else "Taken off.")
    return see_other(f"{reverse('desk_difficult')}?{urlencode({'party': party.pk})}")


def _party(user: User, pk: str) -> Party | None:
    return Party.objects.visible_to(user).filter(pk=int(pk)).first() if pk.isdecimal() else None


def _at(user: User, rang: Any, now: datetime) -> datetime:
    calendar = calendar_for(user)
    return calendar.at(calendar.local_date(now), rang) if rang else now


def _page(
    request: StaffRequest,
    party: Party | None,
    form: NoteHardCall,
    *,
    flag_form: FlagCaller | None = None,
    status: int = 200,
) -> HttpResponse:
    stands = getattr(party, "caller_flag", None) if party else None
    may_flag = party is not None and request.user.may(Permission.CALLER_FLAG)
    first = {"party": party.pk if party else "", "manner": stands.manner if stands else Manner.ABUSIVE}
    if stands:
        first |= {"instruction": stands.instruction, "review_on": stands.review_on}
    context = {
        "guidance": guidance(),
        "party": party,
        "form": form,
        "stands": stands,
        "flag_form": (flag_form or FlagCaller(initial=first)) if may_flag else None,
        "noted": HardCall.objects.visible_to(request.user)[:20],
    }
    return render(request, "desk/difficult.html", context, status=status)
