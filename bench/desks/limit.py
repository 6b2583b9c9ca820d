"""
The limit: a view behind the same middleware that only runs the inserts of a booking, in one transaction, as raw SQL.

Which rows a booking makes is read from a real one, so that the limit grows with the house.
"""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from django.db import connection, models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST
from psycopg2.extras import DateTimeTZRange

from callbacks.models import Callback, CallbackStage, DiaryEntry, Promise
from outbox.models import Message
from practice.models import FormReceipt, JournalEntry


def _columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]


@cache
def _insert(model: type[models.Model]) -> str:
    names = [str(field.column) for field in _columns(model)]
    table, columns, slots = (
        model._meta.db_table,
        ", ".join(f'"{name}"' for name in names),
        ", ".join("%s" for _ in names),
    )
    return f"INSERT INTO {table} ({columns}) VALUES ({slots}) RETURNING {model._meta.pk.column}"  # noqa: S608  our own


@cache
def _example() -> dict[type[models.Model], list[dict[str, Any]]]:
    """Return the rows of one booking as they stand, by table."""
    callback = Callback.objects.order_by("pk").filter(entry__isnull=False)[:1].get()
    of_call = str(callback.pk)
    promise = Promise.objects.get(callback=callback)
    rows: list[Sequence[models.Model]] = [
        [callback],
        [DiaryEntry.objects.get(callback=callback)],
        [promise],
        list(CallbackStage.objects.filter(promise=promise)),
        list(JournalEntry.objects.filter(subject_type="callbacks.callback", subject_id=of_call)),
        list(Message.objects.filter(key__startswith=f"callback:{of_call}:")),
        list(FormReceipt.objects.filter(subject_type="callbacks.callback", subject_id=of_call)),
    ]
    return {type(some[0]): [_values(one) for one in some] for some in rows}


def _values(row: models.Model) -> dict[str, Any]:
    return {str(one.column): one.get_db_prep_save(getattr(row, one.attname), connection) for one in _columns(type(row))}


def _put(cursor: Any, model: type[models.Model], **new: Any) -> Any:
    key = None
    for row in _example()[model]:
        cursor.execute(_insert(model), list({**row, **new}.values()))
        key = cursor.fetchone()[0]
    return key


@require_POST
def book(request: HttpRequest) -> HttpResponse:
    """Insert what a booking inserts, far away in the diary where nobody else is."""
    span = _example()[DiaryEntry][0]["span"]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT nextval('callbacks_callback_id_seq')")
        later = timedelta(hours=cursor.fetchone()[0], days=3650)
        call = _put(cursor, Callback)
        away = DateTimeTZRange(span.lower + later, span.upper + later)
        _put(cursor, DiaryEntry, id=uuid.uuid4(), callback_id=call, span=away)
        promise = _put(cursor, Promise, callback_id=call)
        _put(cursor, CallbackStage, promise_id=promise)
        _put(cursor, JournalEntry, subject_id=str(call))
        _put(cursor, Message, id=uuid.uuid4(), key=f"callback:{call}:bare")
        _put(cursor, FormReceipt, key=uuid.uuid4(), subject_id=str(call))
    return HttpResponseRedirect("/desk/")
