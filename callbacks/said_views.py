"""One's own voicemail, the handbook of the desk and what is published: from the policies that the diary runs by."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from callbacks import said, services
from callbacks.models import HandbookRead, VoicemailText
from callbacks.policies import calendar_of
from callbacks.presets import urgent_reasons
from callbacks.rules.voicemail import count_words, seconds_of
from callbacks.said_forms import Recorded
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import FirmProfile
from practice.office import local_date, main_office
from practice.permissions import Permission, needs
from practice.responses import see_other


@require_http_methods(["GET", "POST"])
@needs(Permission.CALLBACK_RECORD)
def voicemail(request: StaffRequest) -> HttpResponse:
    now, status = clock.now(), 200
    today = calendar_of(request.user).local_date(now)
    script = said.script_of(request.user, firm=FirmProfile.objects.get(), today=today)
    form = Recorded(request.POST or None, initial={"text": script})
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                services.keep_voicemail(**form.values(), by=request.user, today=today, now=now, form_key=form.receipt())
            except Refusal as refusal:
                form.add_error("text", str(refusal))
            else:
                messages.success(request, "Noted. It is shown to the desk as your voicemail.")
                return see_other("callbacks:voicemail")
    earlier = VoicemailText.objects.filter(owner=request.user).order_by("-pk")
    context = {
        "form": form,
        "script": script,
        "words": count_words(script),
        "seconds": seconds_of(script),
        "returns": said.returns_of(request.user),
        "earlier": earlier[:5],
    }
    return render(request, "callbacks/voicemail.html", context, status=status)


@require_http_methods(["GET", "POST"])
@needs(Permission.DESK)
def handbook(request: StaffRequest) -> HttpResponse:
    now, firm = clock.now(), FirmProfile.objects.get()
    today = calendar_of(request.user).local_date(now)
    lines, digest = said.handbook(firm=firm, today=today)
    read = HandbookRead.objects.filter(reader=request.user)
    if request.method == "POST":
        if request.POST.get("digest") == digest:
            services.note_handbook_read(digest=digest, by=request.user, now=now)
            messages.success(request, "Noted that you have read it.")
            return see_other("callbacks:handbook")
        status = 409
    else:
        status = 200
    context = {
        "lines": lines,
        "standards": said.standards(today=today),
        "reasons": urgent_reasons(),
        "digest": digest,
        "is_read": read.filter(digest=digest).exists(),
        "has_changed": read.exists(),
        "moved": status == 409,
    }
    return render(request, "callbacks/handbook.html", context, status=status)


@require_GET
@login_not_required
def how_we_return_calls(request: HttpRequest) -> HttpResponse:
    """Tell the world: no sign-in, no name of anybody."""
    departments = said.published(today=local_date(main_office(), clock.now()))
    return render(request, "callbacks/public/how.html", {"departments": departments})
