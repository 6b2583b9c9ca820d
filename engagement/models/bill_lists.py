"""Lists of bills that the practice system gave, with every row that was not simply known (decisions 28)."""

from typing import Self

from django.db import models

from engagement.models.costs import Bill
from engagement.rules.bill_lists import BillOutcome
from practice.models import Matter, User


class BillList(models.Model):
    """One file of bills, and how many of its rows were known already."""

    file_name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    known = models.PositiveIntegerField(default=0, help_text="Rows whose bill was on record, the same.")

    def __str__(self) -> str:
        return self.file_name


class BillListRowQuerySet(models.QuerySet["BillListRow"]):
    def visible_to(self, user: User) -> Self:
        """Leave out rows about a matter that has come behind a wall since."""
        return self.filter(models.Q(matter=None) | models.Q(matter__in=Matter.objects.visible_to(user)))


class BillListRow(models.Model):
    """A row of it that recorded a bill, differs from what is here, or could not be used."""

    of = models.ForeignKey(BillList, models.PROTECT, related_name="rows")
    line = models.PositiveIntegerField(help_text="Of the file.")
    said = models.CharField(max_length=200, help_text="The matter and the bill as the row names them.")
    outcome = models.CharField(max_length=7, choices=BillOutcome.choices)
    because = models.CharField(max_length=400, blank=True)
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="+")
    bill = models.OneToOneField(
        Bill, models.PROTECT, null=True, blank=True, related_name="from_list", help_text="The bill that it recorded."
    )

    objects = BillListRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=BillOutcome.values), name="engagement_bill_row_known_outcome"
            ),
            models.UniqueConstraint(fields=["of", "line"], name="engagement_one_bill_row_a_line"),
        ]

    def __str__(self) -> str:
        return f"Line {self.line}"
