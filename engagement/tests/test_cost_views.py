"""The pages of costs: one way through them to the last effect, what is refused with all that was typed, and who may."""

import uuid
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from engagement.models import Bill, CostUpdate, CostWarning
from engagement.tests import cost_factories as costs
from engagement.tests import factories
from practice.models import Matter, Task
from practice.permissions import Role
from practice.tests import factories as firm
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def matter(settings: Settings) -> Matter:
    set_clock(settings, costs.LATER)
    return costs.with_estimate()


def post(browser: Client, name: str, pk: int, **typed: str) -> tuple[int, str]:
    answer = browser.post(reverse(f"engagement:{name}", args=[pk]), {"form_key": str(uuid.uuid4()), **typed})
    text = answer.content.decode() if answer.status_code != 303 else answer.url  # type: ignore[attr-defined]  # a redirect
    return answer.status_code, text


BILL = {"number": "B-7", "on_day": "8", "on_month": "12", "on_year": "2026", "kind": "interim", "fees": "2,000"}


def test_a_bill_raises_the_warning_and_a_cost_update_answers_it(matter: Matter) -> None:
    browser = factories.browser_of(matter.fee_earner)

    wrong = post(browser, "record_bill", matter.pk, **BILL, vat="4,800")
    recorded = post(browser, "record_bill", matter.pk, **BILL, vat="400")
    page = browser.get(factories.page("costs", matter)).content.decode()
    of_matter = browser.get(reverse("matter", args=[matter.pk])).content.decode()
    started = post(browser, "start_update", matter.pk)
    update = CostUpdate.objects.get()
    typed = {**costs.ANSWERS, "cost_fee": "1850", "cost_fee_to": "1,700", "seen": "1", "vat_u1_1": "yes"}
    refused = post(browser, "cost_update", matter.pk, **typed)
    long = dict.fromkeys(("changed", "because", "options", "scope_in", "scope_out"), "Nobody could know it.\n" * 54)
    live = post(browser, "update_page", matter.pk, **{**typed, "cost_fee_to": "2200", **long})
    unchanged = CostUpdate.objects.get().answers
    saved = post(browser, "cost_update", matter.pk, **{**typed, "cost_fee_to": "2200", "options": "Go on"})
    composer = browser.get(factories.page("cost_update", matter)).content.decode()
    issued = post(browser, "issue_update", matter.pk, seen="2")
    after = browser.get(factories.page("costs", matter)).content.decode()
    paper = browser.get(reverse("engagement:cost_copy_pdf", args=[update.copies.get().pk]))
    stopped = post(browser, "stop_update", matter.pk)

    assert wrong[0] == 422
    assert "VAT at 20 % on £2,000.00 is £400.00 at most." in wrong[1]
    assert 'value="B-7"' in wrong[1]
    assert (recorded[0], Bill.objects.get().total) == (303, Decimal(2400))
    assert "80 % of the estimate is reached" in page
    assert "£2,400 of about £2,881, 83 %" in of_matter
    assert started[0] == 303
    assert (refused[0], "The range ends before it begins." in refused[1]) == (422, True)
    assert (live[0], unchanged) == (200, {})
    assert "£3,781 at the top, with VAT" in live[1]
    assert "The letter takes about" in live[1]
    assert saved[0] == 303
    assert "Nothing. It can go." in composer
    assert issued == (303, factories.page("costs", matter))
    assert "The cost update has not been sent yet." in after
    assert paper["Content-Type"] == "application/pdf"
    assert stopped == (303, factories.page("cost_update", matter))
    assert CostWarning.objects.get().answer == ""
    assert Task.objects.open_for(matter.fee_earner).filter(key__startswith="cost_warning:").count() == 1


def test_reasons_are_asked_for_and_the_page_comes_back_with_them(matter: Matter) -> None:
    browser = factories.browser_of(matter.fee_earner)
    bill = costs.billed(matter, 5000)
    warning = CostWarning.objects.get()

    said = [
        post(browser, "set_bill_aside", bill.pk, because=""),
        post(browser, "close_cost_warning", warning.pk, because=""),
        post(browser, "note_unbilled", matter.pk, amount="10", as_of_day="9", as_of_month="12", as_of_year="2026"),
        post(browser, "close_cost_warning", warning.pk, because="They know"),
        post(browser, "close_cost_warning", warning.pk, because="They know"),
        post(browser, "set_bill_aside", bill.pk, because="Wrong matter"),
    ]

    assert [status for status, _ in said] == [422, 422, 422, 303, 409, 303]
    assert "Unbilled work cannot have a day to come." in said[2][1]


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [(Role.RECEPTIONIST, 403, 403), (Role.SECRETARY, 200, 303), (Role.FEE_EARNER, 200, 303), (Role.HEAD, 200, 303),
     (Role.COMPLIANCE, 200, 403)],
)  # fmt: skip
def test_who_reads_and_who_writes(matter: Matter, role: Role, reads: int, writes: int) -> None:
    browser = factories.browser_of(firm.user(role))

    assert browser.get(factories.page("costs", matter)).status_code == reads
    assert browser.post(factories.page("start_update", matter)).status_code == writes
