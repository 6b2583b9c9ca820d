"""A proposed order of a template: what it changes and touches, and the deeds that bring it into force."""

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
from wording import arranging, forms, moving, ordering
from wording.blast import blast_of_order
from wording.models import Template, TemplateDraft
from wording.services import library_at, version_text
from wording.views import deciding
from wording.views.deciding import READERS
from wording.views.templates import page as template_page

_CHOSEN_BY = {"care_letter": "letter", "terms": "terms"}  # how a letter to many clients chooses who has it


@require_GET
@needs(*READERS)
def template_draft(request: StaffRequest, pk: int) -> HttpResponse:
    return _page(request, _draft(pk))


@require_POST
@needs(Permission.WORDING_WRITE)
def ask_order(request: StaffRequest, pk: int) -> HttpResponse:
    found, form = _draft(pk), forms.Deed(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422)
    try:
        ordering.ask_order(
            draft_id=pk, seen=form.cleaned_data["seen"], by=request.user, now=clock.now(), form_key=form.receipt()
        )
    except Refusal as refusal:
        return _page(request, found, refusal=refusal)
    messages.success(request, "Those who may publish it are asked.")
    return see_other("wording:template_draft", pk)


@require_POST
@needs(Permission.WORDING_PUBLISH)
def publish_order(request: StaffRequest, pk: int) -> HttpResponse:
    found, form = _draft(pk), forms.Publish(request.POST)
    if not form.is_valid():
        return _page(request, found, publish=form, status=422)
    try:
        made = ordering.publish_order(
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
    begins = weekday(timezone.localtime(made.in_force_from).date())
    messages.success(
        request, f"Version {made.version} is published, in force from {begins}. Issued letters keep theirs."
    )
    return see_other("wording:template", made.code)


@require_POST
@needs(Permission.WORDING_PUBLISH)
def send_order_back(request: StaffRequest, pk: int) -> HttpResponse:
    found, form = _draft(pk), forms.SendBack(request.POST)
    if not form.is_valid():
        return _page(request, found, back=form, status=422)
    try:
        ordering.send_order_back(
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
    return see_other("wording:template_draft", pk)


@require_POST
@needs(*READERS)
def withdraw_order(request: StaffRequest, pk: int) -> HttpResponse:
    found, form = _draft(pk), forms.Deed(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422)
    try:
        ordering.withdraw_order(
            draft_id=pk, seen=form.cleaned_data["seen"], by=request.user, now=clock.now(), form_key=form.receipt()
        )
    except Refusal as refusal:
        return _page(request, found, refusal=refusal)
    messages.success(request, "It is given up. The order in force stays as it is.")
    return see_other("wording:template", found.code)


@require_POST
@needs(Permission.WORDING_PUBLISH)
def take_order_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back an order that waits to take over."""
    version, form = get_object_or_404(Template, pk=pk), forms.TakeBack(request.POST)
    if not form.is_valid():
        return template_page(request, version.code, refusal=Refusal("Say why it is taken back."))
    try:
        ordering.take_back_order(
            template_id=pk,
            reason=form.cleaned_data["reason"],
            by=request.user,
            now=clock.now(),
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        return template_page(request, version.code, refusal=refusal)
    messages.success(request, f"Version {version.version} is taken back. The order before it stays.")
    return see_other("wording:template", version.code)


def _draft(pk: int) -> TemplateDraft:
    wanted = TemplateDraft.objects.select_related("based_on", "written_by", "comment_by", "published_as")
    return get_object_or_404(wanted, pk=pk)


def _page(
    request: StaffRequest,
    found: TemplateDraft,
    *,
    publish: forms.Publish | None = None,
    back: forms.SendBack | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    now = clock.now()
    library = library_at(moving.begins(found.in_force_on, now=now))
    before, after = version_text(found.based_on_id), ordering.text_of(found)
    titles = {code: one.title for code, one in library.clauses.items()}
    context = {
        **deciding.context(
            request,
            found,
            problems=ordering.problems_of(found, now=now, library=library),
            touched=blast_of_order(found.based_on, for_user=request.user),
            deeds=("ask_order", "publish_order", "send_order_back", "withdraw_order"),
            now=now,
            publish=publish,
            back=back,
        ),
        "template": found.based_on,
        "write_to": f"{_CHOSEN_BY[kind]}={found.based_on_id}" if (kind := found.based_on.kind) in _CHOSEN_BY else "",
        "changes": [*arranging.compare(before.slots, after.slots, titles), *arranging.compare_frame(before, after)],
        "refusal": refusal,
    }
    return render(request, "wording/template_draft.html", context, status=refusal.status if refusal else status)
