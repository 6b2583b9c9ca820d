from datetime import date, datetime, timedelta

import pytest
from django.db import transaction

from engagement import metrics, services
from engagement.models import Letter
from engagement.tests import factories
from practice import journal
from practice.models import Matter
from practice.permissions import Role
from practice.tests import factories as firm

pytestmark = pytest.mark.django_db
MONTH, LATER = (date(2026, 11, 1), date(2026, 11, 30)), date(2027, 2, 1)


def test_in_time_counts_first_versions_by_their_promised_day() -> None:
    in_time = factories.issued(factories.written(factories.matter()))
    late = factories.written(factories.matter(instructed_on=date(2026, 11, 18)))
    factories.issued(late)
    stopped = factories.issued(factories.written(factories.matter()))  # promised, and nothing went
    again = services.stop_letter(letter_id=stopped.pk, by=stopped.prepared_for, now=factories.NOW)
    Letter.objects.filter(pk=in_time.pk).update(issued_on=in_time.due_on)

    head = firm.user(Role.HEAD)
    figure = metrics.issued_in_time(reader=head, first=MONTH[0], last=MONTH[1], today=LATER)
    on_the_day = metrics.issued_in_time(reader=head, first=MONTH[0], last=MONTH[1], today=again.due_on)

    assert (figure.numerator, figure.denominator, list(figure.rows)) == (1, 3, [in_time])
    assert (on_the_day.numerator, on_the_day.denominator) == (1, 2)  # one can still go today
    assert (again.version, again.due_on) == (2, stopped.due_on)


def test_letters_one_may_not_see_are_not_counted() -> None:
    factories.issued(factories.written(factories.matter()))
    Matter.objects.update(is_restricted=True)

    figure = metrics.issued_in_time(reader=firm.user(Role.HEAD), first=MONTH[0], last=MONTH[1], today=LATER)

    assert (figure.numerator, figure.denominator) == (0, 0)


def test_letters_promised_in_another_month_are_not_counted() -> None:
    factories.issued(factories.written(factories.matter()))

    figure = metrics.issued_in_time(
        reader=firm.user(Role.HEAD), first=MONTH[1] + timedelta(days=1), last=MONTH[1] + timedelta(days=31), today=LATER
    )

    assert (figure.numerator, figure.denominator) == (0, 0)


def test_accepted_in_time_and_work_before_acceptance_are_told_by_the_letters_in_force() -> None:
    on_time, late, silent, early = (
        factories.issued(factories.written(factories.matter(clients=(factories.client(name),))))
        for name in ("Ann Lee", "Bo Ray", "Cy Moss", "Di Nunn")
    )
    for letter, days in ((on_time, 2), (late, 20), (early, 3)):
        factories.accept(factories.copy_of(letter), now=factories.NOW + timedelta(days=days))
    for letter in (early, silent):
        work_goes_on(letter, factories.NOW + timedelta(days=1))
    work_goes_on(on_time, factories.NOW + timedelta(days=3))

    head = firm.user(Role.HEAD)
    december = (date(2026, 12, 1), date(2026, 12, 31))
    accepted = metrics.accepted_in_time(reader=head, first=december[0], last=december[1], today=LATER)
    open_still = metrics.accepted_in_time(reader=head, first=december[0], last=december[1], today=december[0])
    worked = metrics.worked_before_acceptance(reader=head, first=MONTH[0], last=MONTH[1])

    assert (accepted.numerator, accepted.denominator, list(accepted.rows)) == (2, 4, [on_time, early])
    assert (open_still.numerator, open_still.denominator) == (2, 3)  # who is silent still has time
    assert (worked.numerator, worked.denominator, list(worked.rows)) == (2, 4, [silent, early])


def work_goes_on(letter: Letter, at: datetime) -> None:
    with transaction.atomic():
        journal.record(
            subject=letter.matter, event="matter.status_updated", by=letter.prepared_for, at=at, matter=letter.matter
        )
