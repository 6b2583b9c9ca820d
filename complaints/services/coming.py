"""What will be written about complaints, if nobody does anything before: the sweep's own code, nothing saved."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse

from complaints.models import Complaint, Deadline, DeadlineStage, LetterCode
from complaints.rules import DeadlineKind, Step, plan, settled_by
from complaints.services import deciding, issuing, net
from complaints.services.outlook import Forecast, forecasts, verdict
from complaints.services.people import Circle
from outbox.coming import FATES, About, Coming, Fate
from outbox.models import Channel, MessageState
from practice.models import Outcome, User

_ON_ITS_WAY = (MessageState.PENDING, MessageState.SENDING)


@dataclass
class _Reading:
    """What is known while the stages are read in the order in which they come due."""

    now: datetime
    circle: Circle
    nets: dict[int, Forecast]
    last: dict[tuple[int, datetime], int]
    settled_at: dict[tuple[int, str], datetime] = field(default_factory=dict)

    def at(self, stage: DeadlineStage) -> datetime:
        return max(stage.fire_at, self.now)

    def has_left(self, stage: DeadlineStage) -> bool:
        """Say if a letter that leaves by itself will have settled the deadline by then."""
        deadline = stage.deadline
        left_at = self.settled_at.get((deadline.complaint_id, deadline.kind))
        message = deadline.response.message if deadline.response else None
        if message is not None and message.channel == Channel.EMAIL and message.state in _ON_ITS_WAY:
            left_at = max(message.next_attempt_at, self.now)
        return left_at is not None and left_at < self.at(stage)


def messages_to_come(*, reader: User, now: datetime, until: datetime) -> list[Coming]:
    """
    Return what the sweeps will queue until then about complaints that this person may read in full (decisions 5).

    What follows a missed day is listed as spared where the letter that settles it leaves by itself before.
    """
    visible = Complaint.objects.visible_to(reader).values("pk")
    rows = DeadlineStage.objects.due(until).filter(deadline__complaint__in=visible)
    stages = list(deciding.with_all_it_takes(rows))
    if not stages:
        return []
    with_net = {stage.deadline.complaint_id: stage.deadline.complaint for stage in stages if _is_net(stage)}
    reading = _Reading(
        now=now,
        circle=Circle.load(),
        nets=forecasts(list(with_net.values()), now=now) if with_net else {},
        last=_last_of_each_moment(stages, now),
    )
    return [one for stage in sorted(stages, key=_in_sweeping_order) for one in _messages(stage, reading)]


def _is_net(stage: DeadlineStage) -> bool:
    return stage.kind == plan.SAFETY_NET


def _in_sweeping_order(stage: DeadlineStage) -> tuple[datetime, bool, int]:
    """A sweep marks first and hands the letters on afterwards."""
    return stage.fire_at, _is_net(stage), stage.pk


def _last_of_each_moment(stages: list[DeadlineStage], now: datetime) -> dict[tuple[int, datetime], int]:
    """Return which warning of a deadline is told where several fall together: deadline and moment -> stage."""
    moments: dict[datetime, list[DeadlineStage]] = {}
    for stage in stages:
        moments.setdefault(max(stage.fire_at, now), []).append(stage)
    return {
        (deadline, moment): pk
        for moment, together in moments.items()
        for deadline, pk in deciding.last_warnings(together).items()
    }


def _messages(stage: DeadlineStage, reading: _Reading) -> Iterator[Coming]:
    if _is_net(stage):
        yield from _net(stage, reading)
        return
    at, holder = reading.at(stage), stage.held_by
    last = reading.last.get((stage.deadline_id, at))
    stage.held_by = None  # what it would say if nobody held it
    try:
        firing = deciding.decide(stage, reading.circle, last_warning=None if holder else last, now=at)
    except LookupError:
        return  # a kind that nobody knows is left by the sweep too, and health says that it is late
    fate, because = Fate.GOES, ""
    if holder is not None:
        fate, because = Fate.HELD, f"by {holder}"
    elif reading.has_left(stage):
        fate, because = Fate.SPARED, "only if the letter before it does not leave"
    for key, notice in firing.notices():
        yield Coming.of(
            notice,
            key=key,
            at=at,
            kind=stage.kind,
            words=f"Complaint: {stage.label}",
            about=[_about(stage.deadline)],
            fate=fate,
            because=because,
        )


def _net(stage: DeadlineStage, reading: _Reading) -> Iterator[Coming]:
    """Give the automatic acknowledgement, and what handler and compliance are told of it."""
    deadline, at = stage.deadline, reading.at(stage)
    complaint = deadline.complaint
    forecast = reading.nets[complaint.pk]
    person_has_written = deadline.response is not None and not deadline.response.is_undelivered
    outcome, because = verdict(stage, deadline, forecast, person_has_written=person_has_written, now=at)
    if outcome not in FATES:
        return
    fate = FATES[outcome]
    yield Coming(
        key=issuing.letter_key(complaint, LetterCode.L1_A, 1),
        at=at,
        kind=stage.kind,
        words="Automatic acknowledgement of a complaint",
        message_kind=issuing.LETTER_KIND,
        subject=issuing.letter_subject(complaint),
        to_name=complaint.complainant_name,
        to_address=forecast.address.to if forecast.address else "",
        about=(_about(deadline),),
        fate=fate,
        because="" if fate in (Fate.GOES, Fate.REHEARSED) else because,
    )
    if outcome == Outcome.FIRED:
        for kind in settled_by(Step.ACKNOWLEDGE):
            reading.settled_at[complaint.pk, kind] = at
    if outcome not in (Outcome.FIRED, Outcome.HELD, Outcome.UNSAFE_CHANNEL):
        return
    for user in net.told_of_net(complaint, reading.circle, deciding.involvement_of(complaint)):
        key, notice = net.net_notice(complaint, deadline, user, what="")
        yield Coming.of(
            notice,
            key=key,
            at=at,
            kind="net_told",
            words="What became of the automatic acknowledgement",
            about=[_about(deadline)],
        )


def _about(deadline: Deadline) -> About:
    complaint = deadline.complaint
    kind = DeadlineKind(deadline.kind).label
    return About(text=f"{complaint.reference}, {kind}", url=reverse("complaints:detail", args=[complaint.reference]))
