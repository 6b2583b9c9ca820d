"""Questions about one person that every page asks: put into SQL once a process, and then only with another number."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.expressions import RawSQL

from practice.models.people import User

Numbers = models.QuerySet[Any, Any]
Question = Callable[[User], Numbers]
_SOMEBODY = -20_261_123  # stands for the person while a question is put into SQL: no row has this number


def asked(question: Question, user: User) -> RawSQL:
    """
    Return what the question finds for this person, to stand behind `__in`; it gives one column.

    Django takes milliseconds to put one with three subqueries into SQL, several times a page, and always the same.
    The question may depend on the person's number and on whether they are active, on nothing else of theirs.
    """
    sql, parameters = _in_sql(question, user.is_active, settings.CLOCK_OFFSET_SECONDS)
    return RawSQL(sql, [user.pk if value == _SOMEBODY else value for value in parameters])  # noqa: S611 Django's own


@cache
def _in_sql(question: Question, is_active: bool, offset_seconds: int) -> tuple[str, tuple[Any, ...]]:  # noqa: FBT001
    """``offset_seconds``: a test's clock is part of what is written."""
    return question(User(pk=_SOMEBODY, is_active=is_active)).query.sql_with_params()
