"""Is everything at work? Read from PostgreSQL alone, so that a hanging broker cannot make this hang (decisions B21)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from callbacks.models import CallbackStage
from complaints.models import DeadlineStage
from engagement.models import AcceptanceStage, CostStage
from intake.models import EnquiryStage
from outbox.models import Message
from practice import clock
from practice.models import Heartbeat

STALE = timedelta(seconds=90)
OUTBOX_LATE = timedelta(minutes=5)
WATCHED = ("beat", "broker", "worker", "sweep")
DUE_STAGES = {
    "deadline": DeadlineStage.objects.due,
    "callback": CallbackStage.objects.due,
    "letter": AcceptanceStage.objects.due,
    "cost update": CostStage.objects.due,
    "enquiry": EnquiryStage.objects.due,
}


@require_safe
@login_not_required
def livez(request: HttpRequest) -> HttpResponse:
    """Answer as long as the web server runs; whether it can do its work is healthz."""
    return JsonResponse({"status": "ok"})


@require_safe
@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when all is at work, else 503 with what is wrong."""
    try:
        report, wrong = examine(clock.now())
    except DatabaseError:
        report, wrong = {"database": "unreachable"}, ["The database does not answer."]
    status = {"status": "failing", "wrong": wrong} if wrong else {"status": "ok"}
    return JsonResponse(status | report, status=503 if wrong else 200)


def examine(now: datetime) -> tuple[dict[str, object], list[str]]:
    """Return what was seen, in seconds, and a sentence for everything that is wrong."""
    ages = {row.name: now - row.at for row in Heartbeat.objects.filter(name__in=WATCHED)}
    wrong = [sentence for name in WATCHED if (sentence := _complaint(name, ages.get(name)))]
    oldest = Message.objects.claimable(now).aggregate(oldest=Min("next_attempt_at"))["oldest"]
    lag = now - oldest if oldest else timedelta(0)
    if lag > OUTBOX_LATE:
        wrong.append(f"The outbox is late: its oldest message has been due for {_seconds(lag)} seconds.")
    stages, late = _stages(now)
    seen = {name: _seconds(ages[name]) if name in ages else None for name in WATCHED}
    report = {"database": "ok", "last_seen_seconds": seen, "outbox_lag_seconds": _seconds(lag)}
    return report | {"oldest_due_stage_seconds": stages}, [*wrong, *late]


def _stages(now: datetime) -> tuple[dict[str, int], list[str]]:
    """
    Return how long the oldest planned stage of each kind has been due, and a sentence for each that is late.

    A process may be alive and yet fire nothing; the rows alone say so. Locked rows count too (reliability.md F20).
    The kind of the stage is named, never whose it is: anybody may read this.
    """
    ages: dict[str, int] = {}
    wrong: list[str] = []
    for noun, due in DUE_STAGES.items():
        oldest = due(now).values_list("fire_at", "kind").first()
        age = now - oldest[0] if oldest else timedelta(0)
        ages[noun] = _seconds(age)
        if oldest and age > timedelta(seconds=settings.STAGES_LATE_SECONDS):
            wrong.append(f'A {noun} stage is late: "{oldest[1]}" has been due for {_seconds(age)} seconds.')
    return ages, wrong


def _complaint(name: str, age: timedelta | None) -> str:
    if age is None:
        return f"The {name} has never been seen."
    if age < -STALE:
        return f"The {name} was last seen in the future: a clock is wrong."
    if age > STALE:
        return f"The {name} was last seen {_seconds(age)} seconds ago."
    return ""


def _seconds(span: timedelta) -> int:
    return int(span.total_seconds())
