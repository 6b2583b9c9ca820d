"""Whether a letter on a complaint that waits may still leave: where it goes, and what holds an automatic one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from complaints.models import Complaint, HoldReason, Response
from complaints.services.addresses import addresses
from complaints.services.common import today_of
from complaints.services.outlook import forecasts
from outbox.leaving import WRITTEN_TO
from outbox.models import Channel, Message
from practice.reach import NO_LONGER, why_not_written
from practice.services.parties import normalise_contact

_ON_ITS_PAGE = "held: the page of the complaint says why"


def hindrances(messages: Sequence[Message], *, now: datetime) -> dict[UUID, str]:
    """
    Say why letters that wait must not leave: where they go is no longer among what a person could choose now.

    Or, of an automatic one, whatever would have held it when it was queued holds it now (decision 3).
    """
    found = {}
    rows = Response.objects.filter(message__in=messages).select_related("message", "complaint__party")
    responses = list(rows.prefetch_related("complaint__party__contacts"))
    automatic = [one.complaint for one in responses if one.is_automatic]
    plans = forecasts(automatic, now=now) if automatic else {}
    for response in responses:
        assert response.message is not None, "chosen by its message"
        because = _where(response.complaint, response.message, now=now)
        if not because and response.is_automatic:
            because = _in_words(plans[response.complaint_id].held_because)
        if because:
            found[response.message.pk] = because
    return found


def _where(complaint: Complaint, message: Message, *, now: datetime) -> str:
    channel = Channel(message.channel)
    kind, on = WRITTEN_TO[channel], today_of(complaint, now)
    allowed = {normalise_contact(kind, one.to) for one in addresses(complaint, on=on) if one.channel == channel}
    if normalise_contact(kind, message.to_address) in allowed:
        return ""
    because = why_not_written(complaint.party, kind) if complaint.party else ""
    return because or NO_LONGER[kind]


def _in_words(held_because: Sequence[str]) -> str:
    """Say that it is held, to all who look after the post: why is for those alone who may read the complaint."""
    if not held_because:
        return ""
    compliance = HoldReason.COMPLIANCE.label
    return compliance.capitalize() if compliance in held_because else _ON_ITS_PAGE.capitalize()
