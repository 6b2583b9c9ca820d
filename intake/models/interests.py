"""What members of staff own, hold or are related to, because it could sway them (domain B02)."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from practice.models import User


class OwnInterest(models.Model):
    """A person or body that a member of staff has an interest in. Searched with every conflict check."""

    staff = models.ForeignKey(User, models.PROTECT, related_name="interests")
    name = models.CharField(max_length=200)
    normalised = models.CharField(max_length=200)
    nature = models.CharField(max_length=120, help_text="Shares, a seat on the board, a relation.")
    declared_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "normalised"],
                condition=models.Q(ended_on=None),
                name="intake_one_row_per_current_interest",
            ),
        ]
        indexes = [GinIndex(name="intake_interest_trigram", fields=["normalised"], opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return f"{self.name}: {self.nature} of {self.staff}"
