"""When somebody is disturbed although they asked not to be: who allowed it, and why (domain D05)."""

from django.db import models

from practice.models import User


class UrgentReason(models.TextChoices):
    """Why a call cannot wait (domain 5.3)."""

    DEADLINE = "deadline", "A deadline today"
    COMPLETION = "completion", "Completion is today"
    VULNERABLE = "vulnerable", "The caller is vulnerable"
    SAFETY = "safety", "Somebody is in danger"
    CUSTODY = "custody", "Somebody is in custody"


class Override(models.Model):
    """One question of the desk to a named approver, with the answer. Nothing in it is told to a caller."""

    adviser = models.ForeignKey(User, models.PROTECT, related_name="overrides", help_text="Who is not to be disturbed.")
    approver = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=10, choices=UrgentReason.choices)
    is_allowed = models.BooleanField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+", help_text="Who asked.")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reason__in=UrgentReason.values), name="callbacks_override_known_reason"
            ),
            models.CheckConstraint(
                condition=~models.Q(approver=models.F("by")), name="callbacks_override_by_somebody_else"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.approver} about {self.adviser}, {self.at:%Y-%m-%d %H:%M}Z"
