"""When who is reminded of promised calls, as the firm has set it: versions, of which the newest holds (domain 5.7)."""

from django.db import models

from practice.models import User


class CadenceVersion(models.Model):
    """
    The reminders as somebody set them. It holds for promises made from then on; what was planned before stays.

    ``settings``: four times of day, and under ``rules`` what each rule was set to; what is missing is as the preset.
    """

    number = models.PositiveIntegerField(unique=True)
    settings = models.JSONField()
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Reminders as of {self.set_at:%Y-%m-%d %H:%M}Z"
