"""A message about a promised call that a person keeps from going, or lets go after all (product 3.15)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from callbacks.models import Callback, CallbackStage
from practice import journal
from practice.errors import WorldMoved
from practice.models import User


class AlreadyGone(WorldMoved):
    """It has gone, or is no longer wanted."""

    code = "already_gone"


@transaction.atomic(durable=True)
def hold_messages(*, stage_ids: Sequence[int], hold: bool, by: User, now: datetime) -> None:
    """
    Hold what is planned, or let it go again. What is still held when its moment comes is not sent, ever.

    :raises AlreadyGone: if none of it is still to come, or it is about calls that the person may not see
    """
    stages = CallbackStage.objects.waiting().filter(pk__in=stage_ids)
    visible = Callback.objects.visible_to(by).filter(pk__in=stages.values("promise__callback"))
    rows = Callback.objects.filter(pk__in=visible.values("pk")).order_by("pk")
    locked = list(rows.select_for_update(no_key=True))
    found = stages.filter(promise__callback__in=locked)
    kinds = dict(found.values_list("promise__callback_id", "kind"))
    if not found.update(held_by=by if hold else None):
        raise AlreadyGone("That message has gone meanwhile, or is no longer wanted.")
    for callback in locked:
        journal.record(
            subject=callback,
            event="callback.message_held" if hold else "callback.message_let_go",
            by=by,
            at=now,
            matter=callback.matter_id,
            party=callback.caller_id,
            kind=kinds[callback.pk],
        )
