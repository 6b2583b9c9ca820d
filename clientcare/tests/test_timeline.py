"""Who reads what of the journal (decisions 24)."""

from datetime import date
from typing import Any

import pytest

from clientcare import timeline
from practice import journal
from practice.actors import SYSTEM
from practice.models import JournalEntry, Matter, MatterParty, MatterRole
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
    "interview.started",
    "interview.ended",
    "interview.overridden",
    "letter.approval_asked",
    "letter.approved",
    "letter.sent_back",
}
NEVER = [
    "complaint.logged",
    "complaint.acknowledged",
    "deadline.stage_fired",
    "conflict.decided",
    "conflict.hit_decided",
    "conflict.low_hits_closed",
    "conflict.run_again",
    "interest.declared",
    "identity.screened",
    "interview.written",
    "note.written",
    "barrier.set",
    "message.sent",
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

    for kind in timeline.KINDS:
        found = set(timeline.of_matter(matter, matter.fee_earner, kind=kind).values_list("event", flat=True))
        assert found == {event for event, line in timeline.LINES.items() if line.kind == kind} != set()


def test_every_reader_list_names_permissions() -> None:
    assert {type(permission) for line in timeline.LINES.values() for permission in line.readers} == {Permission}
    assert all(line.readers for line in timeline.LINES.values())


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
