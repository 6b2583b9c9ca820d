"""A letter that went before letters were written here: it is owed no more, and stands until another takes its place."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from engagement import services
from engagement.rules.earlier import NoSuchDay, WrittenHere, check_days
from engagement.tests import factories
from engagement.tests.factories import NOW
from practice.models import EarlierLetter, GateKind, JournalEntry, Matter
from practice.tests.clock import set_clock

TODAY = NOW.date()
PDF = b"%PDF-1.7 of before"
BOTH = (GateKind.LETTER, GateKind.ACCEPTANCE)


@pytest.mark.parametrize(
    ("sent", "accepted", "field"),
    [
        pytest.param(-9, -2, "", id="sent and accepted"),
        pytest.param(0, None, "", id="today, not accepted"),
        pytest.param(-9, -9, "", id="accepted at once"),
        pytest.param(1, None, "sent_on", id="to come"),
        pytest.param(-9, 1, "accepted_on", id="accepted in the future"),
        pytest.param(-2, -9, "accepted_on", id="accepted before it went"),
    ],
)
def test_days_on_which_it_cannot_have_been_are_refused(sent: int, accepted: int | None, field: str) -> None:
    found = ""
    try:
        check_days(_day(sent), None if accepted is None else _day(accepted), today=TODAY)
    except NoSuchDay as refusal:
        found = refusal.field

    assert found == field


def _day(days: int) -> date:
    return TODAY + timedelta(days=days)


def _may(matter: Matter) -> list[bool]:
    again = Matter.objects.get(pk=matter.pk)
    return [again.may(kind, NOW + timedelta(hours=1)) for kind in BOTH]


def _record(matter: Matter, *, accepted_on: date | None = TODAY) -> EarlierLetter:
    return services.record_earlier_letter(
        matter_id=matter.pk,
        sent_on=TODAY - timedelta(days=30),
        accepted_on=accepted_on,
        words="By post",
        file=None,
        by=matter.fee_earner,
        now=NOW,
    )


@pytest.mark.django_db
def test_it_is_recorded_on_the_page_of_the_letter_with_its_file_corrected_and_taken_back(settings: Settings) -> None:
    set_clock(settings, NOW)
    matter = factories.matter(instructed_on=TODAY - timedelta(days=200))
    browser = Client()
    browser.force_login(matter.fee_earner)
    page, letter = (reverse(f"engagement:{name}", args=[matter.pk]) for name in ("earlier", "letter"))
    to_write = reverse("letters") + "?show=to-write"
    owed = matter.title in browser.get(to_write).content.decode()
    typed = {"sent_on": "2026-06-01", "words": "Ms Okafor, by post", "accepted_on": ""}

    wrong = browser.post(page, {**typed, "accepted_on": "2026-05-31"})
    taken = browser.post(page, {**typed, "file": SimpleUploadedFile("letter of june.pdf", PDF)})
    halfway, told = _may(matter), browser.get(letter).content.decode()
    browser.post(page, {**typed, "accepted_on": "2026-06-08"})

    assert (owed, wrong.status_code, taken.status_code) == (True, 422, 303)
    assert "It cannot be accepted before it went." in wrong.content.decode()
    assert (halfway, _may(matter)) == ([True, False], [True, True])
    assert ("not on record" in told, "letter of june.pdf" in told) == (True, True)
    assert matter.title not in browser.get(to_write).content.decode()
    kept = browser.get(reverse("engagement:earlier_file", args=[matter.pk]))
    assert (kept.content, kept["Content-Disposition"]) == (PDF, 'attachment; filename="letter of june.pdf"')
    assert matter.title in browser.get(reverse("matter", args=[matter.pk])).content.decode()

    browser.post(reverse("engagement:drop_earlier", args=[matter.pk]))

    assert (_may(matter), browser.get(reverse("engagement:earlier_file", args=[matter.pk])).status_code) == (
        [False, False],
        404,
    )
    events = JournalEntry.objects.filter(event__startswith="letter.record").order_by("pk")
    assert list(events.values_list("event", flat=True)) == ["letter.recorded"] * 2 + ["letter.record_dropped"]


@pytest.mark.django_db
def test_a_letter_written_here_takes_its_place_owed_from_today_and_gives_it_back_when_it_is_stopped() -> None:
    matter = factories.matter(instructed_on=TODAY - timedelta(days=200))
    _record(matter)

    letter = factories.written(matter)
    with pytest.raises(WrittenHere):
        _record(matter)
    factories.issued(letter)
    issued = _may(matter)
    services.stop_letter(letter_id=letter.pk, by=matter.fee_earner, now=NOW + timedelta(minutes=1))

    assert letter.due_on > TODAY
    assert (issued, _may(matter)) == ([True, False], [True, True])
