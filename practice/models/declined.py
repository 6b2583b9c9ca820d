"""What one member of staff does not want to be told by e-mail: it stands on their page all the same (decisions 34)."""

from django.db import models

from practice.models.people import User


class DeclinedNotice(models.Model):
    """One kind of notice that one person has switched off for themselves. None of complaints is among them."""

    user = models.ForeignKey(User, models.PROTECT, related_name="declined_notices")
    kind = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="practice_notice_declined_once"),
            models.CheckConstraint(
                condition=~models.Q(kind__startswith="complaint"), name="practice_complaints_are_never_declined"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: not {self.kind}"
