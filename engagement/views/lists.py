"""The letters of the firm: to write, being written, waiting for approval, issued, not delivered."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from engagement import letters, rules
from engagement.models import Letter, LetterCopy
from engagement.rules import LetterStage
from engagement.standing import CopyStanding, standings
from outbox.models import Channel, MessageState
from practice import clock, exports
from practice.calendar import WorkingCalendar
from practice.http import StaffRequest
from practice.models import Matter, MatterStage, Office, User
from practice.office import load_calendar
from practice.permissions import Permission, needs
from practice.phrases import Due

_PAGE = 50
_SHOWS = ("making", "approval", "to-write", "issued", "waiting", "undelivered")


@dataclass(frozen=True)
class Row:
    """A matter with its letter, or with the promise of one."""

    matter: Matter
    letter: Letter | None
    due: Due
    age: int = 0  # working days since it was issued
    accept: Due | None = None  # by when its clients are to accept it, while they have not
    copies: tuple[CopyStanding, ...] = ()


@require_GET
@needs(Permission.LETTER_WRITE, Permission.COMPLAINT_OVERSEE)
def index(request: StaffRequest) -> HttpResponse:
    """List letters, for compliance to read; what is shown lives in the address: ?show=, ?mine=1, ?page=."""
    show = request.GET.get("show", "") if request.GET.get("show") in _SHOWS else "making"
    mine = request.GET.get("mine") == "1"
    chosen = _choices(request.user, mine=mine)
    if exports.asked_for(request):
        too_many = exports.too_many(request, chosen[show].count())
        rows = _rows(chosen[show], clock.now(), waits=show == "waiting")
        return too_many or exports.answer(request, _sheet(rows))
    page: Page[Any] = Paginator(chosen[show], _PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": _rows(page, clock.now(), waits=show == "waiting"),
        "page": page,
        "show": show,
        "mine": mine,
        "may_write": request.user.may(Permission.LETTER_WRITE),
        "may_mail": request.user.may(Permission.MAILING_MAKE),
        "counts": {name.replace("-", "_"): found.count() for name, found in chosen.items()},
    }
    return render(request, "engagement/index.html", context)


def _choices(user: User, *, mine: bool) -> dict[str, QuerySet[Letter] | QuerySet[Matter]]:
    seen = Letter.objects.visible_to(user).with_people().prefetch_related("copies__message", "copies__party")
    if mine:
        seen = seen.filter(matter__in=Matter.objects.on_team(user))
    return {
        "making": seen.in_the_making(),
        "approval": seen.filter(stage=LetterStage.TO_APPROVE).order_by("due_on", "pk"),
        "to-write": _to_write(user, mine=mine),
        "issued": seen.sent_out(),
        "waiting": seen.waiting().prefetch_related(
            "copies__acceptance", "copies__decline", "copies__requests", "copies__stages"
        ),
        "undelivered": seen.not_delivered(),
    }


def _to_write(user: User, *, mine: bool) -> QuerySet[Matter]:
    """Return matters on which somebody instructed us, no letter was begun and none went before; the oldest first."""
    found = Matter.objects.on_team(user) if mine else Matter.objects.visible_to(user)
    return (
        found.owed_a_letter()
        .filter(
            stage__in=[MatterStage.PROSPECTIVE, MatterStage.OPEN],
            instructed_on__isnull=False,
            earlier_letter=None,
        )
        .exclude(care_letters__in=Letter.objects.kept())
        .select_related("department", "fee_earner")
        .prefetch_related("department__standards")
        .order_by("instructed_on", "pk")
    )


def _rows(found: Iterable[Letter | Matter], now: datetime, *, waits: bool = False) -> list[Row]:
    """``waits``: they are issued, and what their clients have answered is told."""
    calendars = {office.pk: load_calendar(office) for office in Office.objects.all()}
    chosen, rows = list(found), []
    written = [one for one in chosen if isinstance(one, Letter)] if waits else []
    stand = standings([copy for one in written for copy in one.copies.all()])
    for one in chosen:
        matter = one.matter if isinstance(one, Letter) else one
        calendar = calendars[matter.department.office_id]
        row = Row(matter, one if isinstance(one, Letter) else None, _due(one, calendar, now))
        rows.append(_waiting(row, one, stand, calendar, now) if waits and isinstance(one, Letter) else row)
    return rows


def _waiting(row: Row, letter: Letter, stand: dict[int, CopyStanding], calendar: WorkingCalendar, now: datetime) -> Row:
    assert letter.issued_on is not None  # only issued ones wait
    assert letter.accept_by is not None
    today = calendar.local_date(now)
    return replace(
        row,
        age=calendar.working_days_between(letter.issued_on, today),
        accept=Due(letter.accept_by, today, calendar.working_days_between(today, letter.accept_by)),
        copies=tuple(stand[copy.pk] for copy in letter.copies.all()),
    )


def _due(one: Letter | Matter, calendar: WorkingCalendar, now: datetime) -> Due:
    today = calendar.local_date(now)
    if isinstance(one, Letter):
        on = one.due_on
    else:
        standards = {standard.kind: standard for standard in one.department.standards.all()}
        assert one.instructed_on is not None  # as _to_write asked
        on = rules.due_on(one.instructed_on, policy=letters.letter_policy(standards), calendar=calendar)
    return Due(on=on, today=today, working_days=calendar.working_days_between(today, on))


def _sheet(rows: Iterable[Row]) -> exports.Sheet:
    columns = ["Matter", "Reference", "Who signs", "Promised for", "Issued on", "Accepted on", "State"]
    return exports.Sheet("letters", columns, (_cells(row) for row in rows))


def _cells(row: Row) -> list[exports.Cell]:
    return [
        row.matter.title,
        row.matter.reference_or_stage,
        row.matter.fee_earner.name,
        row.due.on,
        row.letter.issued_on if row.letter else None,
        row.letter.accepted_on if row.letter else None,
        "; ".join(f"{one.copy.party.name}: {one.words}" for one in row.copies) or _state(row.letter),
    ]


def _state(letter: Letter | None) -> str:
    """Say where the letter is, or each of its copies once it is issued."""
    if letter is None:
        return "Not begun"
    if letter.issued_at:
        copies = letter.copies.all()
        return "; ".join(f"{one.party.name}: {_where(one)}" for one in copies)
    if letter.stage == LetterStage.TO_APPROVE and letter.approver:
        return f"Waiting for {letter.approver.name}"
    return f"{letter.get_stage_display()}, sent back" if letter.comment else letter.get_stage_display()


def _where(copy: LetterCopy) -> str:
    printed, state = copy.channel == Channel.PRINT, copy.message.state
    if state == MessageState.SENT:
        return "posted" if printed else "sent"
    words = {MessageState.FAILED: "not delivered", MessageState.WITHDRAWN: "taken back, never sent"}
    return words.get(MessageState(state), "to be posted" if printed else "waiting to go")
