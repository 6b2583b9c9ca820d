from datetime import date, timedelta

import pytest

from engagement import metrics
from engagement.models import Letter
from engagement.tests import factories
from practice.models import Matter
from practice.permissions import Role
from practice.tests import factories as firm

pytestmark = pytest.mark.django_db
MONTH = (date(2026, 11, 1), date(2026, 11, 30))


def test_in_time_counts_first_versions_by_their_promised_day() -> None:
    in_time = factories.issued(factories.written(factories.matter()))
    late = factories.written(factories.matter(instructed_on=date(2026, 11, 18)))
    factories.issued(late)
    factories.written(factories.matter())  # promised, not issued
    Letter.objects.filter(pk=in_time.pk).update(issued_on=in_time.due_on)

    figure = metrics.issued_in_time(reader=firm.user(Role.HEAD), first=MONTH[0], last=MONTH[1])

    assert (figure.numerator, figure.denominator, list(figure.rows)) == (1, 3, [in_time])


def test_letters_one_may_not_see_are_not_counted() -> None:
    factories.issued(factories.written(factories.matter()))
    Matter.objects.update(is_restricted=True)

    figure = metrics.issued_in_time(reader=firm.user(Role.HEAD), first=MONTH[0], last=MONTH[1])

    assert (figure.numerator, figure.denominator) == (0, 0)


def test_letters_promised_in_another_month_are_not_counted() -> None:
    factories.issued(factories.written(factories.matter()))

    figure = metrics.issued_in_time(
        reader=firm.user(Role.HEAD), first=MONTH[1] + timedelta(days=1), last=MONTH[1] + timedelta(days=31)
    )

    assert (figure.numerator, figure.denominator) == (0, 0)
