"""
Links by which a client comes in, the codes that open them, and who came in (decisions B11, B12).

No row here opens anything: link, code and cookie are derived from the row's number when they are shown or sent.
"""

import uuid
from datetime import datetime
from typing import Self

from django.db import models

from outbox.rules import CodeWay
from practice.models import Matter, Party, User

__all__ = ["ClientSession", "CodeWay", "LinkCode", "LinkPurpose", "SecureLink"]


class LinkPurpose(models.TextChoices):
    ACCEPT = "accept", "Read and accept a letter"
    CALLBACK = "callback", "Choose when we ring"


class SecureLinkQuerySet(models.QuerySet["SecureLink"]):
    def about(self, subject: models.Model) -> Self:
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))


class SecureLink(models.Model):
    """
    One person's way to one thing. ``generation`` goes up when a new link is sent: the one before opens nothing more.

    ``because``: why it was revoked, in a word that its page knows.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=12, choices=LinkPurpose.choices)
    party = models.ForeignKey(Party, models.PROTECT, related_name="secure_links")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="secure_links")
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    generation = models.PositiveSmallIntegerField(default=1)
    sent_to = models.CharField(max_length=254, blank=True, help_text="The mailbox that the link went to.")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    because = models.CharField(max_length=20, blank=True)
    wrong_codes = models.PositiveSmallIntegerField(default=0, help_text="Since the last right one.")
    locked_at = models.DateTimeField(null=True, blank=True, help_text="Too many wrong codes: staff open it again.")

    objects = SecureLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "party", "subject_type", "subject_id"], name="outbox_one_link_a_purpose_and_person"
            ),
            models.CheckConstraint(
                condition=models.Q(purpose__in=LinkPurpose.values), name="outbox_link_known_purpose"
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_at=None, because="")
                | (models.Q(revoked_at__isnull=False) & ~models.Q(because="")),
                name="outbox_revoked_link_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}, {self.party}"

    def is_alive(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at


class LinkCodeQuerySet(models.QuerySet["LinkCode"]):
    def alive(self, now: datetime) -> Self:
        return self.filter(used_at=None, expires_at__gt=now).order_by("-made_at", "-pk")


class LinkCode(models.Model):
    """Six figures for one link: derived from this row's number, never stored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(SecureLink, models.PROTECT, related_name="codes")
    way = models.CharField(max_length=14, choices=CodeWay.choices)
    sent_to = models.CharField(max_length=254, blank=True, help_text="The mailbox, or the number.")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = LinkCodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(way__in=CodeWay.values), name="outbox_code_known_way"),
            models.CheckConstraint(
                condition=models.Q(way="staff", made_by__isnull=False)
                | (~models.Q(way="staff") & models.Q(made_by=None)),
                name="outbox_code_given_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"Code, {self.get_way_display().lower()}"


class ClientSession(models.Model):
    """A client who came in by a link and its code. Their cookie is derived from this number, for this link only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(SecureLink, models.PROTECT, related_name="sessions")
    party = models.ForeignKey(Party, models.PROTECT, related_name="client_sessions")
    purpose = models.CharField(max_length=12, choices=LinkPurpose.choices)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    code = models.OneToOneField(LinkCode, models.PROTECT, related_name="session")
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    address = models.GenericIPAddressField(null=True, blank=True)
    agent = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["link", "opened_at"], name="outbox_sessions_of_link")]

    def __str__(self) -> str:
        return f"{self.party}, {self.opened_at:%Y-%m-%d %H:%M}Z"
