"""The figures of intake, counted by hand."""

from datetime import date, timedelta

import pytest

from intake import metrics, services
from intake.models import EnquiryOutcome
from intake.rules import Outcome
from intake.tests.factories import NOON, check, compliance, enquiry, stored
from practice.models import MatterRole
from practice.tests import factories

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_the_reading_load_is_the_middle_and_the_nineteenth_of_twenty() -> None:
    clients = iter(
        "Aldous Brock Cedric Dunmore Ebeneze Fyfield Gresham Hobbs Ignatz Jolyon Kestrel Lomax Mulgrew".split()
    )
    for number in (0, 1, 1, 2, 9):
        names = [next(clients) for _ in range(number)]
        for name in names:
            stored(name)
        check(enquiry("Frederick Pettigrew", others=tuple((name, MatterRole.OPPONENT) for name in names)))

    load = metrics.reading_load(since=NOON - DAY, until=NOON + DAY)

    assert (load.checks, load.median, load.p95, load.is_met) == (5, 1, 9, False)
    assert metrics.reading_load(since=NOON + DAY, until=NOON + 2 * DAY).is_met


def test_waiting_checks_are_counted_until_they_are_decided() -> None:
    helen = compliance()
    waiting, decided = check(), check()
    services.decide_check(check_id=decided.pk, outcome=Outcome.CLEAR, reason="", by=helen, now=NOON)

    figure = metrics.checks_waiting(helen)

    assert (figure.numerator, list(figure.rows)) == (1, [waiting])


def test_an_urgent_check_counts_as_in_time_up_to_the_minute_it_is_due() -> None:
    helen = compliance()
    in_time, late, owed = (check(enquiry(key_date=date(2026, 11, 24))) for _ in range(3))
    for made, after in ((in_time, timedelta(hours=1)), (late, timedelta(hours=1, seconds=1))):
        services.decide_check(check_id=made.pk, outcome=Outcome.CLEAR, reason="", by=helen, now=NOON + after)

    figure = metrics.urgent_answered_in_time(helen, since=NOON, until=NOON + DAY)

    assert (figure.numerator, figure.denominator, list(figure.rows)) == (1, 3, [in_time])
    assert owed.decided_at is None


def test_enquiries_that_became_clients_are_counted_of_the_real_ones() -> None:
    helen, user = compliance(), factories.user()
    became, _, spam = enquiry(), enquiry("Still Open"), enquiry("A Robot")
    services.close_enquiry(enquiry_id=spam.pk, outcome=EnquiryOutcome.SPAM, by=user, now=NOON)
    services.decide_check(check_id=check(became).pk, outcome=Outcome.CLEAR, reason="", by=helen, now=NOON)

    figure = metrics.enquiries_converted(user, since=NOON - DAY, until=NOON + DAY)

    assert (figure.numerator, figure.denominator, list(figure.rows)) == (1, 2, [became])
