"""A client answers a new estimate by link, code and tick, or on paper; it counts once each of them has agreed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from engagement import letters
from engagement.estimates import costs_of, estimates_of
from engagement.models import CostAgreement, CostUpdate, CostUpdateCopy, CostWarning
from engagement.rules.acceptance import AcceptanceWay, NotWaiting
from engagement.services import costs as deeds
from engagement.tests import cost_factories as costs
from engagement.tests import factories
from outbox import links
from outbox.channels import words
from outbox.models import LinkCode, Message, SecureLink
from outbox.reading import text_of
from practice.models import JournalEntry, Matter, Party, Task
from practice.tests.clock import set_clock

LATER = costs.LATER
pytestmark = pytest.mark.django_db


@pytest.fixture
def joseph() -> Party:
    return factories.client()


@pytest.fixture
def matter(settings: Settings, joseph: Party) -> Matter:
    cache.clear()
    set_clock(settings, LATER)
    return costs.with_estimate(joseph, factories.client("Nkechi Adeyemi"))


def asking(matter: Matter) -> CostUpdate:
    return costs.written(matter, agree="yes", cost_fee="2000", options="Go on")


def asked(matter: Matter, *, is_printed: bool = False) -> CostUpdate:
    """An update that asks each client, and has left."""
    draft = asking(matter)
    if is_printed:
        deeds.issue_update(
            update_id=draft.pk,
            printed=letters.print_update(letters.update_package(draft, LATER)),
            expected_version=draft.draft_version,
            by=matter.fee_earner,
            now=LATER,
        )
    else:
        costs.issued(draft)
    costs.gone(matter, at=LATER)
    return CostUpdate.objects.get(pk=draft.pk)


def agree(copy: CostUpdateCopy, way: AcceptanceWay = AcceptanceWay.SPOKEN) -> CostAgreement:
    by = copy.update_of.matter.fee_earner
    said = letters.Said(way=way, accepted_at=LATER, words="She said yes.", recorded_by=by)
    certified = letters.Certified(b"%PDF-1.7 certificate", copy.issued.document.sha256, "agreed.pdf")
    return deeds.agree_update(copy_id=copy.pk, said=said, certified=certified, by=by, now=LATER)


def entered(link: SecureLink) -> Client:
    browser, at = Client(REMOTE_ADDR="203.0.113.9", headers={"user-agent": "A phone"}), links.path(link)
    assert browser.post(f"{at}code/", {"form_key": str(uuid4())}).status_code == 303
    assert browser.post(at, {"code": links.figures(LinkCode.objects.latest("made_at"))}).status_code == 303
    return browser


def test_each_client_agrees_and_then_the_new_estimate_counts(matter: Matter, joseph: Party) -> None:
    update = asked(matter, is_printed=True)
    first, second = update.copies.order_by("pk")
    link = SecureLink.objects.about(first).get()
    mail = words(Message.objects.get(key=f"cost_update:{update.pk}:copy:{joseph.pk}"))
    browser, staff = entered(link), factories.browser_of(matter.fee_earner)
    at = reverse("accept_letter", args=[link.pk])

    shown = browser.get(at)
    typed = {"form_key": str(uuid4()), "ok": ["read"], "fullname": "<b>Joseph</b> {{ firm }}"}
    open_line = browser.post(at, typed)
    agreed = browser.post(at, {**typed, "ok": ["read", "costs"]})
    again = browser.post(at, {**typed, "ok": ["read", "costs"]})
    after = browser.get(at).content.decode()
    before_all = [one.high for one in estimates_of(matter)]
    no_words = staff.post(reverse("engagement:cost_record", args=[second.pk]), _said(words=""))
    spoken = staff.post(reverse("engagement:cost_record", args=[second.pk]), _said(words="Yes, on the telephone."))
    page = staff.get(factories.page("costs", matter)).content.decode()

    assert links.address(link) in mail
    assert "The title is defective." in shown.content.decode()
    assert [one.status_code for one in (shown, open_line, agreed, again)] == [200, 422, 303, 200]
    assert "&lt;b&gt;Joseph&lt;/b&gt; {{ firm }}" in open_line.content.decode()
    assert "The new estimate counts once everybody" in after
    assert (len(before_all), no_words.status_code, spoken.status_code) == (1, 422, 303)
    assert [one.update_id for one in estimates_of(matter)] == [None, update.pk]
    assert "agreed by every client" in page
    certificate = text_of(bytes(CostAgreement.objects.get(copy=first).certificate.content))
    assert "203.0.113.9" in certificate
    assert "I agree to the new estimate." in certificate
    assert Message.objects.filter(kind="engagement.accepted", key__startswith="cost_update:").count() == 2
    assert not Task.objects.filter(key__startswith=f"cost_update:{update.pk}:waiting", done_at=None).exists()


def _said(**typed: str) -> dict[str, str]:
    on = {"on_day": str(LATER.day), "on_month": str(LATER.month), "on_year": str(LATER.year)}
    return {"form_key": str(uuid4()), "way": "spoken", **on, "at": f"{LATER:%H:%M}", **typed}


def test_a_no_leaves_the_estimate_before_and_opens_the_warning_again(matter: Matter) -> None:
    costs.billed(matter, 2400)
    update = asked(matter)
    first, second = update.copies.order_by("pk")
    answered = CostWarning.objects.get().answer
    browser = entered(SecureLink.objects.about(first).get())
    at = reverse("accept_decline", args=[SecureLink.objects.about(first).get().pk])

    empty = browser.post(at, {"form_key": str(uuid4()), "reason": ""})
    said_no = browser.post(at, {"form_key": str(uuid4()), "reason": "Too dear <script>"})
    asks = browser.post(
        reverse("accept_ask", args=[SecureLink.objects.about(first).get().pk, "question"]),
        {"form_key": str(uuid4()), "words": "Why <i>so</i> much?"},
    )
    agree(second)

    assert (answered, CostWarning.objects.get().answer) == ("updated", "")
    assert [one.status_code for one in (empty, said_no, asks)] == [422, 303, 303]
    assert len(estimates_of(matter)) == 1
    assert [entry.facts["words"] for entry in JournalEntry.objects.filter(event="cost_update.declined")] == [
        "Too dear <script>"
    ]
    titles = {task.title for task in Task.objects.open_for(matter.fee_earner)}
    assert {
        f"{first.party} declined the new estimate: read why, and ring",
        f"Answer {first.party}, about their cost update",
    } <= titles


def test_what_only_informs_counts_at_once_and_nobody_answers_it(matter: Matter) -> None:
    update = costs.issued(costs.written(matter, cost_fee="2000"))
    copy = update.copies.order_by("pk")[0]

    assert costs_of(matter).in_force == estimates_of(matter)[-1]
    assert not SecureLink.objects.about(copy).exists()
    assert links.MARK not in copy.message.body
    with pytest.raises(NotWaiting):
        agree(copy)


@pytest.mark.parametrize("how", ["stopped", "replaced", "letter"])
def test_nobody_agrees_to_what_no_longer_stands(matter: Matter, how: str) -> None:
    update = asked(matter) if how != "stopped" else costs.issued(asking(matter))
    copy = update.copies.order_by("pk")[0]
    if how == "stopped":
        deeds.stop_update(update_id=update.pk, by=matter.fee_earner, now=LATER + timedelta(minutes=1))
    elif how == "replaced":
        newer = costs.issued(asking(matter))
    else:
        factories.issued(factories.written(matter, cost_fee="1500", now=LATER), now=LATER)

    with pytest.raises(NotWaiting):
        agree(copy)
    assert SecureLink.objects.about(copy).get().because == {"stopped": "stopped", "replaced": "superseded"}.get(how, "")
    if how == "replaced":
        deeds.stop_update(update_id=newer.pk, by=matter.fee_earner, now=LATER + timedelta(minutes=1))
        agree(copy)
        assert SecureLink.objects.about(copy).get().because == ""
