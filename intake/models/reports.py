"""What is kept of a decided conflict check: what was searched, found and decided, as it stood. Append-only."""

from typing import Self

from django.db import models

from intake.models.conflicts import ConflictCheck
from outbox.models import Document
from practice.models import User


class Face(models.TextChoices):
    """For whose eyes a report was made (decisions 25)."""

    COMPLIANCE = "compliance", "Compliance’s copy"
    ASKER = "asker", "The asker’s copy"


class ConflictReportQuerySet(models.QuerySet["ConflictReport"]):
    def visible_to(self, user: User) -> Self:
        """Return the reports of checks that this person finds; which face of them is `face_for` in intake/reading."""
        return self.filter(check_of__in=ConflictCheck.objects.visible_to(user))


class ConflictReport(models.Model):
    """The report of one check for one kind of reader, written with the decision and never again."""

    check_of = models.ForeignKey(ConflictCheck, models.PROTECT, related_name="reports")
    face = models.CharField(max_length=10, choices=Face.choices)
    html = models.TextField(help_text="The words of the report: page and paper are both made of them.")
    sha256 = models.CharField(max_length=64, help_text="Of those words, in UTF-8.")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = ConflictReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["check_of", "face"], name="intake_one_report_a_check_and_reader"),
            models.CheckConstraint(condition=models.Q(face__in=Face.values), name="intake_report_known_face"),
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="intake_report_has_a_hash"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_of}, {self.get_face_display()}"


class ReportPaper(models.Model):
    """A report as PDF: made once of the words that were kept. Append-only."""

    report = models.OneToOneField(ConflictReport, models.PROTECT, related_name="paper")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+")
    engine = models.JSONField(help_text="What made the bytes: the fingerprint of decisions B24.")
    pages = models.PositiveSmallIntegerField()
    printed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.report}, {self.pages} pages"
