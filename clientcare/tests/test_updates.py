"""The figures of keeping clients informed, counted by hand."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from clientcare.updates import updates_on_time, updates_overdue
from practice.models import Matter, MatterStage
from practice.services.matters import write_update
from practice.tests import factories

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


def _update(matter: Matter, *, promised: date | None, at: datetime, then: date = date(2026, 12, 24)) -> None:
    Matter.objects.filter(pk=matter.pk).update(next_update_on=promised)
    matter.refresh_from_db()
    write_update(
        matter_id=matter.pk,
        status_line="It goes on.",
        next_update_on=then,
        seen_at=matter.status_at,
        by=matter.fee_earner,
        now=at,
    )


def test_overdue_updates_are_those_promised_for_a_day_gone_by_on_visible_open_matters() -> None:
    today = date(2026, 11, 24)
    late = factories.matter(next_update_on=date(2026, 11, 23))
    factories.matter(next_update_on=today)
    factories.matter(next_update_on=date(2026, 11, 23), stage=MatterStage.CLOSED)
    hidden = factories.matter(next_update_on=date(2026, 11, 23), is_restricted=True)

    seen = updates_overdue(factories.user(), today=today)
    own = updates_overdue(hidden.fee_earner, today=today)

    assert (seen.numerator, seen.denominator, list(seen.rows)) == (1, 2, [late])
    assert (own.numerator, own.denominator) == (2, 3)


def test_an_update_is_on_time_until_the_end_of_the_day_promised_at_the_office() -> None:
    summer = date(2026, 6, 30)
    matters = [factories.matter() for _ in range(4)]
    times = [
        datetime(2026, 6, 30, 22, 59, tzinfo=UTC),  # 23:59 in London, still the day
        datetime(2026, 6, 30, 23, 0, tzinfo=UTC),  # midnight in London, a day late
        datetime(2026, 6, 20, 9, 0, tzinfo=UTC),  # early
    ]
    for matter, at in zip(matters, times, strict=False):
        _update(matter, promised=summer, at=at)
    _update(matters[3], promised=None, at=times[0])

    figure = updates_on_time(matters[0].fee_earner, since=summer, until=summer, today=date(2026, 7, 10), zone=LONDON)

    assert (figure.numerator, figure.denominator, figure.percent) == (2, 3, 66)
    assert sorted(entry.matter_id for entry in figure.rows) == sorted([matters[0].pk, matters[2].pk])


def test_an_update_still_owed_counts_against_us_once_its_day_has_passed() -> None:
    promised = date(2026, 11, 20)
    factories.matter(next_update_on=promised)

    def count(today: date) -> tuple[int, int | None]:
        figure = updates_on_time(factories.user(), since=promised, until=promised, today=today, zone=LONDON)
        return figure.numerator, figure.denominator

    assert count(date(2026, 11, 20)) == (0, 0)
    assert count(date(2026, 11, 21)) == (0, 1)


def test_updates_promised_outside_the_stretch_are_left_out() -> None:
    matter = factories.matter()
    for day in (date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 1)):
        _update(matter, promised=day, at=datetime(2026, 10, 1, 9, tzinfo=UTC))

    figure = updates_on_time(
        matter.fee_earner, since=date(2026, 11, 1), until=date(2026, 11, 30), today=date(2026, 10, 2), zone=LONDON
    )

    assert (figure.numerator, figure.denominator) == (2, 2)
