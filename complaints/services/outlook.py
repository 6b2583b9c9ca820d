"""What the safety net would do: where to, what holds it, how it would end (decisions 1 to 4). Nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import prefetch_related_objects

from complaints.letters import Address
from complaints.models import Complaint, Deadline, DeadlineStage
from complaints.rules import DeadlineStatus
from complaints.services.addresses import net_address, shared_mailboxes
from practice.calendar import LatePolicy
from practice.models import AutomaticMessage, Outcome, SendMode
from practice.office import local_date

MESSAGE_KIND = "complaint.safety_net"  # the row of AutomaticMessage that switches it


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the safety net would do now, for the page and for the deed alike."""

    address: Address | None
    held_because: tuple[str, ...]
    mode: SendMode

    @property
    def goes(self) -> bool:
        return self.address is not None and not self.held_because and self.mode == SendMode.ON


def forecast(complaint: Complaint, *, now: datetime) -> Forecast:
    """Say where the automatic acknowledgement would go now, and what keeps it back."""
    return forecasts([complaint], now=now)[complaint.pk]


def forecasts(complaints: Sequence[Complaint], *, now: datetime) -> dict[int, Forecast]:
    """Say the same for a whole board; as many queries for one as for a hundred."""
    prefetch_related_objects(list(complaints), "holds", "party__contacts", "department__office")
    row = AutomaticMessage.objects.filter(pk=MESSAGE_KIND).values_list("mode", flat=True).first()
    mode = SendMode(row or SendMode.REHEARSE)
    addresses = {one.pk: net_address(one, on=local_date(one.department.office, now)) for one in complaints}
    shared = shared_mailboxes(
        {one.pk: (address, one.party_id) for one in complaints if (address := addresses[one.pk]) is not None}
    )
    return {
        one.pk: Forecast(addresses[one.pk], tuple(_held_because(one, one.pk in shared, now)), mode)
        for one in complaints
    }


def verdict(
    stage: DeadlineStage, deadline: Deadline, plan: Forecast, *, person_has_written: bool, now: datetime
) -> tuple[Outcome, str]:
    """Say how one automatic acknowledgement would end at this moment, and why; for the deed and for the forecast."""
    if deadline.status != DeadlineStatus.RUNNING or person_has_written:
        return Outcome.SETTLED, "already acknowledged"
    late = LatePolicy(stage.late_policy)
    if not late.is_useful(now=now, starts_at=deadline.due_before, ends_at=deadline.due_before):
        return Outcome.TOO_LATE, "the day it was due is over"
    if plan.mode == SendMode.OFF:
        return Outcome.SWITCHED_OFF, "automatic acknowledgements are off"
    held = [*plan.held_because, *([f"held by {stage.held_by}"] if stage.held_by_id is not None else [])]
    if held:
        return Outcome.HELD, "; ".join(held)
    if plan.address is None:
        return Outcome.UNSAFE_CHANNEL, "no confirmed mailbox that may be used"
    if plan.mode == SendMode.REHEARSE:
        return Outcome.REHEARSED, f"would have gone to {plan.address.to}"
    return Outcome.FIRED, f"to {plan.address.to}"


def _held_because(complaint: Complaint, is_shared: bool, now: datetime) -> list[str]:
    """Return every reason of decision 3 that holds now, in words fit for the page."""
    holds = sorted((hold for hold in complaint.holds.all() if hold.released_at is None), key=lambda hold: hold.pk)
    found = [str(hold.get_reason_display()) for hold in holds]
    party = complaint.party
    if party is None:
        found.append("the complainant is not on record")
    else:
        year = now.astimezone(ZoneInfo(complaint.department.office.zone)).year
        bounced = any(point.bounced_at is not None and point.ended_on is None for point in party.contacts.all())
        facts = (
            (party.is_child(on_year=year), "the complainant may be a child"),
            (party.lacks_capacity, "the complainant lacks capacity"),
            (party.died_on is not None, "the complainant has died"),
            (party.is_represented_elsewhere, "represented by other solicitors"),
            (bounced, "the mailbox bounced before"),
        )
        found += [words for applies, words in facts if applies]
    if is_shared:
        found.append("the address is shared with somebody else")
    return list(dict.fromkeys(found))
