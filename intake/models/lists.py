"""Somebody's list of clients, checked as a whole: a lateral hire's former ones, a merger partner's."""

from typing import Self

from django.db import models

from practice.models import Party, User
from practice.permissions import Permission, Role


class ConflictListQuerySet(models.QuerySet["ConflictList"]):
    def visible_to(self, user: User) -> Self:
        """Return the lists one asked for oneself; those who decide checks see all of them."""
        return self if user.may(Permission.CONFLICT_DECIDE) else self.filter(asked_by=user)

    def to_check(self) -> Self:
        return self.filter(checked_at=None)


class ConflictList(models.Model):
    """One file: whose clients they are, why they are checked, and when the last row was."""

    title = models.CharField(max_length=120)
    whose = models.CharField(max_length=200)
    why = models.TextField()
    file_name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    how_read = models.CharField(max_length=160, help_text="CSV, UTF-8, or the name of the spreadsheet's page.")
    columns = models.JSONField(help_text="Our field to the heading that it was read from.")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True, help_text="The last row; empty while one waits.")

    objects = ConflictListQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title="") & ~models.Q(whose="") & ~models.Q(why=""),
                name="intake_list_says_whose_and_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def shows_hits_to(self, user: User) -> bool:
        """
        Say if this person reads what was found: not who asked (decisions 25).

        Compliance read their own too: nothing is cleared here, and nobody stands above them to read it.
        """
        decides = user.may(Permission.CONFLICT_DECIDE)
        return decides and (user.has_role(Role.COMPLIANCE) or user.pk != self.asked_by_id)


class ListedNameQuerySet(models.QuerySet["ListedName"]):
    def to_check(self) -> Self:
        return self.filter(checked_at=None)

    def gravest_first(self) -> Self:
        """Rows with something above the review line, nearest first; then all others as the file has them."""
        is_above = models.Case(models.When(above__gt=0, then=models.F("best")), default=0.0)
        return self.annotate(nearness=is_above).order_by("-nearness", "number")


class ListedName(models.Model):
    """One row of the list as it was read, and how near somebody on record it stands."""

    of = models.ForeignKey(ConflictList, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="Below the header, from 1.")
    line = models.PositiveIntegerField(help_text="Of the file.")
    cells = models.JSONField(help_text="By our fields; one without a column is empty.")
    unreadable = models.CharField(max_length=200, blank=True, help_text="Why the row as a whole cannot be used.")
    checked_at = models.DateTimeField(null=True, blank=True)
    notes = models.JSONField(default=list, help_text="What in it could not be used, in words.")
    was_searched = models.BooleanField(default=False)
    above = models.PositiveSmallIntegerField(default=0, help_text="Hits above the review line, common bodies apart.")
    best = models.FloatField(default=0, help_text="Score of the nearest of those.")

    objects = ListedNameQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["of", "number"], name="intake_one_row_per_list_and_number"),
            models.CheckConstraint(
                condition=models.Q(checked_at__isnull=False) | models.Q(was_searched=False, above=0),
                name="intake_listed_name_found_when_checked",
            ),
        ]
        indexes = [
            models.Index(fields=["of"], condition=models.Q(checked_at=None), name="intake_listed_name_to_check"),
        ]

    def __str__(self) -> str:
        return f"Row {self.number}"

    @property
    def name(self) -> str:
        person = f"{self.cells['given_name']} {self.cells['family_name']}".strip()
        return ", ".join(filter(None, (person, self.cells["organisation"])))


class ListHit(models.Model):
    """Somebody on record near one row. Who they are is shown to those who may know of them."""

    row = models.ForeignKey(ListedName, models.CASCADE, related_name="hits")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    found = models.CharField(max_length=200)
    score = models.FloatField()
    why = models.CharField(max_length=200)
    is_above = models.BooleanField(help_text="The review line of that day.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["row", "party"], name="intake_one_hit_per_listed_name_and_party")
        ]

    def __str__(self) -> str:
        return f"{self.found}, {self.score:.2f}"
