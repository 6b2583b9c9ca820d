"""What is done with a slip: promise a time, take a message, help at once, pass on, put through, keep."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from callbacks import services as calls
from callbacks.models import Callback, PutThrough, Subject, Urgency
from callbacks.offers import Choice
from callbacks.policies import office_of
from callbacks.rules import ClosureReason
from callbacks.services import Slip
from clientcare.desk.callers import on_the_line
from clientcare.desk.drafts import drop_draft, keep_draft
from clientcare.desk.forms import KEEP, CallSlip, typed_in
from clientcare.desk.holding import enquiry_of, taken_down
from clientcare.desk.page import day_of
from clientcare.desk.views import show, slip_form
from practice import clock, phrases
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.inputs import row_number
from practice.models import Matter, Party, User
from practice.office import local_date, local_time
from practice.permissions import Permission, needs
from practice.responses import see_other

#: Which field a refusal is about, where it is not the time or the whole slip.
_ABOUT = {"not_their_number": "number", "holding_only": None, "not_said": None}


@require_POST
@needs(Permission.CALLBACK_BOOK)
def promise(request: StaffRequest) -> HttpResponse:
    """Promise the chosen time; for somebody whose call is open already, count the call and keep or change its time."""
    now = clock.now()
    form = slip_form(request, now, "number", "slot")
    if not form.is_valid():
        return _again(request, form, now)
    slip = _slip(request.user, form, now)
    if slip.wants_message and not _may_mail(slip.caller, on=day_of(request.user, now)):
        form.add_error("wants_message", "There is no confirmed mailbox that is safe. Say the time twice instead.")
        return _again(request, form, now)
    try:
        callback = _promise(request.user, form, slip, now)
    except Refusal as refusal:
        form.add_error(_ABOUT.get(refusal.code, "slot"), str(refusal))
        return _again(request, form, now, status=refusal.status)
    said = callback.promises.select_related("adviser__department__office").get(replaced_by=None)
    office = office_of(said.adviser)
    starts = local_time(office, said.ends_at if said.has_only_an_end else said.starts_at)
    day = phrases.weekday(starts.date(), today=local_date(office, now))
    at = f"{'by ' if said.has_only_an_end else ''}{phrases.hhmm(starts)}"
    words = f"Promised: {said.adviser.name} rings {callback.caller_name}, {day}, {at}."
    return _done(request, form, words)


@require_POST
@needs(Permission.CALLBACK_BOOK)
def message(request: StaffRequest) -> HttpResponse:
    """Take a message that needs no call; of a holding call its names and dates are the message."""
    asked = () if request.POST.get("said_so") else ("message",)
    return _record(request, "The message is on {owner}'s day.", *asked)


@require_POST
@needs(Permission.CALLBACK_BOOK)
def pass_on(request: StaffRequest) -> HttpResponse:
    """Pass a name and a number on to one person, at once."""
    return _record(request, "{owner} has the name and number.", "number", needs_call=True)


@require_POST
@needs(Permission.CALLBACK_BOOK)
def helped(request: StaffRequest) -> HttpResponse:
    """Record that reception could help; an open call about it needs not be made any more."""
    now = clock.now()
    open_call = _open_call(request.user, request.POST.get("open_call", ""))
    if open_call is None:
        return _record(request, "Recorded: helped at once, no call needed.", "topic", helped=True)
    form = slip_form(request, now, "topic")
    if not form.is_valid():
        return _again(request, form, now)
    try:
        reason = ClosureReason.RESOLVED_BY_RECEPTION
        topic = form.cleaned_data["topic"]
        calls.cancel_callback(callback_id=open_call.pk, reason=reason, helped_with=topic, by=request.user, now=now)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _again(request, form, now, status=refusal.status)
    return _done(request, form, "Recorded: helped at once. The open call is closed.")


@require_POST
@needs(Permission.DESK)
def through(request: StaffRequest, pk: int) -> HttpResponse:
    """Log that the caller is handed on; the slip is kept as it is typed."""
    typed, now = typed_in(request.POST), clock.now()
    to = get_object_or_404(User.objects.working(), pk=pk)
    caller, matter = _on_the_line(request.user, typed.get("party", ""), typed.get("matter", ""), now)
    calls.put_through(
        to=to,
        caller=caller,
        caller_name=typed.get("caller_name", ""),
        number=typed.get("number", ""),
        matter=matter,
        typed=typed,
        by=request.user,
        now=now,
    )
    drop_draft(owner=request.user, key=typed.get("form_key", ""))
    messages.success(request, f"Put through to {to.name}. If nobody answers, bring the call back above.")
    return see_other("desk")


@require_POST
@needs(Permission.DESK)
def back(request: StaffRequest, pk: int) -> HttpResponse:
    """Bring an unanswered call back with everything that was typed."""
    get_object_or_404(PutThrough.objects.filter(by=request.user), pk=pk)
    try:
        calls.come_back(put_through_id=pk, by=request.user, now=clock.now())
    except Refusal as refusal:
        return show(request, now=clock.now(), typed={}, refusal=refusal, status=refusal.status)
    return see_other(f"{reverse('desk')}?back={pk}")


@require_POST
@needs(Permission.COMPLAINT_LOG)
def unhappy(request: StaffRequest) -> HttpResponse:
    """Keep the slip and open the five fields; who rang and about which matter is read from it (decisions 8)."""
    typed = typed_in(request.POST)
    kept = keep_draft(owner=request.user, key=typed.get("form_key", ""), typed=typed, now=clock.now())
    return see_other(f"{reverse('complaints:take')}?{urlencode({'slip': kept.about})}")


def _promise(user: User, form: CallSlip, slip: Slip, now: datetime) -> Callback:
    choice, open_call = form.cleaned_data["slot"], _open_call(user, str(form.cleaned_data["open_call"] or ""))
    if choice == KEEP:
        if open_call is None:
            raise calls.SlotTaken("The promised time is no longer there. Please choose one.")
        return calls.note_call_again(
            callback_id=open_call.pk,
            message=slip.message,
            holding=slip.holding,
            by=user,
            now=now,
            form_key=form.receipt(),
        )
    assert isinstance(choice, Choice)
    adviser = User.objects.working().select_related("department__office").filter(pk=choice.adviser_id).first()
    if adviser is None:
        raise calls.SlotTaken("That person does not ring back any more. Please choose another time.")
    if open_call is not None:
        return calls.move_callback(
            callback_id=open_call.pk,
            adviser=adviser,
            starts_at=choice.starts_at,
            kind=choice.kind,
            asked_by_caller=True,
            called_again=slip.message,
            holding=slip.holding,
            by=user,
            now=now,
            form_key=form.receipt(),
        )
    return calls.book_callback(
        slip=slip,
        adviser=adviser,
        starts_at=choice.starts_at,
        kind=choice.kind,
        by=user,
        now=now,
        form_key=form.receipt(),
    )


def _record(
    request: StaffRequest, words: str, *needs: str, needs_call: bool = False, helped: bool = False
) -> HttpResponse:
    now = clock.now()
    form = slip_form(request, now, *needs)
    if not form.is_valid():
        return _again(request, form, now)
    slip = _slip(request.user, form, now, helped=helped)
    try:
        callback = calls.record_message(
            slip=slip, needs_call=needs_call, helped=helped, by=request.user, now=now, form_key=form.receipt()
        )
    except Refusal as refusal:
        form.add_error(_ABOUT.get(refusal.code), str(refusal))
        return _again(request, form, now, status=refusal.status)
    return _done(request, form, words.format(owner=callback.for_staff.name))


def _slip(user: User, form: CallSlip, now: datetime, *, helped: bool = False) -> Slip:
    """Return the slip of a valid form. A caller or matter that the reader may not see is not there."""
    typed: dict[str, Any] = form.cleaned_data
    party, matter = _on_the_line(user, str(typed["party"] or ""), str(typed["matter"] or ""), now)
    if typed["party"] and party is None:
        raise Http404
    waiting = None if party else enquiry_of(name=typed["caller_name"], number=typed["number"])
    return Slip(
        for_staff=typed["for_staff"],
        caller=party,
        caller_name=typed["caller_name"],
        number=typed["number"],
        matter=matter,
        subject=Subject(typed["subject"] or Subject.OTHER),
        message=typed["message"],
        **form.particulars(),
        urgency=Urgency(typed["urgency"] or Urgency.NEXT),
        urgent_because=typed["urgent_because"],
        helped_with=typed["topic"] if helped else "",
        read_back=typed["read_back"],
        verified_facts=form.facts(),
        wants_message=typed["wants_message"],
        taken_at=typed.get("taken_at"),
        is_enquirer=waiting is not None,
        holding=taken_down(form, matter=matter, waiting=waiting, by=user, now=now) if typed["said_so"] else None,
    )


def _on_the_line(user: User, party: str, matter: str, now: datetime) -> tuple[Party | None, Matter | None]:
    found = on_the_line(row_number(party), matter, user, on=day_of(user, now)) if party else None
    return found or (None, None)


def _open_call(user: User, pk: str) -> Callback | None:
    if not pk.isdecimal():
        return None
    return Callback.objects.visible_to(user).to_return().filter(pk=int(pk)).first()


def _may_mail(party: Party | None, *, on: date) -> bool:
    return party is not None and calls.may_write_to(party) and party.contacts.usable_emails(on).exists()


def _again(request: StaffRequest, form: CallSlip, now: datetime, status: int = 422) -> HttpResponse:
    return show(request, now=now, typed=typed_in(request.POST), form=form, unknown=True, status=status)


def _done(request: StaffRequest, form: CallSlip, words: str) -> HttpResponse:
    drop_draft(owner=request.user, key=str(form.cleaned_data["form_key"]))
    messages.success(request, words)
    return see_other("desk")
