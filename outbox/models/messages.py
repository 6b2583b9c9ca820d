"""What leaves the building, and the papers it keeps: rows first (reliability.md 1.5)."""

import uuid
from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from outbox.models.posting import PostClass
from practice.models import ContactPoint, Matter, Party, User
from practice.permissions import Permission


class Channel(models.TextChoices):
    EMAIL = "email", "E-mail"
    PRINT = "print", "Print and post"
    SMS = "sms", "Text message"


#: How a letter may go, and what leaves by itself once it is queued.
OF_LETTERS = (Channel.EMAIL, Channel.PRINT)
BY_WIRE = (Channel.EMAIL, Channel.SMS)


class MessageState(models.TextChoices):
    PENDING = "pending", "Waiting to go"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Not delivered"
    UNKNOWN = "unknown", "Not known whether it arrived"
    WITHDRAWN = "withdrawn", "Withdrawn before it went"


CONFLICT_LETTER = "conflict.letter"  # the kind whose papers say what only those who decide conflict checks may read


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: User) -> Self:
        """
        Return one's own messages, and all of them to those who watch the outbox.

        Messages of complaints are shown to those who oversee complaints only: nobody complained of may learn of it
        by accident (decisions 5). What is about a matter or to a person behind a wall is left to those whom it lets
        through.
        """
        own = models.Q(staff=user) | models.Q(owner=user)
        found = self._outside_walls_of(user)._unless_kept_by_checkers(user)
        if not user.may(Permission.OUTBOX_VIEW):
            return found.filter(own)
        seen = own | models.Q(matter=None) | models.Q(matter__in=Matter.objects.visible_to(user))
        if user.may(Permission.COMPLAINT_OVERSEE):
            return found.filter(seen | models.Q(kind__startswith="complaint."))
        return found.filter(own | seen & ~models.Q(kind__startswith="complaint."))

    def _outside_walls_of(self, user: User) -> Self:
        """
        Leave out what a barrier keeps from this person.

        Of complaints only what is about a matter that names them outside: who handles one need not be inside.
        """
        matters, parties = Matter.objects, Party.objects
        walled = models.Q(matter__in=matters.walled_from(user)) | models.Q(party__in=parties.walled_from(user))
        outside = models.Q(matter__in=matters.outside_of(user)) | models.Q(party__in=parties.kept_outside(user))
        of_complaints = models.Q(kind__startswith="complaint.")
        return self.exclude(walled & ~of_complaints).exclude(outside & of_complaints)

    def _unless_kept_by_checkers(self, user: User) -> Self:
        """Leave out letters that tell of a conflict, but to who decides checks and does not do that work (24)."""
        letters = models.Q(kind=CONFLICT_LETTER)
        if not user.may(Permission.CONFLICT_DECIDE):
            return self.exclude(letters)
        return self.exclude(letters & models.Q(matter__fee_earner=user))

    def claimable(self, now: datetime) -> Self:
        """Due rows, and rows whose sender died: an expired lease is taken again."""
        return self.filter(channel__in=BY_WIRE).filter(
            models.Q(state=MessageState.PENDING, next_attempt_at__lte=now)
            | models.Q(state=MessageState.SENDING, lease_until__lt=now)
        )

    def waiting(self) -> Self:
        return self.filter(channel__in=BY_WIRE, state__in=[MessageState.PENDING, MessageState.SENDING])

    def hindered(self, on: date) -> Self:
        """
        Return those to a party who has died or lacks capacity, wants no such mail, or uses that address no more.

        A postal address that is written otherwise than on record is among them, and every text: see leaving.py.
        """
        mailbox = ContactPoint.objects.usable_emails(on).filter(
            party=models.OuterRef("party"), normalised=Lower(models.OuterRef("to_address"))
        )
        address = ContactPoint.objects.usable_posts(on).filter(
            party=models.OuterRef("party"), text=models.OuterRef("to_address")
        )
        return self.filter(
            models.Q(party__died_on__isnull=False)
            | models.Q(party__lacks_capacity=True)
            | models.Q(channel=Channel.EMAIL)
            & (models.Q(party__email_is_safe=False) | models.Q(party__isnull=False) & ~models.Exists(mailbox))
            | models.Q(channel=Channel.SMS, party__isnull=False)
            | models.Q(channel=Channel.PRINT)
            & (models.Q(party__post_is_safe=False) | models.Q(party__isnull=False) & ~models.Exists(address))
        )

    def to_ask_again(self, on: date) -> Self:
        """Return what waits and may have to be held back; for most, that they are hindered is known by now."""
        asked = models.Q(kind__in=list(settings.OUTBOX_ASKED_AGAIN))
        hindered = Message.objects.filter(state=MessageState.PENDING).hindered(on)
        stale = models.Q(channel=Channel.PRINT, send_on__lt=on)
        return self.filter(asked | stale | models.Q(pk__in=hindered.values("pk")), state=MessageState.PENDING)

    def undelivered(self) -> Self:
        """Those that a person has to look at: what did not go, and texts of which nobody knows."""
        return self.filter(state__in=[MessageState.FAILED, MessageState.UNKNOWN])

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")

    def on_paper_for(self, user: User) -> Self:
        """
        Letters to print and post; those of complaints only for who oversees complaints (decisions 5).

        Those of a restricted matter are for its own people to post.
        """
        letters = self._outside_walls_of(user)._unless_kept_by_checkers(user).filter(channel=Channel.PRINT)
        of_complaints = models.Q(kind__startswith="complaint.")
        seen = models.Q(matter=None) | models.Q(matter__in=Matter.objects.visible_to(user)) | of_complaints
        letters = letters.filter(seen)
        return letters if user.may(Permission.COMPLAINT_OVERSEE) else letters.exclude(kind__startswith="complaint.")

    def to_print(self) -> Self:
        return self.filter(channel=Channel.PRINT, state=MessageState.PENDING).order_by("created_at", "pk")

    def with_papers(self) -> Self:
        return self.select_related("party").prefetch_related("attachments__document")

    def not_to_post(self) -> Self:
        """Letters that were taken out of the tray because they must not go any more, the last first."""
        return self.filter(channel=Channel.PRINT, state=MessageState.FAILED).order_by("-next_attempt_at", "pk")


class Document(models.Model):
    """Bytes that never change again. A trigger refuses any update or removal."""

    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    media_type = models.CharField(max_length=80)
    file_name = models.CharField(max_length=160)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="outbox_document_has_hash"
            ),
        ]
        indexes = [models.Index(fields=["sha256"], name="outbox_document_by_hash")]

    def __str__(self) -> str:
        return self.file_name


class Message(models.Model):
    """One message to one recipient. The key is unique, so asking twice sends once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.EMAIL)
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.PENDING)
    to_address = models.TextField(help_text="A mailbox, a postal address to print, or a number.")
    to_name = models.CharField(max_length=200)
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="messages")
    staff = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="messages")
    owner = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", help_text="Told when it cannot be delivered."
    )
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="messages")
    reply_to = models.EmailField(blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    documents = models.ManyToManyField(Document, through="Attachment", related_name="messages")
    send_on = models.DateField(null=True, blank=True, help_text="Only on this local day: its dates count from sending.")
    is_automatic = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_owner = models.UUIDField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    posted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    posted_class = models.CharField(max_length=8, choices=PostClass.choices, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=MessageState.values), name="outbox_known_state"),
            models.CheckConstraint(condition=models.Q(channel__in=Channel.values), name="outbox_known_channel"),
            models.CheckConstraint(
                condition=models.Q(posted_class__in=["", *PostClass.values]), name="outbox_known_post_class"
            ),
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False)
                | (~models.Q(state="sent") & models.Q(sent_at=None)),
                name="outbox_sent_says_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(state__in=["pending", "sending"]),
                name="outbox_messages_to_send",
            ),
            models.Index(fields=["matter", "created_at"], name="outbox_messages_of_matter"),
        ]

    def __str__(self) -> str:
        return self.key


class Attachment(models.Model):
    """A document that goes with a message, in order."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="attachments")
    document = models.ForeignKey(Document, models.PROTECT, related_name="attachments")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "position"], name="outbox_one_attachment_a_place")]

    def __str__(self) -> str:
        return f"{self.document} with {self.message}"
