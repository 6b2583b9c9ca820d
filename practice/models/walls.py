"""Who stands behind which wall: the questions that every list and page asks for the person before it."""

from django.db import models

from practice.models.asked import Numbers
from practice.models.barriers import Barrier, BrokenGlass, WallSide
from practice.models.people import User


def behind_a_barrier(user: User) -> Numbers:
    return Barrier.objects.standing().values("matter")


def shut_to(user: User) -> Numbers:
    return Barrier.objects.keeping_out(user).values("matter")


def outside_of(user: User) -> Numbers:
    return Barrier.objects.standing().naming(user, WallSide.OUTSIDE).values("matter")


def looked_into_by(user: User) -> Numbers:
    """Return matters whose glass this person has broken, until it is whole again."""
    return BrokenGlass.objects.open_for(user).values("matter")


def belonging_to(user: User) -> Numbers:
    from practice.models.matters import MatterMember  # task leaf: the two modules know each other

    return MatterMember.objects.filter(user=user).values("matter")


def parties_kept_from(user: User) -> Numbers:
    """Return who is known only through restricted matters that this person may not see."""
    from practice.models.matters import Matter  # task leaf: the two modules know each other

    unseen = Matter.objects.filter(is_restricted=True).exclude(pk__in=Matter.objects.visible_to(user).values("pk"))
    return _known_only_through(unseen, user)


def parties_walled_from(user: User) -> Numbers:
    from practice.models.matters import Matter  # task leaf: the two modules know each other

    return _with_merged(_known_only_through(Matter.objects.walled_from(user), user))


def parties_outside_of(user: User) -> Numbers:
    from practice.models.matters import Matter  # task leaf: the two modules know each other

    return _with_merged(_known_only_through(Matter.objects.outside_of(user), user))


def _known_only_through(matters: Numbers, user: User) -> Numbers:
    """Return who has a part in these matters and none in one the user sees: few rows, however many parties."""
    from practice.models.matters import Matter, MatterParty  # task leaf: the two modules know each other

    seen = MatterParty.objects.filter(party=models.OuterRef("party"), matter__in=Matter.objects.visible_to(user))
    return MatterParty.objects.filter(matter__in=matters).exclude(models.Exists(seen)).values("party")


def _with_merged(known: Numbers) -> Numbers:
    """Add whoever was merged into one of these: a record of before the merge hangs on the same walls."""
    from practice.models.parties import Party  # task leaf: the two modules know each other

    return known.union(Party.objects.filter(merged_into__in=known).values("pk"))
