"""Two records of one person: which pairs look like it, what was decided, what a merge moved (domain 4.2)."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from practice.models.parties import Party
from practice.models.people import User


class PairState(models.TextChoices):
    LIKELY = "likely", "May be one person"
    DIFFERENT = "different", "Different people"


class PartyPairQuerySet(models.QuerySet["PartyPair"]):
    def visible_to(self, user: User) -> Self:
        """Return pairs of which this person may see both, and neither was merged away."""
        seen = Party.objects.visible_to(user).values("pk")
        return self.filter(first__in=seen, second__in=seen)

    def likely(self) -> Self:
        return self.filter(state=PairState.LIKELY)

    def different(self) -> Self:
        return self.filter(state=PairState.DIFFERENT)

    def of(self, one: Party, other: Party) -> Self:
        """Return what is known of two, or of whoever was merged into them."""
        a, b = one.ids_of_all(), other.ids_of_all()
        return self.filter(
            models.Q(first__in=a, second__in=b) | models.Q(first__in=b, second__in=a),
        )


class PartyPair(models.Model):
    """Two parties that the engine takes for one, or that somebody has said are two. The lower number is first."""

    first = models.ForeignKey(Party, models.PROTECT, related_name="+")
    second = models.ForeignKey(Party, models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=PairState.choices, default=PairState.LIKELY)
    score = models.FloatField(default=0)
    why = models.CharField(max_length=200, blank=True)
    found_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = PartyPairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="practice_one_row_per_pair"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="practice_pair_in_order"),
            models.CheckConstraint(
                condition=models.Q(state="likely", decided_by=None, decided_at=None)
                | models.Q(state="different", decided_by__isnull=False, decided_at__isnull=False),
                name="practice_pair_decided_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["-score", "id"], condition=models.Q(state="likely"), name="practice_likely_pairs")
        ]

    def __str__(self) -> str:
        return f"{self.first} and {self.second}: {self.get_state_display().lower()}"


class PartyMergeQuerySet(models.QuerySet["PartyMerge"]):
    def visible_to(self, user: User) -> Self:
        """Return merges into parties that this person may see."""
        return self.filter(kept__in=Party.objects.visible_to(user).values("pk"))

    def standing(self) -> Self:
        return self.filter(undone_at=None)


class PartyMerge(models.Model):
    """
    One merge: what it changed, row by row, as it was and as it became.

    ``rows``: in the order of doing, see clientcare/duplicates/ledger.py. ``undo_until``: after that moment it stays.
    """

    kept = models.ForeignKey(Party, models.PROTECT, related_name="+")
    merged = models.ForeignKey(Party, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undo_until = models.DateTimeField()
    rows = models.JSONField()
    own_matters = ArrayField(
        models.BigIntegerField(), default=list, blank=True, help_text="On which the kept record had something before."
    )
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = PartyMergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=models.Q(undone_at=None), name="practice_merged_into_one"
            ),
            models.CheckConstraint(condition=~models.Q(kept=models.F("merged")), name="practice_merge_of_two"),
            models.CheckConstraint(
                condition=models.Q(undone_by=None, undone_at=None)
                | models.Q(undone_by__isnull=False, undone_at__isnull=False),
                name="practice_merge_undone_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged} into {self.kept}"

    def may_be_undone(self, now: datetime) -> bool:
        return self.undone_at is None and now <= self.undo_until
