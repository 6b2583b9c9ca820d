"""The smallest honest call, and a person to make it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from callbacks import services
from callbacks.models import Callback
from callbacks.services import Slip
from practice.models import AutomaticMessage, SendMode, User
from practice.tests import factories

TUESDAY = datetime(2026, 11, 24, tzinfo=UTC)  # winter: the office's clock is UTC
NOON = TUESDAY + timedelta(hours=12)
TWENTY_PAST_TWO = TUESDAY + timedelta(hours=14, minutes=20)


def at(hour: int, minute: int = 0, *, day: int = 24) -> datetime:
    """A time in November 2026."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def slip(adviser: User, **facts: Any) -> Slip:
    if facts.get("urgency") == "hour":
        facts = {"urgent_because": "Deadline today", **facts}
    known = {"caller_name": "Margaret Ellison", "number": "07700 900 142", "message": "When do we exchange?", **facts}
    return Slip(for_staff=adviser, **known)


def book(
    adviser: User | None = None, *, starts_at: datetime = TWENTY_PAST_TWO, now: datetime = NOON, **facts: Any
) -> Callback:
    """Promise a call; `facts` are those of the slip, `kind` and `by` those of the deed."""
    factories.firm()
    person = adviser or factories.user()
    deed = {name: facts.pop(name) for name in ("kind", "replay", "form_key") if name in facts}
    by = facts.pop("by", None) or factories.user()
    return services.book_callback(
        slip=slip(person, **facts), adviser=person, starts_at=starts_at, by=by, now=now, **deed
    )


def let_messages_go() -> None:
    """Release every kind of message to callers, as in the demo."""
    for kind in ("callback.confirmation", "callback.reminder"):
        AutomaticMessage.objects.update_or_create(kind=kind, defaults={"mode": SendMode.ON})
