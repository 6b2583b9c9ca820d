"""One transaction that gives way: whoever is at work on a record or its matters goes first."""

from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

from practice.errors import WorldMoved

P = ParamSpec("P")
T = TypeVar("T")

_DEADLOCKED, _LOCK_TIMED_OUT = "40P01", "55P03"
# Less than PostgreSQL waits before it ends one of two that wait for each other: so it is always this one that gives up.
_PATIENCE: Final = "500ms"


class InUse(WorldMoved):
    """Somebody is changing one of the records, or something that hangs on it."""

    code = "in_use"


def giving_way(deed: Callable[P, T]) -> Callable[P, T]:
    """Make a deed one durable transaction that waits for nobody long; :raises InUse: if somebody else was first."""

    @transaction.atomic(durable=True)
    def whole(*args: P.args, **kwargs: P.kwargs) -> T:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = %s", [_PATIENCE])
        return deed(*args, **kwargs)

    @wraps(deed)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return whole(*args, **kwargs)
        except OperationalError as clash:
            if getattr(clash.__cause__, "pgcode", None) not in (_DEADLOCKED, _LOCK_TIMED_OUT):
                raise
            words = "Somebody is at work on one of these records at this moment. Nothing was changed. Try again."
            raise InUse(words) from clash

    return guarded
