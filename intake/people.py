"""Who is asked: never whoever wants the work."""

from collections.abc import Collection

from intake.models import ConflictCheck, Enquiry, IntakePolicy
from intake.rules import check_second_person
from practice.models import Matter, User
from practice.permissions import Permission, Role
from practice.sole import is_sole_practitioner


def deciders(*, without: Collection[int]) -> list[User]:
    """
    Return who decides a check: a compliance officer, then the named stand-in, then managing partner and heads.

    ``without``: whoever asked and whoever would do the work. A sole practitioner is left even so (domain 4.3).
    """
    found: list[User] = []
    for role in (Role.COMPLIANCE, Role.MANAGING_PARTNER, Role.HEAD):
        for person in User.objects.with_role(role).select_related("substitute").order_by("pk"):
            found.append(person)
            if person.substitute is not None and person.substitute.is_active:
                found.append(person.substitute)
    may = [person for person in dict.fromkeys(found) if person.may(Permission.CONFLICT_DECIDE)]
    others = [person for person in may if person.pk not in without]
    return others or [person for person in may if is_sole_practitioner(person, Permission.CONFLICT_DECIDE)]


def decides_alone(check: ConflictCheck, by: User) -> bool:
    """
    Say if a sole practitioner decides on what they asked for, or would work on themselves; a query then.

    :raises SelfCleared: if there is somebody else
    """
    named = {"asked_by": check.asked_by_id, "fee_earner": check.matter.fee_earner_id}
    is_sole = by.pk in named.values() and is_sole_practitioner(by, Permission.CONFLICT_DECIDE)
    return check_second_person(by.pk, **named, is_sole=is_sole)


def who_answers(matter: Matter, *, without: Collection[int]) -> User:
    """
    Return who answers for a restricted matter: its supervisor, fee earner or assistant, else a decider.

    Behind a barrier only somebody it lets through. ``without``: whoever asked and whoever would do the work; where
    nobody else decides checks, one of them after all, so that no search fails for want of a name.
    """
    team = [
        person
        for person in User.objects.working().filter(pk__in=matter.team_ids()).exclude(pk__in=without)
        if Matter.objects.visible_to(person).filter(pk=matter.pk).exists()
    ]
    first = [matter.supervisor_id, matter.fee_earner_id, matter.assistant_id]
    people = sorted(team, key=lambda person: (first.index(person.pk) if person.pk in first else len(first), person.pk))
    return people[0] if people else (deciders(without=without) or deciders(without=()))[0]


def asked_about(enquiry: Enquiry) -> User | None:
    """Return who sees that an enquiry is answered: whoever it is for, who the policy names, a head."""
    named = enquiry.for_person
    if named is None or not named.is_active:
        row = IntakePolicy.objects.select_related("asks").first()
        named = row.asks if row else None
    if named is not None and named.is_active:
        return named
    for role in (Role.HEAD, Role.MANAGING_PARTNER, Role.SECRETARY, Role.FEE_EARNER):
        if (found := User.objects.with_role(role).order_by("pk").first()) is not None:
            return found
    return None
