"""The instruction log: entries that never change, joint clients, the cost update that comes of one, and its pages."""

import uuid
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from engagement.models import CostUpdate, Instruction
from engagement.tests import cost_factories as costs
from engagement.tests import factories
from practice.models import JournalEntry, Matter
from practice.permissions import Role
from practice.tests import factories as firm
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def matter(settings: Settings) -> Matter:
    set_clock(settings, costs.LATER)
    return costs.with_estimate(factories.client("Ann Lee"), factories.client("Bo Ray"))


def typed(matter: Matter, client: int = 0, **more: str) -> dict[str, str]:
    """What is typed of a call of the day before, by the first or the second client."""
    return {
        "form_key": str(uuid.uuid4()),
        "speaker": f"client-{list(matter.clients())[client].pk}",
        "channel": "phone",
        "on_day": "7",
        "on_month": "12",
        "on_year": "2026",
        "at": "10:15",
        "words": "Please buy the garage too.",
        "taken_by": str(matter.fee_earner_id),
        **more,
    }


def post(browser: Client, matter: Matter, **body: str) -> tuple[int, str]:
    answer = browser.post(factories.page("instructions", matter), body)
    return answer.status_code, answer.content.decode()


def test_a_joint_instruction_waits_is_disputed_and_agreed_and_a_cost_update_comes_of_it(matter: Matter) -> None:
    browser, page = factories.browser_of(matter.fee_earner), factories.page("instructions", matter)

    logged = post(browser, matter, **typed(matter, changes="scope"))[0]
    first = Instruction.objects.get()
    of_matter = browser.get(reverse("matter", args=[matter.pk])).content.decode()
    post(browser, matter, **typed(matter, 1, about=str(first.pk), stance="differs", words="No garage.", at="11:00"))
    disputed = browser.get(page).content.decode()
    post(browser, matter, **typed(matter, 1, about=str(first.pk), stance="agrees", words="All right.", at="12:00"))
    agreed = browser.get(page).content.decode()
    led = [browser.post(reverse("engagement:instruction_update", args=[first.pk])) for _ in range(2)]
    update = CostUpdate.objects.get()
    composer = browser.get(factories.page("cost_update", matter)).content.decode()
    after = browser.get(page).content.decode()

    assert (logged, first.given_by, first.authority) == (303, "Ann Lee", "client")
    assert first.given_at < costs.LATER <= first.logged_at
    assert "Do not act yet: Bo Ray has not agreed, and all must." in of_matter
    assert "Changes the scope: the client has not been written to" in of_matter
    assert "Do not act on it: Bo Ray wants something else than Ann Lee." in disputed
    assert "May be acted on." in agreed
    assert [answer.status_code for answer in led] == [303, 303]
    assert update.answers == {
        "changed": "On Monday 7 December 2026 Ann Lee asked us: “Please buy the garage too.”",
        "scope_in": "Please buy the garage too.",
    }
    assert "Please buy the garage too." in composer
    assert "Cost update 1</a>, being written" in after
    assert "Write a cost update" in disputed
    assert "Write a cost update" not in after


def test_an_entry_is_put_right_by_another_and_never_changed(matter: Matter) -> None:
    browser, body = factories.browser_of(matter.fee_earner), typed(matter)
    post(browser, matter, **body)
    first = Instruction.objects.get()

    again = post(browser, matter, **body)[0]
    form = browser.get(factories.page("instructions", matter), {"corrects": first.pk}).content.decode()
    right = typed(matter, corrects=str(first.pk), words="Please buy the cellar too.")
    statuses = [post(browser, matter, **right)[0], post(browser, matter, **{**right, "form_key": str(uuid.uuid4())})[0]]
    shown = browser.get(factories.page("instructions", matter)).content.decode()

    assert (again, statuses) == (303, [303, 409])
    assert "Put an entry right" in form
    assert [one.words for one in Instruction.objects.standing()] == ["Please buy the cellar too."]
    assert "Put right since" in shown
    with pytest.raises(DatabaseError), transaction.atomic():
        Instruction.objects.filter(pk=first.pk).update(words="Nothing.")
    events = JournalEntry.objects.filter(event__startswith="instruction.").order_by("pk")
    assert [one.event for one in events] == ["instruction.logged", "instruction.corrected"]


def test_somebody_else_needs_a_name_and_authority_and_the_client_has_to_confirm(matter: Matter) -> None:
    browser, ann = factories.browser_of(matter.fee_earner), matter.clients()[0]
    son: Any = {"speaker": f"named-{ann.pk}", "name": "Cy Lee"}

    nameless = post(browser, matter, **typed(matter, **{**son, "name": ""}))
    unshown = post(browser, matter, **typed(matter, **son))
    ahead = post(browser, matter, **typed(matter, on_year="2027"))
    empty = post(browser, matter, **typed(matter, words=""))
    alone = {"all_must_agree": "no", "because": "Both said so.", "form_key": str(uuid.uuid4())}
    ruled = browser.post(factories.page("instruction_rule", matter), alone)
    logged = post(browser, matter, **typed(matter, **son, shown_by="Her letter of Monday"))[0]
    shown = browser.get(factories.page("instructions", matter)).content.decode()

    assert [one[0] for one in (nameless, unshown, ahead, empty)] == [422] * 4
    assert "Enter what shows that they may" in unshown[1]
    assert 'value="Cy Lee"' in unshown[1]
    assert "That time is still to come." in ahead[1]
    assert (ruled.status_code, logged) == (303, 303)
    assert "Do not act yet: confirm it with Ann Lee directly." in shown
    assert "Her letter of Monday" in shown


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [(Role.RECEPTIONIST, 403, 403), (Role.SECRETARY, 200, 303), (Role.COMPLIANCE, 200, 403)],
)
def test_who_reads_and_who_writes(matter: Matter, role: Role, reads: int, writes: int) -> None:
    browser = factories.browser_of(firm.user(role))

    assert post(browser, matter, **typed(matter))[0] == writes
    assert browser.get(factories.page("instructions", matter)).status_code == reads
    told = browser.get(reverse("matter", args=[matter.pk])).content.decode()
    assert ("buy the garage" in told) == (writes == 303)
