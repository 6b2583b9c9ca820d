"""
An issued letter waits for its clients: their links, what will remind them, the gate (decisions B8, B10, B12).

Helpers in the transactions of the deeds that issue, replace, stop and accept.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from engagement import notices
from engagement.models import Acceptance, AcceptanceStage, Letter, LetterCopy
from engagement.rules.acceptance import LINK_LASTS, Ending, is_accepted, reminder_at, waits_for
from outbox import services as outbox
from outbox.entering import make_link, restore_links, revoke_links
from outbox.models import Channel, LinkPurpose, SecureLink
from practice import journal
from practice.actors import SYSTEM
from practice.calendar import LatePolicy, WorkingCalendar
from practice.models import GateKind, GateState, Outcome, User
from practice.services.matters import set_gate
from practice.services.tasks import give_task, settle_tasks

REMINDER, EXPIRED = "reminder", "expired"
_TAKEN_BACK = "The letter was replaced or stopped"


def begin_waiting(letter: Letter, *, calendar: WorkingCalendar, by: User, now: datetime) -> None:
    """Give each client of an issued letter their link, plan what follows if they say nothing, and shut the gate."""
    for copy in letter.copies.select_related("party", "message").order_by("pk"):
        if waits_for(copy.party_id, letter.sign_order, ()) is None:
            _let_answer(copy, calendar=calendar, now=now)
        if letter.answers.get("reply_needed"):
            due_on = outbox.due_from(calendar.local_date(now), calendar=calendar)
            outbox.expect_acknowledgement(copy.message, due_on=due_on, calendar=calendar, by=by, now=now)
    if letter.matter.may(GateKind.ACCEPTANCE, now):
        _set(letter, GateState.CLOSED, f"Version {letter.version} of the letter waits for acceptance", by=by, now=now)


def _let_answer(copy: LetterCopy, *, calendar: WorkingCalendar, now: datetime) -> SecureLink | None:
    """Give a client their link, if they have a mailbox for it, and plan what follows if they say nothing."""
    today, link = calendar.local_date(now), None
    ends_at = calendar.end_of_day(calendar.local_date(now + LINK_LASTS))
    if copy.channel == Channel.EMAIL:
        link = make_link(
            purpose=LinkPurpose.ACCEPT,
            party=copy.party,
            subject=copy,
            matter=copy.letter.matter,
            sent_to=copy.message.to_address,
            expires_at=ends_at,
            now=now,
        )
    for kind, fire_at in ((REMINDER, reminder_at(today, calendar=calendar)), (EXPIRED, ends_at)):
        AcceptanceStage.objects.create(copy=copy, kind=kind, fire_at=fire_at, late_policy=LatePolicy.ALWAYS)
    return link


def give_next_turn(letter: Letter, *, calendar: WorkingCalendar, now: datetime) -> None:
    """Let the client answer whose turn it has become: by a link of their own, or told by whoever acts for them."""
    copies = letter.copies.select_related("party__merged_into", "message", "issued__snapshot").order_by("pk")
    accepted = list(Acceptance.objects.filter(copy__letter=letter).values_list("copy__party", flat=True))
    for copy in copies.filter(party__in=letter.sign_order, stages=None, acceptance=None, decline=None):
        if waits_for(copy.party_id, letter.sign_order, accepted) is not None:
            continue
        copy.letter = letter
        link = _let_answer(copy, calendar=calendar, now=now)
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
    for copy in letter.copies.order_by("pk"):
        revoke_links(copy, because=because, now=now)
        outbox.stop_chasing(copy.message, because=_TAKEN_BACK, by=by, now=now)
        outbox.withdraw(key=_turn_key(copy))
    _withdraw(AcceptanceStage.objects.filter(copy__letter=letter), because=_TAKEN_BACK, now=now)
    for stage in AcceptanceStage.objects.filter(copy__letter=letter, kind=REMINDER).select_related("copy"):
        outbox.withdraw(key=reminder_key(stage))
    settle_tasks(prefix=f"letter:{letter.pk}:waiting:", by=by, now=now)


def resume_waiting(letter: Letter, *, by: User, now: datetime) -> None:
    """Let a letter that is in force again wait as it did."""
    for copy in letter.copies.order_by("pk"):
        restore_links(copy, because=Ending.SUPERSEDED)
    answered = Acceptance.objects.filter(copy=OuterRef("copy"))
    again = AcceptanceStage.objects.filter(
        copy__letter=letter, outcome=Outcome.WITHDRAWN, because=_TAKEN_BACK, fire_at__gt=now
    )
    again.exclude(Exists(answered)).update(outcome="", because="", fired_at=None)
    open_if_accepted(letter, by=by, now=now)


def end_for(copy: LetterCopy, *, because: str, now: datetime) -> None:
    """Take back what was planned for one client who has answered."""
    _withdraw(copy.stages.all(), because=because, now=now)
    outbox.stop_chasing(copy.message, because=because, by=None, now=now)
    for stage in copy.stages.filter(kind=REMINDER):
        stage.copy = copy
        outbox.withdraw(key=reminder_key(stage))


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


def reminder_key(stage: AcceptanceStage) -> str:
    return f"letter:{stage.copy.letter_id}:reminder:{stage.copy.party_id}:{stage.occurrence}"


def _withdraw(stages: QuerySet[AcceptanceStage], *, because: str, now: datetime) -> None:
    stages.filter(outcome="").update(outcome=Outcome.WITHDRAWN, because=because, fired_at=now)


def _set(letter: Letter, state: GateState, because: str, *, by: User | None, now: datetime) -> None:
    set_gate(matter=letter.matter, kind=GateKind.ACCEPTANCE, state=state, because=because, by=by, now=now)
