"""Meetings with clients: for what, with whom, in which room, and who is here (decisions 37)."""

from datetime import datetime
from typing import Self

from django.db import models

from callbacks.rules import VisitKind, VisitState, VisitWay
from practice.models import Matter, Office, Party, User


class Room(models.Model):
    """A room in which clients are met. The diary lets nobody else have it at the same time."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=60)
    is_used = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="callbacks_one_room_of_a_name")]

    def __str__(self) -> str:
        return self.name


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, user: User) -> Self:
        """Leave out those about restricted matters of other people's teams, and behind a barrier one's own too."""
        if not user.is_active:
            return self.none()
        own = models.Q(host=user) | models.Q(booked_by=user)
        seen = own | models.Q(matter=None) | models.Q(matter__in=Matter.objects.visible_to(user).values("pk"))
        return (
            self.filter(seen)
            .exclude(matter__in=Matter.objects.walled_from(user))
            .exclude(party__in=Party.objects.walled_from(user))
        )

    def at_reception(self, user: User) -> Self:
        """
        Add who comes to see somebody on a restricted matter: ``is_named`` says of whom more than host, time and room
        may be shown. What is behind a barrier to this person stays left out.
        """
        named = Visit.objects.visible_to(user)
        return (
            self.filter(models.Q(way=VisitWay.IN_PERSON) | models.Q(pk__in=named.values("pk")))
            .exclude(matter__in=Matter.objects.walled_from(user))
            .exclude(party__in=Party.objects.walled_from(user))
            .annotate(is_named=models.Exists(named.filter(pk=models.OuterRef("pk"))))
        )

    def of_day(self, starts_at: datetime, ends_at: datetime) -> Self:
        return self.filter(starts_at__gte=starts_at, starts_at__lt=ends_at).order_by("starts_at", "pk")


class Visit(models.Model):
    """An appointment: the diary entry beside it keeps the time and the room."""

    kind = models.CharField(max_length=14, choices=VisitKind.choices)
    way = models.CharField(max_length=10, choices=VisitWay.choices)
    party = models.ForeignKey(Party, models.PROTECT, related_name="visits")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="visits")
    host = models.ForeignKey(User, models.PROTECT, related_name="visits")
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="visits")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=VisitState.choices, default=VisitState.BOOKED)
    version = models.PositiveSmallIntegerField(default=1, help_text="Goes up with every change of time.")
    wants_message = models.BooleanField(default=False)
    booked_at = models.DateTimeField()
    booked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    arrived_at = models.DateTimeField(null=True, blank=True)
    met_at = models.DateTimeField(null=True, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=VisitKind.values), name="callbacks_visit_known_kind"),
            models.CheckConstraint(condition=models.Q(way__in=VisitWay.values), name="callbacks_visit_known_way"),
            models.CheckConstraint(condition=models.Q(state__in=VisitState.values), name="callbacks_visit_known_state"),
            models.CheckConstraint(
                condition=models.Q(starts_at__lt=models.F("ends_at")), name="callbacks_visit_starts_before_it_ends"
            ),
            models.CheckConstraint(
                condition=models.Q(way="in_person", room__isnull=False)
                | (~models.Q(way="in_person") & models.Q(room=None)),
                name="callbacks_visit_in_person_has_a_room",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="here") | models.Q(arrived_at__isnull=False),
                name="callbacks_visitor_here_says_since_when",
            ),
        ]
        indexes = [models.Index(fields=["starts_at"], name="callbacks_visits_by_start")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} with {self.host}"

    @property
    def reference(self) -> str:
        return self.matter.reference_or_stage if self.matter else f"appointment {self.pk}"

    @property
    def is_over(self) -> bool:
        return self.state in (VisitState.MET, VisitState.CANCELLED)
