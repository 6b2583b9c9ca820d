"""Clauses: what a letter may say, the versions of its words, and words that somebody proposes."""

from datetime import date, datetime
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models

from practice.models import User
from practice.permissions import Role
from wording.changes import OPEN_STAGES, ChangeStage, Source
from wording.models.spans import ENDS_AFTER, IN_FORCE, in_force
from wording.rules import Level


class ClauseQuerySet(models.QuerySet["Clause"]):
    def due(self, today: date) -> Self:
        """Clauses whose day to be looked at again has come; those never given a day are not counted."""
        return self.filter(review_on__lte=today)


class Clause(models.Model):
    """One thing a letter may say, whatever its words are today."""

    code = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=120)
    owner_role = models.CharField(max_length=20, choices=Role.choices, default=Role.COMPLIANCE)
    presets = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, help_text="Where it is meant for; empty is anywhere."
    )
    review_months = models.PositiveSmallIntegerField(default=12)
    review_on = models.DateField(null=True, blank=True)
    shipped_sha256 = models.CharField(
        max_length=64, blank=True, help_text="Of the words that last came with the product."
    )

    objects = ClauseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(owner_role__in=Role.values), name="wording_clause_known_owner"),
        ]

    def __str__(self) -> str:
        return self.title


class ClauseVersionQuerySet(models.QuerySet["ClauseVersion"]):
    def in_force(self, now: datetime) -> Self:
        return self.filter(in_force(now))

    def planned(self, now: datetime) -> Self:
        """Versions that will take over by themselves; one that was taken back before it began is none of them."""
        return self.filter(in_force_from__gt=now).exclude(in_force_to=models.F("in_force_from"))


class Words(models.Model):
    """What a version of a clause says, and what a proposed one would say."""

    level = models.CharField(max_length=1, choices=Level.choices)
    trigger = models.TextField(help_text="When it goes in: a small expression over the fixed list of facts.")
    body = models.TextField(help_text="Liquid in a little Markdown.")
    required_text = models.TextField(
        blank=True, help_text="What the PDF must show, a line each; mandatory clauses only."
    )
    in_because = models.CharField(max_length=200)
    out_because = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True


class ClauseVersion(Words):
    """The words of a clause from one day to another. Old versions stay: letters were made from them."""

    clause = models.ForeignKey(Clause, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.PRODUCT)
    reason = models.TextField(blank=True, help_text="Why it was changed; what came with the product has none.")
    written_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    alone_because = models.TextField(blank=True, help_text="Why its own author published it: nobody else could.")
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
            models.CheckConstraint(condition=ENDS_AFTER, name="wording_clause_version_ends_after_it_begins"),
            ExclusionConstraint(
                name="wording_one_version_of_a_clause_at_a_time",
                expressions=[("clause", RangeOperators.EQUAL), (IN_FORCE, RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                condition=models.Q(source=Source.PRODUCT)
                | (
                    models.Q(source=Source.FIRM, written_by__isnull=False, approved_by__isnull=False)
                    & models.Q(published_at__isnull=False)
                    & ~models.Q(reason="")
                    & (~models.Q(approved_by=models.F("written_by")) | ~models.Q(alone_because=""))
                ),
                name="wording_firms_own_words_have_two_people_and_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause}, version {self.version}"

    @property
    def was_taken_back(self) -> bool:
        return self.in_force_to == self.in_force_from


class ClauseDraft(Words):
    """
    Words that somebody proposes for a clause, or that came newer with the product while the firm has its own.

    What cannot be right yet is kept too, so that nothing typed is lost; only asking and publishing refuse it.
    """

    clause = models.ForeignKey(Clause, models.PROTECT, related_name="drafts")
    source = models.CharField(max_length=8, choices=Source.choices)
    stage = models.CharField(max_length=10, choices=ChangeStage.choices, default=ChangeStage.DRAFT)
    based_on = models.ForeignKey(ClauseVersion, models.PROTECT, related_name="+")
    draft_version = models.PositiveIntegerField(default=1, help_text="Goes up with every change of the draft.")
    reason = models.TextField()
    review_on = models.DateField(null=True, blank=True)
    in_force_on = models.DateField(null=True, blank=True, help_text="Empty: as soon as it is published.")
    written_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    writers = models.ManyToManyField(User, related_name="+", help_text="Everybody who saved it: none may publish it.")
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    comment = models.TextField(blank=True, help_text="Why it was sent back.")
    comment_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it was published or given up.")
    published_as = models.OneToOneField(ClauseVersion, models.PROTECT, null=True, blank=True, related_name="draft")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(stage__in=ChangeStage.values), name="wording_draft_known_stage"),
            models.CheckConstraint(condition=models.Q(source__in=Source.values), name="wording_draft_known_source"),
            models.UniqueConstraint(
                fields=["clause", "source"],
                condition=models.Q(stage__in=OPEN_STAGES),
                name="wording_one_open_draft_a_clause_and_source",
            ),
            models.CheckConstraint(
                condition=models.Q(source=Source.PRODUCT) | models.Q(written_by__isnull=False),
                name="wording_draft_says_who_wrote_it",
            ),
            models.CheckConstraint(
                condition=~models.Q(stage=ChangeStage.ASKED) | models.Q(asked_at__isnull=False),
                name="wording_draft_says_when_asked",
            ),
            models.CheckConstraint(
                condition=models.Q(stage__in=OPEN_STAGES, ended_at=None, published_as=None)
                | models.Q(stage=ChangeStage.PUBLISHED, ended_at__isnull=False, published_as__isnull=False)
                | models.Q(stage=ChangeStage.WITHDRAWN, ended_at__isnull=False, published_as=None),
                name="wording_draft_says_how_it_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause}, proposed"

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN_STAGES
