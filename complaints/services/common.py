"""What every deed on a complaint begins and ends with."""

from datetime import date, datetime
from typing import Any

from complaints.models import Complaint, HeadOfComplaint
from complaints.rules import Involvement, Stage, Step, next_stage
from practice import journal
from practice.actors import Actor
from practice.calendar import WorkingCalendar
from practice.errors import Refusal
from practice.models import Matter, User
from practice.office import load_calendar
from practice.services.tasks import settle_tasks


class WordsMissing(Refusal):
    """A step that rests on what somebody said needs their words."""

    code = "words_missing"


def lock(complaint_id: int) -> Complaint:
    """Lock the complaint for the deed's transaction: people and sweeps take this row first."""
    return (
        Complaint.objects.select_for_update(no_key=True, of=("self",))
        .select_related("department__office", "department__head", "procedure", "handler", "reviewer", "party", "matter")
        .get(pk=complaint_id)
    )


def calendar_of(complaint: Complaint) -> WorkingCalendar:
    """Return the calendar of the office that handles it (decisions B14)."""
    return load_calendar(complaint.department.office)


def today_of(complaint: Complaint, now: datetime) -> date:
    return calendar_of(complaint).local_date(now)


def involvement_of(complaint: Complaint) -> Involvement:
    """Return who has to do with what is complained of, as the guards want it; three queries."""
    matter: Matter | None = complaint.matter
    heads = HeadOfComplaint.objects.filter(complaint=complaint, is_about_supervision=True)
    return Involvement(
        subjects=frozenset(complaint.subjects.values_list("pk", flat=True)),
        worked_on_matter=matter.worker_ids() if matter else frozenset(),
        supervisors=frozenset({matter.supervisor_id} if matter and matter.supervisor_id else ()),
        supervision_is_a_head=heads.exists(),
        stage1_handler=complaint.handler_id,
        kept_outside=matter.outside_ids() if matter else frozenset(),
    )


def move(complaint: Complaint, step: Step, *, to: Stage | None = None) -> Stage:
    """Set the stage a step leads to, without saving. :raises StepNotAllowed: if they do not go together"""
    complaint.stage = next_stage(complaint.stage, step, to=to)
    return Stage(complaint.stage)


def save(complaint: Complaint, *fields: str) -> None:
    """Save these fields and the version, which goes up so that a letter made before is known to be old."""
    complaint.version += 1
    complaint.save(update_fields=[*fields, "version"])


def note(complaint: Complaint, event: str, *, by: Actor, at: datetime, **facts: Any) -> None:
    """
    Journal a deed on the complaint alone.

    Without matter and party on purpose: complaints never show on those timelines (decisions 24).
    """
    journal.record(subject=complaint, event=event, by=by, at=at, reference=complaint.reference, **facts)


def settle_complaint_tasks(complaint: Complaint, what: str, *, by: Actor, now: datetime) -> None:
    """Tick off the tasks of one kind; a deed by the system leaves them to people."""
    if isinstance(by, User):
        settle_tasks(prefix=f"complaint:{complaint.pk}:{what}", by=by, now=now)


def require_words(words: str, sentence: str) -> None:
    """:raises WordsMissing: with that sentence, if there are none"""
    if not words.strip():
        raise WordsMissing(sentence)
