"""Whom to tell about a promised call: never somebody whom a barrier keeps from its matter."""

from callbacks.models import Promise
from practice.models import Matter, User


def owner_of(promise: Promise) -> User:
    """Return who has the call to make: the adviser, or the fee earner if a barrier keeps the adviser out."""
    matter = promise.callback.matter
    return matter.fee_earner if matter and is_kept_from(promise.adviser, matter) else promise.adviser


def supervisor_of(promise: Promise) -> User | None:
    """Return who looks after the person who rings: of a matter its supervisor, else the head; never that person."""
    matter, department = promise.callback.matter, promise.adviser.department
    who = matter.supervisor if matter else None
    if who is None and not (matter and matter.is_restricted):
        who = department.head if department else None
    if who is None or who == promise.adviser or (matter and is_kept_from(who, matter)):
        return None
    return who


def is_kept_from(person: User, matter: Matter) -> bool:
    """Ask only of restricted matters, which are few: a batch has no query more for the others."""
    return matter.is_restricted and Matter.objects.walled_from(person).filter(pk=matter.pk).exists()
