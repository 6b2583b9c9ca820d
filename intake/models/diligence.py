"""What diligence takes beside papers: who owns a body, enhanced measures, another look, the firm's numbers."""

from typing import Self

from django.db import models

from intake.models.identity import CddCheck
from intake.rules import CddRisk, Control, EnhancedState
from practice.models import Party, User


class CddPolicy(models.Model):
    """The firm's numbers of due diligence. There is one row; without it the values below hold."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    kept_years = models.PositiveSmallIntegerField(
        default=5, help_text="How long papers are kept once the last matter of a client is closed."
    )
    look_again_low_months = models.PositiveSmallIntegerField(default=24)
    look_again_medium_months = models.PositiveSmallIntegerField(default=12)
    look_again_high_months = models.PositiveSmallIntegerField(default=6)

    class Meta:
        verbose_name_plural = "due diligence policies"
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="intake_one_due_diligence_policy"),
            models.CheckConstraint(
                condition=models.Q(
                    kept_years__gte=1,
                    look_again_low_months__gte=1,
                    look_again_medium_months__gte=1,
                    look_again_high_months__gte=1,
                ),
                name="intake_due_diligence_numbers_are_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"Kept for {self.kept_years} years"

    def months(self) -> dict[str, int]:
        """Return after how many months each risk is looked at again."""
        return {
            CddRisk.LOW: self.look_again_low_months,
            CddRisk.MEDIUM: self.look_again_medium_months,
            CddRisk.HIGH: self.look_again_high_months,
        }


class CddOwnerQuerySet(models.QuerySet["CddOwner"]):
    def current(self) -> Self:
        return self.filter(ended_at=None)

    def visible_to(self, user: User) -> Self:
        return self.filter(check_of__in=CddCheck.objects.visible_to(user))


class CddOwner(models.Model):
    """Somebody who owns or controls a body that is a client: a record that is related to it, or only a name."""

    check_of = models.ForeignKey(CddCheck, models.PROTECT, related_name="owners")
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200, blank=True, help_text="Empty if there is a record.")
    control = models.CharField(max_length=12, choices=Control.choices)
    share = models.CharField(max_length=60, blank=True, help_text="How much: 40 %, two of five directors.")
    verified_how = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = CddOwnerQuerySet.as_manager()

    class Meta:
        verbose_name = "owner of a client"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(party=None) & ~models.Q(name="") | models.Q(party__isnull=False, name=""),
                name="intake_owner_is_a_record_or_a_name",
            ),
            models.CheckConstraint(condition=models.Q(control__in=Control.values), name="intake_owner_known_control"),
            models.CheckConstraint(condition=~models.Q(verified_how=""), name="intake_owner_says_how_verified"),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="intake_owner_ended_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["check_of", "party"], condition=models.Q(ended_at=None), name="intake_one_row_an_owner"
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"Owner {self.party_id}"


class CddEnhanced(models.Model):
    """Enhanced measures on one check, and who approved them. An approval counts for the reasons it names."""

    check_of = models.ForeignKey(CddCheck, models.PROTECT, related_name="enhanced")
    reasons = models.JSONField(help_text="Why they were called for, by code.")
    measures = models.TextField()
    state = models.CharField(max_length=10, choices=EnhancedState.choices, default=EnhancedState.ASKED)
    done_at = models.DateTimeField()
    done_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_alone = models.BooleanField(
        default=False, db_default=False, help_text="By a sole practitioner, of their own measures or work."
    )
    words = models.TextField(blank=True, help_text="What whoever decided says to it.")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="It counts no longer: the verification ran out.")

    class Meta:
        verbose_name = "enhanced measures"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=EnhancedState.values), name="intake_enhanced_known_state"
            ),
            models.CheckConstraint(condition=~models.Q(measures=""), name="intake_enhanced_says_what_was_done"),
            models.CheckConstraint(
                condition=models.Q(state="asked", decided_at=None, decided_by=None)
                | (~models.Q(state="asked") & models.Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="intake_enhanced_decided_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=models.Q(("decided_by", None), ("decided_alone", True), _connector="OR")
                | ~models.Q(decided_by=models.F("done_by")),
                name="intake_nobody_approves_their_own_measures",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_alone=False) | ~models.Q(words=""),
                name="intake_enhanced_decided_alone_says_why",
            ),
            models.UniqueConstraint(
                fields=["check_of"],
                condition=models.Q(state="asked", ended_at=None),
                name="intake_one_approval_asked_for_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Enhanced measures: {self.get_state_display().lower()}"


class CddLook(models.Model):
    """Somebody looked again at what is known of a client, between one verification and the next."""

    check_of = models.ForeignKey(CddCheck, models.PROTECT, related_name="looks")
    words = models.CharField(max_length=300, help_text="What was looked at, and what came of it.")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "another look"
        constraints = [models.CheckConstraint(condition=~models.Q(words=""), name="intake_look_says_what")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
