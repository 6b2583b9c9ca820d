"""Prices that were quoted to somebody who enquired."""

from django.db import models

from intake.models.enquiries import Enquiry
from intake.models.enquiry_contacts import EnquiryContact
from practice.models import Quote


class EnquiryQuote(models.Model):
    """One quote at one enquiry, and the contact that it was."""

    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="quotes")
    number = models.PositiveSmallIntegerField(help_text="The first at this enquiry is 1.")
    quote = models.OneToOneField(Quote, models.PROTECT, related_name="at_enquiry")
    contact = models.OneToOneField(EnquiryContact, models.PROTECT, related_name="quoted")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enquiry", "number"], name="intake_one_quote_a_number"),
        ]

    def __str__(self) -> str:
        return f"Quote {self.number}"
