"""Changing the rules of contact, and what they hold for: rows, journal and refusals of each deed."""

import uuid
from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from practice import reach
from practice.errors import Refusal
from practice.models import ContactKind, ContactPoint, JournalEntry, Party, User
from practice.receipts import FormKey
from practice.services import reach as services
from practice.services.parties import NotUsedAnyMore, confirm_contact
from practice.services.reach import ReachRules
from practice.tests import factories

pytestmark = pytest.mark.django_db
NOON = factories.TUESDAY_NOON
USUAL: dict[str, Any] = {"voicemail_is_safe": True, "email_is_safe": True, "post_is_safe": True, "may_name_firm": True}


@pytest.fixture
def by() -> User:
    return factories.user()


@pytest.fixture
def nkechi(by: User) -> Party:
    return factories.party("Nkechi Bowen", by=by, phone="07700 900123", email="n@bowen.example", voicemail_is_safe=True)


def _change(party: Party, by: User, *, over: int | None = None, form_key: FormKey | None = None, **rules: Any) -> Party:
    party.refresh_from_db()
    return services.change_reach(
        party_id=party.pk,
        rules=ReachRules(**{**USUAL, **rules}),
        over=over,
        seen=reach.fingerprint(party),
        by=by,
        now=NOON,
        form_key=form_key,
    )


def _add(party: Party, by: User, text: str = "0113 496 0123", *, confirmed: bool = False) -> ContactPoint:
    point = services.add_contact_point(party_id=party.pk, kind=ContactKind.PHONE, text=text, by=by, now=NOON)
    return confirm_contact(contact_id=point.pk, how="Face to face", by=by, now=NOON) if confirmed else point


def test_the_rules_are_changed_over_a_confirmed_number_and_the_journal_keeps_both(nkechi: Party, by: User) -> None:
    mobile = nkechi.contacts.phones(NOON.date())[0]

    changed = _change(
        nkechi,
        by,
        over=mobile.pk,
        only_number=mobile.pk,
        ring_from=time(9, 30),
        ring_until=time(14, 30),
        voicemail_is_safe=False,
        words="Ask for Nkechi",
    )

    said = "Only 07700 900 123. No voicemail. Ring between 09:30 and 14:30. Ask for Nkechi"
    assert reach.sentence(changed) == said
    entry = JournalEntry.objects.get(event="party.reach_changed")
    assert (entry.party_id, entry.facts) == (
        nkechi.pk,
        {"how": "Over 07700 900123", "was": "No rule.", "rules": said},
    )


def _unconfirmed(party: Party, by: User) -> dict[str, Any]:
    return {"over": _add(party, by).pk}


def _of_another(party: Party, by: User) -> dict[str, Any]:
    return {"over": factories.party("Somebody Else", by=by).contacts.phones(NOON.date())[0].pk}


def _a_mailbox(party: Party, by: User) -> dict[str, Any]:
    return {"over": party.contacts.usable_emails(NOON.date())[0].pk}


def _not_the_only_one(party: Party, by: User) -> dict[str, Any]:
    other = _add(party, by, confirmed=True)
    _change(party, by, only_number=party.contacts.phones(NOON.date())[0].pk)
    return {"over": other.pk}


def _only_unconfirmed(party: Party, by: User) -> dict[str, Any]:
    return {"only_number": _add(party, by).pk}


def _only_of_another(party: Party, by: User) -> dict[str, Any]:
    return {"only_number": factories.party("Somebody Else", by=by).contacts.phones(NOON.date())[0].pk}


def _only_with_words(party: Party, by: User) -> dict[str, Any]:
    return {"only_number": _add(party, by, "07700 900 124, but never on a Sunday morning", confirmed=True).pk}


@pytest.mark.parametrize(
    ("arrange", "refusal"),
    [
        (_unconfirmed, services.NotConfirmedThere),
        (_of_another, services.NotConfirmedThere),
        (_a_mailbox, services.NotConfirmedThere),
        (_not_the_only_one, services.NotConfirmedThere),
        (_only_unconfirmed, services.NotANumberToRing),
        (_only_of_another, services.NotANumberToRing),
        (_only_with_words, services.NotANumberToRing),
        (lambda *_: {"ring_from": time(9)}, services.NoSuchHours),
        (lambda *_: {"ring_until": time(9)}, services.NoSuchHours),
        (lambda *_: {"ring_from": time(9), "ring_until": time(9)}, services.NoSuchHours),
    ],
)
def test_rules_that_cannot_be_are_refused_and_change_nothing(
    arrange: Callable[[Party, User], dict[str, Any]], refusal: type[Refusal], nkechi: Party, by: User
) -> None:
    facts = arrange(nkechi, by)
    before = Party.objects.filter(pk=nkechi.pk).values().get()
    entries = JournalEntry.objects.filter(event="party.reach_changed").count()

    with pytest.raises(refusal):
        _change(nkechi, by, words="Changed", **facts)

    assert Party.objects.filter(pk=nkechi.pk).values().get() == before
    assert JournalEntry.objects.filter(event="party.reach_changed").count() == entries


def test_hours_that_end_before_they_begin_are_refused_by_the_table_too(nkechi: Party) -> None:
    for starts, ends in ((time(14), time(9)), (time(9), None), (None, time(9))):
        with pytest.raises(IntegrityError), transaction.atomic():
            Party.objects.filter(pk=nkechi.pk).update(ring_from=starts, ring_until=ends)


def test_what_somebody_changed_meanwhile_is_not_written_over(nkechi: Party, by: User) -> None:
    seen = reach.fingerprint(nkechi)
    _change(nkechi, by, may_name_firm=False)

    with pytest.raises(services.RulesChanged):
        services.change_reach(party_id=nkechi.pk, rules=ReachRules(**USUAL), over=None, seen=seen, by=by, now=NOON)

    nkechi.refresh_from_db()
    assert not nkechi.may_name_firm


def test_the_same_form_twice_changes_the_rules_once(nkechi: Party, by: User) -> None:
    key = FormKey(key=uuid.uuid4(), digest="one")

    _change(nkechi, by, form_key=key, post_is_safe=False)
    _change(nkechi, by, form_key=key, post_is_safe=False)

    assert JournalEntry.objects.filter(event="party.reach_changed").count() == 1


def test_a_number_that_was_added_is_not_confirmed_and_there_once(nkechi: Party, by: User) -> None:
    added = _add(nkechi, by)

    with pytest.raises(services.ThereAlready):
        _add(nkechi, by, "+44 113 496 0123")
    assert (added.confirmed_at, added.is_preferred) == (None, False)
    assert JournalEntry.objects.filter(event="contact.added").count() == 1


def test_an_ended_number_stays_on_record_and_needs_confirming_when_it_comes_back(nkechi: Party, by: User) -> None:
    mobile = nkechi.contacts.phones(NOON.date())[0]
    for _ in range(2):
        services.end_contact_point(contact_id=mobile.pk, because="Lost", by=by, now=NOON)
    assert not nkechi.contacts.phones(NOON.date()).exists()
    assert ContactPoint.objects.get(pk=mobile.pk).ended_on == NOON.date()
    assert [entry.facts for entry in JournalEntry.objects.filter(event="contact.ended")] == [
        {"kind": "phone", "because": "Lost"}
    ]
    with pytest.raises(NotUsedAnyMore):
        confirm_contact(contact_id=mobile.pk, how="Face to face", by=by, now=NOON)
    with pytest.raises(services.EndedAlready):
        services.prefer_contact_point(contact_id=mobile.pk, by=by, now=NOON)

    again = _add(nkechi, by, "07700 900123")

    assert (again.pk, again.confirmed_at, again.ended_on, again.is_preferred) == (mobile.pk, None, None, True)


def test_the_only_number_cannot_end_until_the_rule_is_changed(nkechi: Party, by: User) -> None:
    mobile = nkechi.contacts.phones(NOON.date())[0]
    _change(nkechi, by, only_number=mobile.pk)

    with pytest.raises(services.OnlyNumberStays, match="07700 900 123 is the only number"):
        services.end_contact_point(contact_id=mobile.pk, because="Lost", by=by, now=NOON)
    _change(nkechi, by)
    services.end_contact_point(contact_id=mobile.pk, because="Lost", by=by, now=NOON + timedelta(minutes=1))

    assert not nkechi.contacts.phones(NOON.date()).exists()


def test_one_of_a_kind_is_preferred_at_a_time(nkechi: Party, by: User) -> None:
    other = _add(nkechi, by)

    for _ in range(2):
        services.prefer_contact_point(contact_id=other.pk, by=by, now=NOON)

    assert [point.pk for point in nkechi.contacts.filter(is_preferred=True, kind="phone")] == [other.pk]
    assert nkechi.contacts.filter(is_preferred=True, kind="email").exists()
    assert JournalEntry.objects.filter(event="contact.preferred").count() == 1
