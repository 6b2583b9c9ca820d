"""What a client answers to a cost update, by their link or as staff record it: each for themselves (decisions 21)."""

from datetime import datetime

from django.db import transaction

from engagement import notices_costs
from engagement.estimates import estimates_of
from engagement.letters import Certified, Said, replaced_by
from engagement.models import CostAgreement, CostDecline, CostUpdate, CostUpdateCopy
from engagement.papers import page_of, waiting_key
from engagement.rules import LetterStage
from engagement.rules.acceptance import AcceptanceWay, Ending, NotWaiting
from engagement.services.answers_awaited import ask_as_before, end_for, let_answer, stop_asking
from engagement.services.answers_kept import keep_no, keep_yes
from engagement.services.asked import locked_copy
from engagement.services.cost_warnings import ask_again, look_again
from outbox import services as outbox
from outbox.models import Channel, ClientSession, MessageState
from practice import journal
from practice.actors import Actor, ClientLink
from practice.calendar import WorkingCalendar
from practice.models import User
from practice.office import load_calendar
from practice.services.tasks import give_task, settle_tasks

_NEWER = "There is a newer letter, or this one was taken back. Look for our latest message, or ring us."


@transaction.atomic(durable=True)
def agree_update(*, copy_id: int, said: Said, certified: Certified, by: Actor, now: datetime) -> CostAgreement:
    """
    Keep one client's yes to a new estimate with its certificate; once all agreed, the estimate is in force.

    A repeat gives what stands. ``certified`` was printed before, for these very bytes.

    :raises NotWaiting: if it was replaced or stopped, informs only, or the client has declined by their link
    :raises NoEvidence: if staff record it without what shows it
    """
    copy = _locked(copy_id)
    update = copy.update_of
    if (before := CostAgreement.objects.filter(copy=copy).first()) is not None:
        return before
    _check_waits(copy, by)
    made = keep_yes(CostAgreement, copy, said, certified, now=now)
    end_for(copy, because="Agreed", now=now)
    settle_tasks(prefix=waiting_key(copy), by=by if isinstance(by, User) else None, now=now)
    facts = {
        "sha256": {"letter": made.letter_sha256, "certificate": made.certificate.sha256},
        "ticks": sorted(made.codes),
    }
    _journal(
        copy,
        "cost_update.agreed",
        by=by,
        now=now,
        way=str(AcceptanceWay(said.way).label),
        accepted_at=said.accepted_at.isoformat(),
        code=said.session.code.way if said.session else "",
        evidence=said.evidence_sha256,
        **facts,
    )
    if not update.copies.filter(acceptance=None).exists():
        _put_in_force(update, now=now)
    if copy.channel == Channel.EMAIL:
        outbox.queue(notices_costs.agreed(copy, made), key=f"cost_update:{update.pk}:agreed:{copy.party_id}", now=now)
    return made


@transaction.atomic(durable=True)
def decline_update(
    *, copy_id: int, reason: str, by: Actor, session: ClientSession | None, now: datetime
) -> CostDecline:
    """
    Keep one client's no: the estimate before stands, the warnings it had answered are open again, somebody rings.

    :raises NoReasonGiven: without a reason
    :raises NotWaiting: if it does not wait for them, or they have agreed
    """
    copy = _locked(copy_id)
    update = copy.update_of
    if (before := CostDecline.objects.filter(copy=copy).first()) is not None:
        return before
    _check_waits(copy, by)
    if CostAgreement.objects.filter(copy=copy).exists():
        raise NotWaiting("You have agreed to this estimate. If that has changed, ring us or write to us.")
    made = keep_no(CostDecline, copy, reason, by=by, session=session, now=now)
    end_for(copy, because="Declined", now=now)
    settle_tasks(prefix=waiting_key(copy), by=by if isinstance(by, User) else None, now=now)
    ask_again(update, now=now)
    calendar = load_calendar(update.matter.department.office)
    title = f"{copy.party} declined the new estimate: read why, and ring"
    give_task(
        key=f"{waiting_key(copy)}declined",
        owner=update.matter.fee_earner,
        title=title[:200],
        url=page_of(copy),
        due_on=calendar.local_date(now),
        now=now,
        matter=update.matter,
    )
    _journal(copy, "cost_update.declined", by=by, now=now, words=reason.strip())
    return made


def begin_agreeing(update: CostUpdate, *, calendar: WorkingCalendar, now: datetime) -> None:
    """Give each client of an issued update their link, and plan what follows if they say nothing."""
    for copy in update.copies.select_related("party", "message").order_by("pk"):
        copy.update_of = update
        let_answer(copy, calendar=calendar, now=now)


def end_agreeing(update: CostUpdate, *, because: Ending, by: User, now: datetime) -> None:
    """Let the links of an update that no longer waits say why, and settle what was to be asked."""
    stop_asking(update.copies.order_by("pk"), because=because, by=by, now=now)


def supersede_waiting(update: CostUpdate, *, by: User, now: datetime) -> None:
    """Take back the update that still waits for an answer: the client is asked about the new one."""
    for before in CostUpdate.objects.waiting().filter(matter=update.matter).exclude(pk=update.pk):
        before.stage, before.ended_at = LetterStage.SUPERSEDED, now
        before.save(update_fields=["stage", "ended_at"])
        end_agreeing(before, because=Ending.SUPERSEDED, by=by, now=now)
        journal.record(
            subject=before, event="cost_update.superseded", by=by, at=now, matter=update.matter, number=before.number
        )


def restore_waiting(stopped: CostUpdate, *, now: datetime) -> None:
    """Let the update that a stopped one had replaced wait again for its answer."""
    for before in CostUpdate.objects.filter(
        matter=stopped.matter, stage=LetterStage.SUPERSEDED, ended_at=stopped.issued_at
    ):
        before.stage, before.ended_at = LetterStage.ISSUED, None
        before.save(update_fields=["stage", "ended_at"])
        ask_as_before(before.copies.select_related("acceptance").order_by("pk"), now=now)


def _put_in_force(update: CostUpdate, *, now: datetime) -> None:
    calendar = load_calendar(update.matter.department.office)
    last = max(CostAgreement.objects.filter(copy__update_of=update).values_list("accepted_at", flat=True))
    update.agreed_at, update.agreed_on = last, calendar.local_date(last)
    update.save(update_fields=["agreed_at", "agreed_on"])
    look_again(update.matter, today=calendar.local_date(now), now=now)


def _locked(copy_id: int) -> CostUpdateCopy:
    copy = locked_copy(copy_id, CostUpdateCopy)
    assert isinstance(copy, CostUpdateCopy)
    return copy


def _check_waits(copy: CostUpdateCopy, by: Actor) -> None:
    """Refuse an answer that nobody waits for: it counts only against the estimate that the letter speaks of."""
    update = copy.update_of
    told = estimates_of(update.matter)
    if not update.waits or copy.message.state == MessageState.WITHDRAWN or not (told and replaced_by(update, told[-1])):
        raise NotWaiting(_NEWER)
    if isinstance(by, ClientLink) and CostDecline.objects.filter(copy=copy).exists():
        raise NotWaiting("You told us that you do not agree to this estimate. Ring us if that has changed.")


def _journal(copy: CostUpdateCopy, event: str, *, by: Actor, now: datetime, **facts: object) -> None:
    journal.record(
        subject=copy.update_of,
        event=event,
        by=by,
        at=now,
        matter=copy.update_of.matter_id,
        party=copy.party_id,
        name=copy.party.name,
        number=copy.update_of.number,
        **facts,
    )
