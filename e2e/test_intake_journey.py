"""From the enquiry to the matter past a restricted hit: each person at their screen, and each sees their part only."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import Browser, Locator, expect
from pytest_django import Settings

from e2e.browser import chromium
from e2e.screens import Screen, choose, type_day
from e2e.serving import served
from intake.models import ConflictCheck, ConflictHit, Interview
from practice.models import Matter, OpenTo, Party, Task, User
from practice.permissions import Role
from practice.services.barriers import BarrierFacts, raise_barrier
from practice.tests import factories
from practice.tests.clock import set_clock

NOON = factories.TUESDAY_NOON
SECRET = "Takeover of Calder Vale"
REASON = "Different person or body: number, town or birth year differ"
At = Callable[[User], Screen]


@dataclass(frozen=True)
class Firm:
    """The one who takes the call, who wants the work, who decides, and who knows what the wall keeps."""

    reception: User
    lawyer: User
    compliance: User
    keeper: User


@pytest.fixture
def site(fresh_db: str, settings: Settings) -> Iterator[str]:
    set_clock(settings, NOON)
    with served() as address:
        yield address


@pytest.fixture
def firm(site: str) -> Firm:
    """A firm that acts, behind a wall, for a company whose name the next caller will give."""
    with transaction.atomic():
        factories.firm()
        people = Firm(
            reception=factories.user(Role.RECEPTIONIST, given="Priya", family="Nair", department=None),
            lawyer=factories.user(given="Amara", family="Okafor"),
            compliance=factories.user(Role.COMPLIANCE, given="Helen", family="Marsh", department=None),
            keeper=factories.user(
                given="Siobhan", family="Keane", department=factories.department("Commercial property", "CP")
            ),
        )
        company = factories.party("Calder Vale Homes Ltd", by=people.keeper, title="")
        matter = factories.matter(fee_earner=people.keeper, client=company, title=SECRET)
        facts = BarrierFacts(
            open_to=OpenTo.INSIDE,
            inside=[people.keeper],
            outside=[people.lawyer],
            reason="A listed company",
            review_on=NOON.date() + timedelta(days=90),
        )
        raise_barrier(matter_id=matter.pk, facts=facts, by=people.compliance, now=NOON)
    return people


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def at(browser: Browser, site: str) -> Iterator[At]:
    """Give each person's own screen."""
    screens: dict[int, Screen] = {}

    def screen(person: User) -> Screen:
        if person.pk not in screens:
            screens[person.pk] = Screen(browser, site, person)
        return screens[person.pk]

    yield screen
    for one in screens.values():
        one.close()


def test_an_enquiry_past_a_restricted_hit_becomes_a_matter_after_its_first_meeting(firm: Firm, at: At) -> None:
    _reception_takes_the_enquiry(at(firm.reception), firm)
    check = _the_lawyer_asks_and_learns_nothing(at(firm.lawyer))
    _compliance_sees_that_it_is_restricted_and_cannot_clear(at(firm.compliance), check)
    _the_keeper_of_the_wall_decides(at(firm.keeper), check)
    _nothing_has_changed_for_the_lawyer(at(firm.lawyer), check)
    _compliance_clears(at(firm.compliance), check)
    _the_lawyer_holds_the_first_meeting(at(firm.lawyer), check)


def _reception_takes_the_enquiry(screen: Screen, firm: Firm) -> None:
    screen.open(reverse("intake:enquiry"))
    page = screen.page
    page.get_by_label("Title").fill("Mrs")
    page.get_by_label("Name, as they give it").fill("Margaret Ellison")
    page.get_by_role("textbox", name="Telephone").fill("07700 900 142")
    page.get_by_label("Kind of work", exact=True).select_option("Residential purchase")
    page.get_by_label("What it is about, in one line").fill("Wants to buy a home")
    seller = page.get_by_role("group", name="Name 1")
    seller.get_by_label("Name").fill("Calder Vale Homes Limited")
    seller.get_by_label("Part in it").select_option("Other side")
    page.get_by_label("How they heard of us").select_option("Searched the web")
    page.get_by_role("combobox", name="For (optional)", exact=True).select_option(
        f"{firm.lawyer.name}, {firm.lawyer.department}"
    )
    screen.look()
    screen.keys("Control+Enter")
    screen.never_says(SECRET, "Restricted")


def _the_lawyer_asks_and_learns_nothing(screen: Screen) -> ConflictCheck:
    screen.open(reverse("intake:enquiries"))
    screen.follow(screen.main.get_by_role("link", name="Margaret Ellison"))
    screen.page.get_by_label("What the matter will be called").fill("Purchase of 27 Quarry Mount")
    screen.page.get_by_label("Who would do the work").select_option(label="Amara Okafor, Residential property")
    screen.press("Ask for the conflict check")
    check = ConflictCheck.objects.get()

    screen.open(reverse("conflict", args=[check.pk]))
    screen.says("With compliance. You may hold, you may not act.")
    screen.never_says(SECRET, "Restricted", "barrier")
    screen.open(reverse("matter", args=[check.matter_id]))
    screen.never_says(SECRET, "Restricted")
    assert check.matter.reference is None
    screen.open(reverse("intake:meeting", args=[check.matter_id]))
    screen.says("The conflict check is not clear yet")
    return check


def _compliance_sees_that_it_is_restricted_and_cannot_clear(screen: Screen, check: ConflictCheck) -> None:
    screen.open(reverse("conflicts"))
    screen.says("1 of 1 open")
    screen.follow(screen.main.get_by_role("link", name="Purchase of 27 Quarry Mount"))
    expect(screen.page.get_by_role("heading", name="Restricted hit on Calder Vale Homes Limited")).to_be_visible()
    screen.says("Siobhan Keane answers for that matter and has been asked.")
    screen.never_says(SECRET)
    screen.page.get_by_role("combobox", name="Outcome").select_option("Clear")
    screen.page.get_by_label("Why, kept for good").fill("Nothing known against it")
    screen.press("Record the outcome", expecting=422)
    expect(screen.page.get_by_label("Why, kept for good")).to_have_value("Nothing known against it")
    check.refresh_from_db()
    assert check.is_waiting


def _the_keeper_of_the_wall_decides(screen: Screen, check: ConflictCheck) -> None:
    hit = ConflictHit.objects.get(check_of=check)
    screen.open(reverse("my_day"))
    screen.follow(screen.main.locator(f'a[href="{reverse("conflict_hit", args=[hit.pk])}"]'))
    screen.says(SECRET)
    screen.page.keyboard.press("1")
    expect(screen.page.get_by_role("radio", name="Not the same person or body")).to_be_checked()
    screen.press("Record decision", expecting=422)
    expect(screen.page.get_by_role("radio", name="Not the same person or body")).to_be_checked()
    screen.page.get_by_label("Reason", exact=True).select_option(REASON)
    screen.press("Record decision")


def _nothing_has_changed_for_the_lawyer(screen: Screen, check: ConflictCheck) -> None:
    screen.open(reverse("conflict", args=[check.pk]))
    screen.says("With compliance. You may hold, you may not act.")
    screen.never_says(SECRET, "Restricted", REASON)


def _compliance_clears(screen: Screen, check: ConflictCheck) -> None:
    screen.open(reverse("conflict", args=[check.pk]))
    screen.says("Every hit is decided. The outcome is open.")
    screen.never_says(SECRET, REASON)
    screen.page.get_by_role("combobox", name="Outcome").select_option("Clear")
    screen.page.get_by_label("Why, kept for good").fill("Another company, says whoever knows")
    screen.press("Record the outcome")
    check.refresh_from_db()
    assert (check.state, check.decided_by, check.reason) == (
        "cleared",
        User.objects.get(given_name="Helen"),
        "Another company, says whoever knows",
    )


def _the_lawyer_holds_the_first_meeting(screen: Screen, check: ConflictCheck) -> None:
    matter = Matter.objects.get(pk=check.matter_id)
    assert matter.reference is not None
    screen.open(reverse("matter", args=[matter.pk]))
    screen.says(matter.reference)
    screen.open(reverse("intake:meeting", args=[matter.pk]))
    screen.keys("Control+Enter")
    assert Interview.objects.get(matter=matter).held_by.given_name == "Amara"

    screen.press("Save and finish the meeting", expecting=422)
    screen.says("still open")
    for item in screen.page.locator("li[id^=item-]").all():
        _answer(item)
    for number, who in ((1, "We"), (2, "The client")):
        step = screen.page.get_by_role("group", name=f"Next step {number}")
        step.get_by_label("Who", exact=True).select_option(who)
        step.get_by_label("Does what").fill("Write to the seller" if number == 1 else "Send three payslips")
        type_day(step, 27, 11, 2026)
    _what_was_typed_is_kept_while_the_way_to_finish_has_the_focus(screen, matter)
    screen.look()
    screen.press("Save and finish the meeting")

    assert screen.path == reverse("matter", args=[matter.pk])
    screen.page.get_by_text("First meeting finished.").wait_for()
    screen.says(matter.reference)
    screen.never_says(SECRET, "Restricted")
    meeting = Interview.objects.get(matter=matter)
    task = Task.objects.get(title=f"Write to the seller: {matter}")
    assert (meeting.ended_at is not None, task.owner.given_name, task.due_on) == (True, "Amara", date(2026, 11, 27))
    assert Party.objects.filter(roles__matter=matter, name="Margaret Ellison").count() == 1


def _what_was_typed_is_kept_while_the_way_to_finish_has_the_focus(screen: Screen, matter: Matter) -> None:
    """To come to a button by keyboard and to wait there is not to press it."""
    page = screen.page
    with page.expect_response(lambda answer: "hx-request" in answer.request.headers) as waiting:
        page.get_by_label("A note").fill("Sounded tired")
        page.get_by_role("button", name="Save and finish the meeting").focus()
    assert urlsplit(waiting.value.url).path == reverse("intake:meeting_draft", args=[matter.pk])
    expect(page.get_by_text("Kept as a draft at")).to_be_visible()
    assert Interview.objects.get(matter=matter).ended_at is None


def _answer(item: Locator) -> None:
    """Answer one item of the list with whatever it asks for: a tick, a day, a choice, words."""
    for box in item.get_by_role("checkbox").all():
        choose(box)
    if item.get_by_label("Day", exact=True).count():
        type_day(item, 26, 2, 2027)
    for choice in item.get_by_role("combobox").all():
        choice.select_option(index=1)
    for words in item.locator("textarea, input[type=text]:not([inputmode=numeric])").all():
        words.fill("As the client told us")
