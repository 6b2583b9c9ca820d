"""Whether we know who each client is (domain 4.4, thin)."""

from django.db import models

from intake.rules import CddState
from practice.models import Matter, Party, User


class CddCheck(models.Model):
    """The identity check of one client on one matter."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="cdd_checks")
    party = models.ForeignKey(Party, models.PROTECT, related_name="cdd_checks")
    state = models.CharField(max_length=12, choices=CddState.choices, default=CddState.NOT_STARTED)
    papers = models.CharField(max_length=200, blank=True, help_text="What was seen: passport, utility bill.")
    received_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "identity check"
        constraints = [
            models.UniqueConstraint(fields=["matter", "party"], name="intake_one_identity_check_per_client"),
            models.CheckConstraint(
                condition=models.Q(state__in=CddState.values), name="intake_identity_check_known_state"
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(state=CddState.VERIFIED, verified_at__isnull=False, verified_by__isnull=False)
                    & ~models.Q(papers="")
                )
                | (~models.Q(state=CddState.VERIFIED) & models.Q(verified_at=None, verified_by=None)),
                name="intake_verified_says_on_what_when_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.get_state_display().lower()}"
