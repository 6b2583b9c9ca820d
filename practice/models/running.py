"""What the running house keeps about itself."""

from django.db import models


class ReferenceCounter(models.Model):
    """The last number given out in one series of one year. Read only under its lock, never MAX + 1."""

    series = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="practice_one_counter_per_series")]

    def __str__(self) -> str:
        return f"{self.series}-{self.year}: {self.last}"


class Heartbeat(models.Model):
    """The last time a process did its work. Health is read from these rows only (decisions B21)."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()
    detail = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%H:%M:%S}Z"


class Tries(models.Model):
    """How often one network address did one thing on a public page within an hour. No crash needs to keep it."""

    key = models.CharField(max_length=100, primary_key=True)
    count = models.PositiveIntegerField()
    began_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"


class FormReceipt(models.Model):
    """
    A form that was acted on: the same form again gets the same answer, another body is refused (decisions B13).

    The row is written in the transaction of the deed, so there is no deed without it and none twice.
    """

    key = models.UUIDField(primary_key=True)
    digest = models.CharField(max_length=64)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.key)


class FormDraft(models.Model):
    """A half-typed form, so that nothing typed is lost (decisions B14)."""

    owner = models.ForeignKey("User", models.PROTECT, related_name="drafts")
    form = models.CharField(max_length=60)
    about = models.CharField(max_length=60, blank=True)
    typed = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "form", "about"], name="practice_one_draft_per_form")]

    def __str__(self) -> str:
        return f"{self.form} {self.about}".strip()
