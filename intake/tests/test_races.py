"""Two people at once, with real commits: one deed, one number."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from intake import services
from intake.models import Channel, ConflictCheck, Enquiry, EnquirySource
from intake.rules import CheckState, Outcome
from intake.services import EnquiryFacts
from intake.tests.factories import NOON, calendar, check, compliance, enquiry
from practice.errors import Refusal
from practice.models import (
    FormReceipt,
    Gate,
    GateKind,
    GateState,
    JournalEntry,
    Matter,
    MatterRole,
    User,
    WorkType,
)
from practice.receipts import FormKey
from practice.services.matters import add_party
from practice.tests import factories


@pytest.fixture(autouse=True)
def _firm(fresh_db: str) -> None:
    with transaction.atomic():
        factories.firm()


def _made(make: Callable[[], Any]) -> Any:
    with transaction.atomic():
        return make()


def _at_once(*deeds: Callable[[], Any]) -> list[str]:
    """Do all of these at the same moment; return "done" or the code of the refusal, sorted."""
    ready = Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> str:
        try:
            ready.wait(timeout=30)
            deed()
            return "done"
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(run, deeds))


def _clear(made: ConflictCheck, by: User) -> Callable[[], Any]:
    return partial(services.decide_check, check_id=made.pk, outcome=Outcome.CLEAR, reason="", by=by, now=NOON)


def _facts(name: str) -> EnquiryFacts:
    return EnquiryFacts(
        received_at=NOON,
        channel=Channel.PHONE,
        name=name,
        work_type=WorkType.DISPUTES,
        issue="Unpaid invoices",
        source=EnquirySource.SEARCH,
        phone="0113 496 0700",
    )


def test_two_deciders_at_once_open_a_matter_once() -> None:
    deciders = [_made(compliance) for _ in range(4)]
    lawyer, taken = _made(factories.user), enquiry(by=_made(factories.user))
    made = check(taken, by=lawyer)

    answers = _at_once(*[_clear(made, by) for by in deciders])

    assert answers == ["check_already_decided"] * 3 + ["done"]
    assert [matter.reference for matter in Matter.objects.all()] == ["RP-26-0001"]
    assert Gate.objects.filter(state=GateState.OPEN).count() == 1


def test_two_who_ask_at_once_make_one_matter() -> None:
    lawyer, taken = _made(factories.user), enquiry(by=_made(factories.user))

    answers = _at_once(*[partial(check, taken, by=lawyer) for _ in range(4)])

    assert answers == ["already_converted"] * 3 + ["done"]
    assert (Matter.objects.count(), ConflictCheck.objects.count()) == (1, 1)


def test_a_name_that_comes_while_the_check_is_cleared_is_never_let_through() -> None:
    helen, lawyer = _made(compliance), _made(factories.user)
    for n in range(4):
        made = check(enquiry(by=lawyer), by=lawyer)
        late = _made(partial(factories.party, f"Late Agent {n}", by=lawyer))
        before = NOON - timedelta(seconds=n)  # whoever waits for the lock may have read the clock first

        _at_once(
            _clear(made, helen),
            partial(add_party, matter_id=made.matter_id, party=late, role=MatterRole.AGENT, by=lawyer, now=before),
        )

        assert not made.matter.may(GateKind.CONFLICT, NOON)
        assert made.matter.parties.filter(party=late).exists()


def test_asking_again_and_deciding_at_once_do_not_wait_for_each_other_for_ever() -> None:
    helen, lawyer = _made(compliance), _made(factories.user)
    for _ in range(4):
        made = check(enquiry(by=lawyer), by=lawyer)
        again = partial(
            services.ask_check, matter_id=made.matter_id, because="Again", by=lawyer, now=NOON, calendar=calendar()
        )

        answers = _at_once(_clear(made, helen), again)

        made.refresh_from_db()
        assert (answers, made.state) == (["done", "done"], CheckState.CLEARED)


@pytest.mark.parametrize("number", [2, 4])
def test_one_form_sent_at_the_same_moment_is_one_enquiry_and_one_answer(number: int) -> None:
    taker = _made(factories.user)
    key = FormKey.of(uuid.uuid4(), {"name": "Joseph Adeyemi"})
    ready = Barrier(number)

    def take() -> int:
        try:
            ready.wait(timeout=30)
            return services.record_enquiry(
                facts=_facts("Joseph Adeyemi"), due_on=NOON.date(), by=taker, now=NOON, form_key=key
            ).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        answers = list(pool.map(lambda _: take(), range(number)))

    assert answers == [Enquiry.objects.get().pk] * number
    assert JournalEntry.objects.filter(event="enquiry.taken").count() == 1
    assert FormReceipt.objects.count() == 1


def test_other_words_under_a_key_in_use_wait_and_are_refused() -> None:
    taker, key = _made(factories.user), uuid.uuid4()
    named = {name: FormKey.of(key, {"name": name}) for name in ("Joseph", "Nkechi")}

    answers = _at_once(
        *[
            partial(services.record_enquiry, facts=_facts(name), due_on=NOON.date(), by=taker, now=NOON, form_key=one)
            for name, one in named.items()
        ]
    )

    assert answers == ["done", "form_used_for_something_else"]
    assert Enquiry.objects.count() == 1
