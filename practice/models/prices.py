"""What the firm charges: price tables by kind of work, with versions and the day from which each holds (domain 2.2)."""

from datetime import date
from typing import Self

from django.db import models

from practice.models.matters import WorkType
from practice.models.people import User
from practice.pricing import Certainty, Per, TableLine, Treatment


class PriceTableQuerySet(models.QuerySet["PriceTable"]):
    def in_force(self, on: date) -> Self:
        """Return the version of each table that holds on a day: published, and the last to begin."""
        begun = self.filter(published_at__isnull=False, in_force_from__lte=on)
        return begun.order_by("code", "-in_force_from", "-version").distinct("code")


class PriceTable(models.Model):
    """One version of the price of one service. Published, it never changes: a new price is a new version."""

    code = models.SlugField(max_length=40, help_text="The same for all versions: purchase.")
    version = models.PositiveIntegerField()
    work_type = models.CharField(max_length=24, choices=WorkType.choices)
    name = models.CharField(max_length=80, help_text="As clients read it: Buying a home.")
    in_force_from = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, editable=False, related_name="+")
    value_label = models.CharField(
        max_length=60, blank=True, help_text="What the bands go by: Price of the property. Empty: there are none."
    )
    value_answer = models.SlugField(
        max_length=40, blank=True, help_text="The question of an enquiry that answers it: price."
    )
    chosen_answer = models.SlugField(
        max_length=40, blank=True, help_text="The question whose answer says that it is this service: about."
    )
    chosen_value = models.CharField(max_length=40, blank=True, help_text="That answer: will.")
    included = models.TextField(help_text="What the price is for, one a line.")
    not_included = models.TextField(blank=True, help_text="What it is not for, one a line.")
    changes = models.CharField(max_length=300, blank=True, help_text="What would add cost.")
    stages = models.TextField(blank=True, help_text="The steps of the work, one a line.")
    weeks_from = models.PositiveSmallIntegerField(null=True, blank=True)
    weeks_to = models.PositiveSmallIntegerField(null=True, blank=True)
    depends_on = models.CharField(max_length=160, blank=True, help_text="What the time depends on: the chain.")
    done_by = models.CharField(max_length=300, help_text="Who does the work, and who supervises it.")

    objects = PriceTableQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="practice_one_row_per_price_version"),
            models.CheckConstraint(
                condition=models.Q(published_at=None, published_by=None)
                | models.Q(published_at__isnull=False, in_force_from__isnull=False),
                name="practice_published_price_says_when_and_from_when",
            ),
            models.CheckConstraint(
                condition=models.Q(weeks_from=None, weeks_to=None)
                | models.Q(weeks_from__isnull=False, weeks_to__gte=models.F("weeks_from")),
                name="practice_price_weeks_are_a_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class PriceOption(models.Model):
    """Something that the price depends on and that is so or not: a leasehold, a mortgage."""

    table = models.ForeignKey(PriceTable, models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=40)
    label = models.CharField(max_length=80)
    answer = models.SlugField(max_length=40, blank=True, help_text="The question of an enquiry that says so: tenure.")
    answer_value = models.CharField(max_length=40, blank=True, help_text="The answer that says so: flat.")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["table", "code"], name="practice_one_row_per_price_option")]

    def __str__(self) -> str:
        return self.label


class PriceLine(models.Model):
    """One line of a table, or one band of it: who is paid, how VAT falls and why, how sure we are (decisions 17)."""

    table = models.ForeignKey(PriceTable, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=40, help_text="The same for all bands of a line, and as in our letters: fee.")
    label = models.CharField(max_length=80)
    payee = models.CharField(max_length=80, default="us")
    treatment = models.CharField(max_length=12, choices=Treatment.choices, default=Treatment.OUR_CHARGE)
    certainty = models.CharField(max_length=12, choices=Certainty.choices, default=Certainty.ESTIMATE)
    low = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True, help_text="Net, GBP.")
    high = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True, help_text="The same, if exact.")
    per = models.CharField(max_length=8, choices=Per.choices, default=Per.ONCE)
    hours_from = models.PositiveSmallIntegerField(null=True, blank=True)
    hours_to = models.PositiveSmallIntegerField(null=True, blank=True)
    has_vat = models.BooleanField("VAT is due on it", default=True)
    vat_reason = models.CharField("why", max_length=80, help_text="Our service; the client's own fee.")
    is_tax = models.BooleanField(default=False)
    assumes = models.CharField(max_length=200, blank=True, help_text="What an assumption assumes.")
    option = models.SlugField(max_length=40, blank=True, help_text="Only with this option.")
    over = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True, help_text="For values above it.")
    up_to = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True, help_text="And up to this.")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(treatment__in=Treatment.values, certainty__in=Certainty.values, per__in=Per.values),
                name="practice_price_line_known_kinds",
            ),
            models.CheckConstraint(
                condition=models.Q(low=None, high=None) | models.Q(low__gte=0, high__gte=models.F("low")),
                name="practice_price_line_range",
            ),
            models.CheckConstraint(
                condition=models.Q(hours_from=None, hours_to=None)
                | models.Q(hours_from__isnull=False, hours_to__isnull=False),
                name="practice_price_line_hours_are_a_range",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def hours(self) -> tuple[int, int] | None:
        return None if self.hours_from is None or self.hours_to is None else (self.hours_from, self.hours_to)

    def as_rule(self) -> TableLine:
        return TableLine(
            code=self.code,
            label=self.label,
            payee=self.payee,
            treatment=self.treatment,
            certainty=self.certainty,
            vat_reason=self.vat_reason,
            low=self.low,
            high=self.high,
            per=self.per,
            hours=(self.hours_from, self.hours_to)
            if self.hours_from is not None and self.hours_to is not None
            else None,
            has_vat=self.has_vat,
            is_tax=self.is_tax,
            assumes=self.assumes,
            option=self.option,
            over=self.over,
            up_to=self.up_to,
        )
