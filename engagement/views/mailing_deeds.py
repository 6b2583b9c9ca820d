"""The deeds on a letter to many clients. Each answers with its page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from engagement import forms_mailing as forms
from engagement.services import mailings as services
from engagement.views import mailing_page as pages
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.permissions import Permission, needs
from practice.responses import see_other


@require_POST
@needs(Permission.MAILING_MAKE)
def try_it(request: StaffRequest, pk: int) -> HttpResponse:
    """Do the dry run: it prints, so outside any transaction (decisions B23)."""
    return _do(request, pk, lambda: services.try_mailing(mailing_id=pk, by=request.user, now=clock.now()))


@require_POST
@needs(Permission.MAILING_MAKE)
def ask(request: StaffRequest, pk: int) -> HttpResponse:
    form = forms.Seen(request.POST)
    if not form.is_valid():
        return pages.show(request, pages.mailing_of(pk), status=422)
    return _do(
        request,
        pk,
        lambda: services.ask_release(mailing_id=pk, by=request.user, now=clock.now(), **form.cleaned_data),
        "Those who may release it have been asked.",
    )


@require_POST
@needs(Permission.MAILING_RELEASE)
def send_back(request: StaffRequest, pk: int) -> HttpResponse:
    form = forms.SendBack(request.POST)
    if not form.is_valid():
        return pages.show(request, pages.mailing_of(pk), send_back=form, status=422)
    return _do(
        request,
        pk,
        lambda: services.send_back(mailing_id=pk, by=request.user, now=clock.now(), **form.cleaned_data),
        "Sent back.",
    )


@require_POST
@needs(Permission.MAILING_RELEASE)
def release(request: StaffRequest, pk: int) -> HttpResponse:
    form = forms.Release(request.POST)
    if not form.is_valid():
        return pages.show(request, pages.mailing_of(pk), release=form, status=422)
    return _do(
        request,
        pk,
        lambda: services.release_mailing(
            mailing_id=pk, by=request.user, now=clock.now(), form_key=form.receipt(), **form.values()
        ),
        "Released. The letters are being made; you may close the page.",
    )


@require_POST
@needs(Permission.MAILING_MAKE)
def stop(request: StaffRequest, pk: int) -> HttpResponse:
    return _do(
        request,
        pk,
        lambda: services.stop_mailing(mailing_id=pk, by=request.user, now=clock.now()),
        "Stopped: nothing more of it leaves.",
    )


@require_POST
@needs(Permission.MAILING_MAKE)
def take_out(request: StaffRequest, pk: int) -> HttpResponse:
    row, form = pages.row_of(request, pk), forms.TakeOut(request.POST)
    if not form.is_valid():
        return pages.show(request, pages.mailing_of(row.mailing_id), taking_out=(pk, form), status=422)
    return _do(
        request,
        row.mailing_id,
        lambda: services.take_out(row_id=pk, by=request.user, now=clock.now(), **form.cleaned_data),
    )


@require_POST
@needs(Permission.MAILING_MAKE)
def put_in(request: StaffRequest, pk: int) -> HttpResponse:
    row = pages.row_of(request, pk)
    return _do(request, row.mailing_id, lambda: services.put_in(row_id=pk, by=request.user, now=clock.now()))


def _do(request: StaffRequest, pk: int, deed: Callable[[], Any], words: str = "") -> HttpResponse:
    """Do one deed, else show the whole page again with the reason."""
    pages.mailing_of(pk)
    try:
        deed()
    except Refusal as refusal:
        return pages.show(request, pages.mailing_of(pk), refusal=refusal)
    if words:
        messages.success(request, words)
    return see_other("mailings:detail", pk)
