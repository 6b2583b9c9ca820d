"""A client care letter that went before letters were written here: recorded, and the record taken back."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from engagement.models import Letter
from engagement.rules.earlier import WrittenHere, check_days
from engagement.services.cost_warnings import look_again
from practice import journal
from practice.models import EarlierLetter, Matter, User
from practice.office import local_date
from practice.services.tasks import reopen_task, settle_tasks
from practice.uploads import Upload, keep_bytes


@transaction.atomic(durable=True)
def record_earlier_letter(
    *,
    matter_id: int,
    sent_on: date,
    accepted_on: date | None,
    words: str,
    estimate: Decimal | None = None,
    file: Upload | None,
    by: User,
    now: datetime,
) -> EarlierLetter:
    """
    Record that the letter of a matter went otherwise: it is owed no more. Recorded again, the last word counts.

    :raises NoSuchDay: for a day ahead, or acceptance before it went
    :raises WrittenHere: if a letter of the matter is written here
    """
    matter = _locked(matter_id)
    today = local_date(matter.department.office, now)
    check_days(sent_on, accepted_on, today=today)
    kept = {"sha256": keep_bytes(file), "file_name": file.file_name} if file else {}
    recorded, _ = EarlierLetter.objects.update_or_create(
        matter=matter,
        defaults={
            "sent_on": sent_on,
            "accepted_on": accepted_on,
            "words": words,
            "estimate": estimate,
            "recorded_at": now,
            "recorded_by": by,
            **kept,
        },
    )
    settle_tasks(prefix=f"matter:{matter_id}:letter", by=by, now=now)
    journal.record(
        subject=matter,
        event="letter.recorded",
        by=by,
        at=now,
        matter=matter,
        sent_on=sent_on.isoformat(),
        accepted_on=accepted_on.isoformat() if accepted_on else None,
        words=words,
        estimate=str(estimate) if estimate is not None else None,
        sha256=recorded.sha256,
    )
    matter.earlier_letter = recorded
    look_again(matter, today=today, now=now)
    return recorded


@transaction.atomic(durable=True)
def drop_earlier_letter(*, matter_id: int, by: User, now: datetime) -> None:
    """
    Take back what was recorded by mistake; a second time changes nothing.

    :raises WrittenHere: if a letter of the matter is written here since
    """
    matter = _locked(matter_id)
    dropped, _ = EarlierLetter.objects.filter(matter=matter).delete()
    if dropped:
        reopen_task(key=f"matter:{matter_id}:letter")
        look_again(matter, today=local_date(matter.department.office, now), now=now)
        journal.record(subject=matter, event="letter.record_dropped", by=by, at=now, matter=matter)


def _locked(matter_id: int) -> Matter:
    """Lock the matter behind which every deed about its letter waits."""
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    if Letter.objects.filter(matter=matter).exists():
        raise WrittenHere("A letter of this matter is written here, and that one counts. Look at it below.")
    return matter
