"""What firm and client agreed to do next: it becomes tasks, and stands in the letter (domain A06, C04)."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models.functions import Cast, Concat

from practice.models.firm import Task
from practice.models.matters import Matter
from practice.models.people import User

_MISSING = "step_missing:"


class Side(models.TextChoices):
    US = "us", "We"
    CLIENT = "client", "The client"


class AgreedStepQuerySet(models.QuerySet["AgreedStep"]):
    def standing(self) -> Self:
        """What was agreed and not taken back, the first day first."""
        return self.filter(struck_at=None).order_by("due_on", "pk")

    def for_letter(self) -> Self:
        """What the letter asks of the client, the first day first."""
        return self.standing().filter(side=Side.CLIENT)

    def awaited(self) -> Self:
        """What a client was asked for and has not come, the first day first."""
        return self.for_letter().filter(came_at=None)

    def overdue(self, today: date) -> Self:
        """What has not come by its day on an open matter, and nobody was asked yet to ask again for."""
        key = Concat(models.Value(_MISSING), Cast("pk", models.TextField()), output_field=models.TextField())
        asked = Task.objects.filter(key=models.OuterRef("key"))
        late = self.awaited().filter(due_on__lt=today, matter__in=Matter.objects.open().values("pk"))
        return late.annotate(key=key).exclude(models.Exists(asked))


class AgreedStep(models.Model):
    """One thing that one side does next, by a day. One that was noted wrongly is struck out, never deleted."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="agreed_steps")
    side = models.CharField(max_length=6, choices=Side.choices)
    what = models.CharField(max_length=160)
    due_on = models.DateField()
    owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_in = models.CharField(max_length=60, help_text="Where: interview:7, letter:3.")
    agreed_at = models.DateTimeField()
    agreed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    struck_at = models.DateTimeField(null=True, blank=True)
    came_at = models.DateTimeField(null=True, blank=True)
    came_to = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AgreedStepQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(side__in=Side.values), name="practice_step_known_side"),
            models.CheckConstraint(
                condition=models.Q(side=Side.US, owner__isnull=False) | models.Q(side=Side.CLIENT, owner=None),
                name="practice_own_step_has_an_owner",
            ),
            models.CheckConstraint(condition=~models.Q(what=""), name="practice_step_says_what"),
            models.CheckConstraint(
                condition=models.Q(came_at=None, came_to=None)
                | models.Q(came_at__isnull=False, came_to__isnull=False, side=Side.CLIENT),
                name="practice_step_came_to_somebody",
            ),
        ]
        indexes = [models.Index(fields=["matter", "due_on"], name="practice_steps_of_matter")]

    def __str__(self) -> str:
        return self.what

    @property
    def missing_key(self) -> str:
        """The key of the task to ask again for it."""
        return f"{_MISSING}{self.pk}"
