"""What a client was told to expect: how long, how much, what may come of it (domain A18)."""

from datetime import date
from typing import Self

from django.db import models

from practice.models.matters import Matter, MatterStage
from practice.models.people import User
from practice.permissions import INSIDE


class ExpectationKind(models.TextChoices):
    TIMESCALE = "timescale", "How long it takes"
    COST = "cost", "What it costs"
    OUTCOME = "outcome", "What may come of it"


class ExpectationQuerySet(models.QuerySet["Expectation"]):
    def visible_to(self, user: User) -> Self:
        """What was said in confidence: for those who work on matters, and on the matters that they may see."""
        if not any(user.may(permission) for permission in INSIDE):
            return self.none()
        return self.filter(matter__in=Matter.objects.visible_to(user))

    def standing(self) -> Self:
        """Leave out what a later one stands in the place of."""
        return self.filter(replaced_by=None)

    def to_tell(self) -> Self:
        """Changes that the client has not been written to about, the oldest first."""
        return self.standing().filter(replaces__isnull=False, written_at=None).order_by("pk")

    def to_review(self, on: date) -> Self:
        """Those of live matters whose day of review has come, however long ago, and nobody was asked yet."""
        live = [MatterStage.OPEN, MatterStage.PROSPECTIVE]
        return self.standing().filter(review_on__lte=on, review_asked_at=None, matter__stage__in=live)


class Expectation(models.Model):
    """
    One thing the client expects since we said so. What it says never changes: a change is a further row.

    ``told_on``: when they were told; of a change nobody may have told them yet. ``written_at``: when an update said,
    or somebody recorded, that they were written to about a change.
    """

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="expectations")
    kind = models.CharField(max_length=12, choices=ExpectationKind.choices)
    words = models.TextField(help_text="As the client was told.")
    told_on = models.DateField(null=True, blank=True)
    told_how = models.CharField(max_length=120, blank=True)
    review_on = models.DateField()
    review_asked_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    written_at = models.DateTimeField(null=True, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ExpectationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ExpectationKind.values), name="practice_expectation_known_kind"
            ),
            models.CheckConstraint(condition=~models.Q(words=""), name="practice_expectation_says_what"),
            models.CheckConstraint(
                condition=models.Q(told_on=None, told_how="")
                | (models.Q(told_on__isnull=False) & ~models.Q(told_how="")),
                name="practice_expectation_told_says_when_and_how",
            ),
            models.CheckConstraint(
                condition=models.Q(told_on__isnull=False) | models.Q(replaces__isnull=False),
                name="practice_first_expectation_was_told",
            ),
            models.CheckConstraint(
                condition=models.Q(written_at=None, written_by=None)
                | models.Q(written_at__isnull=False, written_by__isnull=False, replaces__isnull=False),
                name="practice_expectation_written_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=models.Q(replaces=None) | ~models.Q(replaces=models.F("id")),
                name="practice_expectation_replaces_another",
            ),
        ]
        indexes = [
            models.Index(fields=["matter", "kind"], name="practice_expected_of_matter"),
            models.Index(
                fields=["review_on"],
                condition=models.Q(review_asked_at=None),
                name="practice_expectation_review",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.words[:60]}"
