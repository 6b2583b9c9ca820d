"""Who reads what of the journal (decisions 24)."""

from datetime import date
from typing import Any

import pytest

from clientcare import timeline
from clientcare.tests import walled
from practice import journal
from practice.actors import SYSTEM
from practice.models import JournalEntry, Matter, MatterParty, MatterRole, User
from practice.permissions import Permission, Role
from practice.tests import factories

pytestmark = pytest.mark.django_db
NOON = factories.TUESDAY_NOON
TODAY = date(2026, 11, 24)
INSIDE = {
    "file_note.written",
    "file_note.corrected",
    "matter.note_written",
    "conflict.declined",
    "matter.gate_overridden",
    "interview.started",
    "interview.ended",
    "interview.overridden",
    "letter.approval_asked",
    "letter.approved",
    "letter.sent_back",
    "letter.opened",
    "letter.code_given",
    "letter.link_locked",
    "letter.link_sent",
    "letter.asked",
    "letter.request_answered",
    "letter.declined",
    "matter.property_taken_off",
    "matter.allocated",
    "matter.work_given",
    "care.planned",
    "reminder.noted",
    "reminder.taken_off",
    "expectation.recorded",
    "expectation.changed",
    "expectation.written",
    "need.passed_on",
    "instruction.logged",
    "instruction.answered",
    "instruction.corrected",
    "instruction.rule_set",
    "bill.recorded",
    "bill.set_aside",
    "unbilled.noted",
    "estimate.warned",
    "estimate.warning_closed",
    "cost_update.started",
    "cost_update.discarded",
    "letter.discarded",
    "cost_update.approval_asked",
    "cost_update.approved",
    "cost_update.sent_back",
    "cost_update.superseded",
    "cost_update.declined",
    "cost_update.asked",
    "cost_update.request_answered",
    "cost_update.opened",
    "cost_update.code_given",
    "cost_update.link_sent",
    "cost_update.link_locked",
}
NEVER = [
    "complaint.logged",
    "complaint.acknowledged",
    "deadline.stage_fired",
    "conflict.decided",
    "conflict.letter_issued",
    "conflict.letter_answered",
    "conflict.hit_decided",
    "conflict.low_hits_closed",
    "conflict.run_again",
    "interest.declared",
    "identity.screened",
    "interview.written",
    "note.written",
    "barrier.set",
    "grievance.noted",
    "grievance.settled",
    "message.sent",
    "cost_update.saved",
]


@pytest.fixture
def matter() -> Matter:
    return factories.matter()


def _write(matter: Matter, *events: str, **facts: Any) -> None:
    for event in events:
        journal.record(subject=matter, event=event, by=SYSTEM, at=NOON, matter=matter, **facts)


@pytest.mark.parametrize(
    ("role", "reads_inside"),
    [
        (Role.RECEPTIONIST, False),
        (Role.MLRO, False),
        (Role.SECRETARY, True),
        (Role.FEE_EARNER, True),
        (Role.HEAD, True),
        (Role.MANAGING_PARTNER, True),
        (Role.COMPLIANCE, True),
        (Role.COMPLAINTS_HANDLER, True),
    ],
)
def test_each_role_reads_what_is_meant_for_it(matter: Matter, role: Role, reads_inside: bool) -> None:
    _write(matter, *timeline.LINES, *NEVER)

    read = set(timeline.of_matter(matter, factories.user(role)).values_list("event", flat=True))

    assert read == set(timeline.LINES) - (set() if reads_inside else INSIDE)


def test_an_administrator_reads_no_timeline(matter: Matter) -> None:
    _write(matter, *timeline.LINES)

    assert not timeline.of_matter(matter, factories.user(Role.ADMINISTRATOR)).exists()


@pytest.mark.parametrize("event", NEVER)
def test_what_is_not_in_the_table_is_read_by_nobody(matter: Matter, event: str) -> None:
    _write(matter, event)

    for role in Role:
        assert not timeline.of_matter(matter, factories.user(role)).exists()


@pytest.mark.parametrize("event", timeline.LINES)
def test_what_a_complaint_journals_is_read_by_nobody_whatever_it_is_called(matter: Matter, event: str) -> None:
    _write(matter, event)
    JournalEntry.objects.bulk_create(
        [
            JournalEntry(
                at=NOON, event=event, actor_kind="system", actor_name="ClientCare",
                subject_type="complaints.complaint", subject_id="1", matter_id=matter.pk,
            )
        ]
    )  # fmt: skip

    read = timeline.of_matter(matter, matter.fee_earner)

    assert [entry.subject_type for entry in read] == ["practice.matter"]


@pytest.mark.parametrize("event", timeline.LINES)
def test_every_line_is_told_whatever_facts_an_old_entry_lacks(matter: Matter, event: str) -> None:
    _write(matter, event)

    told = timeline.tell(timeline.of_matter(matter, matter.fee_earner), today=TODAY)

    assert len(told) == 1
    assert told[0].lead
    assert "{" not in told[0].lead + told[0].rest + told[0].detail


def test_days_moments_and_parts_are_told_in_words(matter: Matter) -> None:
    _write(
        matter,
        "matter.status_updated",
        status_line="We wait.",
        next_update_on="2026-11-30",
        promised_on=None,
    )
    _write(matter, "callback.booked", adviser="Amara Okafor", starts_at="2026-07-01T13:00:00+00:00")
    _write(matter, "matter.party_added", role="opponent_solicitor", name="Fenwick & Marr")
    _write(matter, "callback.attempted", result="no_answer", rang_at="2027-01-05T14:20:00+00:00")

    told = timeline.tell(timeline.of_matter(matter, matter.fee_earner), today=TODAY)

    assert [(one.lead, one.rest, one.detail) for one in reversed(told)] == [
        ("Status line updated", "by ClientCare", "“We wait.” Next update promised for Mon 30 Nov."),
        ("Call promised", "by Amara Okafor for Wed 1 Jul, 14:00", "Taken by ClientCare."),
        ("Fenwick & Marr joined", "as solicitor of the other side", "Added by ClientCare."),
        ("ClientCare rang:", "no answer", "At Tue 5 Jan 2027, 14:20."),
    ]


def test_one_kind_can_be_read_alone(matter: Matter) -> None:
    _write(matter, *timeline.LINES)

    for kind in set(timeline.KINDS) - {timeline.COMPLAINTS}:
        found = set(timeline.of_matter(matter, matter.fee_earner, kind=kind).values_list("event", flat=True))
        assert found == {event for event, line in timeline.LINES.items() if line.kind == kind} != set()


def test_every_reader_list_names_permissions() -> None:
    lines = [*timeline.LINES.values(), *timeline.COMPLAINT_LINES.values()]
    assert {type(permission) for line in lines for permission in line.readers} == {Permission}
    assert all(line.readers for line in lines)


@pytest.mark.parametrize(
    ("role", "missing"),
    [
        (Role.RECEPTIONIST, ["Notes", "Complaints"]),
        (Role.FEE_EARNER, ["Complaints"]),
        (Role.COMPLIANCE, []),
        (Role.COMPLAINTS_HANDLER, []),
        (Role.ADMINISTRATOR, list(timeline.KINDS.values())),
    ],
)
def test_a_filter_is_there_for_whoever_may_read_anything_of_its_kind(role: Role, missing: list[str]) -> None:
    shown = timeline.kinds_for(factories.user(role))

    assert [label for label in timeline.KINDS.values() if label not in shown.values()] == missing


def test_steps_of_a_complaint_are_told_to_those_alone_who_may_read_it() -> None:
    people = walled.staff()
    world = walled.build(people)
    subject = factories.user(Role.COMPLIANCE, family="Subject")
    world.complaint.subjects.add(subject)
    outside = factories.user(Role.COMPLIANCE, family="Outside")

    def told(user: User) -> list[str]:
        found = timeline.of_party(world.party, user, kind=timeline.COMPLAINTS)
        assert list(found) == list(timeline.of_matter(world.matter, user, kind=timeline.COMPLAINTS))
        assert {one for one in timeline.of_party(world.party, user) if one.event.startswith("complaint.")} == set(found)
        return [f"{one.lead} {one.rest} {one.detail}".strip() for one in timeline.tell(found, today=TODAY)]

    assert told(people.keeper) == [f"{world.complaint.reference} logged by Karl Keeper"]
    assert [told(user) for user in (subject, people.lawyer, people.reception, factories.user(Role.HEAD))] == [[]] * 4
    walled.wall(world, people, outside=(outside,))
    assert told(outside) == []


def test_a_client_page_tells_own_matters_and_nothing_of_hidden_ones() -> None:
    client = factories.party("Joseph Adeyemi")
    own = factories.matter(client=client)
    secret = factories.matter(client=client, is_restricted=True)
    against = factories.matter()
    MatterParty.objects.create(matter=against, party=client, role=MatterRole.OPPONENT)
    for matter, reference in ((own, "own"), (secret, "secret"), (against, "against")):
        journal.record(subject=matter, event="matter.opened", by=SYSTEM, at=NOON, matter=matter, reference=reference)
        journal.record(
            subject=matter, event="matter.party_added", by=SYSTEM, at=NOON, matter=matter, party=client, name=reference
        )
    journal.record(subject=client, event="party.recorded", by=SYSTEM, at=NOON, party=client, name="recorded")

    def read(user: object) -> list[str]:
        entries = timeline.of_party(client, user).exclude(actor_name__startswith="Amara")  # type: ignore[arg-type]
        return sorted(entry.facts.get("reference") or entry.facts["name"] for entry in entries)

    assert read(factories.user()) == ["against", "own", "own", "recorded"]
    assert read(secret.fee_earner) == ["against", "own", "own", "recorded", "secret", "secret"]
