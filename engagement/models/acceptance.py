"""What a client says to a paper of theirs: yes, no, or a question; and what will be said to them by itself."""

from typing import Self

from django.db import models

from engagement.models.cost_updates import CostUpdateCopy
from engagement.models.letters import LetterCopy
from engagement.rules import LetterStage
from engagement.rules.acceptance import AcceptanceWay, RequestKind
from outbox.models import ClientSession, Document
from practice.models import Matter, Stage, User
from practice.models.stages import StageQuerySet

_BY_LINK = models.Q(session__isnull=False, recorded_by=None)
_BY_STAFF = models.Q(session=None, recorded_by__isnull=False)


class Yes(models.Model):
    """One client's yes to their copy of a paper, once. Rows never change."""

    way = models.CharField(max_length=8, choices=AcceptanceWay.choices)
    accepted_at = models.DateTimeField(help_text="When they accepted, as far as is known.")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    session = models.ForeignKey(ClientSession, models.PROTECT, null=True, blank=True, related_name="+")
    typed_name = models.CharField(max_length=200, blank=True)
    ticks = models.JSONField(default=list, blank=True, help_text="Each line that was ticked: its code and its words.")
    words = models.TextField(blank=True, help_text="What was said or done, as whoever recorded it tells it.")
    evidence_sha256 = models.CharField(max_length=64, blank=True)
    evidence_name = models.CharField(max_length=160, blank=True)
    letter_sha256 = models.CharField(max_length=64)
    certificate = models.OneToOneField(Document, models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(way__in=AcceptanceWay.values), name="engagement_%(class)s_known_way"
            ),
            models.CheckConstraint(
                condition=models.Q(_BY_LINK, ~models.Q(typed_name=""), way="link")
                | models.Q(_BY_STAFF, ~models.Q(way="link"), ~models.Q(words="", evidence_sha256="")),
                name="engagement_%(class)s_has_evidence",
            ),
        ]

    def __str__(self) -> str:
        return f"Accepted {self.get_way_display().lower()}"

    @property
    def codes(self) -> set[str]:
        return {code for code, _ in self.ticks}


class Acceptance(Yes):
    """A yes to a client care letter and its terms."""

    copy = models.OneToOneField(LetterCopy, models.PROTECT, related_name="acceptance")
    terms_sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.copy.party}, {self.get_way_display().lower()}"

    @property
    def wants_early_start(self) -> bool:
        return "early_start" in self.codes


class CostAgreement(Yes):
    """A yes to a cost update."""

    copy = models.OneToOneField(CostUpdateCopy, models.PROTECT, related_name="acceptance")


class No(models.Model):
    """One client's no to their copy of a paper, with the reason that they gave."""

    reason = models.TextField()
    declined_at = models.DateTimeField()
    session = models.ForeignKey(ClientSession, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=_BY_LINK | _BY_STAFF, name="engagement_%(class)s_says_by_whom"),
        ]

    def __str__(self) -> str:
        return f"Declined: {self.reason}"


class Decline(No):
    copy = models.OneToOneField(LetterCopy, models.PROTECT, related_name="decline")


class CostDecline(No):
    copy = models.OneToOneField(CostUpdateCopy, models.PROTECT, related_name="decline")


class RequestQuerySet(models.QuerySet["Request"]):
    def open(self) -> Self:
        return self.filter(answered_at=None).order_by("asked_at", "pk")


class Request(models.Model):
    """What a client asks about a paper of theirs: a question, a call, paper, help."""

    kind = models.CharField(max_length=8, choices=RequestKind.choices)
    words = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    session = models.ForeignKey(ClientSession, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = RequestQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=RequestKind.values), name="engagement_%(class)s_known"),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, answered_by=None)
                | models.Q(answered_at__isnull=False, answered_by__isnull=False),
                name="engagement_%(class)s_answered_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class ClientRequest(Request):
    copy = models.ForeignKey(LetterCopy, models.PROTECT, related_name="requests")

    class Meta(Request.Meta):
        abstract = False
        indexes = [models.Index(fields=["copy", "asked_at"], name="engagement_requests_of_copy")]


class CostRequest(Request):
    copy = models.ForeignKey(CostUpdateCopy, models.PROTECT, related_name="requests")


class AnswerStageQuerySet(StageQuerySet):
    """Stages that wait for a client's answer; ``paper``: the way from one to the paper that it is about."""

    paper: str

    def visible_to(self, user: User) -> Self:
        return self.filter(**{f"{self.paper}__matter__in": Matter.objects.visible_to(user)})

    def of_issued(self) -> Self:
        return self.filter(**{f"{self.paper}__stage": LetterStage.ISSUED})

    def with_all_it_takes(self) -> Self:
        """Fetch with the stages what deciding about them reads."""
        of_copy = ("acceptance", "decline", "issued__snapshot", "message", "party__merged_into")
        of_paper = ("matter__department__office", "matter__fee_earner", "prepared_for")
        return self.select_related(
            "held_by", *(f"copy__{one}" for one in of_copy), *(f"{self.paper}__{one}" for one in of_paper)
        )


class AcceptanceStageQuerySet(AnswerStageQuerySet):
    paper = "copy__letter"


class CostStageQuerySet(AnswerStageQuerySet):
    paper = "copy__update_of"


class AcceptanceStage(Stage):
    """A reminder to a client, or the word to its owner that a link has ended: planned when the letter is issued."""

    copy = models.ForeignKey(LetterCopy, models.PROTECT, related_name="stages")

    objects = AcceptanceStageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["copy", "kind", "occurrence"], name="engagement_one_stage_a_copy_and_occurrence"
            ),
        ]
        indexes = [
            models.Index(fields=["fire_at"], condition=models.Q(outcome=""), name="engagement_stages_waiting"),
        ]


class CostStage(Stage):
    """The same of a cost update that asks its clients to agree."""

    copy = models.ForeignKey(CostUpdateCopy, models.PROTECT, related_name="stages")

    objects = CostStageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["copy", "kind", "occurrence"], name="engagement_one_cost_stage_a_copy_and_occurrence"
            ),
        ]
        indexes = [
            models.Index(fields=["fire_at"], condition=models.Q(outcome=""), name="engagement_cost_stages_waiting"),
        ]
