"""The estimate of a letter that went before letters were written here: bills against it, an update after it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from pytest_django import Settings

from engagement import services
from engagement.estimates import costs_of, estimates_of
from engagement.models import CostWarning
from engagement.services import costs as deeds
from engagement.tests import cost_factories as costs
from engagement.tests import factories
from practice.models import Matter
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db


def record(matter: Matter, estimate: Decimal | None) -> None:
    services.record_earlier_letter(
        matter_id=matter.pk,
        sent_on=costs.NOW.date() - timedelta(days=1),
        accepted_on=costs.NOW.date(),
        words="By post",
        estimate=estimate,
        file=None,
        by=matter.fee_earner,
        now=costs.NOW,
    )


def test_it_is_entered_bills_are_held_against_it_and_an_update_takes_its_place(settings: Settings) -> None:
    set_clock(settings, costs.LATER)
    matter = factories.matter()
    record(matter, None)
    browser, entry = factories.browser_of(matter.fee_earner), factories.page("earlier", matter)
    before = browser.get(factories.page("costs", matter)).content.decode()
    of_matter = browser.get(reverse("matter", args=[matter.pk])).content.decode()
    day = {"sent_on_day": "23", "sent_on_month": "11", "sent_on_year": "2026", "words": "By post"}

    wrong = browser.post(entry, {**day, "estimate": "0"}).status_code
    entered = browser.post(entry, {**day, "estimate": "2,000"}).status_code
    bill = costs.billed(matter, 1700)
    matter = Matter.objects.get(pk=matter.pk)
    against = costs_of(matter).sentence
    warned = CostWarning.objects.open().get()
    issued = costs.issued(costs.written(matter, agree="no", cost_before="2600"))

    assert "The estimate is not on record" in before
    assert "what it estimated is not on record" in of_matter
    assert (wrong, entered) == (422, 303)
    assert (bill.estimate, against, warned.threshold) == (Decimal(2000), "£1,700 of about £2,000, 85 %", 80)
    assert [(one.high, one.update_id) for one in estimates_of(matter)] == [
        (Decimal(2000), None),
        (Decimal(2600), issued.pk),
    ]
    warned.refresh_from_db()
    assert warned.answered_with == issued


def test_a_warning_of_one_matter_is_none_of_another_and_goes_with_the_record(settings: Settings) -> None:
    set_clock(settings, costs.LATER)
    matters = [factories.matter(), factories.matter()]
    for matter in matters:
        record(matter, Decimal(1000))
        costs.billed(matter, 900)
    warned = CostWarning.objects.open().count()

    services.drop_earlier_letter(matter_id=matters[0].pk, by=matters[0].fee_earner, now=costs.LATER)

    assert warned == 2
    assert [one.matter for one in CostWarning.objects.open()] == [matters[1]]
    with pytest.raises(Exception, match="no estimate yet"):
        deeds.start_update(matter_id=matters[0].pk, by=matters[0].fee_earner, now=costs.LATER)
