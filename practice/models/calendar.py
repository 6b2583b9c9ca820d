"""Days on which the firm does not work, as data that people can edit and confirm (domain Q9)."""

from django.db import models

from practice.calendar import Nation
from practice.models.people import Office


class BankHoliday(models.Model):
    """A day that is no working day in one nation."""

    nation = models.CharField(max_length=20, choices=Nation.choices)
    on = models.DateField()
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["nation", "on"], name="practice_one_bank_holiday_a_day")]

    def __str__(self) -> str:
        return f"{self.on:%a %d %b %Y}, {self.name}"


class CalendarHorizon(models.Model):
    """How far the bank holidays of one nation are known. Its version changes with every edit."""

    nation = models.CharField(max_length=20, choices=Nation.choices, primary_key=True)
    known_from = models.DateField()
    known_until = models.DateField()
    version = models.PositiveIntegerField(default=1)
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(known_from__lte=models.F("known_until")), name="practice_horizon_knows_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_nation_display()}, known until {self.known_until:%a %d %b %Y}"


class Closure(models.Model):
    """A day on which one office is shut. It extends a promise only if ticked and published (domain 3.5, 2)."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="closures")
    on = models.DateField()
    name = models.CharField(max_length=120)
    counts_as_non_working = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "on"], name="practice_one_closure_a_day")]

    def __str__(self) -> str:
        return f"{self.on:%a %d %b %Y}, {self.name}"
