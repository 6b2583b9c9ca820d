"""A cost update that waits is reminded of as a letter is: once, on the fifth working day, and never after an answer."""

from datetime import timedelta

import pytest

from engagement import letters, services
from engagement.models import CostStage, CostUpdate
from engagement.notices import REMINDER_KIND
from engagement.rules.acceptance import AcceptanceWay
from engagement.services import costs as deeds
from engagement.tests import cost_factories as costs
from engagement.tests import factories
from outbox.channels import words
from outbox.models import Message
from practice.models import AutomaticMessage, Matter, SendMode, Task

pytestmark = pytest.mark.django_db
DUE = costs.LATER.replace(day=15, hour=10)  # the fifth working day, in the morning


@pytest.fixture
def matter() -> Matter:
    AutomaticMessage.objects.create(kind=REMINDER_KIND, mode=SendMode.ON)
    return costs.with_estimate(factories.client("Ann Lee"), factories.client("Bo Ray"))


@pytest.fixture
def update(matter: Matter) -> CostUpdate:
    made = costs.issued(costs.written(matter, agree="yes", cost_fee="2000", options="Go on"))
    costs.gone(matter, at=costs.LATER)
    services.sweep_acceptance(now=costs.LATER)  # the letter before has had its own reminder
    return made


def sent() -> list[Message]:
    return list(Message.objects.filter(kind="engagement.reminder", key__startswith="cost_update:").order_by("pk"))


def agree(update: CostUpdate) -> None:
    copy, by = update.copies.order_by("pk")[0], update.matter.fee_earner
    said = letters.Said(way=AcceptanceWay.SPOKEN, accepted_at=costs.LATER, words="Yes.", recorded_by=by)
    certified = letters.Certified(b"%PDF-1.7 certificate", copy.issued.document.sha256, "agreed.pdf")
    deeds.agree_update(copy_id=copy.pk, said=said, certified=certified, by=by, now=costs.LATER)


def test_who_has_not_answered_is_reminded_once_as_the_forecast_said(update: CostUpdate) -> None:
    agree(update)
    reader = update.matter.fee_earner
    seen = services.messages_to_come(reader=reader, now=costs.LATER, until=DUE)

    early = services.sweep_acceptance(now=DUE - timedelta(minutes=1))
    ended = [services.sweep_acceptance(now=DUE) for _ in range(2)]

    assert [one.words for one in seen] == ["Reminder to answer a cost update"]
    assert (early, ended) == (0, [1, 0])
    assert [(one.key, one.to_address) for one in sent()] == [(one.key, one.to_address) for one in seen]
    assert sent()[0].party == update.copies.order_by("pk")[1].party
    assert "with a new estimate still waits for your answer" in words(sent()[0])
    assert services.messages_to_come(reader=reader, now=DUE, until=DUE + timedelta(days=14)) == []


def test_when_the_link_ends_its_owner_is_told(update: CostUpdate) -> None:
    services.sweep_acceptance(now=costs.LATER + timedelta(days=30))

    ends = CostStage.objects.order_by("copy", "fire_at").values_list("kind", "outcome")
    assert list(ends) == [("reminder", "fired"), ("expired", "fired")] * 2
    told = Task.objects.filter(key__startswith=f"cost_update:{update.pk}:waiting:", key__endswith=":expired")
    assert {task.owner for task in told} == {update.matter.fee_earner}
    assert "has not answered the cost update, and their link has ended" in told[0].title


@pytest.mark.parametrize("how", ["replaced", "letter", "declined"])
def test_what_is_asked_no_more_is_not_reminded_of(update: CostUpdate, how: str) -> None:
    matter, at = update.matter, costs.LATER + timedelta(hours=1)
    if how == "replaced":
        newer = costs.issued(costs.written(matter, cost_fee="2100", now=at), now=at)
        assert not CostStage.objects.waiting().exists()
        deeds.stop_update(update_id=newer.pk, by=matter.fee_earner, now=at + timedelta(minutes=1))
        assert CostStage.objects.waiting().count() == 4  # it waits as it did
        costs.issued(costs.written(matter, cost_fee="2200", now=at), now=at + timedelta(minutes=2))
    elif how == "letter":
        factories.issued(factories.written(matter, cost_fee="1500", now=at), now=at)
    else:
        for copy in update.copies.all():
            deeds.decline_update(copy_id=copy.pk, reason="Too dear", by=matter.fee_earner, session=None, now=at)

    services.sweep_acceptance(now=DUE)

    assert sent() == []


def test_without_a_mailbox_somebody_rings(update: CostUpdate) -> None:
    for copy in update.copies.all():
        copy.party.contacts.filter(kind="email").update(bounced_at=costs.LATER)

    services.sweep_acceptance(now=DUE)

    assert sent() == []
    assert Task.objects.filter(key__startswith="cost_update:", key__endswith=":unreached").count() == 2
