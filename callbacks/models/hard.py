"""Calls that were hard on whoever took them, and what the desk is told about callers (domain D14)."""

from typing import Self

from django.db import models

from practice.models import Party, User


class Manner(models.TextChoices):
    """How a caller was, in one word."""

    IMPATIENT = "impatient", "Impatient"
    ABUSIVE = "abusive", "Abusive"
    THREATENING = "threatening", "Threatening"
    VULNERABLE = "vulnerable", "Vulnerable"


class HardCallQuerySet(models.QuerySet["HardCall"]):
    def visible_to(self, user: User) -> Self:
        """Only whoever took the call, and the supervisor who was told."""
        return (
            self.filter(models.Q(by=user) | models.Q(told=user))
            .exclude(caller__in=Party.objects.walled_from(user))
            .select_related("by", "told", "caller")
            .order_by("-at", "-pk")
        )


class HardCall(models.Model):
    """What was said to somebody at the desk, and what they hand over with it."""

    caller = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    caller_name = models.CharField(max_length=200)
    manner = models.CharField(max_length=12, choices=Manner.choices)
    said = models.TextField(help_text="The words, as they were said.")
    handed_over = models.TextField(blank=True, help_text="What was done, and what the next person should know.")
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    told = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = HardCallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(manner__in=Manner.values), name="callbacks_hard_call_known_manner"
            ),
            models.CheckConstraint(
                condition=models.Q(at__lte=models.F("recorded_at")), name="callbacks_hard_call_before_recorded"
            ),
        ]

    def __str__(self) -> str:
        return f"Hard call {self.pk}"


class CallerFlag(models.Model):
    """What the desk is told about a caller before anything else; set by a supervisor, looked at again by a day."""

    party = models.OneToOneField(Party, models.PROTECT, related_name="caller_flag")
    manner = models.CharField(max_length=12, choices=Manner.choices)
    instruction = models.CharField(max_length=300)
    review_on = models.DateField()
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(manner__in=Manner.values) & ~models.Q(instruction=""),
                name="callbacks_flag_says_what_to_do",
            ),
        ]

    def __str__(self) -> str:
        return f"Flag {self.pk}"
