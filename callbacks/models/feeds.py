"""Addresses at which a calendar program reads when somebody is spoken for."""

from typing import Self

from django.db import models

from practice.models import User


class Shows(models.TextChoices):
    """What the calendar says of each time; it may be one that others see."""

    BUSY = "busy", "Only that I am busy"
    FULL = "full", "Whom I ring, by initials and reference; nothing of restricted matters"


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def in_use(self) -> Self:
        return self.filter(revoked_at=None, owner__is_active=True)

    def of(self, owner: User) -> Self:
        return self.filter(owner=owner, revoked_at=None).order_by("-made_at", "-pk")


class CalendarFeed(models.Model):
    """One address of one person. Only the hash of what is in it is kept: it is shown once, when it is made."""

    owner = models.ForeignKey(User, models.PROTECT, related_name="calendar_feeds")
    shows = models.CharField(max_length=4, choices=Shows.choices)
    sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(shows__in=Shows.values), name="callbacks_feed_known_content"),
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="callbacks_feed_keeps_a_hash"
            ),
        ]

    def __str__(self) -> str:
        return f"Calendar of {self.owner}: {self.get_shows_display().lower()}"
