"""What a caller was promised, what became of it, and the planned stages written with it (decisions 33, B8)."""

from datetime import datetime
from typing import Self

from django.db import models

from callbacks.models.calls import Callback
from callbacks.rules import UNTIMED, Audience, Judgement, PromiseType, PromiseValue
from practice.models import Stage, StageQuerySet, User


class PromiseQuerySet(models.QuerySet["Promise"]):
    def current(self) -> Self:
        return self.filter(replaced_by=None)

    def between(self, starts_at: datetime, ends_at: datetime) -> Self:
        """Promises that end in this time, its own end left out."""
        return self.filter(ends_at__gte=starts_at, ends_at__lt=ends_at)

    def judged(self) -> Self:
        """Promises that count: kept or missed for good or for now; not changed, excluded or still open."""
        return self.filter(outcome__in=[Judgement.KEPT, Judgement.MISSED, Judgement.MISSED_PROVISIONAL])

    def kept(self) -> Self:
        return self.filter(outcome=Judgement.KEPT)

    def owed(self) -> Self:
        """Promises that stand, and those that were missed whose call is still to be made."""
        missed = models.Q(outcome__in=[Judgement.MISSED, Judgement.MISSED_PROVISIONAL])
        missed &= models.Q(callback__in=Callback.objects.to_return().values("pk"))
        return self.current().filter(models.Q(outcome=Judgement.OPEN) | missed)

    def visible_to(self, user: User) -> Self:
        return self.filter(callback__in=Callback.objects.visible_to(user).values("pk"))


class Promise(models.Model):
    """One promise to ring, between two instants, the last included. A new time is a new row; the old one stays."""

    callback = models.ForeignKey(Callback, models.PROTECT, related_name="promises")
    adviser = models.ForeignKey(User, models.PROTECT, related_name="promises")
    type = models.CharField(max_length=6, choices=PromiseType.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    tolerance_minutes = models.PositiveSmallIntegerField(help_text="As the policy had it when it was promised.")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: the caller, by their link."
    )
    outcome = models.CharField(max_length=18, choices=Judgement.choices, default=Judgement.OPEN)
    judged_at = models.DateTimeField(null=True, blank=True)
    kept_at = models.DateTimeField(null=True, blank=True)
    minutes_after = models.PositiveIntegerField(default=0)
    recorded_late = models.BooleanField(default=False)
    changed_at = models.DateTimeField(null=True, blank=True, help_text="When the caller asked for another time.")
    cause = models.CharField(max_length=200, blank=True, help_text="Why it was missed, in the owner's words.")
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", help_text="It stays as it was."
    )

    objects = PromiseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_at__lte=models.F("ends_at")), name="callbacks_promise_starts_before_it_ends"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=Judgement.values), name="callbacks_promise_known_outcome"
            ),
            models.CheckConstraint(
                condition=models.Q(type__in=PromiseType.values), name="callbacks_promise_known_type"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="open", judged_at=None)
                | (~models.Q(outcome="open") & models.Q(judged_at__isnull=False)),
                name="callbacks_judged_promise_says_when",
            ),
            models.UniqueConstraint(
                fields=["callback"], condition=models.Q(replaces=None), name="callbacks_one_first_promise"
            ),
        ]
        indexes = [
            models.Index(fields=["ends_at"], name="callbacks_promise_by_end"),
            models.Index(fields=["adviser", "starts_at"], name="callbacks_promise_of_adviser"),
        ]

    def __str__(self) -> str:
        return f"{self.get_type_display()} from {self.starts_at:%Y-%m-%d %H:%M}Z"

    @property
    def is_provisional(self) -> bool:
        return self.outcome == Judgement.MISSED_PROVISIONAL

    @property
    def is_missed(self) -> bool:
        return self.outcome in (Judgement.MISSED, Judgement.MISSED_PROVISIONAL)

    @property
    def is_slot(self) -> bool:
        return self.type == PromiseType.SLOT

    @property
    def has_only_an_end(self) -> bool:
        """Say if it is to ring by a time, from when it was promised on."""
        return self.type in UNTIMED

    def value(self) -> PromiseValue:
        """Return what the rules judge."""
        return PromiseValue(type=PromiseType(self.type), starts_at=self.starts_at, ends_at=self.ends_at)


class CallbackStageQuerySet(StageQuerySet):
    def after(self, fire_at: datetime, pk: int) -> Self:
        """Continue a sweep behind the last row it saw, so that stuck rows starve nobody."""
        return self.filter(models.Q(fire_at__gt=fire_at) | models.Q(fire_at=fire_at, pk__gt=pk))


class CallbackStage(Stage):
    """One thing that is to happen about a promise: somebody is reminded, or it is marked."""

    promise = models.ForeignKey(Promise, models.PROTECT, related_name="stages")
    audience = models.CharField(max_length=10, choices=Audience.choices)

    objects = CallbackStageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["promise", "kind", "occurrence"], name="callbacks_each_stage_of_a_promise_once"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", fired_at=None)
                | (~models.Q(outcome="") & models.Q(fired_at__isnull=False)),
                name="callbacks_stage_outcome_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["fire_at", "id"], condition=models.Q(outcome=""), name="callbacks_stages_waiting")
        ]
