"""From an enquiry to a party, a prospective matter and a check."""

from datetime import date, timedelta

import pytest

from intake import services
from intake.models import ConflictCheck, EnquiryOutcome
from intake.rules import CheckState, Outcome
from intake.tests.factories import NOON, TUESDAY, check, compliance, enquiry, stored
from outbox.models import Message
from practice.models import (
    ContactPoint,
    GateKind,
    JournalEntry,
    Matter,
    MatterRole,
    MatterStage,
    Task,
    User,
)
from practice.permissions import Role
from practice.tests import factories

pytestmark = pytest.mark.django_db
CLIENT, OPPONENT = MatterRole.CLIENT, MatterRole.OPPONENT


@pytest.fixture
def helen() -> User:
    return compliance()


def _decide(made: ConflictCheck, by: User, outcome: Outcome = Outcome.CLEAR, reason: str = "") -> ConflictCheck:
    return services.decide_check(check_id=made.pk, outcome=outcome, reason=reason, by=by, now=NOON)


def _events(*names: str) -> list[str]:
    return list(JournalEntry.objects.filter(event__in=names).order_by("pk").values_list("event", flat=True))


def test_an_enquiry_keeps_every_name_and_asks_whoever_it_is_for() -> None:
    lawyer = factories.user()

    taken = enquiry(
        "Tom Brearley",
        others=(("Calder Vale Homes Ltd", OPPONENT), ("calder vale homes", OPPONENT)),
        former_names=("Thomas Brierley",),
        for_person=lawyer,
    )

    assert list(taken.names.order_by("pk").values_list("text", "role", "is_former")) == [
        ("Tom Brearley", CLIENT, False),
        ("Thomas Brierley", CLIENT, True),
        ("Calder Vale Homes Ltd", OPPONENT, False),
    ]
    task = Task.objects.get(owner=lawyer)
    assert (task.key, task.due_on, task.url) == (f"enquiry:{taken.pk}:check", TUESDAY, f"/enquiries/{taken.pk}/")
    assert _events("enquiry.taken") == ["enquiry.taken"]


def test_an_enquiry_that_came_to_nothing_is_closed_once() -> None:
    taken, user = enquiry(for_person=factories.user()), factories.user()

    services.close_enquiry(enquiry_id=taken.pk, outcome=EnquiryOutcome.CLIENT_NO_REPLY, by=user, now=NOON)
    with pytest.raises(services.EnquiryAlreadyClosed):
        services.close_enquiry(enquiry_id=taken.pk, outcome=EnquiryOutcome.SPAM, by=user, now=NOON)

    taken.refresh_from_db()
    assert (taken.outcome, taken.closed_by, taken.closed_at) == (EnquiryOutcome.CLIENT_NO_REPLY, user, NOON)
    assert Task.objects.get(key=f"enquiry:{taken.pk}:check").done_at == NOON


def test_a_converted_enquiry_is_a_party_and_a_prospective_matter_without_a_number() -> None:
    lawyer = factories.user()
    taken = enquiry(
        "Tom Brearley", former_names=("Thomas Brierley",), key_date=date(2026, 12, 18), email="tom@b.example"
    )

    made = check(taken, by=lawyer)

    taken.refresh_from_db()
    matter = made.matter
    assert (matter.stage, matter.reference, matter.fee_earner, matter.department) == (
        MatterStage.PROSPECTIVE,
        None,
        lawyer,
        lawyer.department,
    )
    assert (taken.matter, taken.party, taken.outcome) == (matter, matter.clients().get(), "")
    assert taken.party is not None
    assert sorted(taken.party.names.values_list("text", flat=True)) == ["Thomas Brierley", "Tom Brearley"]
    assert not ContactPoint.objects.filter(party=taken.party).exclude(confirmed_at=None).exists()
    assert [(row.party.name, row.role) for row in matter.parties.select_related("party").order_by("pk")] == [
        ("Tom Brearley", CLIENT),
        ("Calder Vale Homes Ltd", OPPONENT),
    ]
    assert [key_date.on for key_date in matter.key_dates.all()] == [date(2026, 12, 18)]
    assert not matter.may(GateKind.CONFLICT, NOON)


def test_a_check_says_who_asked_what_was_searched_and_how_much(helen: User) -> None:
    lawyer = factories.user()

    made = check(enquiry("Tom Brearley", former_names=("Thomas Brierley",)), by=lawyer)

    assert (made.reference, made.state, made.asked_by, made.asked_at) == (
        "CC-26-0001",
        CheckState.WITH_COMPLIANCE,
        lawyer,
        NOON,
    )
    assert made.terms == [
        {"name": "Tom Brearley", "role": "client", "others": ["Thomas Brierley"]},
        {"name": "Calder Vale Homes Ltd", "role": "opponent", "others": []},
    ]
    assert (made.coverage["names"], made.coverage["spellings"], made.searched_at) == (2, 3, NOON)
    assert list(Task.objects.filter(owner=helen).values_list("key", flat=True)) == [f"conflict:{made.pk}:decide"]
    assert Message.objects.count() == 0


def test_a_caller_on_record_gets_no_second_record_and_new_contact_points_stay_unconfirmed() -> None:
    known = factories.party("Thomas Brearley", phone="07700 900111", email="tom@old.example")

    made = check(enquiry("Tom Brearley", phone="07700 900222"), party=known)

    assert made.matter.clients().get() == known
    assert sorted(known.names.values_list("text", flat=True)) == ["Thomas Brearley", "Tom Brearley"]
    phones = known.contacts.phones(NOON.date()).values_list("text", "confirmed_at")
    assert [(text, at is not None) for text, at in phones] == [("07700 900111", True), ("07700 900222", False)]


def test_a_body_met_every_day_is_the_one_on_record_and_anybody_else_is_new() -> None:
    bank = stored("Northern Counties Bank", role=MatterRole.LENDER, is_common_body=True)
    namesake = stored("Calder Vale Homes Ltd")

    made = check(
        enquiry(others=(("Northern Counties Bank plc", MatterRole.LENDER), ("Calder Vale Homes Ltd", OPPONENT)))
    )

    parties = dict(made.matter.parties.values_list("role", "party_id"))
    assert parties[MatterRole.LENDER] == bank.pk
    assert parties[OPPONENT] != namesake.pk


def test_an_enquiry_is_converted_once() -> None:
    taken = enquiry()
    check(taken)

    with pytest.raises(services.AlreadyConverted):
        check(taken)
    with pytest.raises(services.EnquiryAlreadyClosed):
        services.close_enquiry(enquiry_id=taken.pk, outcome=EnquiryOutcome.SPAM, by=factories.user(), now=NOON)

    assert (ConflictCheck.objects.count(), Matter.objects.count()) == (1, 1)


def test_a_fee_earner_of_no_department_cannot_take_the_work() -> None:
    with pytest.raises(services.NoDepartment):
        check(fee_earner=factories.user(department=None))

    assert Matter.objects.count() == 0


def test_a_near_key_date_asks_for_an_answer_in_an_hour_and_tells_the_stand_in(helen: User) -> None:
    siobhan = factories.user(Role.HEAD, given="Siobhan", family="Keane")
    User.objects.filter(pk=helen.pk).update(substitute=siobhan)

    made = check(enquiry(key_date=date(2026, 11, 26), key_date_label="Defence due"))

    assert (made.key_date, made.key_date_label) == (date(2026, 11, 26), "Defence due")
    assert made.answer_due_at == NOON + timedelta(hours=1)
    messages = Message.objects.order_by("pk")
    assert {message.to_address for message in messages} == {helen.email, siobhan.email}
    assert all("Brightwater" not in message.subject + message.body for message in messages)
    assert all(f"/conflicts/{made.pk}/" in message.body for message in messages)
