"""The form that anybody may fill in: the firm's numbers, the privacy notice, and what is half typed."""

import uuid
from datetime import date, datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from intake.models.enquiries import Enquiry
from intake.rules import IntakePolicyValue
from practice.models import User


class IntakePolicy(models.Model):
    """The firm's numbers for enquiries. There is one row; without it the values below hold."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    first_response_working_hours = models.PositiveSmallIntegerField(
        default=4, help_text="Office hours within which a person answers an enquiry that nobody spoke to."
    )
    key_date_banner_days = models.PositiveSmallIntegerField(default=28)
    key_date_urgent_working_days = models.PositiveSmallIntegerField(default=2)
    draft_kept_days = models.PositiveSmallIntegerField(default=14, help_text="A half-typed public form is kept.")
    public_saves_per_hour = models.PositiveSmallIntegerField(default=60, help_text="From one address of the network.")
    public_sends_per_hour = models.PositiveSmallIntegerField(default=6, help_text="From one address of the network.")
    quote_holds_days = models.PositiveSmallIntegerField(
        default=30, help_text="A price that is quoted holds for so many days."
    )
    asks = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", help_text="Asked about enquiries for nobody."
    )

    class Meta:
        verbose_name_plural = "intake policies"
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="intake_one_intake_policy"),
            models.CheckConstraint(
                condition=models.Q(first_response_working_hours__gte=1, draft_kept_days__gte=1)
                & models.Q(public_saves_per_hour__gte=1, public_sends_per_hour__gte=1),
                name="intake_policy_numbers_are_not_nought",
            ),
            models.CheckConstraint(condition=models.Q(quote_holds_days__gte=1), name="intake_quote_holds_for_a_day"),
        ]

    def __str__(self) -> str:
        return f"A first answer within {self.first_response_working_hours} working hours"

    def as_rules(self) -> IntakePolicyValue:
        return IntakePolicyValue(
            first_response_working_hours=self.first_response_working_hours,
            key_date_banner_days=self.key_date_banner_days,
            key_date_urgent_working_days=self.key_date_urgent_working_days,
            draft_kept_days=self.draft_kept_days,
        )


class PrivacyNoticeQuerySet(models.QuerySet["PrivacyNotice"]):
    def in_force(self, on: date) -> "PrivacyNotice | None":
        return self.filter(in_force_from__lte=on).order_by("-in_force_from", "-pk").first()


class PrivacyNotice(models.Model):
    """What somebody who enquires is told about their information. Old versions stay: people were given them."""

    version = models.CharField(max_length=20, unique=True)
    in_force_from = models.DateField()
    points = ArrayField(models.CharField(max_length=300))

    objects = PrivacyNoticeQuerySet.as_manager()

    def __str__(self) -> str:
        return self.version


class EnquiryDraftQuerySet(models.QuerySet["EnquiryDraft"]):
    def alive(self, now: datetime) -> Self:
        return self.filter(enquiry=None, expires_at__gt=now)

    def to_empty(self, now: datetime) -> Self:
        """Drafts that are over and still hold what was typed."""
        return self.filter(expires_at__lte=now, enquiry=None).exclude(typed={}).order_by("expires_at", "pk")


class EnquiryDraft(models.Model):
    """
    A public form half filled in. The row can open nothing: link and code are derived when they are shown or sent.

    It turns into one enquiry at most, and is emptied once it has.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    typed = models.JSONField(default=dict, blank=True, help_text="Page by page, as it was typed.")
    notice = models.ForeignKey(PrivacyNotice, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    enquiry = models.OneToOneField(Enquiry, models.PROTECT, null=True, blank=True, related_name="draft")

    objects = EnquiryDraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(enquiry=None) | models.Q(typed={}), name="intake_sent_draft_is_empty"
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], condition=models.Q(enquiry=None), name="intake_draft_expiry")]

    def __str__(self) -> str:
        return f"Begun {self.started_at:%Y-%m-%d %H:%M}Z"
