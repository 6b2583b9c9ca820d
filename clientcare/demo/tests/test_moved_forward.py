"""The demo firm after three weeks in which nobody started it: its dates end today again (decisions B20)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError

from callbacks.models import DiaryEntry
from clientcare.demo.forward import JournalBroken, move_forward, weeks_behind
from clientcare.demo.tests.reading import local, papers, unsealed
from complaints.models import Complaint, Deadline
from practice import clock, journal
from practice.models import (
    BankHoliday,
    FirmProfile,
    JournalEntry,
    JournalSeal,
    Matter,
    Party,
)
from practice.services.matters import write_update
from wording.models import IssuedLetter

pytestmark = pytest.mark.usefixtures("loaded_at")
TYPED = "The seller's answers came this morning."


@pytest.fixture(scope="module")
def before(loaded_at: datetime) -> dict[str, Any]:
    """Type something, remember how things stand, and let three weeks and two days pass."""
    matter = Matter.objects.filter(stage="open", status_at__isnull=False).order_by("pk")[0]
    write_update(
        matter_id=matter.pk,
        status_line=TYPED,
        next_update_on=loaded_at.date() + timedelta(days=7),
        seen_at=matter.status_at,
        by=matter.fee_earner,
        now=clock.now(),
    )
    known: dict[str, Any] = {
        "matter": matter.pk,
        "promised": Matter.objects.get(pk=matter.pk).next_update_on,
        "due": dict(Deadline.objects.values_list("pk", "due_on")),
        "received": dict(Complaint.objects.values_list("pk", "received_at")),
        "slots": local("callbacks_promise", "starts_at"),
        "diary": local("callbacks_diaryentry", "lower(span)"),
        "letters": list(IssuedLetter.objects.order_by("pk").values_list("pk", "html_sha256", "document__sha256")),
        "papers": papers(),
        "births": list(Party.objects.order_by("pk").values_list("born_on", flat=True)),
        "holidays": list(BankHoliday.objects.order_by("pk").values_list("pk", "on")),
    }
    settings.CLOCK_OFFSET_SECONDS = 23 * 86_400
    now = clock.now()
    known["weeks"] = weeks_behind(now=now)
    move_forward(weeks=known["weeks"], now=now)
    settings.CLOCK_OFFSET_SECONDS = 0
    return known


def test_only_whole_weeks_are_made_up_for(before: dict[str, Any]) -> None:
    assert before["weeks"] == 3


def test_every_deadline_is_as_far_from_today_as_it_was(before: dict[str, Any]) -> None:
    moved = dict(Deadline.objects.values_list("pk", "due_on"))

    assert moved == {pk: on + timedelta(weeks=3) for pk, on in before["due"].items()}


def test_promised_times_keep_their_weekday_and_hour(before: dict[str, Any]) -> None:
    assert local("callbacks_promise", "starts_at") == before["slots"]


def test_the_diary_moves_with_the_promises(before: dict[str, Any]) -> None:
    assert local("callbacks_diaryentry", "lower(span)") == before["diary"]


def test_the_diary_still_refuses_two_calls_at_one_time(before: dict[str, Any]) -> None:
    taken = DiaryEntry.objects.filter(state="booked").order_by("pk")[0]

    with pytest.raises(IntegrityError, match="exclu"):
        DiaryEntry.objects.create(
            adviser=taken.adviser, span=taken.span, state="held", held_by=taken.adviser, held_until=clock.now()
        )


def test_what_somebody_typed_is_still_there_and_moved_along(before: dict[str, Any]) -> None:
    matter = Matter.objects.get(pk=before["matter"])

    assert (matter.status_line, matter.next_update_on) == (TYPED, before["promised"] + timedelta(weeks=3))


def test_issued_papers_are_as_they_were(before: dict[str, Any]) -> None:
    letters = list(IssuedLetter.objects.order_by("pk").values_list("pk", "html_sha256", "document__sha256"))

    assert (letters, papers()) == (before["letters"], before["papers"])


def test_births_and_bank_holidays_stay(before: dict[str, Any]) -> None:
    assert list(Party.objects.order_by("pk").values_list("born_on", flat=True)) == before["births"]
    assert list(BankHoliday.objects.order_by("pk").values_list("pk", "on")) == before["holidays"]


def test_the_journal_is_whole_and_sealed_and_says_what_was_done(before: dict[str, Any]) -> None:
    verdict = journal.verify()

    assert (verdict.is_whole, verdict.unsealed) == (True, 0)
    assert JournalEntry.objects.get(event="demo.moved_forward").facts == {"weeks": 3}


def test_the_journal_still_refuses_any_change(before: dict[str, Any]) -> None:
    with pytest.raises(DatabaseError, match="never changed|permission denied"):
        JournalEntry.objects.update(event="nothing.happened")


def test_nothing_is_moved_twice(before: dict[str, Any]) -> None:
    assert weeks_behind(now=clock.now() + timedelta(days=23)) == 0


def test_another_firm_is_never_moved(before: dict[str, Any]) -> None:
    FirmProfile.objects.update(email="care@another.example")

    assert weeks_behind(now=clock.now() + timedelta(days=400)) == 0


def test_a_broken_journal_is_not_moved(before: dict[str, Any]) -> None:
    last = JournalSeal.objects.order_by("-sequence")[0]
    JournalSeal.objects.create(sequence=last.sequence + 5, entry=unsealed(), sha256="0" * 64, sealed_at=clock.now())

    with pytest.raises(JournalBroken):
        move_forward(weeks=1, now=clock.now())
