"""A journey through the running house: who is at which screen, what time it is, what the post brought."""

from datetime import UTC, datetime
from email.message import EmailMessage

from playwright.sync_api import Browser, Locator, Page, Response, expect

from clientcare.testing.stack import Stack
from e2e import axe
from outbox.models import Message, MessageState
from outbox.reading import text_of
from practice import clock
from practice.models import User
from practice.tests import factories

_PATIENCE_MS = 15_000


class House:
    """The stack as people meet it: sign in once each, read mail, wait for a day to come."""

    def __init__(self, stack: Stack, browser: Browser) -> None:
        self.stack = stack
        self._browser = browser
        self._screens: dict[int, Page] = {}

    # --- people

    def screen_of(self, person: User) -> Page:
        """Return this person's browser, signed in through the form."""
        if person.pk not in self._screens:
            page = self.stranger()
            sign_in(page, person)
            expect(page.get_by_role("button", name=person.name)).to_be_visible()
            self._screens[person.pk] = page
        return self._screens[person.pk]

    def stranger(self) -> Page:
        """Return a browser in which nobody has signed in."""
        page = self._browser.new_context(base_url=self.stack.base_url).new_page()
        page.set_default_timeout(_PATIENCE_MS)
        return page

    def at(self, person: User, address: str) -> Page:
        """Open an address as this person; it has to be there for them."""
        page = self.screen_of(person)
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, f"{person.name} at {address}: {answer.status}\n{page.locator('main').inner_text()}"
        return page

    def close(self) -> None:
        for page in self._screens.values():
            page.context.close()

    # --- time

    def wait_for(self, moment: datetime) -> None:
        """Let it be this moment in every process, and here."""
        self.stack.move_clock(offset_seconds=round((moment - datetime.now(UTC)).total_seconds()))

    # --- post

    def mail(self, *, to: str, about: str) -> list[EmailMessage]:
        """Return what has arrived for this mailbox with these words in subject or text, in order."""
        return [
            one
            for one in self.stack.mails()
            if to in str(one["To"]) and (about in str(one["Subject"]) or about in words_of(one))
        ]

    def await_mail(self, *, to: str, about: str, number: int = 1) -> EmailMessage:
        """Wait for the first, second ... message with these words, and until the house knows that it has left."""
        self.stack.wait_until(
            lambda: len(self.mail(to=to, about=about)) >= number and not _is_on_its_way(to),
            what=f"Message {number} to {to} about “{about}”",
        )
        found = self.mail(to=to, about=about)
        assert len(found) == number, f"Too many to {to} about “{about}”: {self._subjects(to)}"
        return found[-1]

    def _subjects(self, to: str) -> list[str]:
        return [str(one["Subject"]) for one in self.stack.mails() if to in str(one["To"])]


def _is_on_its_way(to: str) -> bool:
    waiting = Message.objects.filter(to_address=to, next_attempt_at__lte=clock.now())
    return waiting.filter(state__in=[MessageState.PENDING, MessageState.SENDING]).exists()


def sign_in(page: Page, person: User) -> None:
    page.goto("/account/sign-in/")
    page.get_by_label("Work e-mail").fill(person.email)
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def words_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    return "" if body is None else body.get_content()


def papers_of(message: EmailMessage) -> list[bytes]:
    """Return the PDF files that came with a message, in order."""
    papers = [part.get_payload(decode=True) for part in message.iter_attachments()]
    return [paper for paper in papers if isinstance(paper, bytes) and paper.startswith(b"%PDF")]


def text_on(paper: bytes) -> str:
    """Return the words of a PDF on one line."""
    return " ".join(text_of(paper).split())


def download(page: Page, address: str) -> bytes:
    """Fetch a paper as the signed-in person."""
    answer = page.request.get(address)
    assert answer.status == 200, f"{address}: {answer.status}"
    return answer.body()


def _answers_a_form(answer: Response) -> bool:
    """Leave out what htmx asks meanwhile."""
    return answer.request.method == "POST" and answer.request.is_navigation_request()


def press(page: Page, name: str, *, expecting: int = 303) -> Response:
    """Press a button and see that the house answered as it should, with what it said if not."""
    with page.expect_response(_answers_a_form) as waiting:
        page.get_by_role("button", name=name, exact=True).first.click()
    answer = waiting.value
    page.wait_for_load_state()
    assert answer.status == expecting, f"{name}: {answer.status}\n{page.locator('main').inner_text()}"
    return answer


def choose(option: Locator) -> None:
    """Choose by keyboard: what can be chosen is often covered by its own label."""
    option.press("Space")
    expect(option).to_be_checked()


def follow(page: Page, name: str) -> None:
    """Follow the first link of this name."""
    page.get_by_role("link", name=name, exact=True).first.click()
    page.wait_for_load_state()


def shoot(page: Page, name: str) -> None:
    """Keep a picture of the page for whoever wants to look."""
    axe.SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=axe.SHOTS / f"journey-{name}.png", full_page=True)
