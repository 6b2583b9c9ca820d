"""What one client meets: a call, an enquiry, a letter, a reminder, the call itself, an update."""

from datetime import UTC, datetime
from hashlib import sha256

from playwright.sync_api import expect

from callbacks.models import Callback
from e2e.journey.cast import MAILBOX, STATUS
from e2e.journey.house import choose, download, follow, papers_of, press, shoot, text_on, words_of
from e2e.journey.story import Story
from intake.models import ConflictCheck, Enquiry
from outbox.models import Message
from practice.models import Matter

TUESDAY_TEN = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)  # winter: the office's clock is UTC
_BEFORE_THE_WINDOW = TUESDAY_TEN.replace(hour=13, minute=46)  # the list goes a quarter of an hour before 14:00
_AFTER_THE_CALL = TUESDAY_TEN.replace(hour=14, minute=25)
_SENTENCES = (
    "Your purchase of 27 Quarry Mount",
    "are our agreement with you.",
    "we exchange contracts, complete, pay the tax",
    "We write with a new figure before any extra work.",
    "Our bank details never change. If a message says they have, do not pay",
    "The law makes us check identity and the source of money",
    "We want to be in before the spring.",
)
_SAYABLE = "The searches are ordered. The seller answers our questions by Friday."


def a_caller_is_found_checked_told_and_promised_a_real_time(story: Story) -> None:
    house, people = story.house, story.people
    page = house.at(people.receptionist, "/desk/")
    page.get_by_label("Who is calling? Name or number").press_sequentially("ellison")
    page.get_by_role("list", name="Callers found").get_by_role("button", name="Mrs Margaret Ellison").click()
    expect(page.get_by_text("Where things stand is hidden.")).to_be_visible()
    expect(page.get_by_text(STATUS)).to_have_count(0)

    page.get_by_label("Born on 14 March").check()
    page.get_by_label("Lives at LS8 2AB").check()
    expect(page.get_by_text(STATUS)).to_be_visible()
    page.get_by_label("What is needed, in their words").fill("Has the buyer answered?")
    choose(page.get_by_role("radio", name="14:00 – 14:10"))
    expect(page.get_by_text("Held for you until")).to_be_visible()
    page.get_by_label("Read back").check()
    page.get_by_label("E-mail them this, if they say yes.").check()
    shoot(page, "desk")
    press(page, "Save the promise")

    expect(page.get_by_text("Promised: Amara Okafor rings Mrs Margaret Ellison, Tue 24 Nov, 14:00.")).to_be_visible()
    promise = Callback.objects.get().promises.get()
    assert (promise.starts_at, promise.adviser) == (TUESDAY_TEN.replace(hour=14), people.solicitor)


def an_enquiry_becomes_a_matter_only_when_somebody_else_clears_it(story: Story) -> None:
    house, people = story.house, story.people
    lawyer = f"Amara Okafor, {people.solicitor.department}"
    page = house.at(people.receptionist, "/enquiries/new/")
    page.get_by_label("Title").fill("Mrs")
    page.get_by_label("Name, as they give it").fill("Margaret Ellison")
    page.get_by_role("textbox", name="Telephone").fill("07700 900 142")
    page.get_by_label("Kind of work", exact=True).select_option("Residential purchase")
    page.get_by_label("What it is about, in one line").fill("Wants to buy a home")
    page.get_by_role("group", name="Name 1").get_by_label("Name").fill("Desmond Pritchard")
    page.get_by_label("How they heard of us").select_option("Is a client already")
    page.get_by_role("combobox", name="For (optional)", exact=True).select_option(lawyer)
    shoot(page, "enquiry")
    press(page, "Save the enquiry")

    enquiry = Enquiry.objects.get()
    page = house.at(people.solicitor, f"/enquiries/{enquiry.pk}/")
    page.get_by_label("What the matter will be called").fill("Purchase of 27 Quarry Mount")
    page.get_by_label("Who would do the work").select_option(lawyer)
    choose(page.get_by_role("radio", name="Margaret Ellison"))
    press(page, "Ask for the conflict check")
    check = ConflictCheck.objects.get()
    page = house.at(people.solicitor, f"/conflicts/{check.pk}/")
    expect(page.get_by_text("With compliance. You may hold, you may not act.")).to_be_visible()
    expect(page.get_by_role("button", name="Clear")).to_have_count(0)
    shoot(page, "conflict-asked")
    token = page.locator("meta[name=csrf-token]").get_attribute("content")
    forced = page.request.post(
        f"/conflicts/{check.pk}/outcome/",
        form={"outcome": "clear", "csrfmiddlewaretoken": str(token)},
        headers={"Referer": page.url},
    )
    assert (forced.status, "This page is not open to your role" in forced.text()) == (403, True)
    assert check.matter.reference is None

    page = house.at(people.compliance, f"/conflicts/{check.pk}/")
    shoot(page, "conflict-compliance")
    press(page, "Clear this check")
    story.matters.append(Matter.objects.get(pk=check.matter_id))
    page = house.at(people.solicitor, f"/matters/{story.matter.pk}/")
    expect(page.get_by_text(str(story.matter.reference)).first).to_be_visible()
    shoot(page, "matter-open")
    assert story.matter.stage == "open"
    assert story.matter.reference


def a_letter_cannot_go_until_nothing_is_missing(story: Story) -> None:
    house, people = story.house, story.people
    page = house.at(people.solicitor, f"/matters/{story.matter.pk}/")
    follow(page, "Client care letter")
    press(page, "Start the letter")
    why = page.get_by_role("region", name="Issue the letter")
    expect(page.get_by_role("button", name="Issue the letter")).to_have_attribute("aria-disabled", "true")
    expect(why.get_by_text("Not answered yet: what price?")).to_be_visible()
    shoot(page, "letter-blocked")

    page.get_by_label("Price", exact=True).fill("312500")
    choose(page.get_by_role("group", name="With a mortgage?").get_by_label("Yes"))
    choose(page.get_by_label("Part of our fee"))
    page.get_by_label("The tax assumes that").fill("this is the first home that you have owned anywhere")
    page.get_by_text("What is answered already").click()
    page.get_by_label("What the client wants, in their words").fill("We want to be in before the spring.")
    choose(page.get_by_label("At our office"))
    page.get_by_label("Our fee, before VAT").fill("1450")
    page.get_by_label("Stamp duty land tax").fill("625")
    press(page, "Save the answers")
    expect(why.get_by_text("Nothing. It can go.")).to_be_visible()
    shoot(page, "letter-ready")

    page.get_by_role("link", name="Issue the letter").click()
    expect(page.get_by_role("cell", name=MAILBOX)).to_be_visible()
    press(page, "Issue the letter")
    expect(page.get_by_text("It goes at 10:")).to_be_visible()
    shoot(page, "letter-issued")
    assert house.mail(to=MAILBOX, about="Our reference") == []


def who_is_rung_was_told_by_email_and_who_rings_was_left_in_peace(story: Story) -> None:
    confirmed = story.house.await_mail(to=MAILBOX, about="When we ring you")

    assert story.house.mail(to=story.people.solicitor.email, about="Call to return") == []
    assert "Amara Okafor will ring you on Tuesday 24 November 2026" in words_of(confirmed)
    assert "buyer" not in words_of(confirmed)


def the_reminder_comes_by_celery_and_the_letter_after_its_five_minutes(story: Story) -> None:
    house, people = story.house, story.people
    house.wait_for(_BEFORE_THE_WINDOW)

    reminder = house.await_mail(to=people.solicitor.email, about="One call to return")
    for_her = house.await_mail(to=MAILBOX, about="When we ring you", number=2)
    sent = house.await_mail(to=MAILBOX, about=f"Our reference {story.matter.reference}")
    page = house.at(people.solicitor, f"/matters/{story.matter.pk}/letter/")
    row = page.get_by_role("row", name="Margaret Ellison")
    shown = row.get_by_role("code").get_attribute("title")
    again = download(page, str(row.get_by_role("link", name="Letter").get_attribute("href")))
    letter, terms = papers_of(sent)
    shoot(page, "letter-sent")

    assert "Tue 24 Nov 2026, 14:00 to 14:10" in words_of(reminder)
    assert "This is to remind you: Amara Okafor will ring you" in words_of(for_her)
    assert sent["Reply-To"] == people.solicitor.email
    assert [sentence for sentence in _SENTENCES if sentence not in text_on(letter)] == []
    assert "Terms of business" in text_on(terms)
    stored = Message.objects.get(to_address=MAILBOX, kind="engagement.letter").attachments.order_by("position")[0]
    assert sha256(letter).hexdigest() == stored.document.sha256 == shown
    assert again == letter


def the_call_is_recorded_with_its_true_time_and_the_promise_is_kept(story: Story) -> None:
    house, people = story.house, story.people
    house.wait_for(_AFTER_THE_CALL)
    page = house.at(people.solicitor, "/my-day/")
    expect(page.get_by_text("send the client care letter")).to_have_count(0)
    call = page.get_by_role("listitem").filter(has_text="Has the buyer answered?")
    call.get_by_text("Spoke, done").click()
    call.get_by_role("textbox", name="Rang at").fill("14:03")
    shoot(page, "my-day")
    press(page, "Save the call")

    callback = Callback.objects.get()
    page = house.at(people.solicitor, f"/callbacks/{callback.pk}/")
    shoot(page, "call-kept")
    expect(page.get_by_role("region", name="Promised").get_by_text("Kept")).to_be_visible()
    assert callback.promises.get().outcome == "kept"
    assert callback.attempts.get().at == TUESDAY_TEN.replace(hour=14, minute=3)


def what_the_solicitor_writes_is_what_reception_may_say(story: Story) -> None:
    house, people = story.house, story.people
    page = house.at(people.solicitor, f"/matters/{story.matter.pk}/")
    page.get_by_role("main").get_by_text("Write an update").last.click()
    page.get_by_label("To say to the client").fill(_SAYABLE)
    page.get_by_label("Inside the firm only").fill("The seller seems nervous.")
    day = page.get_by_role("group", name="They hear from us next by")
    for part, figures in (("Day", "4"), ("Month", "12"), ("Year", "2026")):
        day.get_by_label(part).fill(figures)
    press(page, "Save the update")
    shoot(page, "matter-updated")

    page = house.at(people.receptionist, f"/desk/?party={people.client.pk}")
    page.get_by_role("button", name="Purchase of 27 Quarry Mount").or_(
        page.get_by_text("Client. Purchase of 27 Quarry Mount")
    ).first.click()
    expect(page.get_by_text(_SAYABLE)).to_have_count(0)
    page.get_by_label("Born on 14 March").check()
    page.get_by_label("Lives at LS8 2AB").check()
    expect(page.get_by_text(_SAYABLE)).to_be_visible()
    expect(page.get_by_text("Next update promised Fri 4 Dec.")).to_be_visible()
    expect(page.get_by_text("nervous")).to_have_count(0)
    shoot(page, "desk-sayable")
