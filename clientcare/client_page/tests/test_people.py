"""Who may speak for a body: recorded on its page, and read wherever somebody acts on it."""

import html
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from engagement.letters.background import background
from engagement.letters.package import package
from engagement.tests import factories as letters
from outbox.models import Message
from practice.models import (
    GateKind,
    GateState,
    Matter,
    MatterParty,
    MatterRole,
    Party,
    PartyKind,
    Position,
    TreatedAs,
    User,
)
from practice.permissions import Role
from practice.services.matters import set_gate
from practice.services.positions import PositionFacts, record_position
from practice.services.roles import treat_as
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db
NOON = factories.TUESDAY_NOON


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOON)


@pytest.fixture
def alder() -> Party:
    return letters.client("Alder Ltd", title="", kind=PartyKind.ORGANISATION)


@pytest.fixture
def ann() -> Party:
    return factories.party("Ann Lee", title="Ms", salutation="Ms Lee")


@pytest.fixture
def matter(alder: Party) -> Matter:
    return letters.matter(clients=(alder,))


def _as(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def _text(answer: Any) -> str:
    return " ".join(html.unescape(answer.content.decode()).split())


def _typed(**typed: str) -> dict[str, str]:
    usual = {"form_key": str(uuid.uuid4()), "name": "Ann Lee", "title": "Finance director", "starts_on": "2026-11-24"}
    return usual | typed


def _place(organisation: Party, person: Party, **facts: Any) -> Position:
    known: dict[str, Any] = {"title": "Finance director", "starts_on": NOON.date()}
    if facts.get("may_instruct"):
        known |= {"authority": "Board minute", "authority_seen_on": NOON.date()}
    return record_position(
        organisation_id=organisation.pk,
        person=person,
        facts=PositionFacts(**known | facts),
        by=factories.user(),
        now=NOON,
    )


def test_somebody_who_may_instruct_is_recorded_and_read_on_every_screen_that_acts_on_it(
    alder: Party, ann: Party, matter: Matter
) -> None:
    browser, people = _as(matter.fee_earner), reverse("client_people", args=[alder.pk])
    typed = _typed(
        person=str(ann.pk), may_instruct="on", limit="10,000", authority="Board minute", authority_seen_on="2026-11-24"
    )

    answers = [browser.post(reverse("client_add_person", args=[alder.pk]), typed) for _ in range(2)]

    assert [(one.status_code, one["Location"]) for one in answers] == [(303, people)] * 2
    assert Position.objects.get().limit == Decimal(10000)
    shown = {
        name: _text(browser.get(url))
        for name, url in {
            "people": people,
            "client": reverse("client", args=[alder.pk]),
            "matter": reverse("matter", args=[matter.pk]),
            "person": reverse("client", args=[ann.pk]),
            "desk": f"{reverse('desk')}?party={ann.pk}",
        }.items()
    }
    assert {name: "ay instruct, up to £10,000" in text for name, text in shown.items() if name != "matter"} == {
        "people": True,
        "client": True,
        "person": True,
        "desk": True,
    }
    assert "May instruct: Ann Lee, up to £10,000" in shown["matter"]
    passing = f"may instruct, up to £10,000. Take it down and pass it on to {matter.fee_earner.name}."
    assert f"Finance director of Alder Ltd:</b> {passing}" in shown["desk"]


def test_who_may_not_instruct_leaves_a_message_and_a_body_without_one_says_so(
    alder: Party, ann: Party, matter: Matter
) -> None:
    _place(alder, ann, receives_bills=True)
    browser = _as(matter.fee_earner)

    desk = _text(browser.get(f"{reverse('desk')}?party={ann.pk}"))

    assert "Finance director of Alder Ltd:</b> may not instruct; take a message." in desk
    assert "Nobody on record may instruct" in _text(browser.get(reverse("matter", args=[matter.pk])))


@pytest.mark.parametrize(
    ("typed", "said", "status"),
    [
        pytest.param({"title": ""}, "This needs an answer", 422, id="no position"),
        pytest.param({"may_instruct": "on"}, "Enter what shows that they may instruct", 422, id="no authority"),
        pytest.param({"limit": "5"}, "A limit belongs to somebody who may instruct", 422, id="a limit of nothing"),
        pytest.param({"limit": "-5"}, "the least is £0.01", 422, id="less than nothing"),
        pytest.param({"ends_on": "2026-11-23"}, "must not be before the first", 422, id="over before it began"),
        pytest.param({"person": "there"}, "among its people already", 409, id="there already"),
    ],
)
def test_what_cannot_be_comes_back_as_it_was_typed(
    alder: Party, ann: Party, typed: dict[str, str], said: str, status: int
) -> None:
    _place(alder, ann)
    person = str(ann.pk) if typed.get("person") else ""

    answer = _as(factories.user()).post(
        reverse("client_add_person", args=[alder.pk]), _typed(authority="As they say") | typed | {"person": person}
    )

    assert (answer.status_code, Position.objects.count(), Party.objects.filter(name="Ann Lee").count()) == (
        status,
        1,
        1,
    )
    assert said in _text(answer)
    assert 'value="As they say"' in _text(answer)


def test_a_body_says_what_it_is_and_who_else_has_its_number(alder: Party, matter: Matter) -> None:
    twin = factories.party("Elder Ltd", title="", kind=PartyKind.ORGANISATION)
    hidden = factories.party("Hidden Ltd", title="", kind=PartyKind.ORGANISATION)
    factories.matter(client=hidden, is_restricted=True)
    Party.objects.filter(pk__in=[twin.pk, hidden.pk]).update(company_number="01234567")
    browser, url = _as(matter.fee_earner), reverse("client_change_body", args=[alder.pk])
    office = alder.contacts.get(kind="address")

    wrong = browser.post(url, {"company_number": "none"})
    answer = browser.post(url, {"legal_form": "company", "company_number": "1234567", "office": office.pk}, follow=True)
    client = _text(browser.get(reverse("client", args=[alder.pk])))

    assert wrong.status_code == 422
    assert "Elder Ltd has the same company number" in _text(answer)
    assert "Hidden Ltd" not in _text(answer)
    assert "private limited company, number 01234567" in client
    assert "registered office" in client


def test_reception_reads_and_changes_nothing_and_a_person_has_no_such_page(alder: Party, ann: Party) -> None:
    position, browser = _place(alder, ann), _as(factories.user(Role.RECEPTIONIST))

    page = browser.get(reverse("client_people", args=[alder.pk]))
    deeds = [
        browser.post(reverse(name, args=[alder.pk, *more])).status_code
        for name, more in (
            ("client_add_person", ()),
            ("client_change_body", ()),
            ("client_change_place", (position.pk,)),
            ("client_end_place", (position.pk,)),
            ("client_treat", ()),
            ("client_explain", ()),
        )
    ]

    assert (page.status_code, "May not instruct" in _text(page), "Change it" in _text(page)) == (200, True, False)
    assert deeds == [403] * 6
    assert browser.get(reverse("client_people", args=[ann.pk])).status_code == 404


def test_one_is_changed_and_ended_and_both_stay_on_record(alder: Party, ann: Party, matter: Matter) -> None:
    browser, first = _as(matter.fee_earner), _place(alder, ann)
    change = reverse("client_change_place", args=[alder.pk, first.pk])

    assert browser.post(change, _typed(title="Chair")).status_code == 303
    assert browser.post(change, _typed(title="Again")).status_code == 409
    second = Position.objects.standing().get()
    end = reverse("client_end_place", args=[alder.pk, second.pk])
    assert browser.post(end, {"because": " "}).status_code == 422
    text = _text(browser.post(end, {"because": "Retired"}, follow=True))

    assert ": Changed" in text
    assert ": Retired" in text


def test_the_pages_ask_as_often_for_one_of_its_people_as_for_three(
    alder: Party, ann: Party, matter: Matter, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    browser = _as(matter.fee_earner)
    _place(alder, ann, may_instruct=True)
    for name, at in (("client_people", alder.pk), ("matter", matter.pk), ("client", alder.pk)):
        browser.get(reverse(name, args=[at]))
        with django_assert_max_num_queries(38) as first:
            browser.get(reverse(name, args=[at]))
        others = [factories.party(f"Further {number}") for number in range(2)]
        for other in others:
            _place(alder, other, may_instruct=True)
        with django_assert_num_queries(len(first)):
            assert "Further 1" in _text(browser.get(reverse(name, args=[at])))


def test_a_letter_is_for_the_attention_of_whoever_gets_letters_and_only_who_may_instruct_is_asked_to_sign(
    alder: Party, ann: Party, matter: Matter
) -> None:
    bo = factories.party("Bo Ray")
    _place(alder, ann, receives_letters=True)
    _place(alder, bo, may_instruct=True)
    _place(alder, factories.party("Lim Ited"), may_instruct=True, limit=Decimal(100))
    draft = letters.written(matter)
    set_gate(matter=matter, kind=GateKind.CONFLICT, state=GateState.OPEN, because="Clear", now=NOON)

    (copy,) = package(draft, NOON).copies
    page = _text(_as(matter.fee_earner).get(reverse("engagement:letter", args=[matter.pk])))
    letters.issued(draft)
    message = Message.objects.get(kind="engagement.letter")

    to = copy.facts.sheet.to.context()
    assert (to["name"], to["dear"], to["lines"][0], to["signs"]) == (
        "Alder Ltd",
        "Ms Lee",
        "For the attention of Ms Ann Lee, Finance director",
        "Bo Ray, for Alder Ltd",
    )
    assert message.to_name == "Alder Ltd, for the attention of Ms Ann Lee, Finance director"
    assert "Dear Ms Lee" in message.body
    assert "May instruct: Bo Ray; Lim Ited, up to £100. To sign: Bo Ray, for Alder Ltd" in page


def test_who_is_only_treated_as_a_client_gets_no_letter_and_the_pages_say_so(matter: Matter, ann: Party) -> None:
    lawyer = matter.fee_earner
    own = letters.matter(clients=(ann,), fee_earner=lawyer)
    letters.written(own)
    treat_as(party_id=ann.pk, kind=TreatedAs.VICTIM, by=lawyer, now=NOON)
    browser = _as(lawyer)
    MatterParty.objects.create(matter=matter, party=ann, role=MatterRole.CLIENT)

    alone, beside = background(own, NOON), background(matter, NOON)
    text = _text(browser.get(reverse("matter", args=[own.pk])))

    assert ([to.party for to in alone.recipients], list(alone.without_retainer)) == ([], [ann])
    assert [to.party.name for to in beside.recipients] == ["Alder Ltd"]
    assert text.count("Treated as a client, without retainer.") == 2
    assert "Not our client: what they tell us may not be privileged." in text
    assert "Say early what our role is and is not." in text
    stopped = _text(browser.get(reverse("engagement:letter", args=[own.pk])))
    assert "Ann Lee is treated as a client and has no retainer: there is no client care letter." in stopped
    own.care_letters.all().delete()
    refused = browser.post(reverse("engagement:start", args=[own.pk]))
    assert (refused.status_code, "has no retainer" in _text(refused)) == (422, True)
