"""What a client is to acknowledge, by when, and how they did (domain D18)."""

from typing import Self

from django.db import models

from outbox.models.links import ClientSession
from outbox.models.messages import Message
from practice.models import Stage, StageQuerySet, User


class AcknowledgementWay(models.TextChoices):
    LINK = "link", "On their own page"
    CALL = "call", "By telephone"
    EMAIL = "email", "By e-mail"
    POST = "post", "By post"
    IN_PERSON = "in_person", "In person"


class AcknowledgementQuerySet(models.QuerySet["Acknowledgement"]):
    def open(self) -> Self:
        return self.filter(acknowledged_at=None)

    def visible_to(self, user: User) -> Self:
        return self.filter(message__in=Message.objects.visible_to(user).values("pk"))


class Acknowledgement(models.Model):
    """That a client is to say that they have one message of ours."""

    message = models.OneToOneField(Message, models.PROTECT, related_name="acknowledgement")
    due_on = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    way = models.CharField(max_length=10, choices=AcknowledgementWay.choices, blank=True)
    note = models.CharField(max_length=200, blank=True)
    noted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    session = models.ForeignKey(ClientSession, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(acknowledged_at=None, way="", noted_by=None, session=None)
                | models.Q(acknowledged_at__isnull=False, way="link", noted_by=None, session__isnull=False)
                | (
                    models.Q(acknowledged_at__isnull=False, noted_by__isnull=False, session=None)
                    & models.Q(way__in=[one for one in AcknowledgementWay.values if one != "link"])
                ),
                name="outbox_acknowledged_says_how",
            )
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=models.Q(acknowledged_at=None), name="outbox_to_acknowledge")
        ]

    def __str__(self) -> str:
        return f"Acknowledgement of {self.message}"


class AcknowledgementStage(Stage):
    """One time of asking again, or the day on which somebody rings."""

    acknowledgement = models.ForeignKey(Acknowledgement, models.PROTECT, related_name="stages")

    objects = StageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["acknowledgement", "kind", "occurrence"], name="outbox_each_chaser_of_a_message_once"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", fired_at=None)
                | (~models.Q(outcome="") & models.Q(fired_at__isnull=False)),
                name="outbox_chaser_outcome_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["fire_at", "id"], condition=models.Q(outcome=""), name="outbox_chasers_waiting")
        ]
