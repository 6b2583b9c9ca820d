"""What was settled about caring for the client of a matter: rhythm of updates, deputy, what to remember later (A25)."""

from typing import Self

from django.db import models

from practice.models.matters import Matter
from practice.models.people import User
from practice.models.stages import Outcome, Stage, StageQuerySet
from practice.permissions import INSIDE


class Rhythm(models.TextChoices):
    """How often the client was promised to hear from us."""

    WORKING_DAYS = "working_days", "Every so many working days"
    WEEKS = "weeks", "Every so many weeks"
    EVENTS = "events", "When something happens"


class CarePlan(models.Model):
    """The plan of one matter as it stands; the journal keeps what it was."""

    matter = models.OneToOneField(Matter, models.PROTECT, related_name="care_plan")
    rhythm = models.CharField(max_length=12, choices=Rhythm.choices, blank=True)
    every = models.PositiveSmallIntegerField(null=True, blank=True)
    events = models.CharField(max_length=160, blank=True, help_text="After When: the searches come back.")
    deputy = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who answers while the fee earner is away.",
    )
    version = models.PositiveIntegerField(default=1, help_text="Goes up with every save.")
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rhythm="", every=None, events="")
                | (models.Q(rhythm__in=[Rhythm.WORKING_DAYS, Rhythm.WEEKS], every__gte=1, events=""))
                | (models.Q(rhythm=Rhythm.EVENTS, every=None) & ~models.Q(events="")),
                name="practice_care_rhythm_says_how_often",
            ),
        ]

    def __str__(self) -> str:
        return f"Care plan {self.pk}"

    @property
    def rhythm_words(self) -> str:
        """The promise as people say it: "every 5 working days", "when the searches come back"; "" for none."""
        if self.rhythm == Rhythm.EVENTS:
            return f"when {self.events}"
        if not self.rhythm:
            return ""
        unit = "working day" if self.rhythm == Rhythm.WORKING_DAYS else "week"
        return f"every {unit}" if self.every == 1 else f"every {self.every} {unit}s"


class ReminderKind(models.TextChoices):
    """What a client may be glad to be reminded of when we are long done."""

    WILL_REVIEW = "will_review", "Review of the will"
    LEASE_BREAK = "lease_break", "Break in the lease"
    LEASE_END = "lease_end", "End of the lease"
    RATE_END = "rate_end", "End of the fixed mortgage rate"
    OTHER = "other", "Something else"


class CareReminderQuerySet(StageQuerySet):
    def visible_to(self, user: User) -> Self:
        """Return those of the matters that this person may see, to those who work on matters."""
        if not any(user.may(permission) for permission in INSIDE):
            return self.none()
        return self.filter(matter__in=Matter.objects.visible_to(user))


class CareReminder(Stage):
    """A key date of the client's that outlives the matter; on its day of asking somebody gets a task."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="care_reminders")
    words = models.CharField(max_length=120, blank=True)
    on = models.DateField(help_text="The date itself.")
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = CareReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ReminderKind.values), name="practice_reminder_known_kind"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=ReminderKind.OTHER, words=""), name="practice_reminder_says_of_what"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="") | models.Q(fired_at__isnull=False),
                name="practice_reminder_ended_says_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome=Outcome.WITHDRAWN, because=""), name="practice_reminder_off_says_why"
            ),
            models.UniqueConstraint(
                fields=["matter", "kind", "words", "on"],
                condition=models.Q(outcome=""),
                name="practice_one_reminder_of_a_date",
            ),
        ]
        indexes = [
            models.Index(fields=["fire_at"], condition=models.Q(outcome=""), name="practice_reminder_to_ask"),
            models.Index(fields=["matter", "on"], name="practice_reminders_of_matter"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What it is about: "Review of the will", or the words where it is none of the kinds."""
        kind = ReminderKind(self.kind)
        return self.words if kind == ReminderKind.OTHER else ", ".join(filter(None, [str(kind.label), self.words]))
