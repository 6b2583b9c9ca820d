"""The calls that clients are to make to us: which came, and which did not (domain D16)."""

from datetime import datetime
from typing import Self

from django.db import models

from callbacks.models.calls import Callback
from callbacks.rules import CheckInState
from practice.models import CheckIn, Matter, Party, Stage, StageQuerySet, User


class ExpectedCallQuerySet(models.QuerySet["ExpectedCall"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(
            check_in__in=CheckIn.objects.visible_to(user)
            .exclude(matter__in=Matter.objects.walled_from(user))
            .exclude(party__in=Party.objects.walled_from(user))
            .values("pk")
        )

    def standing(self) -> Self:
        """Leave out what was called off, and what belongs to a matter that is over."""
        live = models.Q(check_in__in=CheckIn.objects.standing().values("pk"))
        return self.exclude(state=CheckInState.CALLED_OFF).filter(live)

    def of_day(self, starts_at: datetime, ends_at: datetime) -> Self:
        return self.filter(expected_at__gte=starts_at, expected_at__lt=ends_at).order_by("expected_at", "pk")


class ExpectedCall(models.Model):
    """One week's call of a check-in."""

    check_in = models.ForeignKey(CheckIn, models.PROTECT, related_name="expected_calls")
    on = models.DateField(help_text="The weekday agreed, even where the office is shut and the call comes later.")
    expected_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=CheckInState.choices, default=CheckInState.EXPECTED)
    came_at = models.DateTimeField(null=True, blank=True)
    came_noted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ring_back = models.ForeignKey(
        Callback, models.PROTECT, null=True, blank=True, related_name="+", help_text="Drafted when it did not come."
    )

    objects = ExpectedCallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["check_in", "on"], name="callbacks_one_expected_call_a_week"),
            models.CheckConstraint(
                condition=models.Q(state__in=CheckInState.values), name="callbacks_expected_call_known_state"
            ),
            models.CheckConstraint(
                condition=models.Q(state="came", came_at__isnull=False, came_noted_by__isnull=False)
                | (~models.Q(state="came") & models.Q(came_at=None, came_noted_by=None)),
                name="callbacks_expected_call_that_came_says_when",
            ),
        ]
        indexes = [models.Index(fields=["expected_at"], name="callbacks_expected_by_time")]

    def __str__(self) -> str:
        return f"Check-in of {self.on:%Y-%m-%d}"

    @property
    def initials(self) -> str:
        """The client as rows of colleagues show them: M. E."""
        return " ".join(f"{word[:1].upper()}." for word in self.check_in.party.full_name.split()[-2:])


class ExpectedCallStage(Stage):
    """The reminder of the evening before, and the moment from which the call counts as not come."""

    expected = models.ForeignKey(ExpectedCall, models.PROTECT, related_name="stages")

    objects = StageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["expected", "kind", "occurrence"], name="callbacks_each_stage_of_a_check_in_once"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", fired_at=None)
                | (~models.Q(outcome="") & models.Q(fired_at__isnull=False)),
                name="callbacks_check_in_stage_outcome_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["fire_at", "id"], condition=models.Q(outcome=""), name="callbacks_check_ins_waiting")
        ]
