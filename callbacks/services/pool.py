"""Calls that fall to the team: whoever takes one first makes it (domain D09)."""

from datetime import datetime

from django.db import transaction

from callbacks.models import Callback, DiaryEntry, EntryState
from callbacks.services.diary import give
from callbacks.services.running import lock_callback
from callbacks.team import fallen, helpers_for
from practice.errors import WorldMoved
from practice.models import User


class NotWithTheTeam(WorldMoved):
    """Somebody has taken or made it meanwhile, or it never fell to this person."""

    code = "not_with_the_team"


@transaction.atomic(durable=True)
def take_from_team(*, callback_id: int, instead_of_id: int, by: User, now: datetime) -> Callback:
    """
    Make a colleague's call one's own, whose time has passed untried; the promise that passed stays theirs.

    ``instead_of_id``: whose call it was when the page was drawn.

    :raises NotWithTheTeam: if it is not theirs any more, or was never this person's to take
    """
    callback = lock_callback(callback_id)
    if callback.adviser_id != instead_of_id:
        raise NotWithTheTeam(f"{callback.adviser.name} has taken this call already.")
    if not fallen(now).filter(callback=callback).exists():
        raise NotWithTheTeam("This call is not waiting for the team any more.")
    if all(person != by for person, _ in helpers_for(callback.adviser, callback.matter)):
        raise NotWithTheTeam("This call is with another team.")
    DiaryEntry.objects.filter(callback=callback, state=EntryState.BOOKED).update(
        state=EntryState.RELEASED, callback=None
    )
    give(callback, by, by=by, now=now)
    return callback
