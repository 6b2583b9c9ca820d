"""The land and houses that matters are about: a conflict check must see both sides of one property (domain 4.3)."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from practice.models.matters import Matter
from practice.models.people import User


class MatterPropertyQuerySet(models.QuerySet["MatterProperty"]):
    def standing(self) -> Self:
        """Leave out what was taken off again because it was not the property."""
        return self.filter(taken_off_at=None)


class MatterProperty(models.Model):
    """
    A property that a matter is about, by address, title number or both. A row is never deleted, only taken off.

    ``postcode`` and ``words`` are those of the address as it is compared (practice/matching/places.py).
    """

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="properties")
    address = models.CharField(max_length=300, blank=True)
    title_number = models.CharField(max_length=20, blank=True, help_text="In capitals, without spaces.")
    postcode = models.CharField(max_length=10, blank=True)
    words = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    taken_off_at = models.DateTimeField(null=True, blank=True)
    taken_off_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    because = models.CharField(max_length=200, blank=True)

    objects = MatterPropertyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(address="", title_number=""), name="practice_property_can_be_found"
            ),
            models.UniqueConstraint(
                fields=["matter", "address", "title_number"],
                condition=models.Q(taken_off_at=None),
                name="practice_one_row_per_property",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_off_at=None, taken_off_by=None, because="")
                | (models.Q(taken_off_at__isnull=False, taken_off_by__isnull=False) & ~models.Q(because="")),
                name="practice_property_off_says_when_by_whom_and_why",
            ),
        ]
        indexes = [
            models.Index(fields=["title_number"], condition=~models.Q(title_number=""), name="practice_property_title"),
            models.Index(fields=["postcode"], condition=~models.Q(postcode=""), name="practice_property_postcode"),
            GinIndex(fields=["words"], name="practice_property_words", fastupdate=False),
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.address, self.title_number and f"title {self.title_number}"]))
