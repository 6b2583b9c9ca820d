"""When a version of words is in force, said once for clauses and templates."""

from datetime import datetime

from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary
from django.db import models


def in_force(now: datetime) -> models.Q:
    return models.Q(in_force_from__lte=now) & (models.Q(in_force_to=None) | models.Q(in_force_to__gt=now))


class Span(models.Func):
    """The time in which a version is in force: from the first moment, up to and without the last."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


IN_FORCE = Span("in_force_from", "in_force_to", RangeBoundary())
ENDS_AFTER = models.Q(in_force_to=None) | models.Q(in_force_to__gte=models.F("in_force_from"))
