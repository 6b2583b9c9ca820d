"""The client care letter of a matter that went before letters were written here (docs/decisions/0019)."""

from django.db import models

from practice.models.gates import GateKind
from practice.models.matters import Matter
from practice.models.people import User


class EarlierLetter(models.Model):
    """When it went, who sent it and how, and when the clients accepted it; its file where there is one."""

    matter = models.OneToOneField(Matter, models.PROTECT, related_name="earlier_letter")
    sent_on = models.DateField()
    accepted_on = models.DateField(null=True, blank=True, help_text="Empty: not on record.")
    words = models.CharField(max_length=200, help_text="Who sent it, and how.")
    estimate = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, help_text="The top of what it estimated, GBP, with VAT."
    )
    sha256 = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=160, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(accepted_on=None) | models.Q(accepted_on__gte=models.F("sent_on")),
                name="practice_earlier_letter_sent_before_accepted",
            ),
            models.CheckConstraint(
                condition=models.Q(estimate=None) | models.Q(estimate__gt=0), name="practice_earlier_letter_estimate"
            ),
            models.CheckConstraint(
                condition=models.Q(sha256="", file_name="") | (~models.Q(sha256="") & ~models.Q(file_name="")),
                name="practice_earlier_letter_file_has_a_name",
            ),
        ]

    def __str__(self) -> str:
        return f"Letter of {self.sent_on}"

    def opens(self, kind: GateKind) -> bool:
        """Say if it stands for that gate, as long as no letter written here has set it."""
        return kind == GateKind.LETTER or (kind == GateKind.ACCEPTANCE and self.accepted_on is not None)
