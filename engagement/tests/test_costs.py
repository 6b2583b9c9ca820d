"""Bills, unbilled work, and the warning before the estimate is passed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from engagement import metrics
from engagement.estimates import costs_of, estimates_of
from engagement.models import Bill, CostWarning, Letter
from engagement.rules.costs import AnsweredAlready, SetAsideAlready
from engagement.services import costs as services
from engagement.tests import cost_factories as costs
from engagement.tests import factories
from practice.models import JournalEntry, Matter, ServiceStandard, Task
from practice.permissions import Role
from practice.tests import factories as firm

pytestmark = pytest.mark.django_db
LATER = costs.LATER


@pytest.fixture
def matter() -> Matter:
    return costs.with_estimate()


def top(matter: Matter) -> Decimal:
    return estimates_of(matter)[-1].high


def open_tasks(matter: Matter) -> set[str]:
    tasks = Task.objects.filter(matter=matter, done_at=None, key__startswith="cost_warning:")
    return set(tasks.values_list("owner__email", flat=True))


def test_the_first_estimate_is_that_of_the_letter_with_its_lower_end(matter: Matter) -> None:
    letter = Letter.objects.get()

    told = estimates_of(matter)

    assert [(one.number, one.low, one.high, one.letter_id) for one in told] == [
        (1, letter.estimate_low, letter.estimate, letter.pk)
    ]
    assert letter.estimate_low == letter.estimate != 0


def test_another_version_of_the_letter_counts_where_it_says_another_figure(matter: Matter) -> None:
    first = top(matter)
    for answers in ({}, {"cost_fee": "2000", "cost_fee_to": "2500"}):
        factories.issued(factories.written(matter, now=LATER, **answers), now=LATER)
        costs.gone(matter, at=LATER)

    told = estimates_of(matter)

    assert [(one.number, one.low - first, one.high - first) for one in told] == [
        (1, Decimal(0), Decimal(0)),
        (2, Decimal(660), Decimal(1260)),
    ]


def test_a_share_is_warned_of_once_and_the_top_tells_the_supervisor_too(matter: Matter) -> None:
    head = matter.department.head
    assert head is not None

    costs.billed(matter, top(matter) * 79 // 100, number="1")
    before = CostWarning.objects.count()
    costs.billed(matter, top(matter) * 2 // 100, number="2")
    costs.billed(matter, 1, number="3")
    at_80 = [(one.threshold, one.spent) for one in CostWarning.objects.all()]
    told_80 = open_tasks(matter)
    costs.billed(matter, top(matter), number="4")
    costs.billed(matter, 1, number="5")

    assert before == 0
    assert at_80 == [(80, sum(one.total for one in Bill.objects.filter(number__in="12")))]
    assert told_80 == {matter.fee_earner.email}
    assert list(CostWarning.objects.order_by("pk").values_list("threshold", flat=True)) == [80, 100]
    assert open_tasks(matter) == {matter.fee_earner.email, head.email}
    assert JournalEntry.objects.filter(event="estimate.warned").count() == 2
    warning = CostWarning.objects.earliest("pk")
    with pytest.raises(IntegrityError), transaction.atomic():
        CostWarning.objects.create(
            matter=matter, of_letter=warning.of_letter, threshold=80, spent=1, estimate=1, raised_at=LATER
        )


def test_another_letter_takes_the_warning_back_and_one_below_what_was_billed_warns_at_once(matter: Matter) -> None:
    costs.billed(matter, top(matter) * 9 // 10)
    for fee, warned in (("3000", []), ("1000", [100])):
        factories.issued(factories.written(matter, now=LATER, cost_fee=fee), now=LATER)
        costs.gone(matter, at=LATER)

        assert [one.threshold for one in costs_of(matter).open_warnings] == warned
    assert CostWarning.objects.exclude(withdrawn_at=None).count() == 1


def test_the_share_is_the_departments_own(matter: Matter) -> None:
    ServiceStandard.objects.create(department=matter.department, kind="cost_warning", value=50, unit="per_cent")

    costs.billed(matter, top(matter) * 51 // 100)

    assert CostWarning.objects.get().threshold == 50


def test_unbilled_work_counts_until_a_later_bill_and_may_raise_the_warning(matter: Matter) -> None:
    day = LATER.date()
    services.note_unbilled(matter_id=matter.pk, amount=top(matter), as_of=day, by=matter.fee_earner, now=LATER)
    noted = costs_of(matter)
    costs.billed(matter, 100, on=day, now=LATER + timedelta(hours=1))
    after = costs_of(matter)

    assert (noted.to_come, [one.threshold for one in noted.open_warnings]) == (top(matter), [80])
    assert (after.to_come, after.billed, len(after.open_warnings)) == (Decimal(0), Decimal(100), 0)


def test_a_bill_set_aside_counts_no_more_and_takes_its_warning_with_it(matter: Matter) -> None:
    wrong = costs.billed(matter, 42_000, number="X")
    assert open_tasks(matter)

    services.set_bill_aside(bill_id=wrong.pk, because="A nought too many", by=matter.fee_earner, now=LATER)

    found = costs_of(matter)
    assert (found.billed, len(found.open_warnings), len(open_tasks(matter))) == (Decimal(0), 0, 0)
    costs.billed(matter, top(matter) + 1, number="x")  # the number is free again, and the warning comes again
    assert [one.threshold for one in costs_of(matter).open_warnings] == [100]
    with pytest.raises(SetAsideAlready):
        services.set_bill_aside(bill_id=wrong.pk, because="Again", by=matter.fee_earner, now=LATER)


def test_a_number_is_recorded_once(matter: Matter) -> None:
    costs.billed(matter, 10, number="B-1")

    with pytest.raises(services.BillKnown):
        costs.billed(matter, 20, number="b-1")

    assert Bill.objects.count() == 1


def test_a_warning_is_closed_with_a_reason_once(matter: Matter) -> None:
    costs.billed(matter, top(matter) * 9 // 10)
    warning = CostWarning.objects.get()

    with pytest.raises(services.NoReasonToClose):
        services.close_warning(warning_id=warning.pk, because=" ", by=matter.fee_earner, now=LATER)
    services.close_warning(warning_id=warning.pk, because="It is done", by=matter.fee_earner, now=LATER)
    with pytest.raises(AnsweredAlready):
        services.close_warning(warning_id=warning.pk, because="Again", by=matter.fee_earner, now=LATER)
    costs.billed(matter, 1, number="2")

    assert (open_tasks(matter), CostWarning.objects.count()) == (set(), 1)


def test_before_an_estimate_bills_are_recorded_and_nothing_is_warned_of() -> None:
    matter = factories.matter()

    bill = costs.billed(matter, 5000)

    assert (bill.estimate, costs_of(matter).spent, CostWarning.objects.count()) == (None, None, 0)


def test_bills_within_the_estimate_are_counted_by_what_was_billed_up_to_each(matter: Matter) -> None:
    within = costs.billed(matter, top(matter), number="1", on=date(2026, 12, 1))
    costs.billed(matter, 1, number="2", on=date(2026, 12, 2))
    costs.billed(factories.matter(), 9, number="3")  # without an estimate

    figure = metrics.billed_within_estimate(
        reader=firm.user(Role.HEAD), first=date(2026, 12, 1), last=date(2026, 12, 31)
    )

    assert (figure.numerator, figure.denominator, list(figure.rows)) == (1, 2, [within])
