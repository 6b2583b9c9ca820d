"""Whether we know who each client is: customer due diligence, its papers, its end, its screening (domain 4.4)."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from intake.rules import (
    ESTABLISHED,
    WAS_VERIFIED,
    CddMethod,
    CddRisk,
    CddState,
    Exposure,
    RegisterFinding,
    RiskFactor,
    ScopeReason,
    ScreeningStatus,
)
from practice.models import Matter, Party, Stage, StageQuerySet, User
from practice.permissions import Permission


class CddCheckQuerySet(models.QuerySet["CddCheck"]):
    def visible_to(self, user: User) -> Self:
        if not user.may(Permission.CDD):
            return self.none()
        return self.filter(matter__in=Matter.objects.visible_to(user))


class CddCheck(models.Model):
    """The identity check of one client on one matter."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="cdd_checks")
    party = models.ForeignKey(Party, models.PROTECT, related_name="cdd_checks")
    state = models.CharField(max_length=12, choices=CddState.choices, default=CddState.NOT_STARTED)
    papers = models.CharField(max_length=200, blank=True, help_text="What was seen: passport, utility bill.")
    because = models.CharField(max_length=200, blank=True, help_text="Why it failed or is not required.")
    scope = models.CharField(max_length=12, choices=ScopeReason.choices, blank=True)
    risk = models.CharField(max_length=8, choices=CddRisk.choices, blank=True)
    risk_factors = ArrayField(models.CharField(max_length=12, choices=RiskFactor.choices), default=list, blank=True)
    risk_words = models.CharField(max_length=300, blank=True)
    method = models.CharField(max_length=24, choices=CddMethod.choices, blank=True)
    provider_reference = models.CharField(max_length=80, blank=True)
    relied_on = models.CharField(max_length=200, blank=True, help_text="Whose check is relied on.")
    relied_agreed_on = models.DateField(null=True, blank=True, help_text="When they agreed to that.")
    conditions = models.CharField(max_length=200, blank=True, help_text="Verified as long as this holds.")
    purpose = models.CharField(max_length=200, blank=True, help_text="Purpose and nature of the relationship.")
    source_of_funds = models.CharField(max_length=200, blank=True)
    source_of_wealth = models.CharField(max_length=200, blank=True)
    no_owner_because = models.CharField(max_length=200, blank=True, help_text="Why nobody owns or controls it.")
    register = models.CharField(max_length=12, choices=RegisterFinding.choices, blank=True)
    register_reported_on = models.DateField(null=True, blank=True)
    requested_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    expires_on = models.DateField(null=True, blank=True, help_text="The last day on which it counts.")
    monitor_on = models.DateField(null=True, blank=True, help_text="When what is known is looked at again.")
    reverify_on = models.DateField(null=True, blank=True, help_text="When it is verified anew, though it still counts.")
    kept_until = models.DateField(null=True, blank=True, help_text="Kept for longer than usual, until this day.")
    kept_because = models.CharField(max_length=200, blank=True)
    kept_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    redacted_at = models.DateTimeField(null=True, blank=True)
    redacted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1, help_text="Goes up with every change.")

    objects = CddCheckQuerySet.as_manager()

    class Meta:
        verbose_name = "identity check"
        constraints = [
            models.UniqueConstraint(fields=["matter", "party"], name="intake_one_identity_check_per_client"),
            models.CheckConstraint(
                condition=models.Q(state__in=CddState.values), name="intake_identity_check_known_state"
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(
                        state__in=WAS_VERIFIED,
                        verified_at__isnull=False,
                        verified_by__isnull=False,
                    )
                    & ~models.Q(papers="")
                )
                | (~models.Q(state__in=WAS_VERIFIED) & models.Q(verified_at=None, verified_by=None, expires_on=None)),
                name="intake_verified_says_on_what_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[CddState.FAILED, CddState.NOT_REQUIRED, CddState.FORMER_NAME])
                | ~models.Q(because=""),
                name="intake_failed_or_not_required_says_why",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=CddState.EXPIRED) | models.Q(expires_on__isnull=False),
                name="intake_run_out_says_on_which_day",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[CddState.VERIFIED, CddState.EXPIRED])
                | models.Q(monitor_on=None, reverify_on=None),
                name="intake_only_the_verified_are_looked_at_again",
            ),
            models.CheckConstraint(
                condition=models.Q(register=RegisterFinding.REPORTED, register_reported_on__isnull=False)
                | (~models.Q(register=RegisterFinding.REPORTED) & models.Q(register_reported_on=None)),
                name="intake_reported_to_the_register_says_when",
            ),
            models.CheckConstraint(
                condition=models.Q(kept_until=None, kept_because="", kept_by=None)
                | (models.Q(kept_until__isnull=False, kept_by__isnull=False) & ~models.Q(kept_because="")),
                name="intake_kept_longer_says_why_and_by_whom",
            ),
            models.CheckConstraint(
                condition=models.Q(redacted_at=None, redacted_by=None)
                | models.Q(
                    redacted_at__isnull=False,
                    redacted_by__isnull=False,
                    risk_words="",
                    provider_reference="",
                    relied_on="",
                    conditions="",
                    purpose="",
                    source_of_funds="",
                    source_of_wealth="",
                    no_owner_because="",
                ),
                name="intake_redacted_keeps_no_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.get_state_display().lower()}"

    @property
    def is_established(self) -> bool:
        return self.state in ESTABLISHED


class CddPaper(models.Model):
    """One document that was seen. Of its number only the last four characters are kept."""

    check_of = models.ForeignKey(CddCheck, models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=60)
    issuer = models.CharField(max_length=60, blank=True)
    last_four = models.CharField(max_length=4, blank=True)
    copy_ref = models.CharField(max_length=120, blank=True, help_text="Where the copy is kept.")
    expires_on = models.DateField(null=True, blank=True)
    seen_at = models.DateTimeField()
    seen_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "identity paper"
        constraints = [models.CheckConstraint(condition=~models.Q(kind=""), name="intake_paper_says_what_it_is")]

    def __str__(self) -> str:
        return self.kind


class Screening(models.Model):
    """One search of sanctions lists and politically exposed persons. A later search is a new row."""

    check_of = models.ForeignKey(CddCheck, models.PROTECT, related_name="screenings")
    provider = models.CharField(max_length=40)
    status = models.CharField(max_length=10, choices=ScreeningStatus.choices)
    exposure = models.CharField(max_length=8, choices=Exposure.choices, blank=True, help_text="Empty: not searched.")
    list_on = models.DateField(null=True, blank=True, help_text="The day of the list that was searched.")
    reference = models.CharField(max_length=80, blank=True)
    raw = models.JSONField(default=dict, blank=True, help_text="What the provider answered, word for word.")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=ScreeningStatus.values), name="intake_screening_known_status"
            ),
        ]
        indexes = [models.Index(fields=["check_of", "-id"], name="intake_latest_screening")]

    def __str__(self) -> str:
        return f"{self.provider}: {self.get_status_display().lower()}"


class CddStage(Stage):
    """What will happen by itself to a verification: a look, a reminder before it runs out, the end (decisions B8)."""

    EXPIRING, EXPIRED = "expiring", "expired"
    MONITOR, REVERIFY = "monitor", "reverify"

    check_of = models.ForeignKey(CddCheck, models.PROTECT, related_name="stages")

    objects = StageQuerySet.as_manager()

    class Meta:
        verbose_name = "identity stage"
        constraints = [
            models.UniqueConstraint(fields=["check_of", "kind", "occurrence"], name="intake_one_stage_a_verification"),
        ]
        indexes = [models.Index(fields=["fire_at"], condition=models.Q(outcome=""), name="intake_identity_stage_due")]


class SuspicionQuerySet(models.QuerySet["SuspicionNote"]):
    def visible_to(self, user: User) -> Self:
        """For the MLRO alone: not for the writer, not for the matter's team, not for compliance (no tipping-off)."""
        return self.all() if user.may(Permission.SUSPICION_READ) else self.none()


class SuspicionNote(models.Model):
    """
    An internal report of a suspicion. Whoever writes one never sees it again.

    It hangs on nothing that others read: no reverse name on matter or party, no journal entry with either. Nor does it
    hold anything fast: where an import is undone it lets go, and keeps the words of what it was about.
    """

    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="+")
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    about = models.TextField(blank=True, help_text="What the records said that went when their import was undone.")
    words = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.TextField(blank=True, help_text="What the MLRO did about it, and why.")

    objects = SuspicionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(words=""), name="intake_suspicion_says_something"),
            models.CheckConstraint(
                condition=models.Q(matter__isnull=False) | ~models.Q(about=""), name="intake_suspicion_says_about_what"
            ),
            models.CheckConstraint(
                condition=models.Q(read_at=None, read_by=None, decision="")
                | (models.Q(read_at__isnull=False, read_by__isnull=False) & ~models.Q(decision="")),
                name="intake_suspicion_decided_says_when_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"Note {self.pk}"
