"""The clock as PostgreSQL reads it inside a question; everything else gets its time from a door (practice/clock.py)."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast


def sql_now() -> Combinable:
    """Return the moment the statement began, moved like `clock.now()` by CLOCK_OFFSET_SECONDS."""
    moment = models.Func(function="statement_timestamp", output_field=models.DateTimeField())
    if not settings.CLOCK_OFFSET_SECONDS:
        return moment
    offset = Cast(models.Value(timedelta(seconds=settings.CLOCK_OFFSET_SECONDS)), models.DurationField())
    return models.ExpressionWrapper(moment + offset, output_field=models.DateTimeField())
