"""Noting what came between a client and somebody of the firm, and how it was settled (B06)."""

from datetime import date, datetime

from django.db import transaction

from practice import journal, receipts
from practice.errors import Refusal, WorldMoved
from practice.models import Grievance, Matter, Party, User
from practice.office import local_date, main_office
from practice.receipts import FormKey


class NotHappenedYet(Refusal):
    """Nothing can have happened on a day that is still to come."""

    code = "not_happened_yet"


class SettledAlready(WorldMoved):
    """Somebody else wrote how it was settled."""

    code = "settled_already"


@transaction.atomic(durable=True)
def note_grievance(
    *,
    party: Party,
    staff: User,
    matter: Matter | None,
    happened_on: date,
    words: str,
    by: User,
    now: datetime,
    form_key: FormKey | None = None,
) -> Grievance:
    """
    Keep a note for managers. The journal says that there is one, on no timeline and without a word of it.

    :raises NotHappenedYet: if the day is to come
    """
    if (before := receipts.earlier(form_key, Grievance)) is not None:
        return before
    if happened_on > local_date(main_office(), now):
        raise NotHappenedYet("That day is still to come. Enter a day up to today.")
    made = Grievance.objects.create(
        party=party, staff=staff, matter=matter, happened_on=happened_on, words=words, noted_at=now, noted_by=by
    )
    journal.record(subject=made, event="grievance.noted", by=by, at=now)
    receipts.keep(form_key, made, at=now)
    return made


@transaction.atomic(durable=True)
def settle_grievance(*, grievance_id: int, how: str, by: User, now: datetime) -> Grievance:
    """
    Write how it was settled; what happened stays as it was noted.

    :raises SettledAlready: if somebody did so first
    """
    found = Grievance.objects.select_for_update(no_key=True).get(pk=grievance_id)
    if found.settled_at is not None:
        raise SettledAlready("Somebody has written how this was settled since you opened the page.")
    found.settled_how, found.settled_at, found.settled_by = how, now, by
    found.save(update_fields=["settled_how", "settled_at", "settled_by"])
    journal.record(subject=found, event="grievance.settled", by=by, at=now)
    return found
