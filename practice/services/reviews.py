"""Asking whether what was agreed with somebody is still right, when its day of review comes (domain 4.6)."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse

from practice.models import Matter, MatterParty, MatterRole, MatterStage, Need
from practice.office import local_date, main_office
from practice.services.tasks import give_task

BATCH = 500
_LIVE = (MatterStage.OPEN, MatterStage.PROSPECTIVE)
_log = logging.getLogger(__name__)


def ask_for_reviews(*, now: datetime) -> int:
    """
    Ask the fee earner of the client's newest live matter; return how many were asked for. Each is asked for once.

    One of somebody without a live matter waits until they have one: there is nobody to ask. A batch that fails is
    repeated row by row, so that one bad row stops nobody (decisions B7).
    """
    today = local_date(main_office(), now)
    live = MatterParty.objects.filter(party=OuterRef("party"), role=MatterRole.CLIENT, matter__stage__in=_LIVE)
    due = Need.objects.to_review(today).filter(Exists(live)).order_by("review_on", "pk")
    ids = list(due.values_list("pk", flat=True)[:BATCH])
    if not ids:
        return 0
    try:
        return _ask(ids, now=now)
    except Exception:
        _log.exception("A batch of reviews failed; taking them one by one")
        return sum(_asked_alone(pk, now=now) for pk in ids)


def _asked_alone(pk: int, *, now: datetime) -> int:
    try:
        return _ask([pk], now=now)
    except Exception:
        _log.exception("The review of need %s could not be asked for", pk)
        return 0


@transaction.atomic(durable=True)
def _ask(ids: Sequence[int], *, now: datetime) -> int:
    """Give the tasks and mark the rows in one step; of two sweeps at once the second takes others."""
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
