"""Letters as they were issued, and the facts that they were made from."""

from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from outbox.models import Document
from practice.models import Matter, Party, User
from wording.models.templates import Template


class FactSnapshot(models.Model):
    """Exactly what the wording saw when a letter was made. Append-only."""

    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256[:12]


class IssuedLetterQuerySet(models.QuerySet["IssuedLetter"]):
    def about(self, subject: models.Model) -> Self:
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))

    def newest_first(self) -> Self:
        return self.order_by("-issued_at", "-pk")


class IssuedLetter(models.Model):
    """A letter as it was issued: frozen, with everything needed to make it again. Append-only."""

    document = models.OneToOneField(Document, models.PROTECT, related_name="letter")
    template = models.ForeignKey(Template, models.PROTECT, related_name="letters")
    clauses = models.JSONField(help_text="Code, version and whether by hand, in order.")
    snapshot = models.ForeignKey(FactSnapshot, models.PROTECT, related_name="letters")
    html_sha256 = models.CharField(max_length=64)
    engine = models.JSONField(help_text="What made the bytes: the fingerprint of decisions B24.")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=60, help_text="The code of its template: complaint.L1.")
    reference = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField()
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="letters_issued")
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="letters_issued")
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    issued_by_name = models.CharField(max_length=200)

    objects = IssuedLetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "kind", "party", "version"],
                nulls_distinct=False,
                name="wording_one_letter_a_version_and_person",
            ),
        ]
        indexes = [
            models.Index(fields=["matter", "issued_at"], name="wording_letters_of_matter"),
            GinIndex(fields=["clauses"], opclasses=["jsonb_path_ops"], name="wording_letters_by_clause"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.reference}"
