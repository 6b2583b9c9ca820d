"""Policies from a day on, windows of one day, and what a change touches (domain 5.2, D07, D10, D15)."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, Settings

from callbacks import services
from callbacks.models import Block, DayWindow
from callbacks.offers import availability, next_free
from callbacks.policies import calendar_of, policy_for
from callbacks.presets import call_policy_preset
from callbacks.rules import CallKind, CallWindow, merged, slots
from callbacks.services import PolicyFacts
from callbacks.tests.clock import stop_near
from callbacks.tests.factories import NOON, at, book
from practice.models import CallPolicy, User
from practice.permissions import Role
from practice.tests import calendars, factories

TODAY = date(2026, 11, 24)
MINUTES = st.tuples(st.integers(0, 1300), st.integers(1, 120))


def of_minutes(start: int, length: int) -> CallWindow:
    return CallWindow(0, time(start // 60, start % 60), time(*divmod(min(start + length, 1439), 60)))


@given(spans=st.lists(MINUTES, max_size=8))
def test_merged_windows_cover_the_same_minutes_and_never_overlap(spans: list[tuple[int, int]]) -> None:
    windows = [of_minutes(*one) for one in spans]

    found = merged(windows)

    assert all(first.ends < second.starts for first, second in zip(found, found[1:], strict=False))
    assert minutes(found) == minutes(windows)


def minutes(windows: Any) -> set[int]:
    return {
        m
        for one in windows
        for m in range(one.starts.hour * 60 + one.starts.minute, one.ends.hour * 60 + one.ends.minute)
    }


def test_a_policy_holds_from_its_day_on_and_a_changed_day_wins() -> None:
    now, calendar = datetime(2026, 11, 24, 9, tzinfo=UTC), calendars.calendar_of()
    old = replace(call_policy_preset(), windows=(CallWindow(1, time(14), time(15)),), slot_minutes=30, search_days=60)
    new = replace(old, windows=(CallWindow(1, time(9), time(10)),), slot_minutes=20)
    policy = replace(
        old,
        versions=((date(2000, 1, 1), old), (date(2026, 12, 1), new)),
        changed={date(2026, 12, 8): (CallWindow(1, time(17), time(18), past_hours=True),)},
    )
    days = [date(2026, 11, 24), date(2026, 12, 1), date(2026, 12, 8)]

    found = slots(days, policy=policy, calendar=calendar, taken=(), now=now)

    assert [f"{one.starts_at:%d %H:%M}" for one in found] == [
        *("24 14:00", "24 14:30"),
        *("01 09:00", "01 09:20", "01 09:40"),
        *("08 17:00", "08 17:20", "08 17:40"),
    ]


def facts(*windows: tuple[list[int], time, time], **changes: Any) -> PolicyFacts:
    numbers = {
        name: getattr(call_policy_preset(), name) for name in PolicyFacts.__dataclass_fields__ if name != "windows"
    }
    return PolicyFacts(windows=windows or [([0, 1, 2, 3, 4], time(14), time(16))], **(numbers | changes))


@pytest.mark.django_db
def test_a_persons_policy_comes_before_their_departments_and_that_before_the_firms() -> None:
    factories.firm()
    amara, by = factories.user(given="Amara"), factories.user(Role.HEAD)
    assert amara.department is not None

    services.set_call_policy(
        facts=facts(([1], time(9), time(10)), ([1], time(15), time(16))),
        valid_from=TODAY, department=amara.department, by=by, now=NOON,
    )  # fmt: skip
    of_department = [str(one.starts) for one in policy_for(amara).windows_of(TODAY)]
    services.set_call_policy(
        facts=facts(([1], time(11), time(12))), valid_from=TODAY + timedelta(days=7), owner=amara, by=by, now=NOON
    )

    policy = policy_for(amara)
    assert of_department == ["09:00:00", "15:00:00"]
    assert [str(one.starts) for one in policy.windows_of(TODAY)] == of_department
    assert [str(one.starts) for one in policy.windows_of(TODAY + timedelta(days=7))] == ["11:00:00"]
    with pytest.raises(services.PolicyInPast):
        services.set_call_policy(facts=facts(), valid_from=TODAY - timedelta(days=1), owner=amara, by=by, now=NOON)


@pytest.mark.django_db
def test_a_full_day_is_offered_no_more_and_fifty_people_cost_no_more_queries_than_one(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    factories.firm()
    people = [factories.user() for _ in range(3)]
    CallPolicy.objects.update(most_a_day=2)
    book(people[0])
    before = next_free(people[0], now=NOON)[0].starts_at
    book(people[0], starts_at=at(15))

    calendar = calendar_of(people[0])
    with django_assert_max_num_queries(5):
        free = availability(people, [TODAY + timedelta(days=n) for n in range(14)], calendar=calendar, now=NOON)

    assert (before, free[people[0].pk][0].starts_at) == (at(14), at(14, day=25))
    assert free[people[1].pk][0].starts_at == at(14)


@pytest.mark.django_db
def test_single_days_and_policies_are_changed_in_the_browser_after_what_they_touch_is_read(
    client: Client, settings: Settings
) -> None:
    stop_near(NOON, settings)
    factories.firm()
    amara, stranger = factories.user(given="Amara"), factories.user()
    call = book(amara)
    client.force_login(amara)
    page = reverse("windows:days", args=[amara.pk])
    day = {"form_key": "0d5e8a3e-31b5-4a7b-9b6d-111111111111", "on_day": "24", "on_month": "11", "on_year": "2026"}

    assert client.post(page, {**day, "what": "extra", "starts": "17:00", "ends": "18:00"}).status_code == 303
    assert DayWindow.objects.get().set_by == amara
    assert at(17) in [one.starts_at for one in next_free(amara, now=at(16, 40), count=9)]

    court = {
        **day,
        "form_key": "0d5e8a3e-31b5-4a7b-9b6d-222222222222",
        "what": "court",
        "starts": "14:00",
        "ends": "15:00",
    }
    unread = client.post(page, court)
    assert unread.status_code == 422
    assert f'href="{reverse("callbacks:detail", args=[call.pk])}"' in unread.content.decode()
    assert "Time for returning calls that it takes" in unread.content.decode()
    assert Block.objects.count() == 0
    assert client.post(page, {**court, "seen": "on"}).status_code == 303
    assert Block.objects.get().kind == "court"

    assert client.post(reverse("windows:take_back", args=[DayWindow.objects.get().pk])).status_code == 303
    again = client.post(reverse("windows:take_back", args=[DayWindow.objects.get().pk]))
    assert again.status_code == 409
    wrong = client.post(page, {**day, "what": "leave", "starts": "15:00", "ends": "14:00"})
    assert "This ends before it starts." in wrong.content.decode()
    assert client.get(reverse("windows:days", args=[stranger.pk])).status_code == 403
    assert client.get(reverse("windows:index")).status_code == 200

    own = reverse("windows:person", args=[amara.pk])
    numbers = dict.fromkeys(("slot_minutes", "buffer_minutes", "notice_minutes", "tolerance_minutes"), 10)
    policy = {
        "form_key": "0d5e8a3e-31b5-4a7b-9b6d-333333333333",
        "days_0": ["0", "1"], "starts_0": "10:00", "ends_0": "11:00",
        "valid_from_day": "24", "valid_from_month": "11", "valid_from_year": "2026",
        "search_days": 30, "max_attempts": 3, "attempt_days": 2, **numbers,
        **{f"{kind}_unit": "same_day" for kind in CallKind}, "urgent_unit": "working_hours", "urgent_amount": "2",
    }  # fmt: skip
    overlap = client.post(own, {**policy, "days_1": ["1"], "starts_1": "10:30", "ends_1": "12:00"})
    assert "Two windows of one day overlap." in overlap.content.decode()
    uncounted = client.post(own, {**policy, "normal_unit": "working_days"})
    assert "Enter how many." in uncounted.content.decode()
    assert client.post(own, policy).status_code == 422
    assert client.post(own, {**policy, "seen": "on"}).status_code == 303
    assert [str(one.starts) for one in policy_for(User.objects.get(pk=amara.pk)).windows_of(TODAY)] == ["10:00:00"]
    assert str(policy_for(User.objects.get(pk=amara.pk)).standards[CallKind.URGENT]) == "within 2 working hours"
