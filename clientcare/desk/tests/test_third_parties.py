"""What the desk may tell somebody who is not the client: by whose consent, what, until when (decisions 31)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from callbacks.models import Callback
from callbacks.tests.clock import stop_near
from callbacks.tests.factories import NOON
from clientcare.desk.tests.slips import post, text_of, typed
from practice.models import ConsentToShare, ConsentWay, Matter, MatterParty, MatterRole, Party, Shared, User
from practice.services.consents import ShareFacts, record_share, withdraw_share
from practice.tests import factories

pytestmark = pytest.mark.django_db
STATUS_WORDS = "about the boundary"
NO_DETAIL = "Give no detail; take a message"


@pytest.fixture
def david(me: User) -> Party:
    return factories.party("David Ellison", by=me, born_on=date(1985, 6, 2), postcode="LS7 4AA")


def _let(matter: Matter, told: Party, by: User, what: Shared = Shared.DATES, **changes: Any) -> ConsentToShare:
    usual: dict[str, Any] = {
        "told": told,
        "relation": "her son",
        "what": what,
        "given_on": date(2026, 11, 3),
        "until": date(2027, 3, 31),
        "way": ConsentWay.SIGNED,
        "matter": matter,
    }
    facts = ShareFacts(**usual | changes)
    return record_share(party_id=matter.clients()[0].pk, facts=facts, by=by, now=NOON)


def _desk(browser: Client, party: Party) -> str:
    return text_of(browser.get(reverse("desk"), {"party": party.pk}))


def test_a_stranger_to_the_matter_is_told_nothing(browser: Client, matter: Matter, david: Party) -> None:
    assert NO_DETAIL in _desk(browser, david)
    assert "May be told" not in _desk(browser, david)


def test_whoever_may_be_told_is_shown_with_what_by_whose_consent_and_until_when(
    browser: Client, me: User, matter: Matter, david: Party
) -> None:
    _let(matter, david, me)

    his, hers = _desk(browser, david), _desk(browser, matter.clients()[0])

    words = "Dates only, by the consent of Mrs Margaret Ellison of Tue 3 Nov, until Wed 31 Mar 2027."
    assert f"<b>May be told:</b> {words}" in his
    assert "Sale of 8 Larch Grove" in his
    assert STATUS_WORDS not in his
    assert f"<b>Mr David Ellison, her son:</b> {words} <b>Anyone else:</b>" in hers


@pytest.mark.parametrize("end", ["run out", "withdrawn", "not yet"])
def test_a_consent_that_does_not_hold_today_tells_nothing(
    browser: Client, me: User, matter: Matter, david: Party, end: str, settings: Settings
) -> None:
    share = _let(matter, david, me, Shared.STATUS)
    assert "May be told" in _desk(browser, david)
    if end == "withdrawn":
        withdraw_share(share_id=share.pk, way=ConsentWay.RANG_US, by=me, now=NOON)
    elif end == "run out":
        ConsentToShare.objects.update(until=date(2026, 11, 23))
    else:
        ConsentToShare.objects.update(given_on=date(2026, 11, 25))

    his, hers = _desk(browser, david), _desk(browser, matter.clients()[0])

    assert NO_DETAIL in his
    assert "Sale of 8 Larch Grove" not in his
    assert "David" not in hers.split("Today")[0]
    verified = {**typed(matter), "party": david.pk, "birthday": "on", "postcode": "on"}
    assert STATUS_WORDS not in text_of(post(browser, "desk_verify", verified))


def test_who_may_hear_where_things_stand_hears_it_once_two_facts_agree(
    browser: Client, me: User, matter: Matter, david: Party
) -> None:
    _let(matter, david, me, Shared.STATUS)
    slip = {**typed(matter), "party": david.pk}

    before = text_of(post(browser, "desk_look", slip))
    after = text_of(post(browser, "desk_verify", {**slip, "birthday": "on", "postcode": "on"}))

    assert (STATUS_WORDS in before, STATUS_WORDS in after) == (False, True)
    assert "Where things stand is hidden" in before


def test_who_may_hear_dates_only_does_not_hear_where_things_stand(
    browser: Client, me: User, matter: Matter, david: Party
) -> None:
    _let(matter, david, me, Shared.DATES)
    slip = {**typed(matter), "party": david.pk, "birthday": "on", "postcode": "on"}

    text = text_of(post(browser, "desk_verify", slip))

    assert STATUS_WORDS not in text
    assert "Where things stand is not for them" in text


def test_while_one_of_two_clients_has_not_agreed_nothing_is_told(
    browser: Client, me: User, matter: Matter, david: Party
) -> None:
    margaret = matter.clients()[0]
    MatterParty.objects.create(matter=matter, party=factories.party("Roy Ellison"), role=MatterRole.CLIENT)
    _let(matter, david, me, Shared.STATUS)

    assert NO_DETAIL in _desk(browser, david)
    assert "David" not in _desk(browser, margaret).split("Today")[0]


def test_behind_a_wall_a_consent_names_no_matter_to_the_desk(
    browser: Client, me: User, matter: Matter, david: Party
) -> None:
    _let(matter, david, me, Shared.ALL)
    Matter.objects.filter(pk=matter.pk).update(is_restricted=True)

    text = _desk(browser, david)

    assert NO_DETAIL in text
    assert [word for word in ("Larch", "Margaret", "May be told") if word in text] == []


def test_a_call_of_somebody_who_may_be_told_is_about_that_matter(
    browser: Client, me: User, matter: Matter, david: Party
) -> None:
    _let(matter, david, me)

    post(browser, "desk_message", {**typed(matter), "party": david.pk})

    assert Callback.objects.get(caller=david).matter == matter


def test_a_consent_runs_by_the_day_of_the_desk(
    browser: Client, me: User, matter: Matter, david: Party, settings: Settings
) -> None:
    _let(matter, david, me, until=date(2026, 11, 24))
    assert "May be told" in _desk(browser, david)

    stop_near(NOON + timedelta(hours=12, minutes=1), settings)

    assert "May be told" not in _desk(browser, david)
