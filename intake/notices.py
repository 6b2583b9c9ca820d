"""What we tell staff about checks: reference and link, no narrative (decisions 5, 25)."""

from django.conf import settings
from django.urls import reverse

from intake.models import ConflictCheck
from outbox.services import Notice, to_staff
from practice.models import User


def _link(check: ConflictCheck) -> str:
    return settings.BASE_URL + reverse("conflict", args=[check.pk])


def urgent_check(check: ConflictCheck, person: User) -> Notice:
    """Build the notice that a check with a near key date waits, at the top of the queue."""
    return to_staff(
        person,
        kind="conflict.urgent",
        subject=f"{check.reference}: an answer is due within one working hour",
        body=f"A conflict check with a near key date waits for a decision.\n\n{_link(check)}\n",
    )


def decided(check: ConflictCheck, person: User) -> Notice:
    """Build the notice that an urgent check has its answer; which one stands on the page."""
    return to_staff(
        person,
        kind="conflict.decided",
        subject=f"{check.reference}: there is an answer",
        body=f"The conflict check you asked for has been decided.\n\n{_link(check)}\n",
    )
