"""What the manager sees; and the controls: with a part stopped, the same steps come to nothing."""

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import expect

from callbacks.models import Urgency
from callbacks.services import Slip, book_callback
from clientcare.testing.stack import SPEED
from e2e.journey.house import shoot, sign_in
from e2e.journey.story import Story
from practice import clock

_TOLD, _REMINDED = "Call to return", "One call to return"
_SWEPT_IN_SECONDS = 60 / SPEED  # beat looks every 30 s, the post goes every 5 s
_POSTED_IN_SECONDS = 30 / SPEED


def the_manager_sees_the_figures_and_the_rows_behind_them(story: Story) -> None:
    house, people = story.house, story.people
    page = house.at(people.partner, "/complaints/")
    row = page.get_by_role("row", name=story.reference(1))
    expect(row).to_contain_text(
        "reference, stage and dates only"
    )  # what he may come to review stays unread (decision 5)

    page = house.at(people.head, "/complaints/")
    expect(page.get_by_text("2 received since January, 2 replies due so far")).to_be_visible()
    expect(page.get_by_role("link", name="1 Overdue")).to_be_visible()
    shoot(page, "complaints-board")
    page = house.at(people.head, "/dashboard/?month=2026-11")
    for label in ("Letters issued in time", "Calls returned when promised"):
        expect(page.get_by_role("row", name=label)).to_contain_text("1 of 1")
    shoot(page, "dashboard")
    page.get_by_role("link", name="1 Complaints overdue").click()
    expect(page.get_by_role("row", name=story.reference(1))).to_be_visible()


def _promise_soon(story: Story) -> None:
    """Promise another call whose reminder is due at once."""
    now = clock.now()
    book_callback(
        slip=Slip(
            for_staff=story.people.solicitor,
            caller_name="Arjun Mehta",
            number="07700 900 143",
            message="?",
            urgency=Urgency.HOUR,
            urgent_because="Deadline today",
        ),
        adviser=story.people.solicitor,
        starts_at=now.replace(hour=14, minute=30, second=0, microsecond=0),
        by=story.people.receptionist,
        now=now,
    )


def without_beat_or_worker_or_web_the_same_steps_come_to_nothing(story: Story) -> None:
    """Controls (decisions B29): what earlier chapters waited for does not come in the time that it takes."""
    house, stack, mailbox = story.house, story.house.stack, story.people.solicitor.email

    def arrived(about: str) -> bool:
        return len(house.mail(to=mailbox, about=about)) > before[about]

    before = {about: len(house.mail(to=mailbox, about=about)) for about in (_TOLD, _REMINDED)}
    stack.stop("beat")
    stack.stop("web")
    _promise_soon(story)
    page = house.stranger()
    with pytest.raises(PlaywrightError, match="ERR_CONNECTION_REFUSED"):
        sign_in(page, story.people.solicitor)
    page.context.close()
    with pytest.raises(AssertionError, match="No reminder"):
        stack.wait_until(lambda: arrived(_REMINDED), what="No reminder without beat", seconds=_SWEPT_IN_SECONDS)

    stack.stop("worker")
    stack.start("beat")
    stack.start("web")
    with pytest.raises(AssertionError, match="No post"):
        stack.wait_until(lambda: arrived(_TOLD), what="No post without the worker", seconds=_POSTED_IN_SECONDS)

    stack.start("worker")
    stack.wait_until(lambda: arrived(_TOLD) and arrived(_REMINDED), what="Both, once everything runs again")
