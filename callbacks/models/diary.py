"""Who is spoken for when. The exclusion constraint alone decides who was first (decisions B9)."""

import uuid
from datetime import datetime
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from callbacks.models.calls import Callback
from callbacks.models.visits import Room, Visit
from practice.models import User


def span_ends(span: DateTimeTZRange) -> tuple[datetime, datetime]:
    """Return both ends of a stored span, which the tables never leave open."""
    assert span.lower is not None
    assert span.upper is not None
    return span.lower, span.upper


class EntryState(models.TextChoices):
    HELD = "held", "Held for somebody on the line"
    BOOKED = "booked", "Booked"
    DONE = "done", "Done"
    RELEASED = "released", "Given back"


class SpanQuerySet(models.QuerySet["DiaryEntry"]):
    def touching(self, starts_at: datetime, ends_at: datetime) -> Self:
        return self.filter(span__overlap=DateTimeTZRange(starts_at, ends_at))

    def taking_time(self, now: datetime) -> Self:
        """Booked, or held and not run out."""
        return self.filter(
            models.Q(state=EntryState.BOOKED) | models.Q(state=EntryState.HELD, held_until__gt=now)
        ).order_by("span", "pk")


class DiaryEntry(models.Model):
    """A time of one person, held or booked for one call or meeting; the span includes the buffer, fixed when made."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    adviser = models.ForeignKey(User, models.PROTECT, related_name="diary")
    span = DateTimeRangeField()
    state = models.CharField(max_length=8, choices=EntryState.choices)
    callback = models.OneToOneField(Callback, models.PROTECT, null=True, blank=True, related_name="entry")
    visit = models.OneToOneField(Visit, models.PROTECT, null=True, blank=True, related_name="entry")
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="diary")
    held_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    held_until = models.DateTimeField(null=True, blank=True)

    objects = SpanQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "diary entries"
        constraints = [
            ExclusionConstraint(
                name="callbacks_one_call_per_adviser_at_a_time",
                expressions=[("adviser", RangeOperators.EQUAL), ("span", RangeOperators.OVERLAPS)],
                condition=models.Q(state__in=["held", "booked"]),
            ),
            ExclusionConstraint(
                name="callbacks_one_meeting_per_room_at_a_time",
                expressions=[("room", RangeOperators.EQUAL), ("span", RangeOperators.OVERLAPS)],
                condition=models.Q(state__in=["held", "booked"], room__isnull=False),
            ),
            models.CheckConstraint(condition=models.Q(state__in=EntryState.values), name="callbacks_entry_known_state"),
            models.CheckConstraint(
                condition=~models.Q(state="held") | models.Q(held_by__isnull=False, held_until__isnull=False),
                name="callbacks_hold_says_who_and_until_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["booked", "done"])
                | models.Q(callback__isnull=False, visit=None)
                | models.Q(callback=None, visit__isnull=False),
                name="callbacks_booking_is_for_a_call_or_visit",
            ),
            models.CheckConstraint(
                condition=models.Q(span__isempty=False, span__lower_inf=False, span__upper_inf=False),
                name="callbacks_entry_has_a_length",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.adviser}: {self.get_state_display().lower()} from {self.span.lower:%Y-%m-%d %H:%M}Z"


class DayWindowQuerySet(models.QuerySet["DayWindow"]):
    def standing(self) -> Self:
        return self.filter(taken_back_at=None).order_by("on", "starts_at", "pk")


class DayWindow(models.Model):
    """
    A window of one day only: beside the others, or instead of them (domain 5.2, D07).

    ``because``: why reception squeezed it in; empty where its owner set it.
    """

    adviser = models.ForeignKey(User, models.PROTECT, related_name="day_windows")
    on = models.DateField()
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    is_instead = models.BooleanField(default=False)
    because = models.CharField(max_length=200, blank=True)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = DayWindowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_at__lt=models.F("ends_at")), name="callbacks_day_window_has_a_length"
            ),
            models.CheckConstraint(
                condition=models.Q(taken_back_at=None, taken_back_by=None)
                | models.Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="callbacks_day_window_taken_back_says_who",
            ),
        ]
        indexes = [models.Index(fields=["adviser", "on"], name="callbacks_day_windows_of")]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.starts_at:%H:%M} to {self.ends_at:%H:%M}"


class BlockKind(models.TextChoices):
    """Why somebody takes no calls. Shown to nobody at the desk and never said to a caller (domain D03)."""

    DND = "dnd", "Do not disturb"
    LEAVE = "leave", "Away"
    COURT = "court", "In court"
    INTERVIEW = "interview", "Seeing somebody"


class BlockQuerySet(models.QuerySet["Block"]):
    def touching(self, starts_at: datetime, ends_at: datetime) -> Self:
        return self.filter(span__overlap=DateTimeTZRange(starts_at, ends_at))

    def at(self, now: datetime) -> Self:
        return self.filter(span__contains=now).order_by("span", "pk")


class Block(models.Model):
    """A time in which one person takes no calls. Blocks may overlap; ended early, the span is cut short."""

    adviser = models.ForeignKey(User, models.PROTECT, related_name="blocks")
    kind = models.CharField(max_length=10, choices=BlockKind.choices)
    span = DateTimeRangeField()
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    objects = BlockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=BlockKind.values), name="callbacks_block_known_kind"),
            models.CheckConstraint(
                condition=models.Q(span__isempty=False, span__lower_inf=False, span__upper_inf=False),
                name="callbacks_block_has_a_length",
            ),
        ]
        indexes = [models.Index(fields=["adviser"], name="callbacks_blocks_of_adviser")]

    def __str__(self) -> str:
        return f"{self.adviser}: {self.get_kind_display().lower()}"

    @property
    def until(self) -> datetime:
        return span_ends(self.span)[1]
