"""The page: who may open it, what each of them finds, and that a long list costs no more than a short one."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from callbacks.models import CallbackStage
from callbacks.tests.clock import stop_near
from callbacks.tests.factories import NOON, book, let_messages_go
from complaints.models import HoldReason
from complaints.services import net
from complaints.tests import factories as complaints
from complaints.tests.factories import Cast
from outbox.models import Message, MessageState
from outbox.tests import factories as outbox
from practice.models import User
from practice.permissions import Role
from practice.tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/outbox/coming/"


@pytest.fixture(autouse=True)
def noon(settings: Settings) -> None:
    stop_near(NOON, settings)


@pytest.fixture
def people() -> Cast:
    return complaints.cast()


def read(user: User, query: str = "") -> str:
    browser = Client()
    browser.force_login(user)
    answer = browser.get(f"{PAGE}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_who_may_read_the_outbox_may_read_what_will_leave(role: Role) -> None:
    browser = Client()
    browser.force_login(factories.user(role))

    assert browser.get(PAGE).status_code == browser.get(reverse("outbox:index")).status_code


def test_the_outbox_leads_to_it(people: Cast) -> None:
    browser = Client()
    browser.force_login(people.compliance)

    assert f'href="{PAGE}"' in browser.get(reverse("outbox:index")).content.decode()


def test_a_firm_with_nothing_planned_says_so() -> None:
    assert "Nothing is planned for these two weeks and nothing waits in the outbox." in read(
        factories.user(Role.COMPLIANCE)
    )


def test_each_message_stands_under_its_day_with_its_hour_row_and_recipient(people: Cast) -> None:
    let_messages_go()
    client = factories.party("Margaret Ellison", email="margaret@mail.example")
    call = book(starts_at=NOON + timedelta(days=1, hours=2, minutes=20), caller=client, wants_message=True)
    held = book(starts_at=NOON + timedelta(days=2, hours=2, minutes=20))
    CallbackStage.objects.filter(promise__callback=held, kind="owner_list").update(held_by=people.compliance)

    page = read(people.compliance)

    assert page.index("Tue 24 Nov, today") < page.index("Wed 25 Nov") < page.index("Thu 26 Nov")
    assert "Confirmation of a call to the caller" in page
    assert "e-mail, margaret@mail.example" in page
    assert f'href="{reverse("callbacks:detail", args=[call.pk])}"' in page
    assert "by Helen Marsh" in page
    only_held = read(people.compliance, "?show=held")
    assert "Thu 26 Nov" in only_held
    assert "Wed 25 Nov" not in only_held


def test_a_message_is_held_from_the_page_and_let_go_again(people: Cast) -> None:
    browser = Client()
    browser.force_login(people.compliance)
    call = book(starts_at=NOON + timedelta(days=2, hours=2, minutes=20))
    planned = CallbackStage.objects.filter(promise__callback=call, kind="owner_list")
    typed = {"stage": planned.get().pk}

    assert browser.post(f"{PAGE}hold/", typed | {"do": "hold"}).status_code == 303
    held = planned.get()
    page = read(people.compliance, "?show=held")
    browser.post(f"{PAGE}hold/", typed | {"do": "go"})

    assert held.held_by == people.compliance
    assert "Let it go" in page
    assert planned.get().held_by is None
    CallbackStage.objects.filter(promise__callback=call).update(outcome="fired", fired_at=NOON)
    assert browser.post(f"{PAGE}hold/", typed | {"do": "hold"}).status_code == 409
    walled = book(factories.user(), matter=factories.matter(is_restricted=True))
    other = CallbackStage.objects.filter(promise__callback=walled, kind="owner_list").get()
    assert browser.post(f"{PAGE}hold/", {"stage": other.pk, "do": "hold"}).status_code == 409


def test_nobody_complained_of_finds_the_complaint_and_a_reader_without_oversight_neither(people: Cast) -> None:
    accused = factories.user(Role.COMPLIANCE, given="Nora", family="Blake", department=None)
    found = complaints.complaint(people, subjects=(accused,), matter=None)
    net.hold_net(complaint_id=found.pk, reason=HoldReason.COMPLIANCE, note="", by=people.compliance, now=NOON)
    administrator = factories.user(Role.ADMINISTRATOR)

    pages = [read(reader) for reader in (people.compliance, accused, administrator)]

    assert [found.reference in page for page in pages] == [True, False, False]
    assert "held by compliance" in pages[0]
    assert ["Complaint:" in page for page in pages] == [True, False, False]


def test_a_call_of_a_restricted_matter_is_not_shown_to_others(people: Cast) -> None:
    matter = factories.matter(is_restricted=True)
    book(matter.fee_earner, matter=matter)

    assert str(matter.reference) not in read(people.compliance)


def test_a_letter_that_waits_says_when_it_goes_and_one_of_another_day_that_it_does_not(people: Cast) -> None:
    first, second = outbox.message(kind="engagement.letter"), outbox.message(kind="engagement.letter")
    Message.objects.filter(pk=first.pk).update(next_attempt_at=NOON + timedelta(minutes=5))
    Message.objects.filter(pk=second.pk).update(next_attempt_at=NOON + timedelta(days=1), send_on=NOON.date())

    page = read(people.compliance)

    assert "12:05" in page
    assert "its dates count from a day that will have passed" in page
    assert "1 message will leave" in page


def test_a_long_list_has_pages_and_costs_as_many_queries_as_a_short_one(
    people: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = Client()
    browser.force_login(people.compliance)
    let_messages_go()
    counts = []
    for days in ((25,), (26, 27, 30)):
        for day in days:
            _plan(people, day)
        with django_assert_max_num_queries(40) as seen:
            browser.get(PAGE)
        counts.append(len(seen.captured_queries))

    assert counts[0] == counts[1]
    assert "Pages of the forecast" in read(people.compliance, "?page=2")


def _plan(people: Cast, day: int) -> None:
    adviser = factories.user(department=people.department)
    for minute in (0, 10, 20):
        starts_at = datetime(2026, 11, day, 14, minute, tzinfo=UTC)
        book(adviser, starts_at=starts_at, caller=factories.party(), wants_message=True, urgency="hour")
    party = factories.party(email=f"complainant{day}@mail.example")
    complaints.complaint(
        people, party=party, matter=None, complainant_name="A B", wrote_from=f"complainant{day}@mail.example"
    )
    Message.objects.filter(state=MessageState.PENDING).update(state=MessageState.WITHDRAWN)
