"""What a letter asks of the client is awaited until it comes, and asked again when it does not (domain C04)."""

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from engagement import services
from engagement.models import Letter
from engagement.tests import factories
from outbox import links
from outbox.models import LinkCode, SecureLink
from practice.models import AgreedStep, JournalEntry, Matter, Side, Task
from practice.services import agreed
from practice.tests.clock import set_clock
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


def test_after_acceptance_the_client_sees_on_their_page_what_came_and_what_is_missing(
    letter: Letter, settings: Settings
) -> None:
    cache.clear()
    set_clock(settings, NOW)
    matter, copy = letter.matter, factories.copy_of(letter)
    hostile = AgreedStep.objects.create(
        matter=matter, side=Side.CLIENT, what="<script>passport</script>", due_on=NOW.date() - timedelta(days=1),
        agreed_in="interview:1", agreed_at=NOW, agreed_by=matter.fee_earner,
    )  # fmt: skip
    ours = AgreedStep.objects.create(
        matter=matter, side=Side.US, what="our own step", due_on=NOW.date(), owner=matter.fee_earner,
        agreed_in="interview:1", agreed_at=NOW, agreed_by=matter.fee_earner,
    )  # fmt: skip
    papers = AgreedStep.objects.exclude(pk__in=[hostile.pk, ours.pk]).get()
    agreed.note_arrival(step_id=papers.pk, matter_id=matter.pk, by=matter.fee_earner, now=NOW)
    link, browser = SecureLink.objects.about(copy).get(), Client()
    browser.post(f"{links.path(link)}code/", {"form_key": str(uuid4())})
    browser.post(links.path(link), {"code": links.figures(LinkCode.objects.latest("made_at"))})
    at = reverse("accept_letter", args=[link.pk])

    unaccepted = browser.get(at).content.decode()
    factories.accept(copy)
    page = browser.get(at).content.decode()
    stranger = Client().get(at)

    assert "What we asked you for" not in unaccepted
    shown = page[page.index("What we asked you for") :]
    assert "&lt;script&gt;passport&lt;/script&gt;" in shown
    assert shown.index("passport") < shown.index(papers.what[1:])
    assert "It came Tue 24 Nov" in shown
    assert "our own step" not in shown
    assert f"Say our reference, {matter.reference}" in shown
    assert stranger.status_code == 403
