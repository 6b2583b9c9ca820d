"""What was said and written between an enquiry and its check."""

from django.db import models

from intake.models.enquiries import Enquiry
from outbox.models import Document, Message
from practice.models import User


class EnquiryContactKind(models.TextChoices):
    """What one contact with somebody who enquired was."""

    ANSWERED = "answered", "Answered"
    ASKED_MORE = "asked_more", "Asked for more"
    HOLDING_CALL = "holding_call", "Holding call"
    CONFIRMED = "confirmed", "Address confirmed"
    QUOTED = "quoted", "Price quoted"
    LETTER = "letter", "Letter that we do not act"


class EnquiryContact(models.Model):
    """One contact: when it was, which may be before it was typed, and what was asked or told."""

    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=16, choices=EnquiryContactKind.choices)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    words = models.CharField(max_length=600, blank=True)
    went_as = models.CharField(max_length=120, blank=True, help_text="By e-mail, to the post tray, by ringing.")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    message = models.ForeignKey(Message, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["enquiry", "at"], name="intake_contacts_of_enquiry")]

    def __str__(self) -> str:
        return self.get_kind_display()
