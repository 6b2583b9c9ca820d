"""Cost updates: letters with a new estimate, chained to those before, and the copy that each client gets."""

from typing import Self

from django.db import models
from django.db.models import Q

from engagement.models.letters import Letter
from engagement.rules import OPEN_STAGES, LetterStage
from outbox.models import OF_LETTERS, Message
from practice.models import Matter, Party, User
from wording.models import IssuedLetter

_ENDED = ["stopped", "superseded", "discarded"]
_WHEN_ISSUED = ("issued_at", "issued_on", "issued_by", "estimate", "estimate_low")


class CostUpdateQuerySet(models.QuerySet["CostUpdate"]):
    def of(self, matter: Matter) -> Self:
        """The cost updates of a matter, the newest first; a discarded draft is none, and its number is free."""
        return self.filter(matter=matter).exclude(stage=LetterStage.DISCARDED).order_by("-number")

    def in_the_making(self) -> Self:
        return self.filter(stage__in=OPEN_STAGES)

    def issued(self) -> Self:
        return self.filter(stage=LetterStage.ISSUED)

    def in_force(self) -> Self:
        """Those whose estimate counts: issued to inform, or agreed by every client."""
        return self.issued().filter(Q(asks_agreement=False) | Q(agreed_at__isnull=False))

    def waiting(self) -> Self:
        """Those that count once every client has agreed."""
        return self.issued().filter(asks_agreement=True, agreed_at=None)


class CostUpdate(models.Model):
    """One cost update of a matter. What it estimates is in force from its issue until the next is issued."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="cost_updates")
    number = models.PositiveSmallIntegerField(help_text="Which cost update of the matter.")
    stage = models.CharField(max_length=12, choices=LetterStage.choices, default=LetterStage.DRAFT)
    replaces_letter = models.ForeignKey(Letter, models.PROTECT, null=True, blank=True, related_name="+")
    replaces_update = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    before = models.JSONField(default=list, help_text="The lines of the estimate that it replaces.")
    answers = models.JSONField(default=dict, help_text="What people typed; the rest is as before.")
    lines = models.JSONField(default=list, blank=True, help_text="The lines of its own estimate, as issued.")
    draft_version = models.PositiveIntegerField(default=1, help_text="Goes up with every change of the draft.")
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    prepared_for = models.ForeignKey(User, models.PROTECT, related_name="cost_updates")
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    approver = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="cost_updates_to_approve")
    asked_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_draft_version = models.PositiveIntegerField(null=True, blank=True)
    comment = models.TextField(blank=True, help_text="Why the approver sent it back.")
    comment_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_on = models.DateField(null=True, blank=True, help_text="The local day of issue.")
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    estimate_low = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    estimate = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True, help_text="As issued, GBP.")
    asks_agreement = models.BooleanField(default=False, help_text="As issued: it counts once every client agreed.")
    agreed_at = models.DateTimeField(null=True, blank=True, help_text="When the last of its clients agreed.")
    agreed_on = models.DateField(null=True, blank=True, help_text="The local day of that.")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it was stopped, replaced or discarded.")

    objects = CostUpdateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=LetterStage.values), name="engagement_update_known_stage"),
            models.UniqueConstraint(
                fields=["matter", "number"], condition=~Q(stage="discarded"), name="engagement_one_update_a_number"
            ),
            models.UniqueConstraint(
                fields=["matter"], condition=Q(stage__in=OPEN_STAGES), name="engagement_one_update_in_the_making"
            ),
            models.CheckConstraint(
                condition=Q(replaces_letter=None) | Q(replaces_update=None),  # neither: that of a letter of before
                name="engagement_update_replaces_one_estimate",
            ),
            models.CheckConstraint(
                condition=Q(
                    stage__in=["issued", "stopped", "superseded"], **{f"{name}__isnull": False for name in _WHEN_ISSUED}
                )
                | Q(stage__in=[*OPEN_STAGES, "discarded"], **dict.fromkeys(_WHEN_ISSUED)),
                name="engagement_update_issued_says_when_by_whom_and_what",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None, approved_draft_version=None)
                | Q(
                    approved_at__isnull=False,
                    approved_by__isnull=False,
                    approved_draft_version=models.F("draft_version"),
                ),
                name="engagement_update_approval_is_of_these_words",
            ),
            models.CheckConstraint(
                condition=~Q(stage="approved") | Q(approved_at__isnull=False),
                name="engagement_update_approved_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(stage="to_approve") | Q(asked_at__isnull=False, approver__isnull=False),
                name="engagement_update_approval_is_asked_of_somebody",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=_ENDED, ended_at__isnull=False) | (~Q(stage__in=_ENDED) & Q(ended_at=None)),
                name="engagement_update_stopped_says_when",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at=None, agreed_on=None)
                | Q(asks_agreement=True, agreed_at__isnull=False, agreed_on__isnull=False, issued_at__isnull=False),
                name="engagement_update_agreed_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"Cost update {self.number}"

    @property
    def is_in_the_making(self) -> bool:
        return self.stage in OPEN_STAGES

    @property
    def is_approved(self) -> bool:
        return self.approved_draft_version == self.draft_version

    @property
    def waits(self) -> bool:
        """Say if it is with its clients, and counts once all of them have agreed."""
        return self.stage == LetterStage.ISSUED and self.asks_agreement and self.agreed_at is None


class CostUpdateCopy(models.Model):
    """The copy one client gets: a letter and a message of their own (decisions 21). Rows never change."""

    update_of = models.ForeignKey(CostUpdate, models.PROTECT, related_name="copies")
    party = models.ForeignKey(Party, models.PROTECT, related_name="cost_update_copies")
    issued = models.OneToOneField(IssuedLetter, models.PROTECT, related_name="cost_update_copy")
    message = models.OneToOneField(Message, models.PROTECT, related_name="cost_update_copy")
    channel = models.CharField(max_length=8, choices=[(one.value, one.label) for one in OF_LETTERS])

    class Meta:
        verbose_name_plural = "cost update copies"
        constraints = [
            models.UniqueConstraint(fields=["update_of", "party"], name="engagement_one_update_copy_a_client"),
            models.CheckConstraint(
                condition=Q(channel__in=[one.value for one in OF_LETTERS]), name="engagement_update_copy_channel"
            ),
        ]

    def __str__(self) -> str:
        return f"Cost update for {self.party}"

    @property
    def paper(self) -> CostUpdate:
        return self.update_of

    @property
    def client(self) -> Party:
        """Whose copy it is now: the record that stands for theirs since a merge. Fetch with party__merged_into."""
        return self.party.merged_into or self.party
