"""
What goes at the first start, and nothing else (decisions B20): twelve messages, one from each of twelve stages.

Everything else that lies in the past has its outcome, and nothing else is planned for the first quarter of an hour.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import F

from callbacks.models import Callback, CallbackStage
from clientcare.demo.case import Case
from complaints.models import DeadlineStage
from complaints.rules import DeadlineStatus
from engagement.models import AcceptanceStage, CostStage
from outbox.models import BY_WIRE, Message, MessageState
from practice.models import Outcome

CHOSEN = 12
OF_COMPLAINTS = 6  # at most; the others are calls that nobody made
QUIET = timedelta(minutes=15)
_QUIETLY = "The demo firm starts quietly: not among the twelve that go at its start"
_TO_ONE_PERSON = ("warn_", "minus_", "due_today", "escalate_")
_ABOUT_MISSED_CALLS = ("missed_owner", "missed_supervisor")
_SILENT = ("due", "missed", "settle")  # these mark a call and tell nobody


def choose_what_goes(cases: Sequence[Case], *, now: datetime) -> int:
    """Leave twelve stages of the past to the sweeps and end the others; return how many are left."""
    chosen = 0
    for case in cases:
        last = _last_alone(case, now) if chosen < OF_COMPLAINTS else None
        case.bring_to(last.fire_at - timedelta.resolution if last else now)
        chosen += last is not None
    about_misses = CallbackStage.objects.filter(kind__in=_ABOUT_MISSED_CALLS, outcome=Outcome.FIRED)
    waiting = about_misses.filter(promise__callback__in=Callback.objects.open()).order_by("-fire_at", "pk")
    calls = list(waiting[: CHOSEN - chosen])
    CallbackStage.objects.filter(pk__in=[stage.pk for stage in calls]).update(outcome="", because="", fired_at=None)
    _keep_quiet(now)
    Message.objects.filter(channel__in=BY_WIRE, state=MessageState.PENDING).update(
        state=MessageState.SENT, sent_at=F("created_at")
    )
    return chosen + len(calls)


def _last_alone(case: Case, now: datetime) -> DeadlineStage | None:
    """Return the latest due stage of a complaint if its sweep tells exactly one person, and is still of use."""
    due = list(DeadlineStage.objects.due(now).filter(deadline__complaint=case.pk).select_related("deadline"))
    if not due or (len(due) > 1 and due[-2].fire_at == due[-1].fire_at):
        return None
    last = due[-1]
    is_open = last.deadline.status == DeadlineStatus.RUNNING and last.deadline.response_id is None
    is_of_use = last.kind.startswith("escalate_") or last.deadline.due_before > now + QUIET
    return last if last.kind.startswith(_TO_ONE_PERSON) and is_open and is_of_use else None


def _keep_quiet(now: datetime) -> None:
    soon = {"fire_at__gt": now, "fire_at__lte": now + QUIET, "outcome": ""}
    ended = {"outcome": Outcome.WITHDRAWN, "because": _QUIETLY, "fired_at": now}
    CallbackStage.objects.filter(**soon).exclude(kind__in=_SILENT).update(**ended)
    for stages in (DeadlineStage, AcceptanceStage, CostStage):
        stages._base_manager.filter(**soon).update(**ended)
