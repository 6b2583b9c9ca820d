"""What a matter costs its client: bills, unbilled work, and the warnings before the estimate is passed."""

from datetime import date
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Upper

from engagement.models.cost_updates import CostUpdate
from engagement.models.letters import Letter
from engagement.rules.costs import THE_TOP, Answer, BillKind
from practice.models import Matter, User

_TOTAL = F("fees") + F("disbursements") + F("vat")
_NOT_SET_ASIDE = Q(set_aside_at=None)


class BillQuerySet(models.QuerySet["Bill"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(matter__in=Matter.objects.visible_to(user))

    def standing(self) -> Self:
        return self.filter(_NOT_SET_ASIDE)

    def dated_between(self, first: date, last: date) -> Self:
        return self.filter(on__gte=first, on__lte=last)

    def within_estimate(self) -> Self:
        """Return those with which, and all bills of the matter before, no more was billed than was estimated."""
        before = Bill.objects.filter(_NOT_SET_ASIDE, matter=OuterRef("matter")).filter(
            Q(on__lt=OuterRef("on")) | Q(on=OuterRef("on"), pk__lte=OuterRef("pk"))
        )
        so_far = before.order_by().values("matter").annotate(so_far=Sum(_TOTAL)).values("so_far")
        return self.annotate(billed_to_date=Subquery(so_far)).filter(billed_to_date__lte=F("estimate"))


class Bill(models.Model):
    """A bill to the client, recorded from the accounts. It never changes: a mistaken one is set aside."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="bills")
    number = models.CharField(max_length=40)
    on = models.DateField(help_text="The day that stands on it.")
    kind = models.CharField(max_length=8, choices=BillKind.choices)
    fees = models.DecimalField(max_digits=12, decimal_places=2, help_text="Our charges, before VAT.")
    disbursements = models.DecimalField(max_digits=12, decimal_places=2, help_text="Paid for the client, before VAT.")
    vat = models.DecimalField(max_digits=12, decimal_places=2)
    estimate = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, help_text="The top of what was estimated on its day."
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    set_aside_because = models.CharField(max_length=300, blank=True)

    objects = BillQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=BillKind.values), name="engagement_bill_known_kind"),
            models.CheckConstraint(
                condition=Q(fees__gte=0, disbursements__gte=0, vat__gte=0) & (Q(fees__gt=0) | Q(disbursements__gt=0)),
                name="engagement_bill_is_of_something",
            ),
            models.UniqueConstraint(
                "matter", Upper("number"), condition=_NOT_SET_ASIDE, name="engagement_one_bill_a_matter_and_number"
            ),
            models.CheckConstraint(
                condition=Q(set_aside_at=None, set_aside_by=None, set_aside_because="")
                | Q(Q(set_aside_at__isnull=False, set_aside_by__isnull=False), ~Q(set_aside_because="")),
                name="engagement_bill_set_aside_says_by_whom_and_why",
            ),
        ]
        indexes = [models.Index(fields=["on"], name="engagement_bills_by_day")]

    def __str__(self) -> str:
        return f"Bill {self.number}"

    @property
    def total(self) -> Decimal:
        return self.fees + self.disbursements + self.vat


class UnbilledNote(models.Model):
    """What was not billed yet on a day, with VAT, as the accounts had it. The latest counts until a later bill."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="unbilled_notes")
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    as_of = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gte=0), name="engagement_unbilled_is_not_negative")]

    def __str__(self) -> str:
        return f"{self.amount} unbilled"


class CostWarningQuerySet(models.QuerySet["CostWarning"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(matter__in=Matter.objects.visible_to(user))

    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)

    def open(self) -> Self:
        return self.standing().filter(answer="").order_by("-threshold", "pk")


class CostWarning(models.Model):
    """That a share of the estimate in force was reached: once for each estimate and share."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="cost_warnings")
    of_letter = models.ForeignKey(Letter, models.PROTECT, null=True, blank=True, related_name="cost_warnings")
    of_update = models.ForeignKey(CostUpdate, models.PROTECT, null=True, blank=True, related_name="warnings")
    threshold = models.PositiveSmallIntegerField(help_text="Per cent of the top of the estimate; 100: more than it.")
    spent = models.DecimalField(max_digits=12, decimal_places=2, help_text="Billed and unbilled, with VAT.")
    estimate = models.DecimalField(max_digits=12, decimal_places=2, help_text="The top of it.")
    raised_at = models.DateTimeField()
    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_with = models.ForeignKey(CostUpdate, models.PROTECT, null=True, blank=True, related_name="answers_to")
    because = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="When what had raised it proved mistaken.")

    objects = CostWarningQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(of_letter=None) | Q(of_update=None),  # neither: that of a letter of before
                name="engagement_warning_is_of_one_estimate",
            ),
            models.UniqueConstraint(
                fields=["matter", "of_letter", "of_update", "threshold"],
                condition=Q(withdrawn_at=None),
                nulls_distinct=False,
                name="engagement_one_warning_an_estimate_and_share",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None, answered_with=None, because="")
                | Q(
                    Q(answer="closed", answered_at__isnull=False, answered_by__isnull=False, answered_with=None),
                    ~Q(because=""),
                )
                | Q(
                    answer="updated",
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                    answered_with__isnull=False,
                    because="",
                ),
                name="engagement_warning_answered_says_how",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def is_passed(self) -> bool:
        return self.threshold >= THE_TOP

    @property
    def words(self) -> str:
        return "The estimate is passed" if self.is_passed else f"{self.threshold} % of the estimate is reached"
