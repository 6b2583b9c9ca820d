"""What the practice says: clauses and templates with their versions, and the letters that were made from them."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from outbox.models import Document
from practice.models import Matter, Party, User
from wording.rules import Level, Place


def _in_force(now: datetime) -> models.Q:
    return models.Q(in_force_from__lte=now) & (models.Q(in_force_to=None) | models.Q(in_force_to__gt=now))


class Clause(models.Model):
    """One thing a letter may say, whatever its words are today."""

    code = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.title


class ClauseVersionQuerySet(models.QuerySet["ClauseVersion"]):
    def in_force(self, now: datetime) -> Self:
        return self.filter(_in_force(now))


class ClauseVersion(models.Model):
    """The words of a clause from one day to another. Old versions stay: letters were made from them."""

    clause = models.ForeignKey(Clause, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    level = models.CharField(max_length=1, choices=Level.choices)
    trigger = models.TextField(help_text="When it goes in: a small expression over the fixed list of facts.")
    body = models.TextField(help_text="Liquid in a little Markdown.")
    required_text = models.TextField(
        blank=True, help_text="What the PDF must show, a line each; mandatory clauses only."
    )
    in_because = models.CharField(max_length=200)
    out_because = models.CharField(max_length=200, blank=True)
    in_force_from = models.DateTimeField()
    in_force_to = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ClauseVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clause", "version"], name="wording_one_row_per_clause_version"),
            models.UniqueConstraint(
                fields=["clause"], condition=models.Q(in_force_to=None), name="wording_one_open_version_per_clause"
            ),
            models.CheckConstraint(condition=models.Q(level__in=Level.values), name="wording_known_level"),
            models.CheckConstraint(
                condition=~models.Q(level="M") | ~models.Q(required_text=""), name="wording_mandatory_clause_says_what"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause}, version {self.version}"


class TemplateQuerySet(models.QuerySet["Template"]):
    def in_force(self, now: datetime) -> Self:
        return self.filter(_in_force(now))


class Template(models.Model):
    """One version of a kind of letter: which clauses stand where."""

    code = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    heading = models.CharField(max_length=200)
    subheading = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=120)
    style = models.CharField(max_length=20, blank=True)
    numbered = models.BooleanField()
    contents = models.BooleanField()
    companions = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    must_have = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    in_force_from = models.DateTimeField()
    in_force_to = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = TemplateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="wording_one_row_per_template_version"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(in_force_to=None), name="wording_one_open_version_per_template"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"


class TemplateClause(models.Model):
    """The place of a clause in a template."""

    template = models.ForeignKey(Template, models.PROTECT, related_name="places")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="places")
    position = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=12, choices=Place.choices)
    heading = models.CharField(max_length=120, blank=True)
    joins = models.BooleanField(default=False, help_text="Runs on in the paragraph before.")
    style = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "position"], name="wording_one_clause_a_position"),
            models.UniqueConstraint(fields=["template", "clause"], name="wording_one_place_a_clause"),
            models.CheckConstraint(condition=models.Q(place__in=Place.values), name="wording_known_place"),
        ]

    def __str__(self) -> str:
        return f"{self.clause} in {self.template}"


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
        indexes = [models.Index(fields=["matter", "issued_at"], name="wording_letters_of_matter")]

    def __str__(self) -> str:
        return f"{self.title}, {self.reference}"
