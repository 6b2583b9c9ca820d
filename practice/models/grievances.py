"""Disagreements between a client and somebody of the firm: noted for managers, apart from checks of interests (B06)."""

from typing import Self

from django.db import models

from practice.models.matters import Matter
from practice.models.parties import Party
from practice.models.people import User
from practice.permissions import Role


class GrievanceQuerySet(models.QuerySet["Grievance"]):
    def visible_to(self, user: User) -> Self:
        """
        Return one's own notes and, to managers, those of their people: never to the person it is about.

        A note about a matter or client that is kept from somebody is kept from them too.
        """
        if not user.is_active:
            return self.none()
        theirs = models.Q(noted_by=user)
        if user.has_role(Role.MANAGING_PARTNER):
            theirs |= ~models.Q(staff=user)
        elif user.has_role(Role.HEAD):
            theirs |= models.Q(staff__department__head=user) & ~models.Q(staff=user)
        on = models.Q(matter=None) | models.Q(matter__in=Matter.objects.visible_to(user))
        return self.filter(theirs & on, party__in=Party.objects.visible_to(user))

    def latest_first(self) -> Self:
        return self.order_by(models.F("settled_at").asc(nulls_first=True), "-happened_on", "-pk")


class Grievance(models.Model):
    """What came between a client and somebody of the firm, and how it was settled. On no timeline."""

    staff = models.ForeignKey(User, models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="+")
    happened_on = models.DateField()
    words = models.TextField(help_text="What happened, as the writer saw it.")
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    settled_how = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = GrievanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(words=""), name="practice_grievance_says_what"),
            models.CheckConstraint(
                condition=models.Q(settled_how="", settled_at=None, settled_by=None)
                | (models.Q(settled_at__isnull=False, settled_by__isnull=False) & ~models.Q(settled_how="")),
                name="practice_grievance_settled_says_how_when_and_by_whom",
            ),
        ]
        indexes = [models.Index(fields=["staff", "-happened_on"], name="practice_grievance_of_staff")]

    def __str__(self) -> str:
        return f"Note {self.pk}"
