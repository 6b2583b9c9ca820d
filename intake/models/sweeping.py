"""Which names have been held against the open matters since they came (domain 4.3)."""

from django.db import models


class NameSource(models.TextChoices):
    """Where a new name stands."""

    PARTY = "party", "A name of a party"
    ENQUIRY = "enquiry", "A name given in an enquiry"
    INTEREST = "interest", "The register of own interests"


class SweptName(models.Model):
    """One name that has been held against all open matters. A name without such a row is new."""

    source = models.CharField(max_length=8, choices=NameSource.choices)
    row = models.BigIntegerField(help_text="The number of the party’s name, the enquiry’s name or the interest.")
    swept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "row"], name="intake_each_name_is_swept_once"),
            models.CheckConstraint(
                condition=models.Q(source__in=NameSource.values), name="intake_swept_name_known_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()} {self.row}"
