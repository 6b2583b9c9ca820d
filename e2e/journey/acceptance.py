"""What a client meets with their letter on a telephone: link, six figures, acceptance, and the letter that follows."""

import re
from email.message import EmailMessage
from hashlib import sha256

from playwright.sync_api import Page, expect

from e2e.journey.cast import MAILBOX
from e2e.journey.client import TUESDAY_TEN
from e2e.journey.house import choose, download, papers_of, press, shoot, text_on, words_of
from e2e.journey.story import Story
from engagement.models import Acceptance

_PHONE = {"width": 390, "height": 844}
_AFTER_FIVE_MINUTES = TUESDAY_TEN.replace(hour=14, minute=45)


def a_client_accepts_on_a_phone_and_a_new_version_takes_its_place(story: Story) -> None:
    house, people = story.house, story.people
    about = f"Our reference {story.matter.reference}"
    letter, terms = papers_of(sent := house.await_mail(to=MAILBOX, about=about))
    link = _link_in(sent)
    phone = house.stranger()
    phone.set_viewport_size(_PHONE)  # type: ignore[arg-type]
    phone.goto(link)
    expect(phone.get_by_text("Quarry Mount")).to_have_count(0)
    _open_with_figures(story, phone, number=1)
    expect(phone.get_by_role("heading", name="Your client care letter")).to_be_visible()
    expect(phone.get_by_text("For Mrs Margaret Ellison only.")).to_be_visible()
    shoot(phone, "accept-read")
    seen = download(phone, str(phone.get_by_role("link", name="The letter, ").get_attribute("href")))
    press(phone, "I accept this letter", expecting=422)
    for line in ("I have read this letter", "I understand that about", "I know who to call"):
        choose(phone.get_by_label(line))
    phone.get_by_label("Type your full name").fill("Margaret Ellison")
    press(phone, "I accept this letter")
    expect(phone.get_by_role("heading", name="You have accepted the letter")).to_be_visible()
    shoot(phone, "accept-done")
    certificate, _terms = papers_of(house.await_mail(to=MAILBOX, about=about, number=2))

    said = Acceptance.objects.get()
    assert sha256(seen).hexdigest() == sha256(letter).hexdigest() == said.letter_sha256
    assert (sha256(terms).hexdigest(), _terms) == (said.terms_sha256, terms)
    assert text_on(certificate).startswith(text_on(letter))
    words = text_on(certificate)
    assert [one for one in ("By their secure link", "127.0.0.1") if one not in words] == []
    assert said.letter_sha256 in words.replace(" ", "")  # a fingerprint is wider than its column
    page = house.at(people.solicitor, f"/matters/{story.matter.pk}/")
    expect(page.get_by_text("Margaret Ellison accepted the letter")).to_be_visible()

    page = house.at(people.solicitor, f"/matters/{story.matter.pk}/letter/")
    press(page, "Write a new version")
    page.get_by_role("link", name="Issue the letter").click()
    press(page, "Issue the letter")
    phone.reload()
    expect(phone.get_by_role("heading", name="There is a newer letter")).to_be_visible()
    house.wait_for(_AFTER_FIVE_MINUTES)
    newer = house.await_mail(to=MAILBOX, about=about, number=3)
    phone.goto(link)
    expect(phone.get_by_role("heading", name="There is a newer letter")).to_be_visible()
    assert "takes the place of the letter before" in words_of(newer)
    assert _link_in(newer) != link
    page = house.at(people.solicitor, "/letters/?show=waiting")
    expect(page.get_by_role("row", name="Purchase of 27 Quarry Mount")).to_contain_text("Sent, not opened")
    phone.context.close()


def _open_with_figures(story: Story, phone: Page, *, number: int) -> None:
    press(phone, "Send me the six figures")
    mail = story.house.await_mail(to=MAILBOX, about="Your six figures are", number=number)
    found = re.search(r"^(\d{3} \d{3})\s*$", words_of(mail), re.MULTILINE)
    assert found is not None
    phone.get_by_label("Six figures").fill(found[1])
    press(phone, "Open my letter")


def _link_in(mail: EmailMessage) -> str:
    found = re.search(r"https?://\S+/your-letter/\S+", words_of(mail))
    assert found is not None, words_of(mail)
    return found[0]
