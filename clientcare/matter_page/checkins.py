"""The doors of a client's weekly call to us: agreed and ended (domain D16)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from callbacks import services
from callbacks.models import ExpectedCall
from callbacks.rules import WORKING_WEEK
from clientcare.matter_page.forms import WORKERS
from engagement.letters.contacting import contact_rules
from practice import clock
from practice.errors import Refusal
from practice.forms import KeyedForm
from practice.http import StaffRequest
from practice.inputs import ClockField
from practice.models import CheckIn, Matter, Party, User
from practice.office import local_date
from practice.permissions import Permission, needs
from practice.phrases import DAYS
from practice.responses import see_other

_SHOWN = 8
_FIELDS = {"no_time_for_check_in": "at", "host_sees_nothing": "host", "check_in_there": "party", "not_to_them": "party"}


class AgreeCheckIn(KeyedForm):
    """Who rings whom, and when."""

    party = forms.ModelChoiceField(queryset=Party.objects.none(), label="Who rings us", empty_label=None)
    weekday = forms.TypedChoiceField(label="Every", choices=[(day, DAYS[day]) for day in WORKING_WEEK], coerce=int)
    at = ClockField(label="At", error_messages={"required": "Enter the time."})
    host = forms.ModelChoiceField(queryset=User.objects.none(), label="Who takes the call", empty_label=None)

    def __init__(self, *args: Any, matter: Matter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["host"].initial = matter.fee_earner_id
        self.fields["party"].queryset = matter.clients()  # type: ignore[attr-defined]
        people = User.objects.working().filter(roles__overlap=WORKERS).by_name()
        self.fields["host"].queryset = people  # type: ignore[attr-defined]


class EndCheckIn(forms.Form):
    because = forms.CharField(label="Why it ends", max_length=200)


@require_http_methods(["GET", "POST"])
@needs(Permission.MATTER_EDIT)
def check_in(request: StaffRequest, pk: int) -> HttpResponse:
    """Show when this client must contact us, or agree a weekly call."""
    matter = _visible(request, pk)
    if request.method == "GET":
        return _page(request, matter)
    form = AgreeCheckIn(request.POST, matter=matter)
    if not form.is_valid():
        return _page(request, matter, form=form, status=422)
    typed = {name: form.cleaned_data[name] for name in ("party", "weekday", "at", "host")}
    try:
        services.agree_check_in(matter_id=pk, **typed, by=request.user, now=clock.now(), form_key=form.receipt())
    except Refusal as refusal:
        form.add_error(_FIELDS.get(refusal.code), str(refusal))
        return _page(request, matter, form=form, status=refusal.status)
    messages.success(request, "Agreed. The next letter says it, and they are reminded the evening before.")
    return see_other("matter_check_in", pk)


@require_POST
@needs(Permission.MATTER_EDIT)
def end(request: StaffRequest, pk: int, check_in_id: int) -> HttpResponse:
    matter = _visible(request, pk)
    found = get_object_or_404(CheckIn.objects.filter(matter=matter), pk=check_in_id)
    form = EndCheckIn(request.POST, auto_id=f"end-{found.pk}-%s")
    if not form.is_valid():
        return _page(request, matter, ending=(found.pk, form), status=422)
    try:
        services.end_check_in(
            check_in_id=found.pk, because=form.cleaned_data["because"], by=request.user, now=clock.now()
        )
    except Refusal as refusal:
        return _page(request, matter, refusal=refusal, status=refusal.status)
    messages.success(request, "The weekly call is ended; no reminder of it goes any more.")
    return see_other("matter_check_in", pk)


def _visible(request: StaffRequest, pk: int) -> Matter:
    rows = Matter.objects.visible_to(request.user).select_related("fee_earner", "department__office")
    return get_object_or_404(rows, pk=pk)


def _page(
    request: StaffRequest,
    matter: Matter,
    *,
    form: AgreeCheckIn | None = None,
    ending: tuple[int, EndCheckIn] | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    rules, is_said = contact_rules(matter)
    standing = CheckIn.objects.standing().filter(matter=matter).select_related("party", "host").order_by("pk")
    context = {
        "matter": matter,
        "today": local_date(matter.department.office, clock.now()),
        "rules": rules,
        "is_said": is_said,
        "check_ins": [
            (one, ending[1] if ending and ending[0] == one.pk else EndCheckIn(auto_id=f"end-{one.pk}-%s"))
            for one in standing
        ],
        "calls": ExpectedCall.objects.visible_to(request.user)
        .filter(check_in__matter=matter)
        .select_related("check_in__party", "ring_back")
        .order_by("-expected_at", "-pk")[:_SHOWN],
        "form": form or AgreeCheckIn(matter=matter),
        "refusal": refusal,
    }
    return render(request, "matter_page/check_in.html", context, status=status)
