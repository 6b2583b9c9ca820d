"""What clients ask us, whatever the channel, and by when they have a first answer (domain D20)."""

from datetime import datetime
from typing import Self

from django.db import models

from practice.models.matters import Matter
from practice.models.parties import Party
from practice.models.people import User


class QueryWay(models.TextChoices):
    PAGE = "page", "On their letter’s page"
    PHONE = "phone", "By telephone"
    EMAIL = "email", "By e-mail"
    IN_PERSON = "in_person", "In person"
    POST = "post", "By post"


#: How staff say that one came: those of the page log themselves.
WAYS_TYPED = (QueryWay.PHONE, QueryWay.EMAIL, QueryWay.IN_PERSON, QueryWay.POST)


class ClientQueryQuerySet(models.QuerySet["ClientQuery"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(matter__in=Matter.objects.visible_to(user).values("pk"))

    def open(self) -> Self:
        return self.filter(answered_at=None)

    def due_between(self, starts_at: datetime, ends_at: datetime) -> Self:
        """Those whose answer was due in this time, its own end left out."""
        return self.filter(due_at__gte=starts_at, due_at__lt=ends_at)

    def kept(self) -> Self:
        return self.filter(answered_at__lte=models.F("due_at"))


class ClientQuery(models.Model):
    """One question, and its first answer. The due time is as it was promised when it came; it never changes."""

    key = models.CharField(max_length=120, unique=True, help_text="What it came from: logged once.")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="queries")
    party = models.ForeignKey(Party, models.PROTECT, related_name="queries")
    owner = models.ForeignKey(User, models.PROTECT, related_name="queries")
    way = models.CharField(max_length=10, choices=QueryWay.choices)
    words = models.TextField()
    asked_at = models.DateTimeField()
    logged_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="By when a first answer was promised.")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ClientQueryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "client queries"
        constraints = [
            models.CheckConstraint(condition=models.Q(way__in=QueryWay.values), name="practice_query_known_way"),
            models.CheckConstraint(
                condition=models.Q(asked_at__lte=models.F("logged_at")), name="practice_query_asked_before_logged"
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, answered_by=None)
                | models.Q(answered_at__gte=models.F("asked_at"), answered_by__isnull=False),
                name="practice_answered_query_says_by_whom",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "due_at"], condition=models.Q(answered_at=None), name="practice_open_query"),
            models.Index(fields=["due_at"], name="practice_queries_by_due"),
        ]

    def __str__(self) -> str:
        return f"Question of {self.party}"

    def stands(self, now: datetime) -> str:
        """Say "kept", "missed" or "open"; late is late by the clock, whether or not a job has run."""
        if self.answered_at is not None:
            return "kept" if self.answered_at <= self.due_at else "missed"
        return "missed" if now > self.due_at else "open"
