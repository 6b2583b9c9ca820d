from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from clientcare.dashboard.measures import MEASURES
from outbox.models import Message, MessageState
from outbox.tests import factories as outbox
from practice import clock
from practice.models import Matter, User
from practice.permissions import Role
from practice.services.matters import write_update
from practice.tests import factories

pytestmark = pytest.mark.django_db


def browser_of(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.mark.parametrize(
    ("role", "status"),
    [(role, 200 if role in {Role.HEAD, Role.MANAGING_PARTNER, Role.COMPLIANCE} else 403) for role in Role],
)
def test_managers_and_nobody_else_open_the_dashboard(role: Role, status: int) -> None:
    browser = browser_of(factories.user(role))

    assert browser.get(reverse("dashboard")).status_code == status
    assert browser.get(reverse("dashboard_rows", args=["calls"])).status_code == status


def test_a_firm_without_history_says_that_nothing_was_due() -> None:
    answer = browser_of(factories.user(Role.MANAGING_PARTNER)).get(reverse("dashboard"), {"month": "2020-01"})

    assert "Nothing was due in January 2020 that has a target." in answer.content.decode()
    assert [one.figure.percent for one in answer.context["judged"]] == []


def test_what_stands_now_is_counted_from_the_clock_and_leads_to_its_rows() -> None:
    manager = factories.user(Role.COMPLIANCE)
    matter = factories.matter()
    Matter.objects.filter(pk=matter.pk).update(next_update_on=clock.now().date() - timedelta(days=3))
    failed = outbox.message()
    Message.objects.filter(pk=failed.pk).update(state=MessageState.FAILED)

    answer = browser_of(manager).get(reverse("dashboard"))

    standing = {one.figure.label: (one.figure.numerator, one.figure.url) for one in answer.context["standing"]}
    assert standing["Updates overdue"] == (1, reverse("matters") + "?view=overdue")
    assert standing["Messages not delivered"] == (1, reverse("outbox:index"))
    assert standing["Complaints overdue"][0] == 0


def test_a_missed_target_stands_first_with_its_count_and_its_rows() -> None:
    lawyer, manager = factories.user(), factories.user(Role.MANAGING_PARTNER)
    now = clock.now()
    today = now.date()
    for _ in range(2):
        matter = factories.matter(fee_earner=lawyer)
        write_update(
            matter_id=matter.pk, status_line="All well.", next_update_on=today, seen_at=None, by=lawyer, now=now
        )
    Matter.objects.filter(pk=matter.pk).update(next_update_on=today - timedelta(days=1))
    month = f"{today - timedelta(days=1):%Y-%m}"

    answer = browser_of(manager).get(reverse("dashboard"), {"month": month})

    assert [(one.measure.key, one.figure.numerator, one.figure.denominator) for one in answer.context["misses"]] == [
        ("updates", 0, 1)
    ]
    assert "1 of 1 targets were missed" in answer.content.decode()
    rows = browser_of(manager).get(reverse("dashboard_rows", args=["updates"]), {"month": month})
    assert (rows.status_code, list(rows.context["rows"])) == (200, [])


def test_the_rows_behind_a_figure_are_named_and_lead_to_their_page() -> None:
    lawyer, manager = factories.user(given="Amara", family="Okafor"), factories.user(Role.MANAGING_PARTNER)
    now = clock.now()
    matter = factories.matter(fee_earner=lawyer, title="Sale of 8 Larch Grove")
    for _ in range(2):  # the second answers the promise of the first
        matter.refresh_from_db()
        write_update(
            matter_id=matter.pk,
            status_line="All well.",
            next_update_on=now.date(),
            seen_at=matter.status_at,
            by=lawyer,
            now=now,
        )

    (line,) = browser_of(manager).get(reverse("dashboard_rows", args=["updates"])).context["rows"]

    assert (line.url, line.name) == (reverse("matter", args=[matter.pk]), f"{matter.reference}, Sale of 8 Larch Grove")
    assert line.more.endswith("by Amara Okafor")


def test_a_figure_that_does_not_exist_is_not_found() -> None:
    browser = browser_of(factories.user(Role.MANAGING_PARTNER))

    assert browser.get(reverse("dashboard_rows", args=["profit"])).status_code == 404
    assert [browser.get(reverse("dashboard_rows", args=[key])).status_code for key in MEASURES] == [200] * len(MEASURES)
