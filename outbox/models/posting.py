"""What was printed of the post tray, and the class by which a letter went (decisions 20)."""

import uuid
from typing import TYPE_CHECKING

from django.db import models

from practice.models import User

if TYPE_CHECKING:
    from outbox.models.messages import Message  # noqa: F401  for the stubs of the relations below


class PostClass(models.TextChoices):
    FIRST = "first", "First class"
    SECOND = "second", "Second class"
    SIGNED = "signed", "Signed for"
    SPECIAL = "special", "Special delivery"
    EXCHANGE = "exchange", "Document exchange"
    BY_HAND = "by_hand", "By hand"


class PostPrint(models.Model):
    """
    One print of the post tray: who, when, which letters. Its file is made again from the frozen papers when asked for.

    ``left_out`` says, by the number of a message, why it could not be printed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    printed_at = models.DateTimeField()
    printed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    both_sides = models.BooleanField(help_text="Each paper begins on a sheet of its own.")
    left_out = models.JSONField(default=dict)
    letters: "models.ManyToManyField[Message, PrintedLetter]" = models.ManyToManyField(
        "Message", through="PrintedLetter", related_name="prints"
    )

    class Meta:
        indexes = [models.Index(fields=["printed_by", "-printed_at"], name="outbox_print_by_person")]

    def __str__(self) -> str:
        return f"Print {self.printed_at:%Y-%m-%d %H:%M}Z"


class PrintedLetter(models.Model):
    """A letter in a print, in its place."""

    post_print = models.ForeignKey(PostPrint, models.PROTECT, related_name="rows")
    message = models.ForeignKey("Message", models.PROTECT, related_name="printed")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post_print", "message"], name="outbox_letter_once_in_a_print"),
        ]

    def __str__(self) -> str:
        return f"{self.message} in {self.post_print}"
