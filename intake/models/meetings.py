"""The first meeting and later consultations: what a checklist asks, and what was said (domain 4.5, A02-A17)."""

from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models

from intake.rules import AnswerKind, Purpose, Said
from practice.models import Matter, User, WorkType
from practice.permissions import Permission


class ChecklistQuerySet(models.QuerySet["Checklist"]):
    def for_work(self, purpose: str, work_type: str) -> "Checklist":
        """
        Return the list in force for a kind of work, else the one for all kinds.

        :raises Checklist.DoesNotExist: if none has been loaded; `manage.py reference_data` does that
        """
        found = self.filter(purpose=purpose, work_type__in=[work_type, ""])
        return found.order_by("-work_type", "-version")[:1].get()


class Checklist(models.Model):
    """One version of what a meeting has to settle. It never changes: what differs is the next version."""

    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    work_type = models.CharField(max_length=24, choices=WorkType.choices, blank=True, help_text="Empty: every kind.")
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, help_text="Of the items, so that a list is loaded once.")
    loaded_at = models.DateTimeField()

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "work_type", "version"], name="intake_one_row_per_checklist_version"
            ),
            models.CheckConstraint(
                condition=models.Q(purpose__in=Purpose.values), name="intake_checklist_known_purpose"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"


class ChecklistItem(models.Model):
    """One thing to settle."""

    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=24)
    question = models.CharField(max_length=160)
    answer = models.CharField(max_length=12, choices=AnswerKind.choices)
    is_mandatory = models.BooleanField(default=True)
    needs_second = models.BooleanField(default=False, help_text="Counts once a second person has checked it.")
    help = models.CharField(max_length=200, blank=True)
    say = models.CharField(max_length=300, blank=True, help_text="Words to say.")
    source = models.CharField(max_length=12, blank=True, help_text="The row of the domain it comes from.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["checklist", "code"], name="intake_one_item_per_code"),
            models.UniqueConstraint(fields=["checklist", "position"], name="intake_one_item_per_place"),
            models.CheckConstraint(condition=models.Q(answer__in=AnswerKind.values), name="intake_item_known_answer"),
        ]

    def __str__(self) -> str:
        return self.question


class InterviewWay(models.TextChoices):
    IN_PERSON = "in_person", "In person"
    VIDEO = "video", "By video"
    PHONE = "phone", "By telephone"
    HOME = "home", "At their home"


class InterviewQuerySet(models.QuerySet["Interview"]):
    def visible_to(self, user: User) -> Self:
        """What was said in confidence: for those who work on matters, and on the matters that they may see."""
        if not user.may(Permission.MATTER_EDIT):
            return self.none()
        return self.filter(matter__in=Matter.objects.visible_to(user))

    def running(self) -> Self:
        return self.filter(ended_at=None)

    def latest_first(self) -> Self:
        return self.order_by("-number")


class Interview(models.Model):
    """One meeting with the clients of a matter; the first is number 1. Once ended it does not change."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="interviews")
    number = models.PositiveSmallIntegerField()
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="interviews")
    way = models.CharField(max_length=12, choices=InterviewWay.choices)
    held_by = models.ForeignKey(User, models.PROTECT, related_name="interviews")
    quiet_until = models.DateTimeField(help_text="Nobody rings through until then.")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1, help_text="Goes up with every save.")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Mandatory items, at the end.")
    mandatory = models.PositiveSmallIntegerField(null=True, blank=True)
    override_reason = models.TextField(blank=True)

    objects = InterviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "number"], name="intake_one_interview_per_number"),
            models.UniqueConstraint(
                fields=["matter"], condition=models.Q(ended_at=None), name="intake_one_running_interview_a_matter"
            ),
            models.CheckConstraint(condition=models.Q(way__in=InterviewWay.values), name="intake_interview_known_way"),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None, answered=None, mandatory=None, override_reason="")
                | models.Q(
                    ended_at__isnull=False, ended_by__isnull=False, answered__isnull=False, mandatory__isnull=False
                ),
                name="intake_ended_interview_says_when_by_whom_and_how_far",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None)
                | models.Q(answered=models.F("mandatory"), override_reason="")
                | (models.Q(answered__lt=models.F("mandatory")) & ~models.Q(override_reason="")),
                name="intake_unfinished_interview_ends_by_override_only",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose()}, {self.matter}"

    def get_purpose(self) -> str:
        return str((Purpose.FIRST_MEETING if self.number == 1 else Purpose.CONSULTATION).label)

    @property
    def is_running(self) -> bool:
        return self.ended_at is None


class InterviewAnswerQuerySet(models.QuerySet["InterviewAnswer"]):
    def current(self) -> Self:
        """Return the row written last under each item of one interview."""
        return self.order_by("item_id", "-pk").distinct("item_id")


class InterviewAnswer(models.Model):
    """
    What was said under one item, by whom written down and when. A correction is a new row: the latest counts.

    An empty row takes an answer back.
    """

    interview = models.ForeignKey(Interview, models.PROTECT, related_name="answers")
    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    is_ticked = models.BooleanField(default=False)
    on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = InterviewAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmed_at=None, confirmed_by=None)
                | (
                    models.Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
                    & ~models.Q(confirmed_by=models.F("by"))
                ),
                name="intake_answer_confirmed_by_a_second_person",
            ),
        ]
        indexes = [
            models.Index(fields=["interview", "item", "-id"], name="intake_latest_answer"),
            GinIndex(SearchVector("words", config="folded"), name="intake_words_of_answer"),
        ]

    def __str__(self) -> str:
        return self.words[:80]

    def said(self) -> Said:
        return Said(self.words, self.is_ticked, self.on, self.confirmed_at is not None)


class InterviewNote(models.Model):
    """Something said on the way, beside the list or pinned to an item of it (domain A22)."""

    interview = models.ForeignKey(Interview, models.PROTECT, related_name="notes")
    item = models.ForeignKey(ChecklistItem, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(words=""), name="intake_note_says_something")]
        indexes = [GinIndex(SearchVector("words", config="folded"), name="intake_words_of_note")]

    def __str__(self) -> str:
        return self.words[:80]
