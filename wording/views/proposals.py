"""A proposed version of a clause: what it changes and touches, and the deeds that bring it into force."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.permissions import Permission, needs
from practice.phrases import weekday
from practice.responses import see_other
from wording import contents, deeds, forms, publishing, redline, saying
from wording.blast import blast
from wording.models import ClauseDraft
from wording.proposals import trial_of, unchanged
from wording.services import library_at
from wording.views import deciding
from wording.views.deciding import READERS


@require_GET
@needs(*READERS)
def draft(request: StaffRequest, pk: int) -> HttpResponse:
    return _page(request, _draft(pk))


@require_POST
@needs(Permission.WORDING_WRITE)
def ask(request: StaffRequest, pk: int) -> HttpResponse:
    found, form = _draft(pk), forms.Deed(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422)
    try:
        deeds.ask_publication(
            draft_id=pk, seen=form.cleaned_data["seen"], by=request.user, now=clock.now(), form_key=form.receipt()
        )
    except Refusal as refusal:
        return _page(request, found, refusal=refusal)
    messages.success(request, "Those who may publish it are asked.")
    return see_other("wording:draft", pk)


@require_POST
@needs(Permission.WORDING_PUBLISH)
def publish(request: StaffRequest, pk: int) -> HttpResponse:
    found, form = _draft(pk), forms.Publish(request.POST)
    if not form.is_valid():
        return _page(request, found, publish=form, status=422)
    try:
        version = publishing.publish_draft(
            draft_id=pk,
            seen=form.cleaned_data["seen"],
            by=request.user,
            now=clock.now(),
            alone_because=form.cleaned_data["alone_because"],
            tell_owners=form.cleaned_data["tell_owners"],
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        return _page(request, found, publish=form, refusal=refusal)
    begins = weekday(timezone.localtime(version.in_force_from).date())
    messages.success(
        request, f"Version {version.version} is published, in force from {begins}. Issued letters keep theirs."
    )
    return see_other("wording:clause", found.clause.code)


@require_POST
@needs(Permission.WORDING_PUBLISH)
def send_back(request: StaffRequest, pk: int) -> HttpResponse:
    found, form = _draft(pk), forms.SendBack(request.POST)
    if not form.is_valid():
        return _page(request, found, back=form, status=422)
    try:
        deeds.send_back(
            draft_id=pk,
            comment=form.cleaned_data["comment"],
            seen=form.cleaned_data["seen"],
            by=request.user,
            now=clock.now(),
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        return _page(request, found, back=form, refusal=refusal)
    messages.success(request, "Sent back with your comment.")
    return see_other("wording:draft", pk)


@require_POST
@needs(*READERS)
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    found, form = _draft(pk), forms.Deed(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422)
    try:
        deeds.withdraw_draft(
            draft_id=pk, seen=form.cleaned_data["seen"], by=request.user, now=clock.now(), form_key=form.receipt()
        )
    except Refusal as refusal:
        return _page(request, found, refusal=refusal)
    if found.based_on is None:
        messages.success(request, f"“{found.clause.title}” is given up.")
        return see_other("wording:clauses")
    messages.success(request, "It is given up. The words in force stay as they are.")
    return see_other("wording:clause", found.clause.code)


def _draft(pk: int) -> ClauseDraft:
    wanted = ClauseDraft.objects.select_related("clause", "based_on", "written_by", "comment_by", "published_as")
    return get_object_or_404(wanted, pk=pk)


def _page(
    request: StaffRequest,
    found: ClauseDraft,
    *,
    publish: forms.Publish | None = None,
    back: forms.SendBack | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    now = clock.now()
    trial = trial_of(found, found.clause, library=library_at(now))
    touched = blast(found.clause, for_user=request.user, now=now)
    old = touched.old_words(found.published_as.version if found.published_as else None)
    context = {
        **deciding.context(
            request,
            found,
            problems=[*trial.problems, *unchanged(found)],
            touched=touched,
            deeds=("ask", "publish", "send_back", "withdraw"),
            now=now,
            publish=publish,
            back=back,
        ),
        "clause": found.clause,
        "write_to": f"clause={found.clause.code}{f':{old}' if old else ''}",
        "kind": contents.KINDS.get(found.clause.made_for, ""),
        "presets": saying.meant_for(found.clause.presets),
        "trial": trial,
        "changes": redline.compare(found.based_on, found),
        "goes_in": saying.in_words(found.trigger),
        "refusal": refusal,
    }
    return render(request, "wording/draft.html", context, status=refusal.status if refusal else status)
