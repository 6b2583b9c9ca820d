"""The doors of the page that says as whom somebody is treated without being our client, and what we told them."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from practice import clock
from practice.conduct import towards_treated
from practice.errors import Refusal
from practice.forms import KeyedForm
from practice.http import StaffRequest
from practice.inputs import DayField, RadioList
from practice.models import DifficultConversation, Matter, Party, TreatedAs, User
from practice.office import local_date, main_office
from practice.permissions import Permission, needs
from practice.responses import see_other
from practice.services import roles

_AS_THIRD = "none"


class TreatAs(forms.Form):
    """As whom they are treated."""

    kind = forms.ChoiceField(
        label="Treated as a client, as",
        choices=[*TreatedAs.choices, (_AS_THIRD, "Nobody of these: a third party")],
        widget=RadioList,
    )

    def chosen(self) -> TreatedAs | None:
        """Return the kind; None for a third party. Only for a valid form."""
        kind = self.cleaned_data["kind"]
        return None if kind == _AS_THIRD else TreatedAs(kind)


class ExplainRole(KeyedForm):
    """What somebody told them of our role, and when."""

    words = forms.CharField(
        label="What we explained",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For whom we act, that it is not them, what becomes of what they tell us, who else can help them.",
    )
    explained_on = DayField(label="On")
    explained_by = forms.ModelChoiceField(label="By", queryset=User.objects.none(), empty_label=None)

    def __init__(self, typed: Any = None, **kwargs: Any) -> None:
        super().__init__(typed, **kwargs)
        self.fields["explained_by"].queryset = User.objects.working().by_name()  # type: ignore[attr-defined]  # declared above


class NoteConversation(KeyedForm):
    """The template for a difficult conversation: what was said, how it was taken, what follows."""

    told = forms.CharField(label="What we had to tell them", max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    taken = forms.CharField(
        label="How they took it",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What they said and asked, in their words. No judgement.",
    )
    support = forms.CharField(
        label="Who is there for them",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Who was with them, and who else can help: whom did we name?",
    )
    promised = forms.CharField(
        label="What we promised, and what we could not",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    next_steps = forms.CharField(
        label="What happens next",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="And when they hear from whom.",
    )
    matter = forms.ModelChoiceField(
        label="About",
        required=False,
        queryset=Matter.objects.none(),
        empty_label="No matter in particular",
        help_text="Whoever works on it reads the note. Without a matter only whoever held or wrote it does.",
    )
    held_on = DayField(label="On")
    held_by = forms.ModelChoiceField(label="By", queryset=User.objects.none(), empty_label=None)

    def __init__(self, typed: Any = None, *, party: Party, user: User, today: date) -> None:
        matters = list(Matter.objects.visible_to(user).filter(parties__party=party).distinct().order_by("-pk"))
        only = matters[0].pk if len(matters) == 1 else None
        super().__init__(typed, auto_id="talk-%s", initial={"held_on": today, "held_by": user, "matter": only})
        fields: Any = self.fields
        fields["matter"].queryset = Matter.objects.filter(pk__in=[one.pk for one in matters]).order_by("-pk")
        fields["held_by"].queryset = User.objects.working().by_name()


@require_GET
@needs(Permission.CLIENT_VIEW)
def page(request: StaffRequest, pk: int) -> HttpResponse:
    return _page(request, _visible(request, pk))


@require_POST
@needs(Permission.MATTER_EDIT)
def treat(request: StaffRequest, pk: int) -> HttpResponse:
    """Say as whom they are treated."""
    party, form = _visible(request, pk), TreatAs(request.POST)
    if not form.is_valid():
        return _page(request, party, treating=form, status=422)
    try:
        roles.treat_as(party_id=pk, kind=form.chosen(), by=request.user, now=clock.now())
    except Refusal as refusal:
        form.add_error("kind", str(refusal))
        return _page(request, party, treating=form, status=refusal.status)
    messages.success(request, "It is on record, and stands wherever somebody writes or talks to them.")
    return see_other("client_role", pk)


@require_POST
@needs(Permission.MATTER_EDIT)
def explain(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep what was explained about our role."""
    party, form = _visible(request, pk), ExplainRole(request.POST)
    if not form.is_valid():
        return _page(request, party, explaining=form, status=422)
    try:
        roles.explain_role(party_id=pk, **form.values(), by=request.user, now=clock.now(), form_key=form.receipt())
    except Refusal as refusal:
        form.add_error("explained_on" if refusal.code == "not_explained_yet" else None, str(refusal))
        return _page(request, party, explaining=form, status=refusal.status)
    messages.success(request, "It is on record.")
    return see_other("client_role", pk)


@require_POST
@needs(Permission.MATTER_EDIT)
def note(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep the note of a difficult conversation."""
    party, now = _visible(request, pk), clock.now()
    form = NoteConversation(request.POST, party=party, user=request.user, today=local_date(main_office(), now))
    if not form.is_valid():
        return _page(request, party, noting=form, status=422)
    try:
        roles.note_conversation(party_id=pk, **form.values(), by=request.user, now=now, form_key=form.receipt())
    except Refusal as refusal:
        form.add_error("held_on" if refusal.code == "not_explained_yet" else None, str(refusal))
        return _page(request, party, noting=form, status=refusal.status)
    messages.success(request, "The note is kept. It stands on no timeline.")
    return see_other("client_role", pk)


def _visible(request: StaffRequest, pk: int) -> Party:
    return get_object_or_404(Party.objects.visible_to(request.user).select_related("only_number"), pk=pk)


def _page(
    request: StaffRequest,
    party: Party,
    *,
    treating: TreatAs | None = None,
    explaining: ExplainRole | None = None,
    noting: NoteConversation | None = None,
    status: int = 200,
) -> HttpResponse:
    today: date = local_date(main_office(), clock.now())
    kind = party.treated_as if party.has_no_retainer else ""
    may_edit = request.user.may(Permission.MATTER_EDIT)
    conduct = towards_treated(kind) if party.has_no_retainer else None
    takes_notes = may_edit and conduct is not None and bool(conduct.hard_news)
    context = {
        "party": party,
        "may_edit": may_edit,
        "may_become": party.relationship in roles.MAY_BECOME,
        "treating": treating or TreatAs(initial={"kind": kind or _AS_THIRD}),
        "explaining": explaining or ExplainRole(initial={"explained_on": today, "explained_by": request.user}),
        "conduct": conduct,
        "noting": noting or (NoteConversation(party=party, user=request.user, today=today) if takes_notes else None),
        "conversations": DifficultConversation.objects.visible_to(request.user)
        .filter(party=party)
        .select_related("matter", "held_by", "written_by")
        .newest_first(),
        "notes": party.role_notes.select_related("explained_by", "recorded_by").newest_first(),
    }
    return render(request, "client_page/role.html", context, status=status)
