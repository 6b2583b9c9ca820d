"""Looking again at what is known of a client while a verification stands (domain 4.4)."""

from datetime import date, datetime

from django.db import transaction

from intake.models import CddCheck, CddLook, CddStage
from intake.rules import CddState, look_again_on, still_to_come
from intake.services.cdd import lock_client, policy
from intake.services.expiry import plan_look, withdraw_stages
from practice import journal, receipts
from practice.errors import Refusal, WorldMoved
from practice.models import User
from practice.office import load_calendar
from practice.receipts import FormKey
from practice.services.tasks import settle_tasks


class NotVerifiedNow(WorldMoved):
    """Only what was verified is looked at again."""

    code = "not_verified_now"


class NothingLookedAt(Refusal):
    """A look says what was looked at."""

    code = "nothing_looked_at"


@transaction.atomic(durable=True)
def record_look(
    *,
    matter_id: int,
    party_id: int,
    words: str,
    next_on: date | None,
    by: User,
    now: datetime,
    form_key: FormKey | None = None,
) -> CddLook:
    """
    Record that what is known of a client still holds, and plan the next look; the verification stays as it is.

    ``next_on``: None for what the firm's policy has for the risk.

    :raises ClientNotOnMatter: if the party is no client of this matter
    :raises NotVerifiedNow: if there is no verification that stands
    :raises NothingLookedAt: if it says nothing; DayPassed: if the next day is not to come
    """
    if (before := receipts.earlier(form_key, CddLook)) is not None:
        return before
    matter, _ = lock_client(matter_id, party_id)
    check = CddCheck.objects.filter(matter=matter, party=party_id, state=CddState.VERIFIED).first()
    if check is None:
        raise NotVerifiedNow("The identity is not verified now. Verify it instead.")
    if not words.strip():
        raise NothingLookedAt("Say what you looked at.")
    calendar = load_calendar(matter.department.office)
    today = calendar.local_date(now)
    usual = look_again_on(today, check.risk, months=policy().months())
    check.monitor_on, check.version = still_to_come(next_on, today=today) or usual, check.version + 1
    check.save(update_fields=["monitor_on", "version"])
    withdraw_stages(check, now=now, kind=CddStage.MONITOR)
    plan_look(check, calendar=calendar)
    look = CddLook.objects.create(check_of=check, words=words.strip(), at=now, by=by)
    settle_tasks(prefix=f"identity:{check.pk}:{CddStage.MONITOR}:", by=by, now=now)
    journal.record(subject=check, event="identity.looked_at", by=by, at=now, next_on=check.monitor_on.isoformat())
    receipts.keep(form_key, look, at=now)
    return look
