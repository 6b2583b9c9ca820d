"""Letters to many clients at once: what is written, to whom, and what became of each."""

from typing import Self

from django.db import models
from django.db.models import Q

from engagement.rules.mailings import MailingKind, MailingStage, MailingStep, RowState, Why, steps_from
from outbox.models import OF_LETTERS, Message, MessageState
from practice.models import Department, Matter, Party, User
from wording.models import IssuedLetter


class MailingQuerySet(models.QuerySet["Mailing"]):
    def going_out(self) -> Self:
        return self.filter(stage=MailingStage.RELEASED)

    def newest_first(self) -> Self:
        return self.order_by("-made_at", "-pk")

    def with_waiting(self) -> Self:
        """Say of each how many of its letters are written and have not gone yet, e-mail or post."""
        waits = Q(rows__message__state__in=[MessageState.PENDING, MessageState.SENDING])
        return self.annotate(still_waiting=models.Count("rows", filter=waits))


class Mailing(models.Model):
    """One letter to many clients. Its words are data; `version` goes up with every change of words or people."""

    kind = models.CharField(max_length=12, choices=MailingKind.choices)
    title = models.CharField(max_length=120, help_text="What we call it among ourselves.")
    reason = models.CharField(max_length=300, help_text="Why it is sent, for whoever asks in five years.")
    heading = models.CharField(max_length=120)
    changes = models.TextField(help_text="What changes; a blank line parts paragraphs.")
    todo = models.TextField(blank=True, help_text="What they have to do, a line each.")
    applies_on = models.DateField(null=True, blank=True)
    selection = models.JSONField(default=dict, help_text="Which open matters; see services.mailings.choosing.")
    stage = models.CharField(max_length=8, choices=MailingStage.choices, default=MailingStage.DRAFT)
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(null=True, blank=True)
    trial = models.JSONField(null=True, blank=True, help_text="What the dry run of these words found.")
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    comment = models.CharField(max_length=300, blank=True, help_text="Why it was sent back.")
    comment_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    released_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    alone_because = models.CharField(max_length=300, blank=True, help_text="Why no second person released it.")
    stopped_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    stopped_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True, help_text="When the last letter was made.")

    objects = MailingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=MailingStage.values), name="engagement_mailing_known_stage"),
            models.CheckConstraint(condition=Q(kind__in=MailingKind.values), name="engagement_mailing_known_kind"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(reason="") & ~Q(heading="") & ~Q(changes=""),
                name="engagement_mailing_says_what_and_why",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["draft", "asked"], released_by=None, released_at=None)
                | Q(stage__in=["released", "stopped", "done"], released_by__isnull=False, released_at__isnull=False),
                name="engagement_mailing_released_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(released_by=None)
                | (~Q(released_by=models.F("made_by")) & ~Q(released_by=models.F("saved_by")))
                | ~Q(alone_because=""),
                name="engagement_mailing_released_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(stage="stopped", stopped_by__isnull=False, stopped_at__isnull=False)
                | (~Q(stage="stopped") & Q(stopped_by=None, stopped_at=None)),
                name="engagement_mailing_stopped_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def encloses_terms(self) -> bool:
        return MailingKind(self.kind).encloses_terms

    @property
    def steps(self) -> frozenset[MailingStep]:
        return steps_from(MailingStage(self.stage))

    @property
    def is_in_the_making(self) -> bool:
        return self.stage in (MailingStage.DRAFT, MailingStage.ASKED)

    @property
    def author_ids(self) -> set[int]:
        return {self.made_by_id, self.saved_by_id}


class MailingRowQuerySet(models.QuerySet["MailingRow"]):
    def visible_to(self, user: User) -> Self:
        """Return those through a matter, and to a person, whom this user may see; the others are counted, not named."""
        seen = Party.objects.known_to(user).values("pk")
        return self.filter(matter__in=Matter.objects.visible_to(user), party__in=seen)

    def to_issue(self) -> Self:
        return self.filter(state=RowState.PLANNED, mailing__stage=MailingStage.RELEASED)

    def not_gone(self) -> Self:
        """Those whose letter was made and has not left: it waits for its time, or in the post tray."""
        return self.filter(state=RowState.ISSUED, message__state=MessageState.PENDING)

    def by_name(self) -> Self:
        return self.order_by("party__name", "party", "pk")


class MailingRow(models.Model):
    """One person in a mailing, however many matters they have, and what became of their letter."""

    mailing = models.ForeignKey(Mailing, models.PROTECT, related_name="rows")
    party = models.ForeignKey(Party, models.PROTECT, related_name="mailing_rows")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="mailing_rows", help_text="By which they are in.")
    others = models.PositiveSmallIntegerField(default=0, help_text="Further matters by which they are in.")
    state = models.CharField(max_length=10, choices=RowState.choices)
    why = models.CharField(max_length=16, choices=Why.choices, blank=True)
    because = models.CharField(max_length=300, blank=True, help_text="In words, where there is more to say.")
    channel = models.CharField(max_length=8, choices=[(one.value, one.label) for one in OF_LETTERS], blank=True)
    to_address = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True, help_text="When a worker took it last.")
    tries = models.PositiveSmallIntegerField(default=0)
    issued = models.OneToOneField(IssuedLetter, models.PROTECT, null=True, blank=True, related_name="mailing_row")
    message = models.OneToOneField(Message, models.PROTECT, null=True, blank=True, related_name="mailing_row")
    terms = models.ForeignKey(IssuedLetter, models.PROTECT, null=True, blank=True, related_name="mailing_rows")
    issued_at = models.DateTimeField(null=True, blank=True)

    objects = MailingRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailing", "party"], name="engagement_one_letter_a_mailing_and_person"),
            models.CheckConstraint(condition=Q(state__in=RowState.values), name="engagement_mailing_row_known_state"),
            models.CheckConstraint(
                condition=Q(state="issued", issued__isnull=False, message__isnull=False, issued_at__isnull=False)
                | (~Q(state="issued") & Q(issued=None, message=None, issued_at=None)),
                name="engagement_mailing_row_issued_with_its_letter",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["held", "refused", "taken_out"]) | ~Q(why=""),
                name="engagement_mailing_row_out_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="taken_out") | (~Q(because="") & Q(decided_by__isnull=False)),
                name="engagement_mailing_row_out_by_hand_says_by_whom",
            ),
        ]
        indexes = [
            models.Index(fields=["mailing"], condition=Q(state="planned"), name="engagement_mailing_to_issue"),
        ]

    def __str__(self) -> str:
        return f"{self.party} in {self.mailing}"


class MailingTermsQuerySet(models.QuerySet["MailingTerms"]):
    def like(self, one: "MailingTerms") -> Self:
        """Return the row that is for the same letters."""
        return self.filter(
            mailing=one.mailing_id,
            department=one.department_id,
            template_code=one.template_code,
            is_large=one.is_large,
        )


class MailingTerms(models.Model):
    """The terms of business that some of a mailing’s letters enclose, printed by the first that needs them."""

    mailing = models.ForeignKey(Mailing, models.PROTECT, related_name="terms")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    template_code = models.CharField(max_length=60, help_text="Which terms; some kinds of work have their own.")
    is_large = models.BooleanField(default=False, help_text="For those who read large print.")
    issued = models.OneToOneField(IssuedLetter, models.PROTECT, null=True, blank=True, related_name="mailing_terms")

    objects = MailingTermsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "mailing terms"
        constraints = [
            models.UniqueConstraint(
                fields=["mailing", "department", "template_code", "is_large"], name="engagement_one_terms_of_each_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"Terms of {self.mailing}, {self.department}"
