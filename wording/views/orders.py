"""A proposed order of a template: what it changes and touches; and one that is taken back."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import User
from practice.permissions import Permission, needs
from practice.responses import see_other
from wording import arranging, forms, moving, ordering
from wording.blast import blast_of_order
from wording.models import Template, TemplateDraft
from wording.services import library_at, version_text
from wording.views.deciding import Shown
from wording.views.templates import page as template_page

_CHOSEN_BY = {"care_letter": "letter", "terms": "terms"}  # how a letter to many clients chooses who has it


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


def _facts(found: TemplateDraft, user: User, now: datetime) -> dict[str, Any]:
    library = library_at(moving.begins(found.in_force_on, now=now))
    before, after = version_text(found.based_on_id), ordering.text_of(found)
    titles = {code: one.title for code, one in library.clauses.items()}
    return {
        "problems": ordering.problems_of(found, now=now, library=library),
        "blast": blast_of_order(found.based_on, for_user=user),
        "template": found.based_on,
        "write_to": f"{_CHOSEN_BY[kind]}={found.based_on_id}" if (kind := found.based_on.kind) in _CHOSEN_BY else "",
        "changes": [*arranging.compare(before.slots, after.slots, titles), *arranging.compare_frame(before, after)],
    }


def _given_up(found: TemplateDraft) -> tuple[str, ...]:
    return "It is given up. The order in force stays as it is.", "wording:template", found.code


ORDERS = Shown(
    kind=ordering.ORDER,
    template="wording/template_draft.html",
    names=("ask_order", "publish_order", "send_order_back", "withdraw_order"),
    related=("based_on",),
    facts=_facts,
    home="wording:template",
    given_up=_given_up,
)
