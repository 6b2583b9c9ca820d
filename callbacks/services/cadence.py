"""When who is reminded of promised calls: set by the firm, for promises made from then on (domain 5.7)."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from callbacks.models import CadenceVersion
from callbacks.presets import reminder_preset
from callbacks.rules import with_settings
from practice import journal, receipts
from practice.errors import WorldMoved
from practice.models import User
from practice.receipts import FormKey


class CadenceChanged(WorldMoved):
    """Somebody else has set the reminders since the page was drawn."""

    code = "cadence_changed"


@transaction.atomic(durable=True)
def set_cadence(
    *, settings: dict[str, Any], seen: int, by: User, now: datetime, form_key: FormKey | None = None
) -> CadenceVersion:
    """
    Set the reminders of promises that are made from now on; what was planned before stays as it was planned.

    ``seen``: the number of the version that the person changed, 0 for the preset.

    :raises ValueError: if the settings are none
    :raises CadenceChanged: if another version holds by now
    """
    if (before := receipts.earlier(form_key, CadenceVersion)) is not None:
        return before
    with_settings(reminder_preset(), settings)
    version = CadenceVersion(number=seen + 1, settings=settings, set_by=by, set_at=now)
    try:
        with transaction.atomic():
            version.save(force_insert=True)
    except IntegrityError as clash:
        raise CadenceChanged("Somebody has set the reminders since you opened the page. Read theirs first.") from clash
    journal.record(subject=version, event="cadence.set", by=by, at=now, number=version.number, settings=settings)
    receipts.keep(form_key, version, at=now)
    return version
