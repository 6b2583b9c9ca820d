"""Looking over a wall: compliance, for a reason, for a while, and somebody else is told. And who was turned away."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from practice import journal
from practice.errors import Refusal, WorldMoved
from practice.models import Barrier, BrokenGlass, Matter, User, WallSide
from practice.permissions import Permission, Role
from practice.services.barriers import NotTheirBarrier, ReasonNeeded

LONGEST_LOOK = timedelta(hours=4)


class NobodyToTell(Refusal):
    """A glass is never broken unseen."""

    code = "nobody_to_tell"


class LookTooLong(Refusal):
    """A look ends by itself, and soon."""

    code = "look_too_long"


class NotRestricted(WorldMoved):
    """There is no wall left to look over."""

    code = "not_restricted"


def break_glass(*, matter_id: int, reason: str, lasts: timedelta, by: User, now: datetime) -> BrokenGlass:
    """
    Let compliance see one restricted matter for a while, in the caller's transaction; the caller alerts `told`.

    :raises NotTheirBarrier: if ``by`` does not keep barriers, or stands outside this one
    :raises NotRestricted: if everybody may see it
    :raises ReasonNeeded, LookTooLong: if it can't be right
    :raises NobodyToTell: if there is no other compliance officer and no managing partner to alert
    """
    if not by.may(Permission.BARRIER_KEEP) or Matter.objects.outside_of(by).filter(pk=matter_id).exists():
        raise NotTheirBarrier("Ask another compliance officer.")
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    if not matter.is_restricted:
        raise NotRestricted("This matter is not restricted any more. Open it.")
    if not reason.strip():
        raise ReasonNeeded("Say why. The reason is kept for good.")
    if not timedelta(0) < lasts <= LONGEST_LOOK:
        raise LookTooLong("Four hours at most.")
    told = _who_is_told(matter, by)
    if told is None:
        raise NobodyToTell("There is no other compliance officer and no managing partner who could be told.")
    made = BrokenGlass.objects.create(
        matter=matter, user=by, reason=reason.strip(), opened_at=now, expires_at=now + lasts, told=told
    )
    journal.record(
        subject=made,
        event="glass.broken",
        by=by,
        at=now,
        matter_number=matter.pk,
        reason=reason.strip(),
        until=made.expires_at.isoformat(),
        told=told.name,
    )
    return made


def _who_is_told(matter: Matter, by: User) -> User | None:
    outside = Barrier.objects.standing().filter(matter=matter, people__side=WallSide.OUTSIDE).values("people__user")
    for role in (Role.COMPLIANCE, Role.MANAGING_PARTNER):
        others = User.objects.with_role(role).exclude(pk=by.pk).exclude(pk__in=outside)
        if (found := others.order_by("pk").first()) is not None:
            return found
    return None


@transaction.atomic(durable=True)
def close_glass(*, glass_id: int, by: User, now: datetime) -> BrokenGlass:
    """End one's own look before its time; doing it twice changes nothing."""
    glass = BrokenGlass.objects.select_for_update(no_key=True).get(pk=glass_id, user=by)
    if glass.closed_at is None and glass.expires_at > now:
        glass.closed_at = now
        glass.save(update_fields=["closed_at"])
        journal.record(subject=glass, event="glass.closed", by=by, at=now, matter_number=glass.matter_id)
    return glass


@transaction.atomic(durable=True)
def note_refused(*, matter_ids: Collection[int], page: str, by: User, now: datetime) -> None:
    """
    Leave a line about somebody who was at a page of a restricted matter and found nothing there.

    It has neither matter nor party: compliance read it on the barrier's page, the person never.
    """
    journal.record_all(
        journal.entry(subject=matter, event="barrier.refused", by=by, at=now, page=page)
        for matter in Matter.objects.filter(pk__in=matter_ids).order_by("pk")
    )
