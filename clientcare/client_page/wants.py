"""What a client wants across their matters, as their meetings have it; passing on what others can do (A15)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from clientcare.client_page.forms import PassOn
from intake.models import Interview, InterviewAnswer
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import Matter, MatterRole, Party, User
from practice.office import local_date, main_office
from practice.permissions import Permission, needs
from practice.responses import see_other
from practice.services.referrals import pass_on as deed

_ASKED = {
    "objectives": "They want",
    "goals": "For the longer run",
    "constraints": "Limits",
    "other_needs": "Also needs",
}
OTHER_NEEDS = "other_needs"
_FIELDS = {"not_agreed_yet": "agreed_on", "nobody_heads_it": "department", "head_sees_nothing": "department"}


@dataclass(frozen=True, slots=True)
class Wants:
    """What was said on one matter: a label and the words of each answer, in the order of the list."""

    matter: Matter
    said: Sequence[tuple[str, InterviewAnswer]]


def wants_of(party: Party, user: User) -> list[Wants]:
    """Return what the meetings of a client's matters have, the newest matter first; one query."""
    meetings = Interview.objects.visible_to(user).filter(
        matter__parties__party=party, matter__parties__role=MatterRole.CLIENT
    )
    answers = InterviewAnswer.objects.filter(interview__in=meetings.values("pk"), item__code__in=_ASKED)
    latest = answers.order_by("interview__matter_id", "item__code", "-interview__number", "-pk")
    by_matter: dict[Matter, dict[str, InterviewAnswer]] = {}
    for one in latest.distinct("interview__matter_id", "item__code").select_related("item", "interview__matter"):
        if one.words:
            by_matter.setdefault(one.interview.matter, {})[one.item.code] = one
    newest = sorted(by_matter, key=lambda matter: -matter.pk)
    return [
        Wants(matter, [(label, by_matter[matter][code]) for code, label in _ASKED.items() if code in by_matter[matter]])
        for matter in newest
    ]


@require_http_methods(["GET", "POST"])
@needs(Permission.MATTER_EDIT)
def pass_on(request: StaffRequest, pk: int, answer_id: int) -> HttpResponse:
    """Pass one need that a meeting spotted to another department, with the client's yes."""
    party, now = get_object_or_404(Party.objects.visible_to(request.user), pk=pk), clock.now()
    spotted = [one for wants in wants_of(party, request.user) for label, one in wants.said if one.pk == answer_id]
    answer = next((one for one in spotted if one.item.code == OTHER_NEEDS), None)
    if answer is None:
        raise Http404
    if request.method == "GET":
        initial = {"words": answer.words, "agreed_on": local_date(main_office(), now)}
        return _page(request, party, answer, PassOn(initial=initial))
    form = PassOn(request.POST)
    if not form.is_valid():
        return _page(request, party, answer, form, status=422)
    try:
        deed(
            party=party,
            matter=answer.interview.matter,
            **form.values(),
            by=request.user,
            now=now,
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        form.add_error(_FIELDS.get(refusal.code), str(refusal))
        return _page(request, party, answer, form, status=refusal.status)
    messages.success(request, f"{form.cleaned_data['department'].head} has a task to ring them.")
    return see_other("client", pk)


def _page(request: StaffRequest, party: Party, answer: Any, form: PassOn, status: int = 200) -> HttpResponse:
    context = {"party": party, "matter": answer.interview.matter, "form": form}
    return render(request, "client_page/pass_on.html", context, status=status)
