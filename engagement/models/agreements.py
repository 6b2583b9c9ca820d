"""Agreements apart from a letter that go with it: a conditional fee agreement, an insurance."""

from django.db import models

from engagement.models.letters import Letter
from outbox.models import Document
from practice.models import User
from wording.facts.plain import plain_date


class SideAgreement(models.Model):
    """
    One signed paper that goes with a version of a letter. Its bytes are kept by their hash.

    `document` holds the very bytes that went, from the moment the letter is issued.
    """

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="agreements")
    kind = models.CharField(max_length=20, help_text="As in data/agreements.yaml.")
    name = models.CharField(max_length=120)
    dated_on = models.DateField()
    sha256 = models.CharField(max_length=64)
    file_name = models.CharField(max_length=160)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    document = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter", "sha256"], name="engagement_one_agreement_a_paper"),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def slug(self) -> str:
        """The last part of its address on the client's page."""
        return f"agreement-{self.pk}"

    @property
    def words(self) -> str:
        """Say it as the letter does: "Conditional fee agreement of 20 November 2026"."""
        return f"{self.name} of {plain_date(self.dated_on)}"
