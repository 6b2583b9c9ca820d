"""What a letter asks of the client is awaited until it comes, and asked again when it does not (domain C04)."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.urls import reverse

from engagement import services
from engagement.models import Letter
from engagement.tests import factories
from practice.models import AgreedStep, JournalEntry, Matter, Side, Task
from practice.services import agreed
from practice.tests.factories import TUESDAY_NOON

NOW = factories.NOW
pytestmark = pytest.mark.django_db


def _awaited(matter: Matter) -> list[str]:
    return [step.what for step in matter.agreed_steps.awaited()]


@pytest.fixture
def letter() -> Letter:
    return factories.issued(factories.written(factories.matter()))


def test_issuing_awaits_the_papers_and_the_day_after_their_day_somebody_is_asked_to_ask_again(letter: Letter) -> None:
    step = AgreedStep.objects.get()
    on_its_day = datetime.combine(step.due_on, time(12), tzinfo=UTC)

    given = [agreed.ask_for_overdue(now=on_its_day + timedelta(days=days)) for days in (0, 1, 1, 2)]

    task = Task.objects.get(key=step.missing_key)
    assert given == [0, 1, 0, 0]
    assert (step.side, step.agreed_in, step.came_at) == (Side.CLIENT, f"letter:{letter.pk}", None)
    assert (task.owner, task.title) == (letter.matter.fee_earner, f"Ask again for what has not come: {step.what}")


def test_a_stopped_letter_asks_for_nothing_and_a_replaced_one_asks_once(letter: Letter) -> None:
    first = _awaited(letter.matter)
    services.stop_letter(letter_id=letter.pk, by=letter.prepared_for, now=NOW + timedelta(minutes=1))
    stopped = _awaited(letter.matter)

    again = factories.issued(Letter.objects.get(stage="draft"), now=NOW + timedelta(minutes=2))

    assert (len(first), stopped) == (1, [])
    assert _awaited(again.matter) == first


def test_it_came_or_is_not_needed_with_one_press_each(letter: Letter) -> None:
    matter, browser = letter.matter, factories.browser_of(letter.matter.fee_earner)
    other = AgreedStep.objects.create(
        matter=matter, side=Side.CLIENT, what="passport", due_on=NOW.date(), agreed_in="interview:1",
        agreed_at=TUESDAY_NOON, agreed_by=matter.fee_earner,
    )  # fmt: skip
    papers = AgreedStep.objects.exclude(pk=other.pk).get()
    before = browser.get(reverse("matter", args=[matter.pk])).content.decode()
    agreed.ask_for_overdue(now=NOW + timedelta(days=60))

    came = browser.post(reverse("matter_step_came", args=[matter.pk, papers.pk]))
    twice = browser.post(reverse("matter_step_came", args=[matter.pk, papers.pk]))
    late = browser.post(reverse("matter_step_drop", args=[matter.pk, papers.pk]), follow=True)
    browser.post(reverse("matter_step_drop", args=[matter.pk, other.pk]))

    page = browser.get(reverse("matter", args=[matter.pk])).content.decode()
    assert "What the client was asked for" in before
    assert [answer.status_code for answer in (came, twice)] == [303, 303]
    assert "This has come already." in late.content.decode()
    assert "What the client was asked for" not in page
    assert "Came from the client:" in page
    assert _awaited(matter) == []
    tasks = Task.objects.filter(key__startswith="step_missing:")
    assert [task.done_at is None for task in tasks] == [False, False]
    assert JournalEntry.objects.filter(event__in=["step.came", "step.dropped"]).count() == 2
