"""What is due and what happens by itself around it: rows that decide (decisions B5, B8)."""

from datetime import datetime
from typing import Self

from django.db import models

from complaints.models.answers import Response
from complaints.models.complaint import Complaint
from complaints.rules import DeadlineKind, DeadlineStatus, Promise, plan
from practice.models import Outcome, StageQuerySet
from practice.models import Stage as PlannedRow


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def running(self) -> Self:
        return self.filter(status=DeadlineStatus.RUNNING)

    def current(self) -> Self:
        """Leave out rows that an extension or recalculation replaced."""
        return self.exclude(status=DeadlineStatus.SUPERSEDED)

    def owed(self) -> Self:
        """Leave out the times in which the complainant may act: nobody can break those."""
        return self.exclude(kind__in=[DeadlineKind.REVIEW_REQUEST_WINDOW, DeadlineKind.REDRESS_REFERRAL])

    def overdue(self, now: datetime) -> Self:
        """Computed from the clock at read time, never from a job."""
        return self.owed().running().filter(due_before__lte=now)


class Deadline(models.Model):
    """
    One dated promise of one complaint. Stored once; replaced, never recalculated in place.

    ``due_before`` is the first instant that is too late. ``response`` is what was issued to settle it: until that has
    left, the deadline runs ("queued, not yet sent").
    """

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="deadlines")
    kind = models.CharField(max_length=24, choices=DeadlineKind.choices)
    occurrence = models.PositiveSmallIntegerField(default=1)
    started_on = models.DateField()
    due_on = models.DateField()
    target_on = models.DateField()
    due_before = models.DateTimeField()
    zone = models.CharField(max_length=40)
    calendar_version = models.CharField(max_length=40)
    procedure_version = models.PositiveIntegerField()
    status = models.CharField(max_length=16, choices=DeadlineStatus.choices, default=DeadlineStatus.RUNNING)
    met_at = models.DateTimeField(null=True, blank=True)
    explanation = models.TextField()
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    response = models.ForeignKey(Response, models.PROTECT, null=True, blank=True, related_name="settles")

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "kind", "occurrence"],
                condition=~models.Q(status=DeadlineStatus.SUPERSEDED),
                name="complaints_one_deadline_of_a_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=DeadlineStatus.values), name="complaints_known_deadline_status"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["met", "late", "extended"], met_at__isnull=False)
                | ~models.Q(status__in=["met", "late", "extended"]) & models.Q(met_at=None),
                name="complaints_settled_deadline_says_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["met", "extended"]) | models.Q(met_at__lt=models.F("due_before")),
                name="complaints_met_means_in_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="late") | models.Q(met_at__gte=models.F("due_before")),
                name="complaints_late_means_late",
            ),
            models.CheckConstraint(
                condition=models.Q(target_on__lte=models.F("due_on")), name="complaints_target_before_due"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_before"],
                condition=models.Q(status=DeadlineStatus.RUNNING),
                name="complaints_running_deadlines",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.complaint}"

    @property
    def was_extended(self) -> bool:
        return self.replaces_id is not None

    def promise(self) -> Promise:
        """Return the stored row as the value that rules count with."""
        return Promise(
            kind=DeadlineKind(self.kind),
            started_on=self.started_on,
            due_on=self.due_on,
            target_on=self.target_on,
            due_before=self.due_before,
            zone=self.zone,
            calendar_version=self.calendar_version,
            procedure_version=self.procedure_version,
            explanation=self.explanation,
        )

    @classmethod
    def of(cls, complaint: Complaint, promise: Promise, *, occurrence: int = 1) -> "Deadline":
        """Build the row of a promise, not yet saved."""
        return cls(
            complaint=complaint,
            kind=promise.kind,
            occurrence=occurrence,
            started_on=promise.started_on,
            due_on=promise.due_on,
            target_on=promise.target_on,
            due_before=promise.due_before,
            zone=promise.zone,
            calendar_version=promise.calendar_version,
            procedure_version=promise.procedure_version,
            explanation=promise.explanation,
        )


class DeadlineStageQuerySet(StageQuerySet):
    def marking(self) -> Self:
        """Stages that only mark and notify, and so are swept in batches (decisions B7)."""
        return self.exclude(kind=plan.SAFETY_NET)

    def warnings(self) -> Self:
        """Stages before the day is over: of several that are due together only the last is of use."""
        return self.filter(models.Q(kind=plan.DUE_TODAY) | models.Q(kind__regex=f"^({'|'.join(plan.WARNINGS)})"))

    def safety_nets(self) -> Self:
        return self.filter(kind=plan.SAFETY_NET)


class DeadlineStage(PlannedRow):
    """One thing that happens by itself around a deadline, once."""

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="stages")

    objects = DeadlineStageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deadline", "kind"], name="complaints_one_stage_of_a_kind"),
            models.CheckConstraint(
                condition=models.Q(outcome="", fired_at=None)
                | ~models.Q(outcome="") & models.Q(fired_at__isnull=False),
                name="complaints_stage_outcome_says_when",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["", *Outcome.values]), name="complaints_known_stage_outcome"
            ),
        ]
        indexes = [
            models.Index(fields=["fire_at"], condition=models.Q(outcome=""), name="complaints_stages_to_fire"),
        ]

    @property
    def label(self) -> str:
        return plan.stage_label(self.kind)
