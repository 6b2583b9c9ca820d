"""Writing a cost update: its questions, the letter beside them, approval, issue, stop, and the letter on paper."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from engagement import forms_costs as forms
from engagement import letters
from engagement.forms import Discard, Issue, Seen
from engagement.models import CostUpdate, CostUpdateCopy
from engagement.rules import LetterStage, Step, steps_from
from engagement.services import LetterStopped, approvers_of
from engagement.services import costs as services
from engagement.views import costs as costs_page
from engagement.views import pages
from outbox.answers import frozen, pdf
from outbox.pdf import render_pdf
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import Matter
from practice.permissions import Permission, needs
from practice.responses import see_other


@require_http_methods(["GET", "POST"])
@needs(Permission.LETTER_WRITE)
def cost_update(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the cost update in the making; POST saves the answers."""
    matter = pages.matter_of(request, pk)
    draft = CostUpdate.objects.of(matter).first()
    if request.method == "GET" and not (draft and draft.is_in_the_making):
        return see_other("engagement:costs", pk)
    if request.method == "GET":
        return _show(request, matter)
    draft, now = _latest(request, pk), clock.now()
    try:
        form = forms.UpdateAnswers(letters.update_package(draft, now), request.POST)
        if not form.is_valid():
            return _show(request, matter, form=form, status=422)
        services.save_update(
            update_id=draft.pk,
            answers=form.typed(),
            seen=form.cleaned_data["seen"],
            by=request.user,
            now=now,
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        return _show(request, matter, typed=request.POST, refusal=refusal)
    return see_other("engagement:cost_update", pk)


@require_POST
@needs(Permission.LETTER_WRITE)
def update_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the letter as it would be with the answers typed so far. Writes nothing; what cannot be read is left out."""
    draft, now = _latest(request, pk), clock.now()
    if not draft.is_in_the_making:
        raise Http404
    made = letters.update_package(draft, now)
    form = forms.UpdateAnswers(made, request.POST)
    if form.is_valid():
        draft.answers = form.typed()
        made = letters.update_package(draft, now)
    context = {"made": made, "matter": draft.matter, "shown": _shown(request, made)}
    return render(request, "engagement/costs/_page.html", context)


@require_POST
@needs(Permission.LETTER_WRITE)
def start_update(request: StaffRequest, pk: int) -> HttpResponse:
    matter = pages.matter_of(request, pk)
    try:
        services.start_update(matter_id=pk, by=request.user, now=clock.now())
    except Refusal as refusal:
        return costs_page.show(request, matter, refusal=refusal, status=refusal.status)
    return see_other("engagement:cost_update", pk)


@require_POST
@needs(Permission.LETTER_WRITE)
def ask_update(request: StaffRequest, pk: int) -> HttpResponse:
    return _do(request, pk, Seen(request.POST), services.ask_update_approval, "{0.approver} has been asked.")


@require_POST
@needs(Permission.LETTER_ISSUE)
def approve_update(request: StaffRequest, pk: int) -> HttpResponse:
    return _do(request, pk, Seen(request.POST), services.approve_update, "Approved. It can be issued now.")


@require_POST
@needs(Permission.LETTER_ISSUE)
def send_update_back(request: StaffRequest, pk: int) -> HttpResponse:
    return _do(
        request, pk, forms.SendUpdateBack(request.POST), services.send_update_back, "Sent back to {0.prepared_for}."
    )


def _do(request: StaffRequest, pk: int, form: Form, do: Callable[..., CostUpdate], words: str) -> HttpResponse:
    """Do one deed on the draft with what was typed; else show the whole page again, with the reason."""
    draft = _latest(request, pk)
    send_back = form if isinstance(form, forms.SendUpdateBack) else None
    if not form.is_valid():
        return _show(request, draft.matter, send_back=send_back, status=422)
    try:
        done = do(update_id=draft.pk, by=request.user, now=clock.now(), **form.cleaned_data)
    except Refusal as refusal:
        return _show(request, draft.matter, send_back=send_back, refusal=refusal)
    messages.success(request, words.format(done))
    return see_other("engagement:cost_update", pk)


@require_POST
@needs(Permission.LETTER_WRITE)
def discard_update(request: StaffRequest, pk: int) -> HttpResponse:
    """Throw the draft away, with its reason."""
    matter, form = pages.matter_of(request, pk), Discard(request.POST)
    draft = CostUpdate.objects.of(matter).first()
    if draft is None:
        return see_other("engagement:costs", pk)
    if not form.is_valid():
        return _show(request, matter, discard=form, status=422)
    try:
        services.discard_update(update_id=draft.pk, by=request.user, now=clock.now(), **form.cleaned_data)
    except Refusal as refusal:
        return _show(request, matter, discard=form, refusal=refusal)
    messages.success(request, "The draft is discarded. Nothing was sent; the reason is in the timeline.")
    return see_other("engagement:costs", pk)


@require_POST
@needs(Permission.LETTER_ISSUE)
def issue_update(request: StaffRequest, pk: int) -> HttpResponse:
    """Print it, freeze it and queue it (decisions B23)."""
    draft, now, form = _latest(request, pk), clock.now(), Issue(request.POST)
    if not form.is_valid():
        return _show(request, draft.matter, status=422)
    try:
        made = letters.update_package(draft, now)
        if made.stops and draft.is_in_the_making:
            raise LetterStopped(made.stops)
        services.issue_update(
            update_id=draft.pk,
            printed=letters.print_update(made),
            expected_version=form.cleaned_data["seen"],
            by=request.user,
            now=now,
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        return _show(request, draft.matter, refusal=refusal)
    counts = "counts once every client has agreed" if made.asks_agreement else "is in force"
    messages.success(request, f"Issued. It goes in 5 minutes unless you stop it; the new estimate {counts}.")
    return see_other("engagement:costs", pk)


@require_POST
@needs(Permission.LETTER_WRITE)
def stop_update(request: StaffRequest, pk: int) -> HttpResponse:
    found = _latest(request, pk)
    try:
        services.stop_update(update_id=found.pk, by=request.user, now=clock.now())
    except Refusal as refusal:
        return costs_page.show(request, found.matter, refusal=refusal, status=refusal.status)
    messages.success(request, "Stopped: nothing was sent, and the estimate before is in force again.")
    return see_other("engagement:cost_update", pk)


@require_GET
@needs(Permission.LETTER_WRITE)
def update_draft_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    draft = _latest(request, pk)
    if not draft.is_in_the_making:
        raise Http404
    try:
        shown = _shown(request, letters.update_package(draft, clock.now()))
        if shown is None:
            raise Http404
        rendered = render_pdf(letters.draft_html(shown.composition))
    except Refusal as refusal:
        return _show(request, draft.matter, refusal=refusal)
    return pdf(rendered.pdf, f"Draft, {shown.composition.file_name}")


@require_GET
@needs(Permission.LETTER_WRITE, Permission.COMPLAINT_HANDLE)
def update_copy_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    visible = CostUpdateCopy.objects.filter(update_of__matter__in=Matter.objects.visible_to(request.user))
    return frozen(request, get_object_or_404(visible.select_related("issued__document"), pk=pk).issued.document)


def _latest(request: StaffRequest, pk: int) -> CostUpdate:
    """Return the latest cost update of a matter, or 404: what can be done with it is the deed's to say."""
    matter = pages.matter_of(request, pk)
    found = CostUpdate.objects.of(matter).select_related("prepared_for").first()
    if found is None:
        raise Http404
    found.matter = matter
    return found


def _shown(request: StaffRequest, made: letters.UpdatePackage) -> letters.UpdateCopy | None:
    wanted = request.GET.get("copy", "")
    chosen = (copy for copy in made.copies if str(copy.to.party.pk) == wanted)
    return next(chosen, next(iter(made.copies), None))


def _show(
    request: StaffRequest,
    matter: Matter,
    *,
    form: forms.UpdateAnswers | None = None,
    typed: QueryDict | None = None,
    refusal: Refusal | None = None,
    send_back: forms.SendUpdateBack | None = None,
    discard: Discard | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the page whole; what was `typed` stands in it about the draft as it is now, so that saving is one press."""
    update = CostUpdate.objects.of(matter).select_related("approver", "approved_by", "comment_by", "saved_by").first()
    if update is None or not update.is_in_the_making:
        return costs_page.show(request, matter, refusal=refusal, status=refusal.status if refusal else status)
    update.matter, now = matter, clock.now()
    try:
        made = letters.update_package(update, now)
    except Refusal as broken:
        return costs_page.show(request, matter, refusal=broken, status=broken.status)
    if typed is not None:
        form = forms.UpdateAnswers(made, {**typed.dict(), "seen": str(update.draft_version)})
    answers = form or forms.UpdateAnswers(made)
    questions, approvers = answers.questions(made.asked), approvers_of(update) if made.approval_reasons else []
    seen = {"seen": update.draft_version}
    context = {
        "matter": matter,
        "update": update,
        "made": made,
        "shown": _shown(request, made),
        "form": answers,
        "missing": [one for one in questions if one.is_missing],
        "answered": [one for one in questions if not one.is_missing],
        "approvers": approvers,
        "may_approve": update.stage == LetterStage.TO_APPROVE and request.user in approvers,
        "may_issue": request.user.may(Permission.LETTER_ISSUE),
        "may_ask": made.may_be_asked and Step.ASK in steps_from(LetterStage(update.stage)),
        "deed": Seen(initial=seen),
        "issue_form": Issue(initial=seen),
        "send_back": send_back or forms.SendUpdateBack(initial=seen),
        "discard": discard or Discard(initial=seen, auto_id="discard-%s"),
        "refusal": refusal,
        "now": now,
    }
    code = refusal.status if refusal else status
    return render(request, "engagement/costs/update.html", context, status=code)
