"""A draft that nobody will send is thrown away with a reason; an approval outlives a Stop as long as the words do."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from engagement import letters, rules, services
from engagement.models import CostUpdate, Letter
from engagement.rules import LetterStage
from engagement.services import costs as cost_services
from engagement.tests import cost_factories as costs
from engagement.tests import factories
from practice.models import JournalEntry, Matter, Task
from practice.tests.clock import set_clock

NOW: datetime = factories.NOW
SOON = NOW + timedelta(minutes=2)
pytestmark = pytest.mark.django_db
REASON = "She bought elsewhere. <script>alert(1)</script> {{ firm }}"


def test_a_discarded_draft_no_longer_holds_up_the_end_of_a_matter(
    matter: Matter, lawyer: Client, settings: Settings
) -> None:
    set_clock(settings, NOW)
    at = factories.page("discard", matter)
    lawyer.post(factories.page("start", matter))
    blocked = {one.code for one in letters.closing_package(matter.pk, letters.Typed(), NOW).stops}

    empty = lawyer.post(at, {"seen": "1", "because": " "})
    stale = lawyer.post(at, {"seen": "7", "because": REASON})
    done = lawyer.post(at, {"seen": "1", "because": REASON})
    again = lawyer.post(at, {"seen": "1", "because": REASON})
    page = lawyer.get(factories.page("letter", matter)).content.decode()
    timeline = lawyer.get(reverse("matter", args=[matter.pk])).content.decode()
    lawyer.post(factories.page("start", matter))

    assert [answer.status_code for answer in (empty, stale, done, again)] == [422, 409, 303, 303]
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ firm }}" in stale.content.decode()
    assert "letter_in_the_making" in blocked
    assert "No letter yet" in page
    assert "She bought elsewhere. &lt;script&gt;" in timeline
    assert [(one.stage, one.version) for one in Letter.objects.order_by("pk")] == [("discarded", 1), ("draft", 1)]


def test_what_was_issued_stands_when_the_draft_after_it_is_discarded() -> None:
    matter = costs.with_estimate()
    by, letter = matter.fee_earner, Letter.objects.get()
    draft = services.start_letter(matter_id=matter.pk, by=by, now=costs.LATER)
    update = costs.written(matter, cost_fee="6000")
    cost_services.ask_update_approval(update_id=update.pk, seen=2, by=by, now=costs.LATER)

    services.discard_letter(letter_id=draft.pk, because="Not needed", seen=1, by=by, now=costs.LATER)
    cost_services.discard_update(update_id=update.pk, because="Not needed", seen=2, by=by, now=costs.LATER)

    assert (Letter.objects.of(matter).get(), Letter.objects.first_versions().get()) == (letter, letter)
    assert not CostUpdate.objects.of(matter).exists()
    assert not Task.objects.filter(key__startswith="letter:costs:", done_at=None).exists()
    assert JournalEntry.objects.filter(event="cost_update.discarded").get().facts["because"] == "Not needed"
    with pytest.raises(rules.StepNotAllowed):
        services.discard_letter(letter_id=letter.pk, because="No", seen=letter.draft_version, by=by, now=costs.LATER)
    fresh = cost_services.start_update(matter_id=matter.pk, by=by, now=costs.LATER)
    with pytest.raises(services.NoReasonToDiscard):
        cost_services.discard_update(update_id=fresh.pk, because=" ", seen=1, by=by, now=costs.LATER)


@pytest.mark.parametrize("words_changed", [False, True], ids=["the same words", "other words"])
def test_an_approval_outlives_a_stop_as_long_as_the_words_do(words_changed: bool) -> None:
    letter = factories.written(factories.matter(), cost_tax="5625")
    by, head = letter.prepared_for, letter.matter.department.head
    assert head is not None
    services.ask_approval(letter_id=letter.pk, seen=2, by=by, now=NOW)
    services.approve_letter(letter_id=letter.pk, seen=2, by=head, now=NOW)
    factories.issued(Letter.objects.get())
    if words_changed:
        Matter.objects.update(title="Purchase of 72 Quarry Mount")

    draft = services.stop_letter(letter_id=letter.pk, by=by, now=SOON)

    assert (draft.stage, draft.is_approved) == (
        (LetterStage.DRAFT, False) if words_changed else (LetterStage.APPROVED, True)
    )
    assert JournalEntry.objects.get(event="letter.stopped").facts["approval_stands"] is not words_changed
    if not words_changed:
        factories.issued(draft, now=SOON)
        assert Letter.objects.get(pk=draft.pk).approved_by == head


@pytest.mark.parametrize("words_changed", [False, True], ids=["the same words", "other words"])
def test_so_does_that_of_a_cost_update(words_changed: bool) -> None:
    matter = costs.with_estimate()
    update = costs.written(matter, cost_fee="6000", options="Go on")
    by, head = update.prepared_for, matter.department.head
    assert head is not None
    cost_services.ask_update_approval(update_id=update.pk, seen=2, by=by, now=costs.LATER)
    cost_services.approve_update(update_id=update.pk, seen=2, by=head, now=costs.LATER)
    costs.issued(CostUpdate.objects.get())
    if words_changed:
        Matter.objects.update(title="Purchase of 72 Quarry Mount")

    draft = cost_services.stop_update(update_id=update.pk, by=by, now=costs.LATER + timedelta(minutes=2))

    assert (draft.stage, draft.is_approved) == (
        (LetterStage.DRAFT, False) if words_changed else (LetterStage.APPROVED, True)
    )
