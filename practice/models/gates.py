"""The gates of a matter, which must open before work goes on (decisions B10)."""

from datetime import datetime
from typing import Self

from django.db import models

from practice.models.matters import Matter
from practice.models.people import User


class GateKind(models.TextChoices):
    CONFLICT = "conflict", "Conflict check"
    IDENTITY = "identity", "Identity"
    INTERVIEW = "interview", "First meeting"
    LETTER = "letter", "Client care letter"
    ACCEPTANCE = "acceptance", "Acceptance"


class GateState(models.TextChoices):
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    OVERRIDDEN = "overridden", "Overridden"


class GateQuerySet(models.QuerySet["Gate"]):
    def latest_of_each_kind(self) -> Self:
        """
        Return the rows that count, one a kind, of the gates of one matter: those written last.

        Not those with the latest time: a deed reads the clock before it waits for the matter's lock, so what was
        written last may carry the earlier time.
        """
        return self.order_by("kind", "-pk").distinct("kind")

    def latest_of_each_matter(self) -> Self:
        """Return the row that counts of each matter; of gates of one kind."""
        return self.order_by("matter", "-pk").distinct("matter")

    def calling_for_a_check(self) -> Self:
        """Return the rows that shut a conflict gate for a name nobody has searched yet; a later row answers them."""
        later = self.model._default_manager.filter(
            matter=models.OuterRef("matter"), kind=GateKind.CONFLICT, pk__gt=models.OuterRef("pk")
        )
        return self.filter(kind=GateKind.CONFLICT, calls_for_check=True).exclude(models.Exists(later))


class Gate(models.Model):
    """
    One setting of one gate. Rows are never updated: the latest of a kind counts.

    Set by a service of the feature that owns the fact, inside that deed's transaction.
    """

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="gates")
    kind = models.CharField(max_length=12, choices=GateKind.choices)
    state = models.CharField(max_length=10, choices=GateState.choices)
    because = models.CharField(max_length=200)
    set_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    second_person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    set_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    calls_for_check = models.BooleanField(default=False, help_text="Shut for something that is to be searched.")

    objects = GateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=GateKind.values), name="practice_gate_known_kind"),
            models.CheckConstraint(condition=models.Q(state__in=GateState.values), name="practice_gate_known_state"),
            models.CheckConstraint(
                condition=~models.Q(state="overridden") | models.Q(second_person__isnull=False),
                name="practice_override_has_a_second_person",
            ),
        ]
        indexes = [
            models.Index(fields=["matter", "kind", "-set_at"], name="practice_latest_gate"),
            models.Index(
                fields=["matter"], condition=models.Q(calls_for_check=True), name="practice_gate_calls_for_check"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_state_display().lower()}"

    def is_open_at(self, now: datetime) -> bool:
        """Say if this row lets work through at that moment; an override does until it ends."""
        return self.state != GateState.CLOSED and (self.valid_until is None or now < self.valid_until)
