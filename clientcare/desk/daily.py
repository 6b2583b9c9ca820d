"""Today's list on paper: printed at the desk, and in its mailboxes before the telephones open (decisions 38)."""

from datetime import datetime, time

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from callbacks.notices import link
from clientcare.desk import board
from clientcare.desk.page import calendar_for
from outbox import services as outbox
from outbox.models import Message
from practice import clock
from practice.http import StaffRequest
from practice.models import User
from practice.permissions import Permission, Role, needs

MAILED_AT = time(8, 45)
_BLANK_SLIPS = range(3)  # on one page of A4


@require_GET
@needs(Permission.DESK)
def printed(request: StaffRequest) -> HttpResponse:
    """Show what is promised for today as one page to print, with numbers, for a day without screens."""
    now, calendar = clock.now(), calendar_for(request.user)
    local = calendar.local(now)
    shown = board.today(request.user, now, calendar=calendar)
    return render(request, "desk/list.html", {"board": shown, "now": local, "today": local.date()})


@require_GET
@needs(Permission.DESK)
def blank(request: StaffRequest) -> HttpResponse:
    """Show empty slips to print; what is written on them is entered later with the true time."""
    return render(request, "desk/blank.html", {"slips": _BLANK_SLIPS})


def mail_lists(*, now: datetime) -> int:
    """Queue today's list to everybody at reception, once a working day; return to how many. Late is better than not."""
    return sum(_mail(user, now=now) for user in User.objects.with_role(Role.RECEPTIONIST).by_name())


@transaction.atomic(durable=True)
def _mail(user: User, *, now: datetime) -> bool:
    calendar = calendar_for(user)
    today = calendar.local_date(now)
    if not calendar.is_open_on(today) or not calendar.at(today, MAILED_AT) <= now < calendar.closing(today):
        return False
    key = f"user:{user.pk}:desk-list:{today:%Y%m%d}"
    if Message.objects.filter(key=key).exists():
        return False
    words = {"board": board.today(user, now, calendar=calendar), "today": today, "link": link("desk_list")}
    notice = outbox.to_staff(
        user,
        kind="desk.list",
        subject=f"Calls promised for {today:%-d %B}",
        body=render_to_string("desk/email_list.txt", words),
    )
    return outbox.queue(notice, key=key, now=now) is not None
