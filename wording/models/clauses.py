"""Clauses: what a letter may say, the versions of its words, and words that somebody proposes."""

from datetime import date, datetime
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models

from practice.permissions import Role
from wording.changes import OPEN_STAGES
from wording.models.changing import BY_TWO_PEOPLE, Proposed, Published, promises
from wording.models.spans import ENDS_AFTER, IN_FORCE, in_force
from wording.rules import Level


class ClauseQuerySet(models.QuerySet["Clause"]):
    def due(self, today: date) -> Self:
        """Clauses whose day to be looked at again has come; those never given a day are not counted."""
        return self.filter(review_on__lte=today)

    def with_words(self) -> Self:
        """Clauses that have or had words; not those that somebody still writes, or gave up, for the first time."""
        return self.filter(models.Exists(ClauseVersion.objects.filter(clause=models.OuterRef("pk"))))


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
    made_for = models.CharField(
        max_length=20, blank=True, help_text="The firm's own clause: the kind of letter it was written for."
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


class ClauseVersion(Words, Published):
    """The words of a clause from one day to another. Old versions stay: letters were made from them."""

    clause = models.ForeignKey(Clause, models.PROTECT, related_name="versions")

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
                condition=BY_TWO_PEOPLE, name="wording_firms_own_words_have_two_people_and_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause}, version {self.version}"


class ClauseDraft(Words, Proposed):
    """Words that somebody proposes for a clause; `based_on` None for a clause that never had any."""

    noun, page = "clause", "wording:draft"

    clause = models.ForeignKey(Clause, models.PROTECT, related_name="drafts")
    based_on = models.ForeignKey(ClauseVersion, models.PROTECT, null=True, blank=True, related_name="+")
    review_on = models.DateField(null=True, blank=True)
    published_as = models.OneToOneField(ClauseVersion, models.PROTECT, null=True, blank=True, related_name="draft")

    class Meta:
        constraints = [
            *promises("wording_draft"),
            models.UniqueConstraint(
                fields=["clause", "source"],
                condition=models.Q(stage__in=OPEN_STAGES),
                name="wording_one_open_draft_a_clause_and_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause}, proposed"

    @property
    def subject_code(self) -> str:
        return self.clause.code

    @property
    def subject_title(self) -> str:
        return self.clause.title
