"""A complaint about that matter, step by step, and one that nobody touches."""

from datetime import UTC, datetime

from playwright.sync_api import Page

from complaints.models import Complaint, DeadlineStage
from complaints.services.sweep import sweep
from e2e.journey.cast import MAILBOX
from e2e.journey.house import choose, follow, papers_of, press, shoot, text_on, words_of
from e2e.journey.story import Story
from outbox.models import Message
from practice import clock
from practice.models import Outcome, User

_RECEIVED = datetime(2026, 11, 23, 16, 50, tzinfo=UTC)
_NET_TIME = datetime(2026, 11, 26, 15, 0, 30, tzinfo=UTC)
_EIGHTY_PERCENT = datetime(2026, 12, 4, 9, 30, tzinfo=UTC)
_THREE_DAYS_LATE = datetime(2026, 12, 10, 14, 5, tzinfo=UTC)
_SUMMARY = "Nobody told me that the searches had come back."
_FIRED = [
    "ack:warn_50",
    "ack:due_today",
    "ack:safety_net",
    "progress_update:warn_80",
    "stage1_outcome:warn_80",
    "progress_update:breached",
    "stage1_outcome:breached",
    "progress_update:escalate_head",
    "stage1_outcome:escalate_head",
    "stage1_outcome:escalate_managing_partner",
]


def _log(story: Story, *, summary: str, points: str = "") -> Page:
    """Log what came by e-mail on Monday at 16:50."""
    house, people = story.house, story.people
    page = house.at(people.compliance, f"/complaints/log/?matter={story.matter.pk}")
    when = page.get_by_role("group", name="Date")
    when.get_by_label("Day").fill("23")
    page.get_by_label("Time, 24-hour").fill("16:50")
    page.get_by_label("What they say, in their own words").fill(summary)
    page.get_by_label("Point by point").fill(points)
    page.get_by_label("What would put it right").fill("An apology, and a call each week")
    page.get_by_label("Amara Okafor").check()
    page.get_by_label("Mailbox it came from").fill(MAILBOX)
    press(page, "Log the complaint")
    story.references.append(Complaint.objects.latest("pk").reference)
    return page


def _do(page: Page, link: str, button: str = "") -> None:
    """Follow a step of the complaint and press its button, which often says the same."""
    follow(page, link)
    press(page, button or link)


def _find(page: Page, *, upheld: bool) -> None:
    """Record a finding on each of the two points."""
    for point in (1, 2):
        follow(page, f"Record a finding on point {point}")
        choose(page.get_by_role("radio", name="Upheld" if upheld else "Partly upheld", exact=True))
        page.get_by_label("Reason, as the letter will give it").fill("Nobody wrote when the searches came back.")
        page.get_by_label("Cause").select_option("No update")
        press(page, "Save the finding")


def a_complaint_is_logged_as_received_and_acknowledged_by_letter(story: Story) -> None:
    house, people = story.house, story.people
    page = _log(story, summary=_SUMMARY, points="Nobody rang when the searches came.\nThe promised update never came.")
    shoot(page, "complaint-logged")
    reference = story.reference(0)
    assert Complaint.objects.get().received_at == _RECEIVED

    page = house.at(people.head, f"/complaints/{reference}/")
    _do(page, "Send the acknowledgement")
    letter, procedure = papers_of(house.await_mail(to=MAILBOX, about=reference))

    assert "23 November 2026" in text_on(letter)
    assert "If I need longer I will say so, with the reason and a new date" in text_on(letter)
    assert "How we deal with complaints" in text_on(procedure)


def each_point_is_answered_and_the_outcome_goes_out(story: Story) -> None:
    house, people, reference = story.house, story.people, story.reference(0)
    page = house.at(people.head, f"/complaints/{reference}/")
    _do(page, "Start stage 1")
    asked = house.await_mail(to=people.solicitor.email, about="Your account is asked for")
    _find(page, upheld=True)
    follow(page, "What we are sorry for")
    page.get_by_label("What we are sorry for").fill("I am sorry that you were left waiting.")
    press(page, "Save it")
    shoot(page, "complaint-findings")
    _do(page, "Send the outcome")
    (outcome,) = papers_of(house.await_mail(to=MAILBOX, about=reference, number=2))

    assert reference not in words_of(asked)
    assert "I am sorry that you were left waiting." in text_on(outcome)
    assert "Nobody wrote when the searches came back." in text_on(outcome)


def the_managing_partner_looks_again_and_the_final_response_shows_the_way_out(story: Story) -> None:
    house, people, reference = story.house, story.people, story.reference(0)
    page = house.at(people.head, f"/complaints/{reference}/")
    follow(page, "Record the request")
    page.get_by_role("group", name="Date").get_by_label("Day").fill("24")
    page.get_by_role("group", name="Date").get_by_label("Month").fill("11")
    page.get_by_role("group", name="Date").get_by_label("Year").fill("2026")
    page.get_by_label("Time, 24-hour").fill("14:20")
    page.get_by_label("What they said").fill("I am not content.")
    press(page, "Record the request")

    page = house.at(people.compliance, f"/complaints/{reference}/")
    follow(page, "Name the reviewer and write to them")
    offered = page.get_by_label("Reviewer", exact=True).get_by_role("option").all_inner_texts()
    page.get_by_label("Reviewer", exact=True).select_option("Eleanor Vane")
    page.get_by_label("The reviewer's declaration of independence").fill("I had no part in it.")
    press(page, "Name the reviewer and write to them")
    house.await_mail(to=MAILBOX, about=reference, number=3)

    page = house.at(people.partner, f"/complaints/{reference}/")
    _find(page, upheld=False)
    shoot(page, "complaint-review")
    _do(page, "Send the final response")
    (final,) = papers_of(house.await_mail(to=MAILBOX, about=reference, number=4))
    follow(page, "Close it")
    page.get_by_label("Why it went wrong").select_option("No update")
    page.get_by_label("What we learn from it").fill("Ring when searches come back.")
    press(page, "Close it")
    shoot(page, "complaint-closed")

    assert [name for name in offered if name != "---------"] == ["Siobhan Keane", "Eleanor Vane"]
    assert "You must ask within 6 months of this letter: by Monday 24 May 2027." in text_on(final)
    assert "Legal Ombudsman" in text_on(final)
    assert Complaint.objects.get().stage == "closed"


def _finds(story: Story, person: User, reference: str) -> tuple[bool, bool, bool, int]:
    """Say whether this person has a row, a count, a search result, and what the page itself answers."""
    page = story.house.at(person, "/complaints/?show=closed")
    row = reference in page.get_by_role("main").inner_text()
    figure = page.get_by_text("1 received since January").count() > 0
    story.house.at(person, f"/search/?q={reference}")
    result = "/complaints/" in page.url
    answer = page.goto(f"/complaints/{reference}/")
    assert answer is not None
    return row, figure, result, answer.status


def the_person_complained_of_finds_no_row_no_count_and_no_result(story: Story) -> None:
    reference = story.reference(0)

    assert _finds(story, story.people.head, reference) == (True, True, True, 200)
    found = _finds(story, story.people.solicitor, reference)
    assert found == _finds(story, story.people.solicitor, "C-26-9999"), "what exists must look like what does not"
    assert found[:3] == (False, False, False)
    assert story.house.mail(to=story.people.solicitor.email, about=reference) == []


def _fired(reference: str) -> list[str]:
    """Return what has gone out by itself about one complaint, in order, once for each time that it was told."""
    rows = DeadlineStage.objects.filter(deadline__complaint__reference=reference, outcome=Outcome.FIRED)
    return [
        f"{row.deadline.kind}:{row.kind}"
        for row in rows.order_by("fire_at", "deadline__kind", "kind").select_related("deadline")
    ]


def a_complaint_that_nobody_touches_acknowledges_itself_warns_and_escalates_once(story: Story) -> None:
    house, people = story.house, story.people
    _log(story, summary="My letters are not answered.")
    reference = story.reference(1)
    house.stack.wait_until(lambda: "ack:warn_50" in _fired(reference), what="The warning at 50 %")
    house.wait_for(_NET_TIME)
    (letter, _) = papers_of(house.await_mail(to=MAILBOX, about=reference))
    shoot(house.at(people.head, f"/complaints/{reference}/"), "complaint-by-itself")
    house.wait_for(_EIGHTY_PERCENT)
    house.stack.wait_until(lambda: "stage1_outcome:warn_80" in _fired(reference), what="The warning at 80 %")
    house.wait_for(_THREE_DAYS_LATE)
    house.await_mail(to=people.partner.email, about=f"{reference}: managing partner told")
    before = Message.objects.count()
    sweep(now=clock.now())
    shoot(house.at(people.head, f"/complaints/{reference}/"), "complaint-late")

    words = text_on(letter)
    assert "Margaret Ellison" in words
    assert [word for word in ("Okafor", "27 Quarry Mount", "not answered") if word in words] == []
    assert Message.objects.count() == before
    assert _fired(reference) == _FIRED
    for person in (people.head, people.partner, people.compliance):
        told = [str(one["Subject"]) for one in house.mail(to=person.email, about=reference)]
        assert sorted(set(told)) == sorted(told), f"{person.name} was told twice"
    assert len(house.mail(to=MAILBOX, about=reference)) == 1
    assert house.mail(to=people.solicitor.email, about=reference) == []
