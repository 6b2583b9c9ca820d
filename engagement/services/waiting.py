"""
An issued letter waits for its clients: whose turn it is, and the gate (decisions B10).

Helpers in the transactions of the deeds that issue, replace, stop and accept.
"""

from datetime import datetime

from django.urls import reverse

from engagement import notices
from engagement.models import Acceptance, Letter, LetterCopy
from engagement.rules.acceptance import Ending, is_accepted, waits_for
from engagement.services.answers_awaited import ask_as_before, let_answer, stop_asking
from outbox import services as outbox
from practice import journal
from practice.actors import SYSTEM
from practice.calendar import WorkingCalendar
from practice.models import GateKind, GateState, User
from practice.services.matters import set_gate
from practice.services.tasks import give_task


def begin_waiting(letter: Letter, *, calendar: WorkingCalendar, by: User, now: datetime) -> None:
    """Give each client of an issued letter their link, plan what follows if they say nothing, and shut the gate."""
    for copy in letter.copies.select_related("party", "message").order_by("pk"):
        if waits_for(copy.party_id, letter.sign_order, ()) is None:
            let_answer(copy, calendar=calendar, now=now)
        if letter.answers.get("reply_needed"):
            due_on = outbox.due_from(calendar.local_date(now), calendar=calendar)
            outbox.expect_acknowledgement(copy.message, due_on=due_on, calendar=calendar, by=by, now=now)
    if letter.matter.may(GateKind.ACCEPTANCE, now):
        _set(letter, GateState.CLOSED, f"Version {letter.version} of the letter waits for acceptance", by=by, now=now)


def give_next_turn(letter: Letter, *, calendar: WorkingCalendar, now: datetime) -> None:
    """Let the client answer whose turn it has become: by a link of their own, or told by whoever acts for them."""
    copies = letter.copies.select_related("party__merged_into", "message", "issued__snapshot").order_by("pk")
    accepted = list(Acceptance.objects.filter(copy__letter=letter).values_list("copy__party", flat=True))
    for copy in copies.filter(party__in=letter.sign_order, stages=None, acceptance=None, decline=None):
        if waits_for(copy.party_id, letter.sign_order, accepted) is not None:
            continue
        copy.letter = letter
        link = let_answer(copy, calendar=calendar, now=now)
        if link is not None:
            outbox.queue(notices.their_turn(copy, link=link), key=_turn_key(copy), now=now)
            journal.record(
                subject=letter, event="letter.link_sent", by=SYSTEM, at=now, matter=letter.matter, party=copy.party_id
            )
            continue
        give_task(
            key=f"letter:{letter.pk}:waiting:{copy.pk}:turn",
            owner=letter.matter.fee_earner,
            title=f"Tell {copy.party} that they can accept the client care letter now"[:200],
            url=reverse("engagement:letter", args=[letter.matter_id]),
            due_on=calendar.local_date(now),
            now=now,
            matter=letter.matter,
        )


def _turn_key(copy: LetterCopy) -> str:
    return f"letter:{copy.letter_id}:turn:{copy.party_id}"


def end_waiting(letter: Letter, *, because: Ending, by: User | None, now: datetime) -> None:
    """Take back what was planned for a letter that no longer stands; its links say why they open nothing."""
    copies = list(letter.copies.order_by("pk"))
    stop_asking(copies, because=because, by=by, now=now)
    for copy in copies:
        outbox.withdraw(key=_turn_key(copy))


def resume_waiting(letter: Letter, *, by: User, now: datetime) -> None:
    """Let a letter that is in force again wait as it did."""
    ask_as_before(letter.copies.select_related("acceptance").order_by("pk"), now=now)
    open_if_accepted(letter, by=by, now=now)


def open_if_accepted(letter: Letter, *, by: User | None, now: datetime) -> bool:
    """Open the gate if every client of the letter has accepted it; say whether they have."""
    copies = list(letter.copies.values_list("pk", flat=True))
    said = list(
        Acceptance.objects.filter(copy__letter=letter).select_related("copy__party").order_by("accepted_at", "pk")
    )
    if not is_accepted(copies, [one.copy_id for one in said]):
        return False
    who = ", ".join(f"{one.copy.party.name} {one.get_way_display().lower()}" for one in said)
    _set(letter, GateState.OPEN, f"Version {letter.version}: {who}"[:200], by=by, now=now)
    return True


def _set(letter: Letter, state: GateState, because: str, *, by: User | None, now: datetime) -> None:
    set_gate(matter=letter.matter, kind=GateKind.ACCEPTANCE, state=state, because=because, by=by, now=now)
