"""What the tables refuse whoever asks, and who sees which call."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from callbacks import metrics
from callbacks.models import Attempt, Callback, CallbackStage, DiaryEntry, Promise
from callbacks.tests.factories import NOON, at, book
from practice.permissions import Role
from practice.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


def entry(booked_for: Callback, **changes: Any) -> DiaryEntry:
    booked = DiaryEntry.objects.get(callback=booked_for)
    values = {"adviser": booked.adviser, "span": booked.span, "state": "held", "held_by": booked.adviser, **changes}
    return DiaryEntry(held_until=NOON, **values)


@pytest.mark.parametrize("state", ["held", "booked"])
def test_two_calls_of_one_person_cannot_overlap_by_a_minute(state: str) -> None:
    callback = book()
    other = book(starts_at=at(15, 0))
    DiaryEntry.objects.filter(callback=other).delete()
    span = DateTimeTZRange(at(14, 29), at(14, 40))

    with pytest.raises(IntegrityError, match="callbacks_one_call_per_adviser_at_a_time"), transaction.atomic():
        entry(callback, span=span, state=state, callback=other).save()


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"span": DateTimeTZRange(at(14, 30), at(14, 40))}, id="right after"),
        pytest.param({"state": "released"}, id="given back"),
    ],
)
def test_times_that_do_not_compete_stand_side_by_side(changes: dict[str, Any]) -> None:
    entry(book(), **changes).save()

    assert DiaryEntry.objects.count() == 2


@pytest.mark.parametrize(
    ("model", "change", "constraint"),
    [
        (Callback, {"caller_name": ""}, "callbacks_caller_has_a_name"),
        (Callback, {"number": ""}, "callbacks_call_has_a_number"),
        (Callback, {"stage": "lost"}, "callbacks_known_stage"),
        (Callback, {"taken_at": NOON + timedelta(days=1)}, "callbacks_taken_before_recorded"),
        (Callback, {"closed_as": "duplicate"}, "callbacks_closed_says_why_and_when"),
        (Promise, {"outcome": "kept"}, "callbacks_judged_promise_says_when"),
        (Promise, {"starts_at": at(18)}, "callbacks_promise_starts_before_it_ends"),
        (CallbackStage, {"outcome": "fired"}, "callbacks_stage_outcome_says_when"),
        (DiaryEntry, {"callback": None}, "callbacks_booking_is_for_a_call"),
        (DiaryEntry, {"state": "held"}, "callbacks_hold_says_who_and_until_when"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_must_always_be_true_is_refused_otherwise(model: Any, change: dict[str, Any], constraint: str) -> None:
    book()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.update(**change)


def test_a_call_has_one_first_promise_and_each_is_replaced_once() -> None:
    promise = book().promises.get()
    promise.pk = None

    with pytest.raises(IntegrityError, match="callbacks_one_first_promise"), transaction.atomic():
        promise.save(force_insert=True)


def test_an_attempt_cannot_be_made_after_it_was_entered() -> None:
    callback = book()

    with pytest.raises(IntegrityError, match="callbacks_attempt_before_recorded"), transaction.atomic():
        Attempt.objects.create(callback=callback, at=at(15), recorded_at=NOON, by=callback.adviser, result="no_answer")


def test_calls_on_a_restricted_matter_are_seen_by_its_team_and_whoever_took_them() -> None:
    matter = factories.matter(is_restricted=True)
    taker, stranger = factories.user(Role.RECEPTIONIST), factories.user(Role.RECEPTIONIST)
    callback = book(matter.fee_earner, matter=matter, by=taker)

    seen = {who: callback in Callback.objects.visible_to(who) for who in (matter.fee_earner, taker, stranger)}

    assert seen == {matter.fee_earner: True, taker: True, stranger: False}


def test_kept_promises_counts_what_was_kept_of_what_counts_with_its_rows() -> None:
    kept, missed, changed, open_one = (book() for _ in range(4))
    for callback, outcome in ((kept, "kept"), (missed, "missed"), (changed, "changed_by_client")):
        callback.promises.update(outcome=outcome, judged_at=NOON)

    figure = metrics.kept_promises(at(0), at(0, day=25))

    assert (figure.numerator, figure.denominator, list(figure.rows)) == (1, 2, [kept.promises.get()])
    assert metrics.kept_promises(at(0), at(0, day=25), by=missed.adviser).numerator == 0
    assert metrics.kept_promises(at(14, 31), at(0, day=25)).denominator == 0
    assert open_one.promises.get().outcome == "open"
