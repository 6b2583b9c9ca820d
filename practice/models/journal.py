"""The audit trail: entries that nobody can change, and the seals that prove it (decisions B4)."""

from typing import Self

from django.db import models


class ActorKind(models.TextChoices):
    STAFF = "staff", "Staff"
    CLIENT_LINK = "client_link", "Client, by a link"
    SYSTEM = "system", "The system"


class JournalQuerySet(models.QuerySet["JournalEntry"]):
    def unsealed(self) -> Self:
        return self.filter(seal=None)


class JournalEntry(models.Model):
    """One thing that happened. No foreign keys, no shared lock; a trigger refuses any change."""

    at = models.DateTimeField()
    event = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=12, choices=ActorKind.choices)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=161)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    matter_id = models.BigIntegerField(null=True)
    party_id = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)

    objects = JournalQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "journal entries"
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "at"], name="practice_journal_subject"),
            models.Index(
                fields=["matter_id", "at"], condition=models.Q(matter_id__isnull=False), name="practice_journal_matter"
            ),
            models.Index(
                fields=["party_id", "at"], condition=models.Q(party_id__isnull=False), name="practice_journal_party"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} by {self.actor_name}"


class JournalSeal(models.Model):
    """The place of one committed entry in the chain: its sequence and a hash over it and everything before."""

    sequence = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(JournalEntry, models.PROTECT, related_name="seal")
    sha256 = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.sequence}: {self.sha256[:12]}"
