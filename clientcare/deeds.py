"""The few deeds that change two features at once. Each composes their halves in one transaction (house.md 1)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from callbacks.models import BlockKind, Promise
from callbacks.services import end_blocks, keep_free
from intake.models import Interview, InterviewWay
from intake.services import Written, close_interview, open_interview
from practice.models import User
from practice.receipts import FormKey


@transaction.atomic(durable=True)
def start_meeting(
    *,
    matter_id: int,
    held_by: User,
    way: InterviewWay,
    until: datetime,
    by: User,
    now: datetime,
    form_key: FormKey | None = None,
) -> tuple[Interview, Sequence[Promise]]:
    """
    Begin a meeting and keep whoever holds it undisturbed until then; return the promised calls that it hits (A20).

    :raises ConflictNotCleared: if the conflict gate is shut
    :raises MeetingRunning: if one has not been finished
    :raises BlockHasNoLength: if it would end before now
    """
    interview, is_new = open_interview(
        matter_id=matter_id, held_by=held_by, way=way, quiet_until=until, by=by, now=now, form_key=form_key
    )
    if not is_new:
        return interview, []
    hit = keep_free(adviser=held_by, kind=BlockKind.INTERVIEW, starts_at=now, until=until, by=by, now=now)
    return interview, hit


@transaction.atomic(durable=True)
def end_meeting(
    *,
    interview_id: int,
    written: Written,
    reason: str,
    by: User,
    now: datetime,
    form_key: FormKey | None = None,
) -> Interview:
    """
    Finish a meeting, and let whoever held it be rung again.

    :raises MeetingNotComplete: if something mandatory is open and there is no reason
    :raises OwnOverride: if the reason comes from whoever held it, or from no supervisor
    :raises MeetingChanged: if somebody saved since the page was opened
    """
    interview, is_new = close_interview(
        interview_id=interview_id, written=written, reason=reason, by=by, now=now, form_key=form_key
    )
    if is_new:
        end_blocks(adviser=interview.held_by, kind=BlockKind.INTERVIEW, by=by, now=now)
    return interview
