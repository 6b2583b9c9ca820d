"""Forms that arrive twice."""

import uuid

import pytest

from practice import receipts
from practice.models import FormReceipt, JournalEntry, MatterRole, Party, Relationship
from practice.receipts import FormKey, FormUsedForSomethingElse
from practice.services.matters import add_new_party
from practice.services.parties import PartyFacts, record_party
from practice.tests import factories

pytestmark = pytest.mark.django_db
NOON = factories.TUESDAY_NOON


def _key(key: uuid.UUID, **typed: str) -> FormKey:
    return FormKey.of(key, typed)


def test_the_same_form_twice_gets_the_same_answer_and_one_row() -> None:
    user, key = factories.user(), _key(uuid.uuid4(), name="Joseph Adeyemi")
    facts = PartyFacts(name="Joseph Adeyemi")

    first = record_party(facts=facts, by=user, now=NOON, form_key=key)
    second = record_party(facts=facts, by=user, now=NOON, form_key=key)

    assert first == second
    assert Party.objects.filter(name="Joseph Adeyemi").count() == 1
    assert JournalEntry.objects.filter(event="party.recorded").count() == 1


def test_the_same_key_with_other_words_is_refused_and_writes_nothing() -> None:
    user, key = factories.user(), uuid.uuid4()
    record_party(facts=PartyFacts(name="Joseph"), by=user, now=NOON, form_key=_key(key, name="Joseph"))

    with pytest.raises(FormUsedForSomethingElse):
        record_party(facts=PartyFacts(name="Nkechi"), by=user, now=NOON, form_key=_key(key, name="Nkechi"))

    assert list(Party.objects.values_list("name", flat=True)) == ["Joseph"]


def test_a_key_used_for_one_kind_of_thing_is_no_key_to_another() -> None:
    user, matter = factories.user(), factories.matter()
    key = _key(uuid.uuid4(), name="Joseph")
    record_party(facts=PartyFacts(name="Joseph"), by=user, now=NOON, form_key=key)

    with pytest.raises(FormUsedForSomethingElse):
        add_new_party(
            matter_id=matter.pk,
            facts=PartyFacts(name="Joseph", relationship=Relationship.THIRD_PARTY),
            role=MatterRole.AGENT,
            by=user,
            now=NOON,
            form_key=key,
        )


def test_the_order_in_which_a_browser_sends_the_fields_does_not_matter() -> None:
    key = uuid.uuid4()

    assert FormKey.of(key, {"a": "1", "b": "2"}) == FormKey.of(key, {"b": "2", "a": "1"})
    assert FormKey.of(key, {"a": "1", "b": "2"}) != FormKey.of(key, {"a": "1", "b": "3"})


def test_a_form_without_a_key_leaves_no_receipt() -> None:
    receipts.keep(None, factories.party(), at=NOON)

    assert receipts.earlier(None, Party) is None
    assert FormReceipt.objects.count() == 0
