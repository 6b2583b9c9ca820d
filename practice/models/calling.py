"""When calls are returned: one policy, said in letters, at the desk and on the telephone (domain D10, D11)."""

from collections.abc import Iterable
from datetime import date, time
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from practice.models.people import Department, User

Hours = tuple[list[int], time, time]
THE_FIRST_DAY = date(2000, 1, 1)


class CallPolicyQuerySet(models.QuerySet["CallPolicy"]):
    def of_firm(self) -> Self:
        return self.filter(owner=None, department=None)

    def bearing_on(self, users: Iterable[User]) -> Self:
        """Return every version of a policy that one of these people could go by, the oldest first."""
        people = list(users)
        departments = {user.department_id for user in people if user.department_id}
        found = self.filter(models.Q(owner__in=people) | models.Q(owner=None))
        found = found.filter(models.Q(department=None) | models.Q(department__in=departments))
        return found.order_by("valid_from", "pk")

    def in_force_for(self, user: User, *, on: date) -> "CallPolicy | None":
        """Return what one person goes by on a day: their own policy, else their department's, else the firm's."""
        rows = [row for row in self.bearing_on([user]) if row.valid_from <= on]
        return max(rows, key=lambda row: (row.rank, row.valid_from), default=None)


class CallPolicy(models.Model):
    """
    How calls are returned from a day on: of one person, of a department, or of the firm. An older version stays.

    ``further_windows``: blocks beside the first, each with its weekdays and times, as strings.
    """

    owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="call_policies")
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="call_policies")
    valid_from = models.DateField(default=THE_FIRST_DAY, db_default=THE_FIRST_DAY)
    window_starts_at = models.TimeField()
    window_ends_at = models.TimeField()
    weekdays = ArrayField(models.PositiveSmallIntegerField(), help_text="0 is Monday.")
    further_windows = models.JSONField(default=list, blank=True)
    slot_minutes = models.PositiveSmallIntegerField()
    buffer_minutes = models.PositiveSmallIntegerField()
    notice_minutes = models.PositiveSmallIntegerField()
    tolerance_minutes = models.PositiveSmallIntegerField()
    max_attempts = models.PositiveSmallIntegerField()
    attempt_days = models.PositiveSmallIntegerField(default=2, db_default=2)
    search_days = models.PositiveSmallIntegerField(
        default=30, db_default=30, help_text="How many days ahead a time can be promised."
    )
    most_a_day = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How many calls a day can be promised; empty: as many as fit."
    )
    standards = models.JSONField(
        default=dict,
        blank=True,
        db_default=models.Value({}, models.JSONField()),
        help_text="By when a call is returned that was promised no set time, by kind; left out: as delivered.",
    )
    set_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    set_at = models.DateTimeField(null=True, blank=True)

    objects = CallPolicyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "call policies"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(window_starts_at__lt=models.F("window_ends_at")),
                name="practice_call_window_starts_before_it_ends",
            ),
            models.CheckConstraint(
                condition=models.Q(owner=None) | models.Q(department=None), name="practice_call_policy_of_one"
            ),
            models.UniqueConstraint(
                fields=["owner", "department", "valid_from"],
                nulls_distinct=False,
                name="practice_one_call_policy_from_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.window_starts_at:%H:%M} to {self.window_ends_at:%H:%M}"

    @property
    def rank(self) -> int:
        """Say how near it is to a person: the firm's 0, a department's 1, their own 2."""
        return 2 if self.owner_id else 1 if self.department_id else 0

    @property
    def windows(self) -> list[Hours]:
        """Return every window with its weekdays, the published one first."""
        first: Hours = (list(self.weekdays), self.window_starts_at, self.window_ends_at)
        return [
            first,
            *(
                (list(one["weekdays"]), time.fromisoformat(one["starts"]), time.fromisoformat(one["ends"]))
                for one in self.further_windows
            ),
        ]
