"""A proposal, whatever it is a version of: its page, who may do what with it, and the deeds that decide it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import User
from practice.permissions import Permission, needs
from practice.phrases import weekday
from practice.responses import see_other
from wording import changes, deciding, forms
from wording.changes import ChangeStage, Step
from wording.deciding import D, Kind, V
from wording.models import Proposed, Published
from wording.proposals import authors_of, may_withdraw, second_people

READERS = (Permission.WORDING_WRITE, Permission.WORDING_PUBLISH)


@dataclass(frozen=True, kw_only=True)
class Shown(Generic[D, V]):
    """How proposals of a kind are shown. Where something is said of one, it is a sentence and where to go with it."""

    kind: Kind[D, V]
    template: str
    names: tuple[str, str, str, str]  # of the addresses of ask, publish, send back, give up
    related: tuple[str, ...]
    facts: Callable[[D, User, datetime], dict[str, Any]]  # what only its page shows; problems and blast, as all
    home: str  # the name of the page of what it is a version of
    given_up: Callable[[D], tuple[str, ...]]


@require_GET
@needs(*READERS)
def draft(request: StaffRequest, pk: int, of: Shown[Any, Any]) -> HttpResponse:
    return _page(request, _find(pk, of), of)


@require_POST
@needs(Permission.WORDING_WRITE)
def ask(request: StaffRequest, pk: int, of: Shown[Any, Any]) -> HttpResponse:
    def say(found: Proposed, _: Proposed) -> tuple[Any, ...]:
        return "Those who may publish it are asked.", found.page, found.pk

    return _decide(request, pk, of, deciding.ask, forms.Deed(request.POST), say)


@require_POST
@needs(Permission.WORDING_PUBLISH)
def publish(request: StaffRequest, pk: int, of: Shown[Any, Any]) -> HttpResponse:
    def say(found: Proposed, made: Published) -> tuple[Any, ...]:
        begins = weekday(timezone.localtime(made.in_force_from).date())
        said = f"Version {made.version} is published, in force from {begins}. Issued letters keep theirs."
        return said, of.home, found.subject_code

    return _decide(request, pk, of, deciding.publish, forms.Publish(request.POST), say)


@require_POST
@needs(Permission.WORDING_PUBLISH)
def send_back(request: StaffRequest, pk: int, of: Shown[Any, Any]) -> HttpResponse:
    def say(found: Proposed, _: Proposed) -> tuple[Any, ...]:
        return "Sent back with your comment.", found.page, found.pk

    return _decide(request, pk, of, deciding.send_back, forms.SendBack(request.POST), say)


@require_POST
@needs(*READERS)
def withdraw(request: StaffRequest, pk: int, of: Shown[Any, Any]) -> HttpResponse:
    return _decide(request, pk, of, deciding.withdraw, forms.Deed(request.POST), lambda found, _: of.given_up(found))


def _decide(
    request: StaffRequest,
    pk: int,
    of: Shown[Any, Any],
    deed: Callable[..., Any],
    form: forms.Deed,
    say: Callable[[Any, Any], tuple[Any, ...]],
) -> HttpResponse:
    found = _find(pk, of)
    if not form.is_valid():
        return _page(request, found, of, form, status=422)
    try:
        made = deed(of=of.kind, draft_id=pk, by=request.user, now=clock.now(), form_key=form.receipt(), **form.values())
    except Refusal as refusal:
        return _page(request, found, of, form, refusal=refusal)
    sentence, *where = say(found, made)
    messages.success(request, sentence)
    return see_other(*where)


def _find(pk: int, of: Shown[D, V]) -> D:
    wanted = of.kind.drafts._default_manager.select_related("written_by", "comment_by", "published_as", *of.related)
    return get_object_or_404(wanted, pk=pk)


def _page(
    request: StaffRequest,
    found: D,
    of: Shown[D, V],
    form: forms.Deed | None = None,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show a proposal, with what is needed to decide it; `form` is a deed that was refused."""
    user, now, seen = request.user, clock.now(), {"seen": found.draft_version}
    facts, authors, others = of.facts(found, user, now), authors_of(found), second_people(found)
    steps, is_author = changes.steps_from(ChangeStage(found.stage)), user.pk in authors
    may, may_write = user.may(Permission.WORDING_PUBLISH), user.may(Permission.WORDING_WRITE)
    tell = {**seen, "tell_owners": bool(facts["blast"].owners)}
    context = {
        **facts,
        "draft": found,
        "problems": facts["problems"] if found.is_open else [],
        "others": others,
        "alone": is_author and not others,
        "is_own": is_author,
        "may_change": found.is_open and found.written_by is not None and may_write,
        "may_ask": Step.ASK in steps and may_write,
        "may_publish": Step.PUBLISH in steps and may and (not is_author or not others),
        "may_withdraw": found.is_open and may_withdraw(found, user),
        "may_send_back": Step.SEND_BACK in steps and may and not is_author and found.written_by is not None,
        "may_write_to_many": user.may(Permission.MAILING_MAKE),
        "may_open_letters": user.may(Permission.LETTER_WRITE),
        "deed": forms.Deed(initial=seen),
        "publish": form if isinstance(form, forms.Publish) else forms.Publish(initial=tell),
        "back": form if isinstance(form, forms.SendBack) else forms.SendBack(initial=seen),
        "to": {
            deed: reverse(f"wording:{name}", args=[found.pk])
            for deed, name in zip(("ask", "publish", "back", "give_up"), of.names, strict=True)
        },
        "now": now,
        "refusal": refusal,
    }
    return render(request, of.template, context, status=refusal.status if refusal else status)
