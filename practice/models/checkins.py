"""At which time of the week a client is to ring us, agreed for one matter (domain D16)."""

from typing import Self

from django.db import models

from practice import phrases
from practice.models.matters import Matter, MatterStage
from practice.models.parties import Party
from practice.models.people import User

OVER_STAGES = (MatterStage.CLOSED, MatterStage.DECLINED)


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def standing(self) -> Self:
        """Leave out those that were ended, and those of matters that are over: a check-in ends with its matter."""
        return self.filter(ended_at=None).exclude(matter__stage__in=OVER_STAGES)

    def visible_to(self, user: User) -> Self:
        return self.filter(matter__in=Matter.objects.visible_to(user).values("pk"))


class CheckIn(models.Model):
    """A weekly call of a client to us. Another time is another row; the old one is ended and stays."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="check_ins")
    party = models.ForeignKey(Party, models.PROTECT, related_name="check_ins")
    host = models.ForeignKey(User, models.PROTECT, related_name="check_ins", help_text="Who takes the call.")
    weekday = models.PositiveSmallIntegerField(choices=list(enumerate(phrases.DAYS)))
    at = models.TimeField()
    agreed_at = models.DateTimeField()
    agreed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    because = models.CharField(max_length=200, blank=True)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "party"], condition=models.Q(ended_at=None), name="practice_one_check_in_of_a_client"
            ),
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="practice_check_in_on_a_weekday"),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None, because="")
                | (models.Q(ended_at__isnull=False, ended_by__isnull=False) & ~models.Q(because="")),
                name="practice_ended_check_in_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.when

    @property
    def when(self) -> str:
        """Say the time as people do: "every Tuesday at 10:00"."""
        return f"every {self.get_weekday_display()} at {self.at:%H:%M}"

    @property
    def to_client(self) -> str:
        """Say it to the client, as a letter and their page do, without a full stop."""
        return f"Ring us {self.when} and ask for {self.host.name}"
