"""What people agree to: rows, journal and refusals of each deed, and what stands on which day."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from practice import sharing
from practice.errors import Refusal
from practice.models import (
    ConsentToShare,
    ConsentWay,
    JournalEntry,
    Matter,
    MatterParty,
    MatterRole,
    Party,
    Purpose,
    PurposeConsent,
    Shared,
    User,
)
from practice.receipts import FormKey
from practice.services.consents import ShareFacts, record_purpose, record_share, withdraw_share
from practice.tests import factories

pytestmark = pytest.mark.django_db
NOON = factories.TUESDAY_NOON
TODAY, MONDAY = date(2026, 11, 24), date(2026, 11, 23)
FRIDAY = date(2026, 12, 18)


@pytest.fixture
def by() -> User:
    return factories.user()


@pytest.fixture
def nkechi(by: User) -> Party:
    return factories.party("Nkechi Bowen", by=by, title="Ms")


@pytest.fixture
def matter(by: User, nkechi: Party) -> Matter:
    return factories.matter(fee_earner=by, client=nkechi)


def _share(party: Party, by: User, *, key: FormKey | None = None, **changes: Any) -> ConsentToShare:
    usual: dict[str, Any] = {
        "told_name": "David Bowen",
        "relation": "her son",
        "what": Shared.DATES,
        "given_on": MONDAY,
        "until": FRIDAY,
        "way": ConsentWay.RANG_THEM,
    }
    return record_share(party_id=party.pk, facts=ShareFacts(**usual | changes), by=by, now=NOON, form_key=key)


def _say(party: Party, by: User, is_given: bool, **changes: Any) -> PurposeConsent:
    usual: dict[str, Any] = {
        "purpose": Purpose.MARKETING,
        "said_on": MONDAY,
        "way": ConsentWay.RANG_US,
        "notice_version": "2026-11",
    }
    return record_purpose(party_id=party.pk, is_given=is_given, by=by, now=NOON, **usual | changes)


def test_a_consent_to_share_is_recorded_once_with_everything_that_was_said(
    matter: Matter, nkechi: Party, by: User
) -> None:
    key = FormKey.of(uuid.uuid4(), {})
    broker = factories.party("Dale and Finch", title="", by=by)

    first = _share(nkechi, by, told=broker, told_name="typed", matter=matter, limits="not the price", key=key)
    again = _share(nkechi, by, told=broker, told_name="typed", matter=matter, limits="not the price", key=key)

    assert first == again
    assert (first.who, first.extent) == ("Dale and Finch, her son", "Dates only, not the price")
    entry = JournalEntry.objects.get(event="share.agreed")
    assert (entry.party_id, entry.matter_id) == (nkechi.pk, matter.pk)
    assert entry.facts == {
        "who": "Dale and Finch, her son",
        "extent": "Dates only, not the price",
        "until_on": "2026-12-18",
        "way": "We rang a confirmed number of theirs",
    }


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"told_name": " "}, "nobody_else"),
        ({"way": ConsentWay.RANG_US}, "not_that_way"),
        ({"given_on": TODAY + timedelta(days=1)}, "not_said_yet"),
        ({"until": MONDAY}, "ends_too_soon"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_cannot_be_agreed_to_leaves_no_row(nkechi: Party, by: User, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        _share(nkechi, by, **changes)

    assert refused.value.code == code
    assert not ConsentToShare.objects.exists()


def test_nobody_shares_a_matter_that_is_not_theirs_nor_with_themselves(nkechi: Party, by: User) -> None:
    against = factories.matter(fee_earner=by)
    MatterParty.objects.create(matter=against, party=nkechi, role=MatterRole.OPPONENT)
    codes = []
    for changes in ({"matter": against}, {"told": nkechi}):
        with pytest.raises(Refusal) as refused:
            _share(nkechi, by, **changes)
        codes.append(refused.value.code)

    assert codes == ["not_their_matter", "nobody_else"]


@pytest.mark.parametrize("fields", [{"died_on": MONDAY}, {"lacks_capacity": True}], ids=["died", "no capacity"])
def test_whoever_cannot_agree_any_more_can_still_say_no(nkechi: Party, by: User, fields: dict[str, Any]) -> None:
    Party.objects.filter(pk=nkechi.pk).update(**fields)

    for deed in (lambda: _share(nkechi, by), lambda: _say(nkechi, by, True)):
        with pytest.raises(Refusal, match=r"estate|capacity"):
            deed()
    assert _say(nkechi, by, False).is_given is False


def test_a_consent_is_withdrawn_once_and_keeps_the_first_time(nkechi: Party, by: User) -> None:
    share = _share(nkechi, by)

    withdraw_share(share_id=share.pk, way=ConsentWay.RANG_US, by=by, now=NOON)
    withdraw_share(share_id=share.pk, way=ConsentWay.SIGNED, by=factories.user(), now=NOON + timedelta(days=1))

    share.refresh_from_db()
    assert (share.withdrawn_at, share.withdrawn_by, share.withdrawn_way) == (NOON, by, ConsentWay.RANG_US)
    assert JournalEntry.objects.filter(event="share.withdrawn").count() == 1


@pytest.mark.parametrize(
    ("on", "stands"),
    [(MONDAY - timedelta(days=1), False), (MONDAY, True), (FRIDAY, True), (FRIDAY + timedelta(days=1), False)],
    ids=["the day before", "the first day", "the last day", "the day after"],
)
def test_a_consent_stands_from_its_first_day_to_its_last(
    matter: Matter, nkechi: Party, by: User, on: date, stands: bool
) -> None:
    share = _share(nkechi, by)

    assert (share.holds(on), ConsentToShare.objects.standing(on).exists()) == (stands, stands)
    assert bool(sharing.on_matter(matter, [nkechi], on=on)) == stands


def test_of_two_clients_both_have_to_agree(matter: Matter, nkechi: Party, by: User) -> None:
    joseph, broker = factories.party("Joseph Bowen", by=by), factories.party("Dale and Finch", by=by)
    MatterParty.objects.create(matter=matter, party=joseph, role=MatterRole.CLIENT)
    _share(nkechi, by, told=broker, what=Shared.STATUS)
    clients = [nkechi, joseph]

    (one,) = sharing.on_matter(matter, clients, on=TODAY)
    assert (one.missing, one.holds, one.covers_status) == ([joseph], False, False)
    assert sharing.told_to(broker, by, on=TODAY) == []

    _share(joseph, by, told=broker, what=Shared.DATES)
    (both,) = sharing.on_matter(matter, clients, on=TODAY)
    assert (both.missing, both.holds, both.covers_status) == ([], True, False)
    assert [told.matter for told in sharing.told_to(broker, by, on=TODAY)] == [matter]


def test_what_is_agreed_on_one_matter_says_nothing_of_another(matter: Matter, nkechi: Party, by: User) -> None:
    other, broker = factories.matter(fee_earner=by, client=nkechi), factories.party("Dale and Finch", by=by)
    _share(nkechi, by, told=broker, matter=matter)

    assert [one.matter for one in sharing.told_to(broker, by, on=TODAY)] == [matter]
    assert sharing.on_matter(other, [nkechi], on=TODAY) == []

    _share(nkechi, by, told=broker)
    assert [one.matter for one in sharing.told_to(broker, by, on=TODAY)] == [other, matter]


def test_a_wall_hides_the_consents_about_what_is_behind_it(by: User) -> None:
    client, broker = factories.party("Quentin Zebra", by=by), factories.party("Dale and Finch", by=by)
    secret = factories.matter(fee_earner=by, client=client, is_restricted=True)
    for matter in (secret, None):
        _share(client, by, told=broker, matter=matter)
    stranger = factories.user()

    assert ConsentToShare.objects.visible_to(by).count() == 2
    assert not ConsentToShare.objects.visible_to(stranger).exists()
    assert sharing.told_to(broker, stranger, on=TODAY) == []


def test_a_yes_and_a_no_to_a_purpose_are_rows_that_never_change(nkechi: Party, by: User) -> None:
    yes = _say(nkechi, by, True)
    no = _say(nkechi, by, False, said_on=TODAY, notice_version="")

    assert list(PurposeConsent.objects.of(nkechi).newest_first()) == [no, yes]
    assert list(JournalEntry.objects.filter(event__startswith="purpose.").order_by("pk").values_list("event")) == [
        ("purpose.agreed",),
        ("purpose.refused",),
    ]
    for sql in ("UPDATE practice_purposeconsent SET is_given = false", "DELETE FROM practice_purposeconsent"):
        refused = pytest.raises(DatabaseError, match=r"permission denied|never changed")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"notice_version": ""}, "notice_missing"), ({"said_on": FRIDAY}, "not_said_yet")],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_yes_needs_its_notice_and_a_day_that_has_been(
    nkechi: Party, by: User, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        _say(nkechi, by, True, **changes)

    assert refused.value.code == code


_WRONG: dict[str, Callable[[ConsentToShare], None]] = {
    "practice_share_says_who_is_told": lambda one: setattr(one, "told_name", ""),
    "practice_share_known_way": lambda one: setattr(one, "way", "rang_us"),
    "practice_share_known_extent": lambda one: setattr(one, "what", "gossip"),
    "practice_share_ends_after_it_begins": lambda one: setattr(one, "until", one.given_on - timedelta(days=1)),
    "practice_share_withdrawn_says_when_by_whom_and_how": lambda one: setattr(one, "withdrawn_at", NOON),
}


@pytest.mark.parametrize("promise", _WRONG)
def test_the_table_keeps_what_must_always_be_true(nkechi: Party, by: User, promise: str) -> None:
    share = _share(nkechi, by)
    _WRONG[promise](share)

    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        share.save()
