"""Of two records with rules of contact the stricter rule stays; rules that cannot both be kept refuse the merge."""

from datetime import date, time
from typing import Any

import pytest

from callbacks.tests.factories import NOON
from clientcare.duplicates.merging import RulesAtOdds
from clientcare.duplicates.tests.rows import changed, dump
from clientcare.duplicates.tests.test_merging import merge
from clientcare.duplicates.undoing import undo_merge
from practice.models import ContactPoint, Party, User
from practice.permissions import Role
from practice.reach import sentence
from practice.tests import factories

pytestmark = pytest.mark.django_db
MOBILE, HOME = "07700 900801", "0113 496 0801"


@pytest.fixture
def keeper() -> User:
    return factories.user(Role.SECRETARY)


def _record(keeper: User, name: str, *, phone: str = MOBILE, only: bool = False, **rules: Any) -> Party:
    made = factories.party(name, by=keeper, phone=phone, email="", voicemail_is_safe=True)
    if only:
        rules["only_number"] = made.contacts.phones(NOON.date())[0]
    Party.objects.filter(pk=made.pk).update(**rules)
    return made


def test_the_stricter_rule_of_each_kind_stays_and_undoing_gives_both_back(keeper: User) -> None:
    kept = _record(keeper, "Ann Lee", ring_from=time(9), ring_until=time(15), may_name_firm=False)
    other = _record(keeper, "Anne Lee", ring_from=time(10), ring_until=time(16), post_is_safe=False, only=True)
    before = dump()

    done = merge(kept, other, keeper)

    kept.refresh_from_db()
    said = "Only 07700 900 801. Do not say who is calling. Ring between 10:00 and 15:00. No post."
    assert sentence(kept) == said
    assert kept.only_number is not None
    assert kept.only_number.party == kept
    other.refresh_from_db()
    assert other.only_number is None
    undo_merge(merge_id=done.pk, by=keeper, now=NOON)
    assert changed(before, dump()) == {}


@pytest.mark.parametrize("of_kept", [True, False])
def test_the_only_number_stays_whichever_of_two_same_points_is_set_aside(keeper: User, of_kept: bool) -> None:
    kept, other = _record(keeper, "Ann Lee", only=of_kept), _record(keeper, "Anne Lee", only=not of_kept)
    ContactPoint.objects.filter(party=kept).update(confirmed_at=None, confirmed_by=None)
    before = dump()

    done = merge(kept, other, keeper)

    kept.refresh_from_db()
    assert kept.only_number == kept.contacts.get()
    assert kept.contacts.get().confirmed_at is not None
    undo_merge(merge_id=done.pk, by=keeper, now=NOON)
    assert changed(before, dump()) == {}


@pytest.mark.parametrize(
    ("one", "two", "said"),
    [
        pytest.param({"only": True}, {"only": True, "phone": HOME}, "another number", id="two only numbers"),
        pytest.param(
            {"ring_from": time(9), "ring_until": time(12)},
            {"ring_from": time(12), "ring_until": time(15)},
            "no hour at which both",
            id="hours that do not meet",
        ),
    ],
)
def test_rules_that_cannot_both_be_kept_refuse_the_merge(
    keeper: User, one: dict[str, Any], two: dict[str, Any], said: str
) -> None:
    kept, other = _record(keeper, "Ann Lee", **one), _record(keeper, "Anne Lee", **two)
    before = dump()

    with pytest.raises(RulesAtOdds, match=said):
        merge(kept, other, keeper)

    assert changed(before, dump()) == {}


def test_an_only_number_that_the_other_record_has_ended_refuses_the_merge(keeper: User) -> None:
    kept, other = _record(keeper, "Ann Lee", only=True), _record(keeper, "Anne Lee")
    ContactPoint.objects.filter(party=other).update(ended_on=date(2026, 11, 20))

    with pytest.raises(RulesAtOdds, match="not used any more"):
        merge(kept, other, keeper)


def test_what_one_record_has_ended_is_used_no_more(keeper: User) -> None:
    kept, other = _record(keeper, "Ann Lee"), _record(keeper, "Anne Lee")
    ContactPoint.objects.filter(party=other).update(ended_on=date(2026, 11, 20), is_preferred=False)

    merge(kept, other, keeper)

    assert not kept.contacts.phones(NOON.date()).exists()
    assert kept.contacts.get().is_preferred is False
