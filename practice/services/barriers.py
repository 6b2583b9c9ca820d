"""Walls around a matter. Journalled with neither matter nor party, so that no timeline tells of them (decisions 24)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from practice import journal, receipts
from practice.errors import Refusal, WorldMoved
from practice.models import Barrier, BarrierPerson, BrokenGlass, Matter, OpenTo, User, WallSide
from practice.office import local_date
from practice.permissions import Permission
from practice.receipts import FormKey
from practice.services.tasks import give_task, settle_tasks


class NotTheirBarrier(Refusal):
    """Barriers are kept by compliance, and never by those they concern."""

    code = "not_their_barrier"


class BothSides(Refusal):
    """Nobody is inside and outside."""

    code = "both_sides_of_a_barrier"


class FeeEarnerNotInside(Refusal):
    """Whoever does the work must see it."""

    code = "fee_earner_not_inside"


class NobodyNamed(Refusal):
    """A barrier that stops nobody is none."""

    code = "barrier_stops_nobody"


class SelfLetIn(Refusal):
    """Compliance do not let themselves in: they look in for a while, and somebody is told."""

    code = "self_let_in"


class ReviewInThePast(Refusal):
    """A barrier is reviewed on a day that is still to come."""

    code = "barrier_review_in_the_past"


class ReasonNeeded(Refusal):
    """The reason is kept for good."""

    code = "barrier_reason_missing"


class BarrierMoved(WorldMoved):
    """Somebody else raised, changed or ended the barrier since the page was opened."""

    code = "barrier_moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class BarrierFacts:
    """What a barrier says."""

    open_to: OpenTo
    inside: Collection[User]
    outside: Collection[User]
    reason: str
    review_on: date
    measures: str = ""


@transaction.atomic
def raise_barrier(
    *, matter_id: int, facts: BarrierFacts, by: User, now: datetime, form_key: FormKey | None = None
) -> Barrier:
    """
    Put a wall around a matter. From this moment nobody whom it keeps out finds anything of it.

    A glass that somebody outside has broken is shut. What those kept out had still to do is for the caller, in whose
    transaction this may run.

    :raises NotTheirBarrier: if ``by`` does not keep barriers, does the work, or is put outside
    :raises BothSides, FeeEarnerNotInside, NobodyNamed, ReasonNeeded, ReviewInThePast: if it can't be right
    :raises BarrierMoved: if one stands already
    """
    if (before := receipts.earlier(form_key, Barrier)) is not None:
        return before
    matter = _locked(matter_id, by)
    if Barrier.objects.standing().filter(matter=matter).exists():
        raise BarrierMoved("A barrier stands around this matter since you opened the page. Change that one.")
    _check(facts, matter, inside_before=frozenset(), by=by, now=now)
    made = _stand(matter, facts, was_restricted=matter.is_restricted, by=by, now=now)
    journal.record(subject=made, event="barrier.raised", by=by, at=now, says=_as_facts(made, facts))
    receipts.keep(form_key, made, at=now)
    return made


@transaction.atomic
def change_barrier(
    *, barrier_id: int, facts: BarrierFacts, by: User, now: datetime, form_key: FormKey | None = None
) -> Barrier:
    """
    End one setting of a barrier and begin the next in the same moment; both stay on record.

    :raises SelfLetIn: if ``by`` would let themselves inside
    :raises BarrierMoved: if it is not the one that stands
    """
    if (before := receipts.earlier(form_key, Barrier)) is not None:
        return before
    old = _standing(barrier_id, by)
    inside = frozenset(old.people.filter(side=WallSide.INSIDE).values_list("user_id", flat=True))
    _check(facts, old.matter, inside_before=inside, by=by, now=now)
    old.ended_at, old.ended_by, old.ended_because = now, by, "Changed"
    old.save(update_fields=["ended_at", "ended_by", "ended_because"])
    made = _stand(old.matter, facts, was_restricted=old.was_restricted, by=by, now=now)
    Barrier.objects.filter(pk=old.pk).update(followed_by=made)
    settle_tasks(prefix=f"barrier:{old.pk}:", by=by, now=now)
    journal.record(subject=made, event="barrier.changed", by=by, at=now, instead_of=old.pk, says=_as_facts(made, facts))
    receipts.keep(form_key, made, at=now)
    return made


@transaction.atomic(durable=True)
def end_barrier(*, barrier_id: int, because: str, by: User, now: datetime) -> Barrier:
    """
    Take a barrier down. The matter is as restricted as it was before the first of its barriers.

    :raises ReasonNeeded: without a reason
    :raises BarrierMoved: if it has ended or changed meanwhile
    """
    old = _standing(barrier_id, by)
    if not because.strip():
        raise ReasonNeeded("Say why it is no longer needed. The reason is kept for good.")
    old.ended_at, old.ended_by, old.ended_because = now, by, because.strip()
    old.save(update_fields=["ended_at", "ended_by", "ended_because"])
    Matter.objects.filter(pk=old.matter_id).update(is_restricted=old.was_restricted)
    settle_tasks(prefix=f"barrier:{old.pk}:", by=by, now=now)
    journal.record(subject=old, event="barrier.ended", by=by, at=now, matter_number=old.matter_id, because=because)
    return old


def _locked(matter_id: int, by: User) -> Matter:
    if not by.may(Permission.BARRIER_KEEP):
        raise NotTheirBarrier("Barriers are kept by compliance.")
    matter = (
        Matter.objects.select_for_update(no_key=True, of=("self",))
        .select_related("department__office", "fee_earner")
        .get(pk=matter_id)
    )
    if by.pk in matter.worker_ids():
        raise NotTheirBarrier("You work on this matter. Ask another compliance officer.")
    if Matter.objects.outside_of(by).filter(pk=matter_id).exists():
        raise NotTheirBarrier("Ask another compliance officer.")
    return matter


def _standing(barrier_id: int, by: User) -> Barrier:
    """Lock the matter, then read the barrier: whoever waited finds what the first one made of it."""
    matter = _locked(Barrier.objects.values_list("matter_id", flat=True).get(pk=barrier_id), by)
    barrier = Barrier.objects.get(pk=barrier_id)
    if barrier.ended_at is not None:
        raise BarrierMoved("Somebody has changed or ended this barrier since you opened the page. Read it again.")
    barrier.matter = matter
    return barrier


def _check(facts: BarrierFacts, matter: Matter, *, inside_before: frozenset[int], by: User, now: datetime) -> None:
    inside, outside = {user.pk for user in facts.inside}, {user.pk for user in facts.outside}
    if both := sorted(user.name for user in facts.inside if user.pk in outside):
        raise BothSides(f"{both[0]} cannot be inside and outside.")
    if facts.open_to == OpenTo.INSIDE and not inside or facts.open_to == OpenTo.ALL_BUT_OUTSIDE and not outside:
        raise NobodyNamed("Name the people inside, or those it keeps outside.")
    needs_inside = facts.open_to == OpenTo.INSIDE and matter.fee_earner_id not in inside
    if needs_inside or matter.fee_earner_id in outside:
        raise FeeEarnerNotInside(f"{matter.fee_earner.name} does the work and must be inside.")
    if by.pk in outside:
        raise NotTheirBarrier("You would be outside. Ask another compliance officer.")
    if by.pk in inside - inside_before:
        raise SelfLetIn("You cannot let yourself in. Ask another compliance officer, or break the glass.")
    if not facts.reason.strip():
        raise ReasonNeeded("Say why. The reason is kept for good.")
    if facts.review_on <= local_date(matter.department.office, now):
        raise ReviewInThePast("Choose a day for the review that is still to come.")


def _stand(matter: Matter, facts: BarrierFacts, *, was_restricted: bool, by: User, now: datetime) -> Barrier:
    made = Barrier.objects.create(
        matter=matter,
        open_to=facts.open_to,
        reason=facts.reason.strip(),
        measures=facts.measures.strip(),
        was_restricted=was_restricted,
        set_by=by,
        set_at=now,
        review_on=facts.review_on,
    )
    sides = [*((user, WallSide.INSIDE) for user in facts.inside), *((user, WallSide.OUTSIDE) for user in facts.outside)]
    BarrierPerson.objects.bulk_create(BarrierPerson(barrier=made, user=user, side=side) for user, side in sides)
    matter.is_restricted = True
    matter.save(update_fields=["is_restricted"])
    BrokenGlass.objects.filter(matter=matter, user__in=facts.outside, closed_at=None).update(closed_at=now)
    give_task(
        key=f"barrier:{made.pk}:review",
        owner=by,
        title=f"Review the information barrier on {matter.reference_or_stage}",
        url=reverse("matter_barrier", args=[matter.pk]),
        due_on=made.review_on,
        now=now,
        matter=matter,
    )
    return made


def _as_facts(barrier: Barrier, facts: BarrierFacts) -> dict[str, object]:
    return {
        "matter_number": barrier.matter_id,
        "open_to": facts.open_to,
        "inside": sorted(user.name for user in facts.inside),
        "outside": sorted(user.name for user in facts.outside),
        "reason": facts.reason.strip(),
        "measures": facts.measures.strip(),
        "review_on": facts.review_on.isoformat(),
    }
