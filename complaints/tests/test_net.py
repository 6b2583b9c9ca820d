"""The acknowledgement that goes when nobody has written: where to, and everything that holds it (decisions 1 to 4)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import pytest

from complaints.models import Complaint, DeadlineStage, HoldReason, LetterCode, Sorting
from complaints.rules import Stage
from complaints.services import net, outlook, register
from complaints.services.sweep import sweep
from complaints.tests import factories
from complaints.tests.factories import TUESDAY, Cast, letter
from outbox import leaving
from outbox import services as outbox
from outbox.models import Message, MessageState
from practice.models import AutomaticMessage, ContactKind, ContactPoint, Outcome, Party, SendMode, Task, User
from practice.permissions import Role
from practice.tests import factories as firm
from practice.tests.calendars import local

HOUR = local("2026-11-27T15:00")  # received and logged Tue 24 Nov, noon: target Fri 27 Nov


def run(complaint: Complaint, now: datetime = HOUR) -> Outcome | None:
    """Do what the task does, with a stand-in for the printed page."""
    (stage_id,) = DeadlineStage.objects.safety_nets().filter(deadline__complaint=complaint).values_list("pk", flat=True)
    made = letter(complaint, LetterCode.L1_A, now=now)
    return net.acknowledge_by_itself(stage_id=stage_id, letter=made, now=now)


def test_it_goes_at_its_hour_to_the_address_they_wrote_from_and_names_nothing(people: Cast) -> None:
    complaint = factories.complaint(people)
    assert sweep(now=local("2026-11-27T14:59")).nets == ()
    assert len(sweep(now=HOUR).nets) == 1

    assert run(complaint) == Outcome.FIRED

    complaint.refresh_from_db()
    assert complaint.stage == Stage.ACKNOWLEDGED
    message = Message.objects.get(kind="complaint.letter")
    assert (message.to_address, message.is_automatic) == ("colin@fairbrother.example", True)
    said = letter(complaint, LetterCode.L1_A, now=HOUR).composition.screen
    assert "Gareth Lindqvist" in said
    assert "sent by our system" in said
    assert not [word for word in ("£1,340", "Quarry Mount", "Abelson", "RP-26") if word in said]
    assert [task.title for task in Task.objects.filter(owner=people.head)] == [
        f"{complaint.reference}: write your own acknowledgement"
    ]
    assert Task.objects.get(owner=people.head).due_on == date(2026, 12, 1)


def test_run_twice_it_goes_once(people: Cast) -> None:
    complaint = factories.complaint(people)

    assert [run(complaint), run(complaint)] == [Outcome.FIRED, None]

    assert Message.objects.filter(kind="complaint.letter").count() == 1


def test_it_does_not_go_before_its_hour(people: Cast) -> None:
    complaint = factories.complaint(people)

    assert run(complaint, local("2026-11-27T14:59")) is None


def test_after_the_due_day_it_is_too_late(people: Cast) -> None:
    complaint = factories.complaint(people)

    assert run(complaint, local("2026-11-28T00:00")) == Outcome.TOO_LATE

    assert not Message.objects.filter(kind="complaint.letter").exists()


def test_unsorted_at_its_hour_it_counts_as_a_complaint(people: Cast) -> None:
    complaint = register.log_dissatisfaction(facts=factories.facts(people), by=people.receptionist, now=TUESDAY)

    assert run(complaint) == Outcome.FIRED

    complaint.refresh_from_db()
    assert (complaint.stage, complaint.sorting) == (Stage.ACKNOWLEDGED, Sorting.COMPLAINT)


# --- what holds it


@dataclass(frozen=True)
class Held:
    """One reason of decision 3: how it comes about, and the words on record."""

    arrange: Callable[[Cast, Complaint], object]
    because: str


def _set(reason: HoldReason) -> Callable[[Cast, Complaint], object]:
    def arrange(people: Cast, complaint: Complaint) -> object:
        return net.hold_net(complaint_id=complaint.pk, reason=reason, note="", by=people.compliance, now=TUESDAY)

    return arrange


def _client(**facts: object) -> Callable[[Cast, Complaint], object]:
    return lambda people, _: Party.objects.filter(pk=people.client.pk).update(**facts)


def _mailbox_of(owner: str) -> Callable[[Cast, Complaint], object]:
    def arrange(people: Cast, complaint: Complaint) -> object:
        if owner == "another client":
            return firm.party("Anne Fairbrother", by=people.head, email="colin@fairbrother.example")
        return User.objects.filter(pk=people.solicitor.pk).update(email="colin@fairbrother.example")

    return arrange


def _bounced(people: Cast, complaint: Complaint) -> object:
    return ContactPoint.objects.filter(party=people.client, kind=ContactKind.EMAIL).update(bounced_at=TUESDAY)


HELD = {
    **{reason.value: Held(_set(reason), reason.label) for reason in HoldReason},
    "shared with another client": Held(_mailbox_of("another client"), "the address is shared with somebody else"),
    "mailbox of somebody complained of": Held(_mailbox_of("subject"), "the address is shared with somebody else"),
    "child": Held(_client(born_on=date(2012, 5, 1)), "the complainant may be a child"),
    "no capacity": Held(_client(lacks_capacity=True), "the complainant lacks capacity"),
    "died": Held(_client(died_on=date(2026, 11, 1)), "the complainant has died"),
    "other solicitors": Held(_client(is_represented_elsewhere=True), "represented by other solicitors"),
    "bounced before": Held(_bounced, "the mailbox bounced before"),
}


@pytest.mark.parametrize("held", [pytest.param(held, id=name) for name, held in HELD.items()])
def test_it_is_held_with_its_reason_a_letter_to_print_and_an_alert_while_the_clock_runs(
    people: Cast, held: Held
) -> None:
    complaint = factories.complaint(people)
    held.arrange(people, complaint)

    outcome = run(complaint)

    stage = DeadlineStage.objects.safety_nets().get(deadline__complaint=complaint)
    assert (outcome, stage.because) == (Outcome.HELD, held.because)
    response = complaint.responses.get()
    assert (response.code, response.message, response.document is None) == ("L1_A", None, False)
    assert not Message.objects.filter(kind="complaint.letter").exists()
    alerts = Message.objects.filter(kind="complaint.net")
    assert {message.staff for message in alerts} == {people.head, people.compliance}
    assert stage.deadline.status == "running"
    sweep(now=local("2026-11-28T00:00"))
    assert factories.outcomes(complaint)["ack:breached"] == "fired"


def test_somebody_who_is_not_on_record_gets_nothing_by_itself(people: Cast) -> None:
    complaint = factories.complaint(people, party=None, matter=None)

    assert run(complaint) == Outcome.HELD

    assert "not on record" in DeadlineStage.objects.safety_nets().get().because


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"email_is_safe": False}, id="safe contact forbids email"),
        pytest.param({}, id="nothing confirmed"),
    ],
)
def test_without_a_safe_confirmed_mailbox_it_says_so(people: Cast, facts: dict[str, bool]) -> None:
    complaint = factories.complaint(people)
    Party.objects.filter(pk=people.client.pk).update(**facts)
    if not facts:
        ContactPoint.objects.filter(party=people.client).update(confirmed_at=None, confirmed_by=None)

    assert run(complaint) == Outcome.UNSAFE_CHANNEL

    assert not Message.objects.filter(kind="complaint.letter").exists()


def test_written_from_elsewhere_it_goes_to_the_confirmed_mailbox_on_record(people: Cast) -> None:
    complaint = factories.complaint(people, wrote_from="someone@else.example")

    run(complaint)

    assert Message.objects.get(kind="complaint.letter").to_address == "colin@fairbrother.example"


def test_a_lifted_hold_lets_it_go_again(people: Cast) -> None:
    complaint = factories.complaint(people)
    hold = net.hold_net(complaint_id=complaint.pk, reason=HoldReason.POLICE, note="", by=people.compliance, now=TUESDAY)

    net.release_net(hold_id=hold.pk, because="Closed by the police", by=people.compliance, now=TUESDAY)

    assert run(complaint) == Outcome.FIRED


def test_compliances_own_hold_is_set_and_lifted_by_compliance_or_the_mlro_only(people: Cast) -> None:
    complaint = factories.complaint(people)
    with pytest.raises(net.NotYours):
        net.hold_net(complaint_id=complaint.pk, reason=HoldReason.COMPLIANCE, note="", by=people.head, now=TUESDAY)
    hold = net.hold_net(
        complaint_id=complaint.pk,
        reason=HoldReason.COMPLIANCE,
        note="",
        by=firm.user(Role.MLRO, department=None),
        now=TUESDAY,
    )

    with pytest.raises(net.NotYours):
        net.release_net(hold_id=hold.pk, because="", by=people.head, now=TUESDAY)


# --- off, rehearse, on


@pytest.mark.parametrize(
    ("mode", "outcome"),
    [
        pytest.param(SendMode.OFF, Outcome.SWITCHED_OFF, id="off"),
        pytest.param(SendMode.REHEARSE, Outcome.REHEARSED, id="rehearse"),
        pytest.param(None, Outcome.REHEARSED, id="a real firm starts in rehearse"),
    ],
)
def test_unless_it_is_on_nothing_leaves_and_the_record_says_what_would_have(
    people: Cast, mode: SendMode | None, outcome: Outcome
) -> None:
    AutomaticMessage.objects.all().delete()
    if mode is not None:
        AutomaticMessage.objects.create(kind=outlook.MESSAGE_KIND, mode=mode)
    complaint = factories.complaint(people)

    assert run(complaint) == outcome

    stage = DeadlineStage.objects.safety_nets().get()
    assert ("colin@fairbrother.example" in stage.because) == (outcome == Outcome.REHEARSED)
    assert (Message.objects.filter(kind="complaint.letter").count(), complaint.responses.count()) == (0, 0)


# --- by a person


def test_a_person_may_let_it_go_now_but_not_past_a_hold(people: Cast) -> None:
    complaint = factories.complaint(people)
    made = letter(complaint, LetterCode.L1_A, now=TUESDAY)

    net.send_net_now(complaint_id=complaint.pk, letter=made, by=people.head, now=TUESDAY)

    assert factories.outcomes(complaint)["ack:safety_net"] == "fired"
    with pytest.raises(net.NetGone):
        net.send_net_now(complaint_id=complaint.pk, letter=made, by=people.head, now=TUESDAY)

    held = factories.complaint(people)  # held: it looks like the first
    with pytest.raises(net.NetHeld):
        net.send_net_now(
            complaint_id=held.pk, letter=letter(held, LetterCode.L1_A, now=TUESDAY), by=people.head, now=TUESDAY
        )


# --- asked again when it leaves


def test_what_comes_to_hold_it_while_it_waits_keeps_it_in_and_why_stays_on_the_complaint(people: Cast) -> None:
    complaint = factories.complaint(people)
    run(complaint)
    message = Message.objects.get(kind="complaint.letter")

    def held(*reasons: HoldReason) -> tuple[int, str]:
        by = people.compliance
        holds = [net.hold_net(complaint_id=complaint.pk, reason=r, note="", by=by, now=HOUR) for r in reasons]
        found = leaving.hold_back(now=HOUR)
        message.refresh_from_db()
        for hold in holds:
            net.release_net(hold_id=hold.pk, because="Looked at", by=by, now=HOUR)
        return found, message.last_error

    assert held() == (0, "")
    assert held(HoldReason.POLICE) == (1, "Held: the page of the complaint says why")
    outbox.retry_message(message_id=message.pk, by=people.compliance, now=HOUR)
    assert held(HoldReason.POLICE, HoldReason.COMPLIANCE) == (1, "Held by compliance")
    assert message.state == MessageState.FAILED
    assert Task.objects.filter(owner=people.head, title__startswith="Not sent: ").exists()
