"""Client care letters: their drafts, their versions, and the copy each client gets."""

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from engagement.rules import OPEN_STAGES, LetterStage
from outbox.models import OF_LETTERS, Message, MessageState
from practice.models import Matter, Party, User
from wording.models import IssuedLetter

_ENDED = ["stopped", "superseded", "discarded"]


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(matter__in=Matter.objects.visible_to(user))

    def in_the_making(self) -> Self:
        return self.filter(stage__in=OPEN_STAGES).order_by("due_on", "pk")

    def to_approve_by(self, user: User) -> Self:
        """Letters that wait for this person, as the one asked or as the stand-in."""
        return self.filter(stage=LetterStage.TO_APPROVE).filter(
            models.Q(approver=user) | models.Q(approver__substitute=user)
        )

    def sent_out(self) -> Self:
        return self.filter(stage__in=[LetterStage.ISSUED, LetterStage.SUPERSEDED]).order_by("-issued_at", "-pk")

    def not_delivered(self) -> Self:
        """Letters in force of which a copy came back or was pulled back: the duty is open again (decisions 18)."""
        failed = LetterCopy.objects.filter(message__state=MessageState.FAILED)
        return self.filter(stage=LetterStage.ISSUED, pk__in=failed.values("letter")).order_by("-issued_at", "-pk")

    def first_versions(self) -> Self:
        """
        The letters that the promise to write after instruction is about; later versions are corrections.

        A version that was stopped or discarded never went, so the one after it is still the first.
        """
        earlier = Letter.objects.filter(matter=models.OuterRef("matter"), version__lt=models.OuterRef("version"))
        not_stopped = ~models.Q(stage__in=[LetterStage.STOPPED, LetterStage.DISCARDED])
        return self.filter(not_stopped, ~models.Exists(earlier.filter(not_stopped)))

    def promised_between(self, first: date, last: date) -> Self:
        return self.filter(due_on__gte=first, due_on__lte=last)

    def in_time(self) -> Self:
        return self.filter(issued_on__lte=models.F("due_on"))

    def waiting(self) -> Self:
        """Letters in force that not every client has accepted, the oldest first."""
        return self.filter(stage=LetterStage.ISSUED, accepted_at=None).order_by("issued_at", "pk")

    def of(self, matter: Matter) -> Self:
        """The versions of a matter, the newest first; a draft that was discarded is none, and its number is free."""
        return self.kept().filter(matter=matter).order_by("-version")

    def kept(self) -> Self:
        return self.exclude(stage=LetterStage.DISCARDED)

    def with_people(self) -> Self:
        return self.select_related(
            "matter__department", "matter__fee_earner", "prepared_by", "prepared_for", "approver", "saved_by"
        )


class Letter(models.Model):
    """One version of the client care letter of a matter. A change after issue is a new version, never a change."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="care_letters")
    template_code = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    stage = models.CharField(max_length=12, choices=LetterStage.choices, default=LetterStage.DRAFT)
    answers = models.JSONField(default=dict, help_text="What people typed; the rest comes from the matter.")
    put_in = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    taken_out = models.JSONField(default=dict, help_text="Clauses taken out by hand, each with its reason.")
    sign_order = ArrayField(
        models.BigIntegerField(), default=list, blank=True, help_text="Clients one after the other; empty: all at once."
    )
    draft_version = models.PositiveIntegerField(default=1, help_text="Goes up with every change of the draft.")
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    prepared_for = models.ForeignKey(User, models.PROTECT, related_name="care_letters")
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    due_on = models.DateField(help_text="Promised for this day, from the department's service standard.")
    approver = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="letters_to_approve")
    asked_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_draft_version = models.PositiveIntegerField(null=True, blank=True)
    comment = models.TextField(blank=True, help_text="Why the approver sent it back.")
    comment_clause = models.CharField(max_length=40, blank=True)
    comment_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_on = models.DateField(null=True, blank=True, help_text="The local day of issue.")
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    accept_by = models.DateField(null=True, blank=True)
    estimate = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True, help_text="As issued, GBP.")
    estimate_low = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, help_text="Its lower end; empty where it was not kept."
    )
    terms = models.ForeignKey(IssuedLetter, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it was stopped, replaced or discarded.")
    accepted_at = models.DateTimeField(null=True, blank=True, help_text="When the last of its clients accepted.")
    accepted_on = models.DateField(null=True, blank=True, help_text="The local day of that.")

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stage__in=LetterStage.values), name="engagement_letter_known_stage"
            ),
            models.UniqueConstraint(
                fields=["matter", "version"],
                condition=~models.Q(stage="discarded"),
                name="engagement_one_letter_a_version",
            ),
            models.UniqueConstraint(
                fields=["matter"], condition=models.Q(stage__in=OPEN_STAGES), name="engagement_one_draft_a_matter"
            ),
            models.UniqueConstraint(
                fields=["matter"], condition=models.Q(stage="issued"), name="engagement_one_letter_in_force_a_matter"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    stage__in=["issued", "stopped", "superseded"],
                    issued_at__isnull=False,
                    issued_on__isnull=False,
                    issued_by__isnull=False,
                    accept_by__isnull=False,
                    estimate__isnull=False,
                    terms__isnull=False,
                )
                | models.Q(
                    stage__in=[*OPEN_STAGES, "discarded"],
                    issued_at=None,
                    issued_on=None,
                    issued_by=None,
                    accept_by=None,
                    estimate=None,
                    terms=None,
                ),
                name="engagement_issued_says_when_by_whom_and_what",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_at=None, approved_by=None, approved_draft_version=None)
                | models.Q(
                    approved_at__isnull=False,
                    approved_by__isnull=False,
                    approved_draft_version=models.F("draft_version"),
                ),
                name="engagement_approval_is_of_these_words",
            ),
            models.CheckConstraint(
                condition=~models.Q(stage="approved") | models.Q(approved_at__isnull=False),
                name="engagement_approved_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~models.Q(stage="to_approve") | models.Q(asked_at__isnull=False, approver__isnull=False),
                name="engagement_approval_is_asked_of_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(stage__in=_ENDED, ended_at__isnull=False)
                | (~models.Q(stage__in=_ENDED) & models.Q(ended_at=None)),
                name="engagement_ended_says_when",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at=None, accepted_on=None)
                | models.Q(accepted_at__isnull=False, accepted_on__isnull=False, issued_at__isnull=False),
                name="engagement_accepted_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=models.Q(stage__in=OPEN_STAGES), name="engagement_letters_due"),
            models.Index(fields=["-issued_at"], name="engagement_letters_issued"),
        ]

    def __str__(self) -> str:
        return f"Client care letter, version {self.version}"

    @property
    def is_in_the_making(self) -> bool:
        return self.stage in OPEN_STAGES

    @property
    def is_approved(self) -> bool:
        return self.approved_draft_version == self.draft_version


class LetterCopy(models.Model):
    """The copy one client gets: a letter, a message and a channel of their own (decisions 21)."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="copies")
    party = models.ForeignKey(Party, models.PROTECT, related_name="letter_copies")
    issued = models.OneToOneField(IssuedLetter, models.PROTECT, related_name="copy")
    own_terms = models.ForeignKey(
        IssuedLetter,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Where they read the terms of business in another size than the letter has them.",
    )
    message = models.OneToOneField(Message, models.PROTECT, related_name="letter_copy")
    channel = models.CharField(max_length=8, choices=[(one.value, one.label) for one in OF_LETTERS])

    class Meta:
        verbose_name_plural = "letter copies"
        constraints = [
            models.UniqueConstraint(fields=["letter", "party"], name="engagement_one_copy_a_client"),
            models.CheckConstraint(
                condition=models.Q(channel__in=[one.value for one in OF_LETTERS]), name="engagement_copy_known_channel"
            ),
        ]

    def __str__(self) -> str:
        return f"Copy for {self.party}"

    @property
    def paper(self) -> Letter:
        """What it is a copy of; a cost update has the same name for it."""
        return self.letter

    @property
    def client(self) -> Party:
        """Whose copy it is now: the record that stands for theirs since a merge. Fetch with party__merged_into."""
        return self.party.merged_into or self.party

    @property
    def terms(self) -> IssuedLetter:
        """The terms of business that went with it, in the size in which they read. Fetch with both rows of terms."""
        terms = self.own_terms or self.letter.terms
        assert terms is not None  # an issued letter has its terms, by constraint
        return terms
