"""The status paragraph and the next promised update."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from practice.errors import Refusal
from practice.models import JournalEntry, Matter, MatterStage
from practice.services import matters
from practice.tests import factories

pytestmark = pytest.mark.django_db
NOON = factories.TUESDAY_NOON
MONDAY = date(2026, 11, 30)


def _write(matter: Matter, line: str = "We wait for the contract papers.", **fields: Any) -> Matter:
    values = {"next_update_on": MONDAY, "seen_at": None, "by": matter.fee_earner, "now": NOON, **fields}
    return matters.write_update(matter_id=matter.pk, status_line=line, **values)


def test_an_update_says_what_when_by_whom_and_promises_the_next() -> None:
    matter = factories.matter(next_update_on=date(2026, 11, 23))

    written = _write(matter)

    matter.refresh_from_db()
    assert matter == written
    assert (matter.status_line, matter.status_at, matter.status_by, matter.next_update_on) == (
        "We wait for the contract papers.",
        NOON,
        matter.fee_earner,
        MONDAY,
    )
    entry = JournalEntry.objects.get(matter_id=matter.pk)
    assert (entry.event, entry.facts) == (
        "matter.status_updated",
        {
            "status_line": "We wait for the contract papers.",
            "promised_on": "2026-11-23",
            "next_update_on": "2026-11-30",
        },
    )


@pytest.mark.parametrize(
    ("stage", "fields", "code", "status"),
    [
        pytest.param(MatterStage.OPEN, {"next_update_on": None}, "no_next_update", 422, id="open and no promise"),
        pytest.param(
            MatterStage.OPEN,
            {"seen_at": NOON - timedelta(days=1)},
            "status_already_changed",
            409,
            id="somebody wrote meanwhile",
        ),
        pytest.param(
            MatterStage.OPEN, {"next_update_on": date(2026, 11, 23)}, "next_update_in_the_past", 422, id="yesterday"
        ),
    ],
)
def test_an_update_that_cannot_stand_is_refused_and_leaves_no_trace(
    stage: MatterStage, fields: dict[str, Any], code: str, status: int
) -> None:
    matter = factories.matter(stage=stage)

    with pytest.raises(Refusal) as refused:
        _write(matter, **fields)

    assert (refused.value.code, refused.value.status) == (code, status)
    matter.refresh_from_db()
    assert (matter.status_line, matter.next_update_on) == ("", None)
    assert not JournalEntry.objects.filter(matter_id=matter.pk).exists()


def test_the_day_is_that_of_the_office() -> None:
    just_past_midnight_in_london = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    matter = factories.matter()

    with pytest.raises(matters.NextUpdateInThePast):
        _write(matter, next_update_on=date(2026, 6, 30), now=just_past_midnight_in_london)
    _write(matter, next_update_on=date(2026, 7, 1), now=just_past_midnight_in_london)

    matter.refresh_from_db()
    assert matter.next_update_on == date(2026, 7, 1)


def test_a_matter_that_is_over_needs_no_next_update() -> None:
    matter = factories.matter(stage=MatterStage.CLOSED)

    _write(matter, "Your purchase is complete.", next_update_on=None)

    matter.refresh_from_db()
    assert (matter.status_line, matter.next_update_on) == ("Your purchase is complete.", None)


def test_the_second_of_two_who_opened_the_page_together_is_asked_to_read_first() -> None:
    matter = factories.matter()
    _write(matter, "First.")

    with pytest.raises(matters.StatusAlreadyChanged):
        _write(matter, "Second, blind.", now=NOON + timedelta(minutes=1))
    _write(matter, "Second.", seen_at=NOON, now=NOON + timedelta(minutes=1))

    matter.refresh_from_db()
    assert matter.status_line == "Second."


def test_what_stays_inside_the_firm_is_journalled_apart_and_only_when_it_changes() -> None:
    matter = factories.matter()

    _write(matter, internal_note="The chain is weak.")
    _write(matter, internal_note="The chain is weak.", seen_at=NOON, now=NOON + timedelta(minutes=1))
    _write(matter, seen_at=NOON + timedelta(minutes=1), now=NOON + timedelta(minutes=2))

    matter.refresh_from_db()
    assert matter.internal_note == "The chain is weak."
    notes = JournalEntry.objects.filter(event="matter.note_written")
    assert [entry.facts for entry in notes] == [{"internal_note": "The chain is weak."}]


def test_an_update_is_overdue_from_the_day_after_its_promise_and_only_on_open_matters() -> None:
    late = factories.matter(next_update_on=date(2026, 11, 23))
    later = factories.matter(next_update_on=date(2026, 11, 20))
    factories.matter(next_update_on=date(2026, 11, 24))
    factories.matter(next_update_on=date(2026, 11, 20), stage=MatterStage.CLOSED)
    factories.matter(next_update_on=None)

    assert list(Matter.objects.update_overdue(date(2026, 11, 24))) == [later, late]
