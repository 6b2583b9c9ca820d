"""The indicator of a client's page: each word counts rows that this reader may see, and opens them (domain A25)."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from callbacks.models import Callback, Promise
from callbacks.tests.factories import at, book
from clientcare.client_page.relationship import Relationship
from complaints.tests import factories as complaints
from practice.models import Matter, User
from practice.services.matters import write_update
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db
NOON = factories.TUESDAY_NOON


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOON + timedelta(days=2))


def _call(matter: Matter, outcome: str, *, closed: bool = True, days: int = 0) -> None:
    """A call promised to the client and judged, some days before the one that was booked."""
    party = matter.parties.get().party
    day = (24, 25, 26, 27, 30)[Promise.objects.count()]
    kept = book(matter.fee_earner, caller=party, starts_at=at(14, 20, day=day), now=NOON)
    ends_at = NOON - timedelta(days=days)
    Promise.objects.filter(callback=kept).update(
        outcome=outcome, judged_at=None if outcome == "open" else NOON, starts_at=ends_at, ends_at=ends_at
    )
    if closed:
        Callback.objects.filter(pk=kept.pk).update(closed_at=NOON, closed_as="completed")


def _updated(matter: Matter, *, promised: date) -> None:
    Matter.objects.filter(pk=matter.pk).update(next_update_on=promised)
    matter.refresh_from_db()
    write_update(
        matter_id=matter.pk, status_line="It goes on.", next_update_on=date(2026, 12, 1), seen_at=matter.status_at,
        by=matter.fee_earner, now=NOON,
    )  # fmt: skip


def _shown(user: User, matter: Matter) -> Relationship:
    browser = Client()
    browser.force_login(user)
    answer = browser.get(reverse("client", args=[matter.parties.get().party_id]))
    found: Relationship = answer.context["health"]
    page = answer.content.decode()
    assert [row.url for word in found.words for row in word.rows if f'href="{row.url}"' not in page] == []
    return found


def test_each_word_counts_its_rows_and_opens_them() -> None:
    people = complaints.cast()
    matter = people.matter
    assert _shown(people.solicitor, matter).stands.words == "Too early to say"
    _updated(matter, promised=NOON.date())
    _call(matter, "kept")
    _call(matter, "kept", days=400)  # before the last 12 months
    _call(matter, "changed_by_client")
    kept = _shown(people.solicitor, matter)
    _updated(matter, promised=NOON.date() - timedelta(days=1))
    _call(matter, "missed")
    missed = _shown(people.solicitor, matter)
    _call(matter, "missed", closed=False)
    Matter.objects.filter(pk=matter.pk).update(next_update_on=NOON.date())

    owed = _shown(people.solicitor, matter)

    assert [[word.words for word in one.words] for one in (kept, missed, owed)] == [
        ["2 promises kept"],
        ["2 promises missed", "2 promises kept"],
        ["2 promises overdue", "2 promises missed", "2 promises kept"],
    ]
    assert [one.stands.words for one in (kept, missed, owed)] == ["In good order", "Needs care", "Put right now"]
    assert {row.url for row in owed.words[0].rows} == {
        reverse("matter", args=[matter.pk]),
        reverse("callbacks:detail", args=[Callback.objects.get(closed_at=None).pk]),
    }


def test_an_open_complaint_is_a_word_for_those_alone_who_may_read_it() -> None:
    people = complaints.cast()
    logged = complaints.complaint(people)

    words = {user: [word.words for word in _shown(user, people.matter).words] for user in (
        people.compliance, people.solicitor, people.stranger, people.partner,
    )}  # fmt: skip

    assert words == {people.compliance: ["1 complaint open"], people.solicitor: [], people.stranger: [],
                     people.partner: []}  # fmt: skip
    assert _shown(people.compliance, people.matter).words[0].rows[0].url.endswith(f"{logged.reference}/")


def test_nothing_of_a_restricted_matter_speaks_to_somebody_outside() -> None:
    people = complaints.cast()
    hidden = factories.matter(client=people.client, is_restricted=True, next_update_on=NOON.date())

    inside, outside = (_shown(user, people.matter) for user in (hidden.fee_earner, people.stranger))

    assert [word.words for word in inside.words] == ["1 promise overdue"]
    assert (outside.words, outside.stands.words) == ([], "Too early to say")


def test_of_many_promises_five_are_shown_at_first_and_all_are_on_the_page() -> None:
    people = complaints.cast()
    for _ in range(7):
        _updated(people.matter, promised=NOON.date())

    [kept] = _shown(people.solicitor, people.matter).words
    browser = Client()
    browser.force_login(people.solicitor)
    page = browser.get(reverse("client", args=[people.matter.parties.get().party_id])).content.decode()

    assert (kept.words, len(kept.shown), len(kept.folded)) == ("7 promises kept", 5, 2)
    assert ("Show all 7" in page, page.count("Update on ")) == (True, 7)
