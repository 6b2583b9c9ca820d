"""A list of another system that is taken over, kept with every row of it so that the whole can be undone."""

from typing import Self

from django.db import models

from intake.rules.imports import Duplicates, RowOutcome
from practice.models import Matter, Party, Relationship, User


class ImportState(models.TextChoices):
    READ = "read", "Not yet imported"
    DONE = "done", "Imported"
    UNDONE = "undone", "Undone"
    DISCARDED = "discarded", "Thrown away"


class Import(models.Model):
    """One file: what it was, which column means what, and what became of it."""

    file_name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    how_read = models.CharField(max_length=160, help_text="CSV, UTF-8, or the name of the spreadsheet's page.")
    headers = models.JSONField()
    columns = models.JSONField(default=dict, help_text="Our field to the number of its column; empty until chosen.")
    duplicates = models.CharField(max_length=8, choices=Duplicates.choices, default=Duplicates.SKIP)
    relationship = models.CharField(max_length=16, choices=Relationship.choices, default=Relationship.CLIENT)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.READ)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=ImportState.values), name="intake_import_known_state"),
            models.CheckConstraint(
                condition=models.Q(done_at=None, done_by=None) | models.Q(done_at__isnull=False, done_by__isnull=False),
                name="intake_import_done_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at=None, undone_by=None)
                | models.Q(undone_at__isnull=False, undone_by__isnull=False, done_at__isnull=False),
                name="intake_import_undone_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    def visible_to(self, user: User) -> Self:
        """Leave out rows about a party or matter that has come behind a wall since: an import is no way round it."""
        return self.filter(
            models.Q(party=None) | models.Q(party__in=Party.objects.known_to(user)),
            models.Q(matter=None) | models.Q(matter__in=Matter.objects.visible_to(user)),
        )

    def to_compare(self) -> Self:
        """Rows that brought a new name nobody has looked for yet."""
        return self.filter(outcome=RowOutcome.MAKE, compared=False, made_party=True, undone=False).exclude(party=None)


class ImportRow(models.Model):
    """One row of the file as it stood there, what it is to become or became, and why."""

    of = models.ForeignKey(Import, models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField(help_text="Below the header, from 1.")
    line = models.PositiveIntegerField(help_text="Of the file.")
    cells = models.JSONField(help_text="As they stood, in the order of the header.")
    unreadable = models.CharField(max_length=200, blank=True, help_text="Why the row as a whole cannot be used.")
    outcome = models.CharField(max_length=6, choices=RowOutcome.choices, blank=True)
    problems = models.JSONField(default=list)
    party = models.ForeignKey(Party, models.SET_NULL, null=True, blank=True, related_name="+")
    made_party = models.BooleanField(default=False)
    matter = models.ForeignKey(Matter, models.SET_NULL, null=True, blank=True, related_name="+")
    made_matter = models.BooleanField(default=False)
    wrote = models.JSONField(default=dict, help_text="What it wrote, by field: a later file may write over that.")
    before = models.JSONField(default=dict, help_text="What it replaced or added, so that it can be undone.")
    after = models.JSONField(default=dict, help_text="A digest of what it left behind: unchanged means untouched.")
    undone = models.BooleanField(default=False)
    left_because = models.CharField(max_length=200, blank=True)
    compared = models.BooleanField(default=False)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["of", "number"], name="intake_one_row_per_import_and_number"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["", *RowOutcome.values]), name="intake_import_row_known_outcome"
            ),
        ]
        indexes = [
            models.Index(fields=["of", "outcome", "number"], name="intake_import_rows_by_outcome"),
            models.Index(fields=["of"], condition=models.Q(compared=False, made_party=True), name="intake_to_compare"),
        ]

    def __str__(self) -> str:
        return f"Row {self.number}"


class ImportHit(models.Model):
    """A new name that stands near somebody on record: compliance read it, nobody else."""

    row = models.ForeignKey(ImportRow, models.CASCADE, related_name="hits")
    party = models.ForeignKey(Party, models.CASCADE, related_name="+")
    found = models.CharField(max_length=200)
    score = models.FloatField()
    why = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["row", "party"], name="intake_one_hit_per_row_and_party")]

    def __str__(self) -> str:
        return f"{self.found}, {self.score:.2f}"


class ColumnMemory(models.Model):
    """What the columns of a header meant the last time a list with that header came."""

    digest = models.CharField(max_length=64, primary_key=True, help_text="Of the header's words in their order.")
    columns = models.JSONField()
    duplicates = models.CharField(max_length=8, choices=Duplicates.choices)
    relationship = models.CharField(max_length=16, choices=Relationship.choices)
    chosen_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest[:8]
