"""Templates: which clauses stand where in a kind of letter."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models

from wording.changes import OPEN_STAGES
from wording.models.changing import BY_TWO_PEOPLE, Proposed, Published, promises
from wording.models.clauses import Clause
from wording.models.spans import ENDS_AFTER, IN_FORCE, in_force
from wording.rules import Place


class TemplateQuerySet(models.QuerySet["Template"]):
    def in_force(self, now: datetime) -> Self:
        return self.filter(in_force(now))

    def planned(self, now: datetime) -> Self:
        """Versions that will take over by themselves; one that was taken back before it began is none of them."""
        return self.filter(in_force_from__gt=now).exclude(in_force_to=models.F("in_force_from"))


class Template(Published):
    """One version of a kind of letter: which clauses stand where."""

    code = models.CharField(max_length=60)
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
    shipped_sha256 = models.CharField(max_length=64, blank=True, help_text="Of what last came with the product.")

    objects = TemplateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="wording_one_row_per_template_version"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(in_force_to=None), name="wording_one_open_version_per_template"
            ),
            models.CheckConstraint(condition=ENDS_AFTER, name="wording_template_ends_after_it_begins"),
            models.CheckConstraint(
                condition=BY_TWO_PEOPLE, name="wording_firms_own_template_has_two_people_and_a_reason"
            ),
            ExclusionConstraint(
                name="wording_one_version_of_a_template_at_a_time",
                expressions=[("code", RangeOperators.EQUAL), (IN_FORCE, RangeOperators.OVERLAPS)],
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


class TemplateDraft(Proposed):
    """Another order of a template's clauses that somebody proposes."""

    noun, page = "template", "wording:template_draft"

    code = models.CharField(max_length=60)
    based_on = models.ForeignKey(Template, models.PROTECT, related_name="+")
    slots = models.JSONField(help_text="Clause, place, heading, joins and style of each place, in their order.")
    shipped = models.JSONField(default=dict, help_text="What else came newer with the product: title, heading, lists.")
    published_as = models.OneToOneField(Template, models.PROTECT, null=True, blank=True, related_name="draft")

    class Meta:
        constraints = [
            *promises("wording_template_draft"),
            models.UniqueConstraint(
                fields=["code", "source"],
                condition=models.Q(stage__in=OPEN_STAGES),
                name="wording_one_open_draft_a_template_and_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.based_on.title}, proposed"

    @property
    def subject_code(self) -> str:
        return self.code

    @property
    def subject_title(self) -> str:
        return self.based_on.title
