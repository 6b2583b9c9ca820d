"""What was recorded on voicemails, and who has read the handbook of the desk (domain D12, D13)."""

from django.db import models

from practice.models import User


class VoicemailText(models.Model):
    """What one person has recorded, from a day until another was recorded."""

    owner = models.ForeignKey(User, models.PROTECT, related_name="voicemails")
    text = models.TextField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner"], condition=models.Q(valid_until=None), name="callbacks_one_voicemail_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"Voicemail of {self.owner} from {self.valid_from:%Y-%m-%d}"


class HandbookRead(models.Model):
    """That somebody has read the handbook as it stood: another digest means that it has changed since."""

    reader = models.ForeignKey(User, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reader", "digest"], name="callbacks_handbook_read_once"),
        ]

    def __str__(self) -> str:
        return f"Read by {self.reader}"
