"""What has become of a person: died, lacks capacity, bankrupt. It decides whom one may ring and how one writes."""

from typing import Self

from django.db import models

from practice.models.parties import Party
from practice.models.people import User


class StatusKind(models.TextChoices):
    DECEASED = "deceased", "Has died"
    LACKS_CAPACITY = "lacks_capacity", "Lacks capacity"
    BANKRUPT = "bankrupt", "Bankrupt"


class PartyStatusQuerySet(models.QuerySet["PartyStatus"]):
    def standing(self) -> Self:
        return self.filter(ended_at=None)


class PartyStatus(models.Model):
    """
    One status of one party, from a day on, with what shows it.

    That somebody died or lacks capacity is also said by two columns of Party, which every rule of contact reads; only
    the services write either. A status that was recorded in error, or is over, ends; it is never deleted.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="statuses")
    kind = models.CharField(max_length=16, choices=StatusKind.choices)
    since_on = models.DateField(help_text="The day of death, or from which the rest holds.")
    evidence = models.CharField(max_length=200, help_text="What shows it: death certificate seen.")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    ended_because = models.CharField(max_length=200, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PartyStatusQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "party statuses"
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=StatusKind.values), name="practice_status_known_kind"),
            models.CheckConstraint(condition=~models.Q(evidence=""), name="practice_status_says_what_shows_it"),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None, ended_because="")
                | (models.Q(ended_at__isnull=False, ended_by__isnull=False) & ~models.Q(ended_because="")),
                name="practice_status_ended_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["party", "kind"],
                condition=models.Q(ended_at=None),
                name="practice_one_standing_status_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.get_kind_display().lower()}"
