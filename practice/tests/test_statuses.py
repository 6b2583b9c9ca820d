"""That somebody has died, lacks capacity or is bankrupt: recorded with what shows it, ended with a reason."""

from datetime import timedelta

import pytest

from practice.errors import Refusal
from practice.models import JournalEntry, Party, PartyStatus, StatusKind
from practice.reach import sentence
from practice.services.statuses import (
    NotOfABody,
    StatusKnown,
    StatusRecordMerged,
    StillToCome,
    end_status,
    record_status,
)
from practice.tests import factories

pytestmark = pytest.mark.django_db
NOON = factories.TUESDAY_NOON
TODAY = NOON.date()
DECEASED, LACKS, BANKRUPT = StatusKind.DECEASED, StatusKind.LACKS_CAPACITY, StatusKind.BANKRUPT


@pytest.fixture
def joseph() -> Party:
    factories.office()
    return factories.party(safe_contact="His daughter may answer", voicemail_is_safe=True)


def _record(party: Party, kind: StatusKind, *, days_ago: int = 10, evidence: str = "Seen") -> PartyStatus:
    made = record_status(
        party_id=party.pk,
        kind=kind,
        since_on=TODAY - timedelta(days=days_ago),
        evidence=evidence,
        by=factories.user(),
        now=NOON,
    )
    party.refresh_from_db()
    return made


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (DECEASED, "Died, Sat 14 Nov 2026. Do not ring or write to them."),
        (LACKS, "Lacks capacity: ring and write to whoever acts for them. His daughter may answer"),
        (BANKRUPT, "His daughter may answer"),
    ],
)
def test_a_status_is_said_first_and_when_it_ended_no_more(joseph: Party, kind: StatusKind, said: str) -> None:
    status = _record(joseph, kind)
    while_it_stands = sentence(joseph)

    for _ in range(2):
        end_status(status_id=status.pk, because="Another Joseph Adeyemi", by=factories.user(), now=NOON)

    joseph.refresh_from_db()
    status.refresh_from_db()
    assert (while_it_stands, sentence(joseph)) == (said, "His daughter may answer")
    assert (joseph.died_on, joseph.lacks_capacity) == (None, False)
    assert (status.evidence, status.ended_because) == ("Seen", "Another Joseph Adeyemi")
    entries = JournalEntry.objects.filter(event__startswith="party.status_").order_by("pk")
    assert [(entry.event, entry.party_id) for entry in entries] == [
        ("party.status_recorded", joseph.pk),
        ("party.status_ended", joseph.pk),
    ]


def test_what_was_ended_can_be_recorded_again(joseph: Party) -> None:
    wrong = _record(joseph, DECEASED, days_ago=9)
    end_status(status_id=wrong.pk, because="Another day", by=factories.user(), now=NOON)

    _record(joseph, DECEASED, days_ago=12)

    assert joseph.died_on == TODAY - timedelta(days=12)
    assert PartyStatus.objects.filter(party=joseph).count() == 2


def test_what_cannot_be_is_refused_and_leaves_no_trace(joseph: Party) -> None:
    _record(joseph, BANKRUPT)
    body, gone = factories.party("Alder Ltd"), factories.party("Joe Adeyemi")
    Party.objects.filter(pk=body.pk).update(kind="organisation")
    Party.objects.filter(pk=gone.pk).update(merged_into=joseph)
    cases: list[tuple[Party, StatusKind, int, type[Refusal]]] = [
        (joseph, BANKRUPT, 3, StatusKnown),
        (joseph, DECEASED, -1, StillToCome),
        (body, DECEASED, 3, NotOfABody),
        (body, LACKS, 3, NotOfABody),
        (gone, DECEASED, 3, StatusRecordMerged),
    ]

    for party, kind, days_ago, refusal in cases:
        with pytest.raises(refusal):
            _record(party, kind, days_ago=days_ago)

    assert PartyStatus.objects.count() == 1
    assert Party.objects.exclude(died_on=None).count() == 0
    assert _record(body, BANKRUPT).kind == BANKRUPT
