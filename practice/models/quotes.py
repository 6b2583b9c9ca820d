"""A price that was quoted before anybody acted. It never changes; the letter's estimate is held against it."""

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from practice.models.matters import Matter
from practice.models.people import User
from practice.models.prices import PriceTable
from practice.pricing import PricedLine


class QuoteWay(models.TextChoices):
    """How they were told."""

    EMAIL = "email", "By e-mail"
    PHONE = "phone", "Read out on the telephone"
    PAPER = "paper", "Handed over on paper"


class QuoteQuerySet(models.QuerySet["Quote"]):
    def of(self, matter: Matter) -> Self:
        """Return the quotes that came with a matter, the last that was given first: that one counts."""
        return self.filter(on_matter__matter=matter).order_by("-given_at", "-pk")


class Quote(models.Model):
    """A price given from one version of a table, in the words in which it was given."""

    table = models.ForeignKey(PriceTable, models.PROTECT, related_name="quotes")
    value = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True, help_text="What it went by.")
    options = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    people = models.PositiveSmallIntegerField()
    total_low = models.DecimalField(max_digits=12, decimal_places=2, help_text="With VAT, GBP.")
    total_high = models.DecimalField(max_digits=12, decimal_places=2, help_text="With VAT, GBP.")
    headline = models.CharField(max_length=200)
    words = models.TextField(help_text="All of it, as they read or heard it.")
    given_at = models.DateTimeField()
    given_on = models.DateField(help_text="The local day.")
    holds_until = models.DateField()
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    way = models.CharField(max_length=8, choices=QuoteWay.choices)

    objects = QuoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(way__in=QuoteWay.values), name="practice_quote_known_way"),
            models.CheckConstraint(
                condition=models.Q(total_low__gte=0, total_high__gte=models.F("total_low"), people__gte=1),
                name="practice_quote_range",
            ),
            models.CheckConstraint(
                condition=models.Q(holds_until__gte=models.F("given_on")), name="practice_quote_holds_for_a_while"
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    def held(self, on: date) -> bool:
        """Say if it still holds on a day."""
        return on <= self.holds_until


class QuoteLine(models.Model):
    """One line of a quote as it stood; no amount: it was left out of the total."""

    quote = models.ForeignKey(Quote, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=40)
    label = models.CharField(max_length=80)
    payee = models.CharField(max_length=80)
    treatment = models.CharField(max_length=12)
    certainty = models.CharField(max_length=12)
    vat_reason = models.CharField(max_length=80)
    low = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True, help_text="Net, GBP.")
    high = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True, help_text="Net, GBP.")
    vat_rate = models.DecimalField(max_digits=4, decimal_places=3, null=True, blank=True, help_text="A fraction.")
    per = models.CharField(max_length=8)
    is_tax = models.BooleanField()
    assumes = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["quote", "code"], name="practice_one_quoted_line_per_code"),
            models.CheckConstraint(
                condition=models.Q(low=None, high=None) | models.Q(low__gte=0, high__gte=models.F("low")),
                name="practice_quoted_line_range",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def as_rule(self) -> PricedLine:
        return PricedLine(
            code=self.code,
            label=self.label,
            payee=self.payee,
            treatment=self.treatment,
            certainty=self.certainty,
            vat_reason=self.vat_reason,
            low=self.low,
            high=self.high,
            vat_rate=self.vat_rate,
            per=self.per,
            is_tax=self.is_tax,
            assumes=self.assumes,
        )


class MatterQuote(models.Model):
    """A quote that came with the enquiry which became a matter."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="quotes")
    quote = models.OneToOneField(Quote, models.PROTECT, related_name="on_matter")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.quote} on {self.matter}"
