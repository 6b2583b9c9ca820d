"""What clauses and templates have in common as they change: versions of two people, and what somebody proposes."""

from django.db import models

from practice.models import User
from wording.changes import OPEN_STAGES, ChangeStage, Source


class Published(models.Model):
    """A version in force from one day to another: what came with the product, or the firm's own by two people."""

    version = models.PositiveIntegerField()
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.PRODUCT)
    reason = models.TextField(blank=True, help_text="Why it was changed; what came with the product has none.")
    written_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    alone_because = models.TextField(blank=True, help_text="Why its own author published it: nobody else could.")
    in_force_from = models.DateTimeField()
    in_force_to = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def was_taken_back(self) -> bool:
        return self.in_force_to == self.in_force_from


BY_TWO_PEOPLE = models.Q(source=Source.PRODUCT) | (
    models.Q(source=Source.FIRM, written_by__isnull=False, approved_by__isnull=False)
    & models.Q(published_at__isnull=False)
    & ~models.Q(reason="")
    & (~models.Q(approved_by=models.F("written_by")) | ~models.Q(alone_because=""))
)


class Proposed(models.Model):
    """
    What somebody proposes, or what came newer with the product while the firm has its own.

    What cannot be right yet is kept too, so that nothing typed is lost; only asking and publishing refuse it.
    """

    noun = ""  # what it is a version of, as journal and tasks name it
    page = ""  # the name of its address

    source = models.CharField(max_length=8, choices=Source.choices)
    stage = models.CharField(max_length=10, choices=ChangeStage.choices, default=ChangeStage.DRAFT)
    draft_version = models.PositiveIntegerField(default=1, help_text="Goes up with every change of the draft.")
    reason = models.TextField()
    in_force_on = models.DateField(null=True, blank=True, help_text="Empty: as soon as it is published.")
    written_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    writers = models.ManyToManyField(User, related_name="+", help_text="Everybody who saved it: none may publish it.")
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    comment = models.TextField(blank=True, help_text="Why it was sent back.")
    comment_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it was published or given up.")

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN_STAGES

    @property
    def subject_code(self) -> str:
        """Return the code of what it would change."""
        raise NotImplementedError

    @property
    def subject_title(self) -> str:
        raise NotImplementedError


def promises(prefix: str) -> list[models.BaseConstraint]:
    """Return what must be true of every proposal of a table: its stage and how it ended say the same."""
    return [
        models.CheckConstraint(condition=models.Q(stage__in=ChangeStage.values), name=f"{prefix}_known_stage"),
        models.CheckConstraint(condition=models.Q(source__in=Source.values), name=f"{prefix}_known_source"),
        models.CheckConstraint(
            condition=models.Q(source=Source.PRODUCT) | models.Q(written_by__isnull=False),
            name=f"{prefix}_says_who_wrote_it",
        ),
        models.CheckConstraint(
            condition=~models.Q(stage=ChangeStage.ASKED) | models.Q(asked_at__isnull=False),
            name=f"{prefix}_says_when_asked",
        ),
        models.CheckConstraint(
            condition=models.Q(stage__in=OPEN_STAGES, ended_at=None, published_as=None)
            | models.Q(stage=ChangeStage.PUBLISHED, ended_at__isnull=False, published_as__isnull=False)
            | models.Q(stage=ChangeStage.WITHDRAWN, ended_at__isnull=False, published_as=None),
            name=f"{prefix}_says_how_it_ended",
        ),
    ]
