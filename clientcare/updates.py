"""Keeping clients informed, as figures: updates written by the day that was promised, and those overdue (G02, G04)."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import DateField, F, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, TruncDate
from django.urls import reverse

from practice.figures import Figure
from practice.models import JournalEntry, Matter, User

_ANSWERS_A_PROMISE = ("matter.status_updated", "matter.update_promised")


def updates_overdue(user: User, *, today: date) -> Figure:
    """Of the open matters, those whose promised update should have been written before today."""
    visible = Matter.objects.visible_to(user)
    rows = visible.update_overdue(today)
    return Figure(
        label="Updates overdue",
        numerator=rows.count(),
        denominator=visible.open().count(),
        rows=rows,
        explanation="Open matters whose next update was promised for a day that has passed.",
        url=reverse("matters") + "?view=overdue",
    )


def updates_promised(matters: QuerySet[Matter], *, since: date, until: date, zone: ZoneInfo) -> QuerySet[Any]:
    """Return what answered the updates promised for these days, with `promised_on` and `written_on` in that zone."""
    return (
        JournalEntry.objects.filter(
            event__in=_ANSWERS_A_PROMISE, facts__promised_on__isnull=False, matter_id__in=matters.values("pk")
        )
        .exclude(facts__promised_on=None)
        .annotate(promised_on=Cast(KeyTextTransform("promised_on", "facts"), DateField()))
        .annotate(written_on=TruncDate("at", tzinfo=zone))
        .filter(promised_on__range=(since, until))
    )


def updates_on_time(user: User, *, since: date, until: date, today: date, zone: ZoneInfo) -> Figure:
    """
    Of the updates promised for the days from ``since`` up to and with ``until``, those written by their day.

    ``zone`` decides which day an update was written on. One still owed counts against us once its day has passed.
    """
    visible = Matter.objects.visible_to(user)
    written = updates_promised(visible, since=since, until=until, zone=zone)
    in_time = written.filter(written_on__lte=F("promised_on"))
    owed = visible.update_overdue(today).filter(next_update_on__range=(since, until))
    return Figure(
        label="Updates written by the day promised",
        numerator=in_time.count(),
        denominator=written.count() + owed.count(),
        rows=in_time,
        explanation="By the day promised, not the day written. Updates still owed count once their day has passed.",
        url=reverse("matters") + "?view=overdue",
    )
