"""The promise of a first answer: planned as a row, settled by the answer, or found missed by the sweep."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from intake.models import Channel, Enquiry, EnquiryStage, IntakePolicy
from intake.people import asked_about
from intake.rules import respond_by
from practice import journal
from practice.actors import SYSTEM, System
from practice.calendar import LatePolicy, WorkingCalendar
from practice.models import User
from practice.models.stages import Outcome
from practice.office import local_date, main_office
from practice.services.tasks import give_task

FIRST_ANSWER = "first_answer"
_BATCH = 500


def policy() -> IntakePolicy:
    return IntakePolicy.objects.select_related("asks").first() or IntakePolicy()


def plan_first_answer(enquiry: Enquiry, *, by: User | System, now: datetime, calendar: WorkingCalendar) -> None:
    """
    Start the clock of a first answer in the caller's transaction.

    Whoever was spoken to as they reached us has been answered; anybody else is promised a person's answer.
    """
    if Channel(enquiry.channel).is_spoken and isinstance(by, User):
        enquiry.answered_at, enquiry.answered_by = enquiry.received_at, by
        enquiry.save(update_fields=["answered_at", "answered_by"])
        return
    enquiry.respond_by = respond_by(enquiry.received_at, policy=policy().as_rules(), calendar=calendar)
    enquiry.save(update_fields=["respond_by"])
    EnquiryStage.objects.create(
        enquiry=enquiry, kind=FIRST_ANSWER, fire_at=enquiry.respond_by, late_policy=LatePolicy.ALWAYS
    )


def settle_first_answer(enquiry: Enquiry, *, because: str, now: datetime) -> None:
    """End the clock in the caller's transaction; one that has gone off stays as it is."""
    EnquiryStage.objects.waiting().filter(enquiry=enquiry, kind=FIRST_ANSWER).update(
        outcome=Outcome.SETTLED, because=because, fired_at=now
    )


@transaction.atomic(durable=True)
def sweep_first_answers(*, now: datetime) -> int:
    """Ask for every first answer whose time is over; return how many. No lower bound on lateness."""
    due = (
        EnquiryStage.objects.due(now)
        .filter(kind=FIRST_ANSWER)
        .select_related("enquiry__for_person")
        .select_for_update(no_key=True, skip_locked=True, of=("self",))
    )
    stages = list(due[:_BATCH])
    today = local_date(main_office(), now) if stages else None
    for stage in stages:
        stage.outcome, stage.because, stage.fired_at = Outcome.FIRED, "Nobody had answered", now
        owner = asked_about(stage.enquiry)
        if owner is not None and today is not None:
            give_task(
                key=f"enquiry:{stage.enquiry_id}:answer",
                owner=owner,
                title=f"Overdue: answer the enquiry by {stage.enquiry.name}",
                url=reverse("intake:detail", args=[stage.enquiry_id]),
                due_on=today,
                now=now,
            )
    EnquiryStage.objects.bulk_update(stages, ["outcome", "because", "fired_at"])
    journal.record_all(
        journal.entry(
            subject=stage.enquiry,
            event="enquiry.answer_missed",
            by=SYSTEM,
            at=now,
            promised_by=stage.fire_at.isoformat(),
        )
        for stage in stages
    )
    return len(stages)
