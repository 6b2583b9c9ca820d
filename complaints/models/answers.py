"""What we sent or said back, what we asked of staff, and what was given to put it right."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models.functions import Coalesce

from complaints.models.complaint import Complaint
from outbox.models import Document, Message, MessageState
from practice.models import User


class LetterCode(models.TextChoices):
    """The letters of domain 3.6 that this procedure sends."""

    L1 = "L1", "Acknowledgement"
    L1_A = "L1_A", "Automatic acknowledgement"
    L2 = "L2", "Extension notice"
    L3 = "L3", "Stage 1 outcome"
    L4 = "L4", "Acknowledgement of the review"
    L5 = "L5", "Final response"
    L6 = "L6", "Eight-week letter"
    L8 = "L8", "Confirmation of what was agreed"
    L9 = "L9", "Confirmation of the withdrawal"
    OUTSIDE = "outside", "Sent outside this system"


class ResponseQuerySet(models.QuerySet["Response"]):
    def with_dispatch(self) -> Self:
        """Annotate `left_at`: when it left, or None. Only leaving counts (decisions B6)."""
        return self.annotate(left_at=Coalesce("message__sent_at", "outside_at"))

    def in_order(self) -> Self:
        return self.order_by("made_at", "pk")


class Response(models.Model):
    """One answer to the complainant: a frozen letter with its message, or evidence of something sent outside."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="responses")
    code = models.CharField(max_length=8, choices=LetterCode.choices)
    occurrence = models.PositiveSmallIntegerField(default=1)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    message = models.OneToOneField(Message, models.PROTECT, null=True, blank=True, related_name="complaint_response")
    is_automatic = models.BooleanField(default=False)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    outside_at = models.DateTimeField(null=True, blank=True, help_text="Of something sent outside: when it left.")
    outside_how = models.CharField(max_length=300, blank=True, help_text="How, by whom, and the evidence.")

    objects = ResponseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "code", "occurrence"], name="complaints_one_letter_of_an_occurrence"
            ),
            models.CheckConstraint(
                condition=models.Q(code="outside", outside_at__isnull=False, document=None, message=None)
                & ~models.Q(outside_how="")
                | models.Q(outside_at=None, outside_how="", document__isnull=False) & ~models.Q(code="outside"),
                name="complaints_response_is_a_letter_or_evidence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_code_display()} of {self.complaint}"

    @property
    def dispatched_at(self) -> datetime | None:
        """When it left, or None. Load it with its message."""
        return self.outside_at or (self.message.sent_at if self.message else None)

    @property
    def is_undelivered(self) -> bool:
        """Say if it has to be made again: nobody sends it any more, or it was held and never sent."""
        if self.outside_at is not None:
            return False
        return self.message is None or self.message.state in (MessageState.FAILED, MessageState.WITHDRAWN)


class ExtensionState(models.TextChoices):
    PENDING = "pending", "Waiting for its notice to leave"
    APPLIED = "applied", "In force"
    TOO_LATE = "too_late", "Void: the notice did not leave in time"


class Extension(models.Model):
    """More time, asked for before the day. It counts only once its notice has left in time (domain 3.5 point 6)."""

    deadline = models.ForeignKey("complaints.Deadline", models.PROTECT, related_name="extensions")
    new_due_on = models.DateField()
    reason = models.TextField()
    notice = models.OneToOneField(Response, models.PROTECT, related_name="extension")
    state = models.CharField(max_length=8, choices=ExtensionState.choices, default=ExtensionState.PENDING)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["deadline"],
                condition=models.Q(state="pending"),
                name="complaints_one_pending_extension",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ExtensionState.values), name="complaints_known_extension_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deadline} to {self.new_due_on:%d %b %Y}"


class AccountRequest(models.Model):
    """All that somebody complained of is ever shown: the points, and the request for their account (decision 5)."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="account_requests")
    staff = models.ForeignKey(User, models.PROTECT, related_name="account_requests")
    points = models.JSONField(help_text="The heads as they were sent.")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    account = models.TextField(blank=True)
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["complaint", "staff"], name="complaints_one_account_a_person"),
            models.CheckConstraint(
                condition=models.Q(account="", given_at=None)
                | ~models.Q(account="") & models.Q(given_at__isnull=False),
                name="complaints_account_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"Account of {self.staff}"


class RemedyKind(models.TextChoices):
    """What is given (domain 3.8)."""

    APOLOGY = "apology", "Apology"
    EXPLANATION = "explanation", "Explanation"
    PUT_RIGHT = "put_right", "Put right, free of charge"
    RETURN_PAPERS = "return_papers", "Papers returned"
    FEE_REDUCTION = "fee_reduction", "Fee reduced"
    FEE_REFUND = "fee_refund", "Fee refunded"
    WAIVE_BILL = "waive_bill", "Bill waived"
    GOODWILL_PAYMENT = "goodwill_payment", "Goodwill payment"
    COMPENSATION_LOSS = "compensation_loss", "Compensation for loss"
    COMPENSATION_DISTRESS = "compensation_distress", "Compensation for distress"
    PROCESS_CHANGE = "process_change", "Change of process"
    TRAINING = "training", "Training"


class RemedyQuerySet(models.QuerySet["Remedy"]):
    def outstanding(self) -> Self:
        """Neither delivered nor dated: such a complaint cannot be closed."""
        return self.filter(delivered_on=None, due_on=None)


class Remedy(models.Model):
    """Something offered or done to put it right."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="remedies")
    kind = models.CharField(max_length=24, choices=RemedyKind.choices)
    what = models.CharField(max_length=300)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    offered_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    delivered_on = models.DateField(null=True, blank=True)

    objects = RemedyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=RemedyKind.values), name="complaints_known_remedy"),
            models.CheckConstraint(
                condition=models.Q(amount=None) | models.Q(amount__gt=0), name="complaints_remedy_amount_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.what
