"""A cost update goes: frozen, queued to each client, in force at once, and for five minutes to be stopped."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from engagement import letters, notices_costs, rules
from engagement.models import CostUpdate, CostUpdateCopy
from engagement.rules import STOP_WINDOW, LetterStage, Step
from engagement.rules.acceptance import Ending
from engagement.rules.costs import UpdateWaits
from engagement.services.cost_warnings import answer_with, ask_again, look_again
from engagement.services.costs.agreeing import begin_agreeing, end_agreeing, restore_waiting, supersede_waiting
from engagement.services.costs.approval import update_stands_after_stop
from engagement.services.costs.drafts import asked_key, locked_update, next_update
from engagement.services.issue import LetterStopped, TooLateToStop, mark_sent
from outbox import services as outbox
from outbox.models import MessageState
from practice import journal, receipts
from practice.models import User
from practice.office import local_date
from practice.permissions import Permission
from practice.receipts import FormKey
from practice.services.tasks import give_task, settle_tasks
from wording.services import keep_letter


@transaction.atomic(durable=True)
def issue_update(
    *,
    update_id: int,
    printed: letters.PrintedUpdate,
    expected_version: int,
    by: User,
    now: datetime,
    replay: bool = False,
    form_key: FormKey | None = None,
) -> CostUpdate:
    """
    Freeze a printed cost update and queue each client's copy; its estimate counts now, or once all have agreed.

    It is composed again under lock, as a care letter is. ``replay`` marks past messages as sent, for demo data (B20).

    :raises rules.NotTheirs: if this person may not issue letters
    :raises rules.DraftChanged: if it is no longer the letter that was printed
    :raises UpdateWaits: if the one before has not left
    :raises LetterStopped: if something stops it
    """
    if (done := receipts.earlier(form_key, CostUpdate)) is not None:
        return done
    update = locked_update(update_id)
    if not by.may(Permission.LETTER_ISSUE):
        raise rules.NotTheirs("You may prepare letters; a lawyer has to issue them.")
    stage = rules.next_stage(LetterStage(update.stage), Step.ISSUE)
    rules.check_draft(expected_version, update.draft_version)
    _check_none_waits(update)
    made = letters.update_package(update, now)
    if made.stops:
        raise LetterStopped(made.stops)
    if printed.hashes() != [copy.composition.html_sha256 for copy in made.copies]:
        raise rules.DraftChanged("Something in this letter changed while it was being printed. Look at it again.")
    update.stage, update.issued_at, update.issued_by, update.issued_on = stage, now, by, made.about.today
    update.estimate, update.estimate_low, update.lines = made.estimate, made.estimate_low, made.kept_lines
    update.asks_agreement = made.asks_agreement
    told = ("estimate", "estimate_low", "lines", "asks_agreement")
    update.save(update_fields=["stage", "issued_at", "issued_by", "issued_on", *told])
    hashes = _queue(update, made, printed, by=by, now=now, replay=replay)
    answer_with(update, made.costs, by=by, now=now)
    for key in (asked_key(update), f"cost_update:{update.pk}:"):
        settle_tasks(prefix=key, by=by, now=now)
    supersede_waiting(update, by=by, now=now)
    if update.asks_agreement:
        begin_agreeing(update, calendar=made.about.calendar, now=now)
    if not replay:
        _ask_by_hand(update, made, now=now)
    journal.record(
        subject=update,
        event="cost_update.issued",
        by=by,
        at=now,
        matter=update.matter,
        number=update.number,
        draft_version=update.draft_version,
        sha256=hashes,
        estimate=str(update.estimate),
        prepared_by=update.prepared_by.name,
        prepared_for=update.prepared_for.name,
    )
    receipts.keep(form_key, update, at=now)
    return update


@transaction.atomic(durable=True)
def stop_update(*, update_id: int, by: User, now: datetime) -> CostUpdate:
    """
    Stop an issued cost update before any copy left, and return the draft that takes its place.

    The estimate before is in force again, and the warnings that this one had answered are open again.

    :raises TooLateToStop: if a copy has left
    :raises rules.StepNotAllowed: if it was never issued
    """
    update = locked_update(update_id)
    stage = rules.next_stage(LetterStage(update.stage), Step.STOP)
    keys = list(update.copies.order_by("pk").values_list("message__key", flat=True))
    if not all(outbox.withdraw(key=key) for key in keys):
        raise TooLateToStop("This letter has left. Write the client what has changed: begin another cost update.")
    update.stage, update.ended_at = stage, now
    update.save(update_fields=["stage", "ended_at"])
    settle_tasks(prefix=f"cost_update:{update.pk}:", by=by, now=now)
    end_agreeing(update, because=Ending.STOPPED, by=by, now=now)
    restore_waiting(update, now=now)
    ask_again(update, now=now)
    draft = next_update(update.matter, update, by=by, now=now)
    journal.record(
        subject=update,
        event="cost_update.stopped",
        by=by,
        at=now,
        matter=update.matter,
        number=update.number,
        approval_stands=update_stands_after_stop(update, draft, now=now),
    )
    look_again(update.matter, today=local_date(update.matter.department.office, now), now=now)
    return draft


def _check_none_waits(update: CostUpdate) -> None:
    waiting = CostUpdateCopy.objects.filter(
        update_of__matter=update.matter, update_of__stage=LetterStage.ISSUED, message__state=MessageState.PENDING
    )
    if waiting.exists():
        raise UpdateWaits("The cost update before has not left yet. Wait until it has, or stop that one.")


def _queue(
    update: CostUpdate,
    made: letters.UpdatePackage,
    printed: letters.PrintedUpdate,
    *,
    by: User,
    now: datetime,
    replay: bool,
) -> dict[str, str]:
    hashes = {}
    for copy, (composition, rendered) in zip(made.copies, printed.copies, strict=True):
        issued = keep_letter(
            composition=composition,
            rendered=rendered,
            subject=update,
            version=update.number,
            by=by,
            now=now,
            matter=update.matter,
            party=copy.to.party,
        )
        notice = notices_costs.cost_update(update, copy=copy, issued=issued, about=made.about)
        key = f"cost_update:{update.pk}:copy:{copy.to.party.pk}"
        message = outbox.queue(notice, key=key, now=now, send_at=now + STOP_WINDOW)
        if message is None:
            raise RuntimeError(f"Cost update {update.pk} had a message before it was issued.")
        if replay:
            mark_sent(message, at=now + STOP_WINDOW, by=by)
        CostUpdateCopy.objects.create(
            update_of=update, party=copy.to.party, issued=issued, message=message, channel=notice.channel
        )
        hashes[str(copy.to.party.pk)] = issued.document.sha256
    return hashes


def _ask_by_hand(update: CostUpdate, made: letters.UpdatePackage, *, now: datetime) -> None:
    """Ask whoever prepared the letter for what the printer cannot make."""
    for copy in made.copies:
        if copy.also_needed:
            give_task(
                key=f"cost_update:{update.pk}:also:{copy.to.party.pk}",
                owner=update.prepared_by,
                title=f"Cost update to {copy.to.party}, also needed: {', '.join(copy.also_needed)}",
                url=reverse("engagement:costs", args=[update.matter_id]),
                due_on=made.about.calendar.add_working_days(made.about.today, 1),
                now=now,
                matter=update.matter,
            )
