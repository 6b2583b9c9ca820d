"""How the page of a letter to many clients is put together; a refused deed answers with the whole page again."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from engagement import forms_mailing as forms
from engagement.letters import mailings as letters
from engagement.models import Mailing, MailingRow
from engagement.rules.mailings import MailingStage, MailingStep, RowState, Why
from engagement.services import mailings as services
from outbox.models import Channel, MessageState
from practice import clock, exports
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import User
from practice.permissions import Permission
from wording.composition import Composition

PER_PAGE = 50
#: What the filters show, and how the report counts it: what a row says, and once its letter is made, its message.
SHOWS = {
    "": "All",
    "email": "By e-mail",
    "print": "By post",
    "held": "Held",
    "refused": "Not to be written to",
    "taken_out": "Taken out by hand",
    "undelivered": "Not delivered",
    "stopped": "Stopped",
}
_STATES = {
    "held": RowState.HELD,
    "refused": RowState.REFUSED,
    "taken_out": RowState.TAKEN_OUT,
}
_SHOWN_OF_A_ROW = ("party__only_number", "matter", "message", "issued", "decided_by")
_COLUMNS = ("Client", "Matter", "Further matters", "How", "To", "State", "Why", "By hand", "Issued", "Sent or posted")


@dataclass(frozen=True, slots=True)
class Line:
    """One person in words, as this reader may know of them."""

    row: MailingRow
    state: str
    tone: str
    because: str
    how: str
    may_go_out: bool
    may_go_in: bool


def mailing_of(pk: int) -> Mailing:
    people = ("made_by", "saved_by", "asked_by", "released_by", "stopped_by", "comment_by")
    return get_object_or_404(Mailing.objects.with_waiting().select_related(*people), pk=pk)


def row_of(request: StaffRequest, pk: int) -> MailingRow:
    return get_object_or_404(MailingRow.objects.visible_to(request.user), pk=pk)


def rows_of(mailing: Mailing, user: User, show: str) -> QuerySet[MailingRow]:
    """Return the people whom this reader may know of, those of one view or all."""
    rows = mailing.rows.visible_to(user).select_related(*_SHOWN_OF_A_ROW).by_name()
    if show in _STATES:
        return rows.filter(state=_STATES[show])
    if show in Channel.values:
        return rows.filter(channel=show, state__in=[RowState.PLANNED, RowState.ISSUED])
    if show == "undelivered":
        return rows.filter(message__state=MessageState.FAILED)
    if show == "stopped":
        stopped = rows.filter(state=RowState.STOPPED)
        return stopped | rows.filter(message__state=MessageState.WITHDRAWN)
    return rows


def lines_of(mailing: Mailing, rows: Iterable[MailingRow], user: User) -> list[Line]:
    choosing = MailingStep.CHOOSE in mailing.steps
    releases = mailing.is_in_the_making or user.may(Permission.MAILING_RELEASE)
    return [_line(row, choosing=choosing, releases=releases, keeps=user.may(Permission.BARRIER_KEEP)) for row in rows]


def _line(row: MailingRow, *, choosing: bool, releases: bool, keeps: bool) -> Line:
    state, tone = _state(row)
    waits = row.state in (RowState.HELD, RowState.TAKEN_OUT) and bool(row.to_address)
    theirs = keeps or not (row.why == Why.COMPLIANCE or row.matter.is_restricted)
    why = str(Why(row.why).label) if row.why and row.why != Why.BY_HAND else ""
    by = f"{row.because} ({row.decided_by})" if row.why == Why.BY_HAND else row.because
    return Line(
        row=row,
        state=state,
        tone=tone,
        because=". ".join(filter(None, [why, by.removesuffix(".")])),
        how=letters.how(row.channel),
        may_go_out=choosing and row.state in (RowState.PLANNED, RowState.HELD),
        may_go_in=choosing and releases and waits and theirs,
    )


def _state(row: MailingRow) -> tuple[str, str]:
    """Say where one letter is, as its message says once it is made."""
    if row.message is None:
        tones = {RowState.PLANNED: "todo", RowState.HELD: "wait", RowState.REFUSED: "stop"}
        return str(RowState(row.state).label), tones.get(RowState(row.state), "calm")
    printed = row.channel == Channel.PRINT
    return {
        MessageState.SENT: ("Posted" if printed else "Sent", "kept"),
        MessageState.FAILED: ("Not delivered", "late"),
        MessageState.WITHDRAWN: ("Taken back, never sent", "stop"),
    }.get(MessageState(row.message.state), ("In the post tray" if printed else "Waiting to go", "wait"))


def counts_of(mailing: Mailing, user: User) -> dict[str, Any]:
    """Count the rows: those the reader may know of by what they say, and how many more there are."""
    visible = mailing.rows.visible_to(user).values_list("state", "why", "channel", "message__state")
    found = Counter(visible.order_by())
    by_state: Counter[str] = Counter()
    going: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    went: Counter[str] = Counter()
    for (state, why, channel, message), number in found.items():
        by_state[state] += number
        if state == RowState.PLANNED:
            going[channel] += number
        elif state == RowState.ISSUED:
            went[f"{channel}_{message}"] += number
        elif why:
            reasons[str(Why(why).label)] += number
    total = mailing.rows.count()
    return {
        "by_state": by_state,
        "going": going,
        "went": went,
        "reasons": sorted(reasons.items(), key=lambda one: (-one[1], one[0])),
        "people": total,
        "with_compliance": total - sum(found.values()),
    }


def progress_of(mailing: Mailing) -> dict[str, Any]:
    """Say how far a mailing is: numbers only, of everybody in it."""
    states = Counter(mailing.rows.values_list("state", flat=True))
    made, left = states[RowState.ISSUED], states[RowState.PLANNED]
    return {"mailing": mailing, "made": made, "total": made + left, "is_running": bool(left) and _goes_out(mailing)}


def _may_stop(mailing: Mailing) -> bool:
    """Say if anything of it has not left yet."""
    return mailing.rows.not_gone().exists() or mailing.rows.filter(state=RowState.PLANNED).exists()


def _goes_out(mailing: Mailing) -> bool:
    return mailing.stage == MailingStage.RELEASED


def letter_of(mailing: Mailing, row: MailingRow | None) -> tuple[Composition | None, str]:
    """Return one person's letter as it stands, or why there is none."""
    if row is None:
        return None, "Nobody whom you may know of would get it, so there is no letter to look at."
    now = clock.now()
    try:
        return letters.compose_notice(letters.setting(mailing, now), services.to_of(row, now=now)), ""
    except Refusal as refusal:
        return None, str(refusal)


def first_row(mailing: Mailing, user: User, wanted: str = "") -> MailingRow | None:
    """Return the person asked for, else the first to whom a letter goes, else anybody in the list."""
    rows = mailing.rows.visible_to(user).by_name()
    if wanted.isdigit() and (found := rows.filter(pk=int(wanted)).first()):
        return found
    return rows.filter(state__in=[RowState.PLANNED, RowState.ISSUED]).first()


def show(
    request: StaffRequest,
    mailing: Mailing,
    *,
    refusal: Refusal | None = None,
    send_back: forms.SendBack | None = None,
    taking_out: tuple[int, forms.TakeOut] | None = None,
    release: forms.Release | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show a mailing where it stands: words, who gets it, what can be done next, what came of it."""
    user, wanted = request.user, request.GET.get("show", "")
    wanted = wanted if wanted in SHOWS else ""
    page = Paginator(rows_of(mailing, user, wanted), PER_PAGE).get_page(request.GET.get("page"))
    seen = {"seen": mailing.version}
    row = first_row(mailing, user, request.GET.get("row", ""))
    letter, no_letter = letter_of(mailing, row) if mailing.is_in_the_making else (None, "")
    others = services.releasers(mailing) if mailing.is_in_the_making else []
    is_author = user.pk in mailing.author_ids
    context = {
        "mailing": mailing,
        "selection": forms.selection_words(mailing.selection),
        "todo": [line for line in mailing.todo.splitlines() if line.strip()],
        **counts_of(mailing, user),
        **progress_of(mailing),
        "page": page,
        "lines": lines_of(mailing, page, user),
        "show": wanted,
        "shows": SHOWS,
        "may_stop": MailingStep.STOP in mailing.steps and _may_stop(mailing),
        "going_total": mailing.rows.filter(state=RowState.PLANNED).count(),
        "trial_at": datetime.fromisoformat(mailing.trial["at"]) if mailing.trial else None,
        "sample": row,
        "letter": letter,
        "no_letter": no_letter,
        "refusal": refusal,
        "seen": forms.Seen(initial=seen),
        "release": release or forms.Release(initial=seen),
        "send_back": send_back or forms.SendBack(initial=seen),
        "taking_out": taking_out[0] if taking_out else None,
        "taken_out_form": taking_out[1] if taking_out else None,
        "releasers": others,
        "may_release": user.may(Permission.MAILING_RELEASE) and (not is_author or not others),
        "is_alone": is_author and not others,
    }
    return render(request, "engagement/mailings/detail.html", context, status=refusal.status if refusal else status)


def sheet_of(mailing: Mailing, rows: QuerySet[MailingRow], user: User) -> exports.Sheet:
    """Return the list as a file: who, how, what came of it and why."""
    return exports.Sheet(
        f"letters-to-many-{mailing.pk}", _COLUMNS, (_cells(line) for line in lines_of(mailing, rows.iterator(), user))
    )


def _cells(line: Line) -> list[exports.Cell]:
    row = line.row
    return [
        row.party.full_name,
        row.matter.reference_or_stage,
        row.others,
        line.how,
        row.to_address,
        line.state,
        line.because,
        row.decided_by.name if row.decided_by else "",
        row.issued_at,
        row.message.sent_at if row.message else None,
    ]
