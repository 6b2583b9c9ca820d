"""What keeps the automatic acknowledgement from going (decision 3)."""

from typing import Self

from django.db import models

from complaints.models.complaint import Complaint
from complaints.models.words import HoldReason
from practice.models import User


class HoldQuerySet(models.QuerySet["Hold"]):
    def in_force(self) -> Self:
        return self.filter(released_at=None)


class Hold(models.Model):
    """One reason set by a person, or by the logging of a likely duplicate; other reasons are read from the records."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=16, choices=HoldReason.choices)
    note = models.CharField(max_length=200, blank=True)
    set_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    set_at = models.DateTimeField()
    released_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "reason"],
                condition=models.Q(released_at=None),
                name="complaints_one_hold_of_a_reason",
            ),
            models.CheckConstraint(condition=models.Q(reason__in=HoldReason.values), name="complaints_known_hold"),
            models.CheckConstraint(
                condition=models.Q(released_at=None, released_by=None)
                | models.Q(released_at__isnull=False, released_by__isnull=False),
                name="complaints_release_says_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint}: {self.get_reason_display()}"
