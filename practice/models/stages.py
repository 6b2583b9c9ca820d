"""Planned stages: everything that will happen by itself is a row first (decisions B8)."""

from datetime import datetime
from typing import Any, Self

from django.db import models

from practice.calendar import LatePolicy


class Outcome(models.TextChoices):
    """How a planned stage ended. Silence is never an outcome."""

    FIRED = "fired", "Done"
    WITHDRAWN = "withdrawn", "No longer wanted"
    TOO_LATE = "too_late", "Too late to be of use"
    HELD = "held", "Held by a person"
    UNSAFE_CHANNEL = "unsafe_channel", "No safe way to reach the person"
    SETTLED = "settled", "Already settled"
    REHEARSED = "rehearsed", "Would have gone: rehearsal"
    SWITCHED_OFF = "switched_off", "Switched off"


class StageQuerySet(models.QuerySet[Any]):
    def waiting(self) -> Self:
        return self.filter(outcome="")

    def due(self, now: datetime) -> Self:
        """No lower bound on lateness: a sweep that missed a run catches up."""
        return self.waiting().filter(fire_at__lte=now).order_by("fire_at", "pk")


class Stage(models.Model):
    """A thing that is to happen at `fire_at`, once, or a record of why it did not."""

    kind = models.CharField(max_length=40)
    occurrence = models.PositiveIntegerField(default=1)
    fire_at = models.DateTimeField()
    late_policy = models.CharField(max_length=12, choices=LatePolicy.choices)
    held_by = models.ForeignKey("practice.User", models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    because = models.CharField(max_length=200, blank=True)
    fired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.kind} at {self.fire_at:%Y-%m-%d %H:%M}Z"
