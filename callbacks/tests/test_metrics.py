"""The call figures against sums done by hand (domain 5.9)."""

from datetime import date

import pytest

from callbacks import metrics, services
from callbacks.breakdowns import breakdowns
from callbacks.metrics import Asked
from callbacks.models import Callback, Promise
from callbacks.policies import calendar_of
from callbacks.rules import AttemptResult, ClosureReason
from callbacks.rules.counting import age_of, nth_of_hundred, working_minutes
from callbacks.tests.factories import NOON, at, book, slip
from practice.models import User
from practice.permissions import Role
from practice.tests import factories
from practice.tests.calendars import calendar_of as calendar_of_nation
from practice.tests.calendars import local

SPOKE = AttemptResult.SPOKE_RESOLVED


@pytest.fixture
def asked(db: None) -> Asked:
    """Two days with eight calls, written out in the tests below."""
    adviser, reader = factories.user(), factories.user(Role.HEAD)
    resolved, rung, missed, late = (book(adviser, starts_at=at(14, minute)) for minute in (0, 10, 20, 40))
    moved, withdrawn = (book(adviser, starts_at=at(15, minute)) for minute in (0, 10))
    services.record_message(slip=slip(adviser), helped=True, by=reader, now=NOON)
    services.note_call_again(callback_id=missed.pk, message="Nobody rang", by=reader, now=at(16))
    services.cancel_callback(callback_id=withdrawn.pk, reason=ClosureReason.WITHDRAWN_BY_CALLER, by=adviser, now=at(13))
    tomorrow = at(14, 0, day=25)
    services.move_callback(
        callback_id=moved.pk, adviser=adviser, starts_at=tomorrow, asked_by_caller=True, by=adviser, now=at(13)
    )
    for call, result, moment in (
        (resolved, SPOKE, at(14, 5)),
        (rung, AttemptResult.NO_ANSWER, at(14, 12)),
        (late, SPOKE, at(14, 55)),
        (moved, SPOKE, at(14, 1, day=25)),
    ):
        services.record_attempt(callback_id=call.pk, result=result, at=moment, now=moment, by=adviser)
    services.sweep_stages(now=at(9, day=26))
    return Asked(at(0), at(0, day=26), reader, calendar_of(adviser))


def test_shares_are_those_of_the_hand(asked: Asked) -> None:
    people = User.objects.working().count()
    kept = metrics.kept_promises(asked.start, asked.end, reader=asked.reader)
    shares = [
        kept,  # 14:00, 14:10, 14:40, and 14:00 of the next day; not 14:20. Changed and withdrawn are not judged
        metrics.spoke_in_time(asked),  # not 14:10
        metrics.missed_promises(asked),  # 14:20
        metrics.kept_after_the_end(asked),  # 14:40, at 14:55
        metrics.same_day(asked),  # of five calls: not 14:20, and not the one of the next day
        metrics.repeat_calls(asked),  # of six calls, the withdrawn one left out
        metrics.settled_at_first(asked),
        metrics.use_of_windows(asked),  # twelve times an afternoon, two afternoons, everybody who works here
    ]

    assert [(one.numerator, one.denominator) for one in shares] == [
        (4, 5),
        (3, 5),
        (1, None),
        (1, 5),
        (3, 5),
        (1, 6),
        (1, 6),
        (5, 24 * people),
    ]
    assert all(one.rows.count() == one.numerator for one in shares)


def test_times_are_in_working_minutes_and_what_is_missed_is_told_apart(asked: Asked) -> None:
    calendar = asked.calendar
    over_night = int((calendar.closing(date(2026, 11, 24)) - NOON).total_seconds()) // 60
    over_night += int((at(14, 1, day=25) - calendar.opening(date(2026, 11, 25))).total_seconds()) // 60

    first, end = metrics.first_attempt(asked), metrics.resolution(asked)

    assert (first.number, first.middle, first.ninetieth) == (4, 132, over_night)  # 125, 132, 175 and over night
    assert (end.number, end.middle, end.ninetieth) == (4, 125, over_night)  # helped at once, 125, 175, over night
    missed, tables = metrics.missed_promises(asked).rows.get(), breakdowns(asked, now=NOON)
    by_hour, by_person = tables["missed-at"].lines, tables["missed-by"].lines
    assert [(key, one.label, list(one.rows)) for key, one in by_hour.items()] == [("1-14", "Tue 14:00", [missed])]
    assert [(one.label, list(one.rows)) for one in by_person.values()] == [(str(missed.adviser), [missed])]


def test_an_overdue_call_stays_an_alert_until_it_is_made(asked: Asked) -> None:
    tables = breakdowns(asked, now=at(9, day=26))
    overdue = metrics.overdue_calls(asked.reader)

    assert [one.callback.calls for one in overdue.rows] == [2]
    assert [one.numerator for one in tables["open-since"].lines.values()] == [0, 2, 0, 0], "every age is there"
    assert tables["open-since"].lines["1"].label == "2 working days"
    assert [one.numerator for one in tables["open-by"].lines.values()] == [2]
    late, moment = overdue.rows[0].callback_id, at(9, 5, day=26)
    services.record_attempt(callback_id=late, result=SPOKE, at=moment, now=moment, by=asked.reader)
    assert metrics.overdue_calls(asked.reader).numerator == 0
    assert metrics.missed_promises(asked).numerator == 1, "ringing later takes no miss back"


def test_a_reader_counts_what_they_may_see(asked: Asked) -> None:
    matter = factories.matter(is_restricted=True)
    Callback.objects.filter(promises__in=Promise.objects.filter(outcome="kept")).update(matter=matter)

    assert metrics.kept_promises(asked.start, asked.end, reader=asked.reader).denominator == 1


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        pytest.param("2026-04-02T16:30", "2026-04-07T09:30", 60, id="over Easter"),
        pytest.param("2026-06-01T07:00", "2026-06-01T09:10", 10, id="before the office opens"),
        pytest.param("2026-06-06T10:00", "2026-06-06T12:00", 0, id="Saturday"),
        pytest.param("2026-06-01T12:00", "2026-06-01T11:00", 0, id="rung before it was entered"),
        pytest.param("2026-03-27T16:59", "2026-03-30T09:01", 2, id="the clocks go forward"),
    ],
)
def test_working_minutes_count_while_the_office_is_open(start: str, end: str, minutes: int) -> None:
    assert working_minutes(local(start), local(end), calendar=calendar_of_nation()) == minutes


@pytest.mark.parametrize(("values", "half", "ninety"), [([], None, None), ([7], 7, 7), (list(range(1, 11)), 5, 9)])
def test_the_middle_and_the_ninetieth_are_values_that_were_there(
    values: list[int], half: int | None, ninety: int | None
) -> None:
    assert (nth_of_hundred(values, 50), nth_of_hundred(values, 90)) == (half, ninety)


@pytest.mark.parametrize(
    ("today", "age"), [(1, "up to 1 working day"), (3, "2 working days"), (8, "3 to 5 working days"), (9, "more")]
)
def test_an_open_call_ages_by_working_days(today: int, age: str) -> None:
    assert age_of(date(2026, 6, 1), date(2026, 6, today), calendar=calendar_of_nation()).startswith(age)
