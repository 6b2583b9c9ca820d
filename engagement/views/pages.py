"""How the pages of one letter are put together; every deed that is refused answers with the whole page again."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from engagement import forms, letters
from engagement.forms_agreement import AddAgreement
from engagement.models import Letter
from engagement.rules import LetterStage, Step, steps_from
from engagement.services import approvers_of, mailbox_of
from engagement.standing import CopyStanding, standings
from outbox.models import MessageState
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import Matter
from practice.office import load_calendar
from practice.permissions import Permission
from practice.phrases import Due
from wording.services import new_since


def matter_of(request: StaffRequest, pk: int) -> Matter:
    visible = Matter.objects.visible_to(request.user)
    return get_object_or_404(
        visible.select_related("department__office", "department__head", "fee_earner", "earlier_letter__recorded_by"),
        pk=pk,
    )


def latest(matter: Matter) -> Letter | None:
    return Letter.objects.of(matter).with_people().first()


def letter_of(request: StaffRequest, pk: int) -> Letter:
    """Return the latest version on a matter, or 404: whether it can still be changed is the deed's to say."""
    found = latest(matter_of(request, pk))
    if found is None:
        raise Http404
    return found


def show(
    request: StaffRequest,
    matter: Matter,
    *,
    form: forms.Answers | None = None,
    refusal: Refusal | None = None,
    send_back: forms.SendBack | None = None,
    agreement: AddAgreement | None = None,
    discard: forms.Discard | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the letter of a matter where it stands: not begun, being written, or gone."""
    found, now = latest(matter), clock.now()
    status = refusal.status if refusal else status
    if found is None or not found.is_in_the_making:
        return render(request, "engagement/gone.html", _gone(matter, found, refusal, now), status=status)
    made = letters.package(found, now)
    context = _composer(request, made, form, refusal, send_back)
    context["agreement"] = agreement or AddAgreement(initial={"seen": found.draft_version}, today=made.about.today)
    context["discard"] = discard or forms.Discard(initial={"seen": found.draft_version}, auto_id="discard-%s")
    return render(request, "engagement/letter.html", context, status=status)


def page(request: HttpRequest, made: letters.Package) -> dict[str, Any]:
    """Return what the live page needs: one client's copy, the first unless the address names another."""
    wanted = request.GET.get("copy", "")
    chosen = next((copy for copy in made.copies if str(copy.to.party.pk) == wanted), None)
    return {"made": made, "letter": made.letter, "shown": chosen or next(iter(made.copies), None)}


def due(letter: Letter, now: datetime) -> Due:
    calendar = load_calendar(letter.matter.department.office)
    today = calendar.local_date(now)
    return Due(on=letter.due_on, today=today, working_days=calendar.working_days_between(today, letter.due_on))


def _composer(
    request: StaffRequest,
    made: letters.Package,
    form: forms.Answers | None,
    refusal: Refusal | None,
    send_back: forms.SendBack | None,
) -> dict[str, Any]:
    letter = made.letter
    answers = form or forms.Answers(made)
    questions = answers.questions(made.asked)
    seen = {"seen": letter.draft_version}
    approvers = approvers_of(letter) if made.approval_reasons else []
    must = letters.must_be_in(made)
    return {
        **page(request, made),
        **(_gone_before(letter.matter, made.about.today) if letter.version > 1 else {}),
        "key": forms.Key(),
        "matter": letter.matter,
        "form": answers,
        "missing": [question for question in questions if question.is_missing],
        "answered": [question for question in questions if not question.is_missing],
        "question_count": len(questions),
        "clauses": letters.clauses(made),
        "standard": letters.against_standard(made),
        "must": must,
        "must_there": sum(one.is_there for one in must),
        "due": due(letter, made.about.now),
        "refusal": refusal,
        "new_words": new_since(letter.saved_at, made.papers),
        "approvers": approvers,
        "may_approve": letter.stage == LetterStage.TO_APPROVE and request.user in approvers,
        "may_issue": request.user.may(Permission.LETTER_ISSUE),
        "may_ask": made.may_be_asked and Step.ASK in steps_from(LetterStage(letter.stage)),
        "deed": forms.Seen(initial=seen),
        "order": forms.ChooseOrder(made) if len(made.copies) > 1 else None,
        "send_back": send_back or forms.SendBack(made, initial=seen),
    }


def _gone(matter: Matter, found: Letter | None, refusal: Refusal | None, now: datetime) -> dict[str, Any]:
    versions = _versions(matter)
    copies = list(found.copies.all()) if found else []
    waiting = [copy for copy in versions[0].copies.all() if copy.message.state == MessageState.PENDING] if found else []
    return {
        "without_mailbox": _without_mailbox(versions[:1], load_calendar(matter.department.office).local_date(now)),
        "matter": matter,
        "letter": found,
        "versions": versions,
        "refusal": refusal,
        "issued": issued_versions(versions),
        "key": forms.Key(),
        "can_stop": bool(found and found.stage == LetterStage.ISSUED and len(waiting) == len(copies)),
        "stop_until": max((copy.message.next_attempt_at for copy in waiting), default=None),
        "now": now,
    }


def _gone_before(matter: Matter, today: date) -> dict[str, Any]:
    """Return what the page of a draft shows of the versions that went."""
    versions = [one for one in _versions(matter) if one.issued_at]
    return {"issued": issued_versions(versions), "without_mailbox": _without_mailbox(versions, today)}


def _without_mailbox(versions: Iterable[Letter], today: date) -> set[int]:
    """Return the copies of the version in force to whose clients no link can go."""
    in_force = [one for one in versions if one.stage == LetterStage.ISSUED]
    return {copy.pk for one in in_force for copy in one.copies.all() if mailbox_of(copy.client, today) is None}


def _versions(matter: Matter) -> list[Letter]:
    return list(
        Letter.objects.of(matter)
        .select_related("issued_by", "terms__document")
        .prefetch_related(
            "agreements",
            "copies__message",
            "copies__party",
            "copies__issued__document",
            "copies__acceptance__recorded_by",
            "copies__decline",
            "copies__requests__answered_by",
            "copies__stages",
        )
    )


def issued_versions(versions: list[Letter]) -> list[tuple[Letter, list[CopyStanding]]]:
    """Return every version with where its copies stand, the newest first."""
    found = standings([copy for version in versions for copy in version.copies.all()])
    return [(version, [found[copy.pk] for copy in version.copies.all()]) for version in versions]
