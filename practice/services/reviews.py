"""
Asking what its day has come for: is what was agreed still right (domain 4.6), does the client still expect what we
said (A18), and does somebody remember the date that outlived their matter (A25). Each is asked for once.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse

from practice.models import (
    CareReminder,
    Expectation,
    Matter,
    MatterParty,
    MatterRole,
    MatterStage,
    Need,
    Outcome,
    Party,
    User,
)
from practice.office import local_date, main_office
from practice.phrases import weekday
from practice.services.tasks import give_task

BATCH = 500
_LIVE = (MatterStage.OPEN, MatterStage.PROSPECTIVE)
_log = logging.getLogger(__name__)


def ask_for_reviews(*, now: datetime) -> int:
    """
    Give a task for whatever is due, however late; return how many were given.

    A need without a live matter, and a date of somebody whom nobody may see, wait until there is somebody to ask. A
    batch that fails is repeated row by row, so that one bad row stops nobody (decisions B7).
    """
    today = local_date(main_office(), now)
    live = MatterParty.objects.filter(party=OuterRef("party"), role=MatterRole.CLIENT, matter__stage__in=_LIVE)
    needs = Need.objects.to_review(today).filter(Exists(live)).order_by("review_on", "pk")
    expected = Expectation.objects.to_review(today).order_by("review_on", "pk")
    asked = 0
    for due, ask in ((needs, _ask), (expected, _ask_expected), (CareReminder.objects.due(now), _remind)):
        asked += _in_batch(list(due.values_list("pk", flat=True)[:BATCH]), ask, now=now)
    return asked


def _in_batch(ids: Sequence[int], ask: Callable[..., int], *, now: datetime) -> int:
    if not ids:
        return 0
    try:
        return ask(ids, now=now)
    except Exception:
        _log.exception("A batch of reviews failed; taking them one by one")
        return sum(_asked_alone(pk, ask, now=now) for pk in ids)


def _asked_alone(pk: int, ask: Callable[..., int], *, now: datetime) -> int:
    try:
        return ask([pk], now=now)
    except Exception:
        _log.exception("Row %s of %s could not be asked for", pk, ask.__name__)
        return 0


@transaction.atomic(durable=True)
def _ask(ids: Sequence[int], *, now: datetime) -> int:
    """Ask the fee earner of the client's newest live matter; of two sweeps at once the second takes others."""
    rows = Need.objects.standing().filter(pk__in=ids, review_asked_at=None)
    needs = list(rows.select_for_update(no_key=True, skip_locked=True, of=("self",)).select_related("party"))
    matters = Matter.objects.filter(stage__in=_LIVE).select_related("fee_earner", "department__office")
    asked = []
    for need in needs:
        matter = matters.filter(parties__party=need.party_id, parties__role=MatterRole.CLIENT).order_by("-pk").first()
        if matter is None:
            continue
        give_task(
            key=f"need:{need.pk}:review",
            owner=matter.fee_earner,
            title=f"Ask {need.party} if this is still right: {need.label.lower()}",
            url=reverse("client_needs", args=[need.party_id]),
            due_on=local_date(matter.department.office, now),
            now=now,
            matter=matter,
        )
        asked.append(need.pk)
    return Need.objects.filter(pk__in=asked).update(review_asked_at=now)


@transaction.atomic(durable=True)
def _ask_expected(ids: Sequence[int], *, now: datetime) -> int:
    """Ask the fee earner whether the client still expects what was said."""
    rows = Expectation.objects.filter(pk__in=ids, review_asked_at=None)
    locked = rows.select_for_update(no_key=True, skip_locked=True, of=("self",))
    found = list(locked.select_related("matter__fee_earner", "matter__department__office"))
    for one in found:
        give_task(
            key=f"expectation:{one.pk}:review",
            owner=one.matter.fee_earner,
            title=f"Does this still hold? {one.get_kind_display()}, {one.matter}",
            url=reverse("matter_care", args=[one.matter_id]) + "#expected",
            due_on=local_date(one.matter.department.office, now),
            now=now,
            matter=one.matter,
        )
    return Expectation.objects.filter(pk__in=[one.pk for one in found]).update(review_asked_at=now)


@transaction.atomic(durable=True)
def _remind(ids: Sequence[int], *, now: datetime) -> int:
    """Ask whoever looks after the clients to remind them of their date."""
    locked = (
        CareReminder.objects.waiting().filter(pk__in=ids).select_for_update(no_key=True, skip_locked=True, of=("self",))
    )
    asked = []
    for one in locked.select_related("matter__fee_earner", "matter__supervisor", "matter__department__office"):
        clients = list(one.matter.clients().select_related("looked_after_by"))
        owner = _reminds(one.matter, clients)
        if owner is None:
            continue
        give_task(
            key=f"reminder:{one.pk}",
            owner=owner,
            title=f"Remind {' and '.join(str(client) for client in clients)}: {one.label}, {weekday(one.on)}",
            url=reverse("matter_care", args=[one.matter_id]) + "#reminders",
            due_on=local_date(one.matter.department.office, now),
            now=now,
            matter=one.matter,
        )
        asked.append(one.pk)
    return CareReminder.objects.filter(pk__in=asked).update(outcome=Outcome.FIRED, fired_at=now)


def _reminds(matter: Matter, clients: Sequence[Party]) -> User | None:
    """Return who is asked: who looks after a client, then who did the work, then the head; they may see the matter."""
    named = [*(client.looked_after_by for client in clients), matter.fee_earner, matter.supervisor]
    for person in (*named, matter.department.head):
        if person is not None and Matter.objects.visible_to(person).filter(pk=matter.pk).exists():
            return person
    return None
