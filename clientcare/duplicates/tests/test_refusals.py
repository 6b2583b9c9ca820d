"""When two records are not merged, and when a merge is not taken back: in words, with nothing changed."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from callbacks.tests.factories import NOON, book
from clientcare.duplicates.fields import fingerprint
from clientcare.duplicates.merging import (
    BehindAWall,
    MergedAlready,
    OnTwoSides,
    RecordsChanged,
    ToldApart,
    merge_parties,
)
from clientcare.duplicates.tests.rows import changed, dump
from clientcare.duplicates.tests.test_merging import merge
from clientcare.duplicates.undoing import MovedSince, PeriodOver, UndoneAlready, undo_merge
from intake.models import CddCheck
from intake.services import report_suspicion
from practice.errors import Refusal
from practice.models import Matter, MatterParty, MatterRole, Party, PartyMerge, PartyName, User
from practice.permissions import Role
from practice.services.pairs import doubt_again, tell_apart
from practice.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper() -> User:
    return factories.user(Role.SECRETARY)


@pytest.fixture
def ann(keeper: User) -> Party:
    return factories.party("Ann Lee", by=keeper)


@pytest.fixture
def anne(keeper: User) -> Party:
    return factories.party("Anne Lee", by=keeper)


def _said_apart(ann: Party, anne: Party, keeper: User) -> None:
    tell_apart(one_id=anne.pk, other_id=ann.pk, by=keeper, now=NOON)


def _on_two_sides(ann: Party, anne: Party, keeper: User) -> None:
    matter = factories.matter(client=ann)
    MatterParty.objects.create(matter=matter, party=anne, role=MatterRole.OPPONENT)


def _both_checked(ann: Party, anne: Party, keeper: User) -> None:
    matter = factories.matter(client=ann)
    MatterParty.objects.create(matter=matter, party=anne, role=MatterRole.CLIENT)
    for party in (ann, anne):
        CddCheck.objects.create(matter=matter, party=party)


def _behind_a_wall(ann: Party, anne: Party, keeper: User) -> None:
    factories.matter(client=anne, is_restricted=True, assistant=keeper)


def _merged_before(ann: Party, anne: Party, keeper: User) -> None:
    merge(factories.party("Ann Leigh", by=keeper), anne, keeper)


def _too_much_to_keep(ann: Party, anne: Party, keeper: User) -> None:
    for party, letter in ((ann, "a"), (anne, "b")):
        Party.objects.filter(pk=party.pk).update(safe_contact=letter * 150)


@pytest.mark.parametrize(
    ("arrange", "refusal"),
    [
        (_said_apart, ToldApart),
        (_on_two_sides, OnTwoSides),
        (_both_checked, OnTwoSides),
        (_behind_a_wall, BehindAWall),
        (_merged_before, MergedAlready),
        (_too_much_to_keep, Refusal),
    ],
)
def test_a_merge_is_refused_and_changes_nothing(
    arrange: Callable[[Party, Party, User], None], refusal: type[Refusal], ann: Party, anne: Party, keeper: User
) -> None:
    arrange(ann, anne, keeper)
    before, merges = dump(), PartyMerge.objects.count()

    with pytest.raises(refusal):
        merge(ann, anne, keeper)

    assert (changed(before, dump()), PartyMerge.objects.count()) == ({}, merges)


def test_what_was_compared_must_be_what_stands_there(ann: Party, anne: Party, keeper: User) -> None:
    seen = fingerprint(ann, anne)
    Party.objects.filter(pk=anne.pk).update(born_on=date(1970, 1, 1))

    with pytest.raises(RecordsChanged):
        merge_parties(kept_id=ann.pk, merged_id=anne.pk, from_merged=(), seen=seen, by=keeper, now=NOON)


def test_the_sides_of_a_matter_that_one_may_not_see_are_not_told(ann: Party, anne: Party, keeper: User) -> None:
    matter = factories.matter(client=ann, is_restricted=True, title="Secret sale")
    MatterParty.objects.create(matter=matter, party=anne, role=MatterRole.OPPONENT)
    for party in (ann, anne):
        factories.matter(client=party)

    with pytest.raises(OnTwoSides, match="^These two cannot be merged here. Ask compliance to look at them.$"):
        merge(ann, anne, keeper)


def test_different_people_can_be_doubted_again(ann: Party, anne: Party, keeper: User) -> None:
    tell_apart(one_id=ann.pk, other_id=anne.pk, by=keeper, now=NOON)
    doubt_again(one_id=ann.pk, other_id=anne.pk, by=keeper, now=NOON)

    assert merge(ann, anne, keeper).kept == ann


def _changed_birthday(ann: Party, anne: Party, keeper: User) -> None:
    Party.objects.filter(pk=ann.pk).update(born_on=date(1970, 1, 2))


def _name_gone(ann: Party, anne: Party, keeper: User) -> None:
    PartyName.objects.filter(party=ann, text="Anne Lee").delete()


def _part_handed_on(ann: Party, anne: Party, keeper: User) -> None:
    MatterParty.objects.filter(party=ann).update(role=MatterRole.OTHER, party=factories.party("X", by=keeper))


def _kept_was_merged(ann: Party, anne: Party, keeper: User) -> None:
    merge(factories.party("Ann Leigh", by=keeper), ann, keeper)


def _another_merged(ann: Party, anne: Party, keeper: User) -> None:
    merge(ann, factories.party("Ann Leigh", by=keeper), keeper)


def _work_went_on(ann: Party, anne: Party, keeper: User) -> None:
    matter = Matter.objects.get(parties__party=ann)
    book(matter.fee_earner, starts_at=NOON + timedelta(hours=2, minutes=20), by=keeper, caller=ann, matter=matter)


@pytest.mark.parametrize(
    ("arrange", "words"),
    [
        (_changed_birthday, "the facts of the record"),
        (_name_gone, "a name"),
        (_part_handed_on, "a part in a matter"),
        (_kept_was_merged, "Take that merge back first"),
        (_another_merged, "Take that merge back first"),
        (_work_went_on, "work went on"),
    ],
)
def test_a_merge_is_not_taken_back_over_what_has_happened_since(
    arrange: Callable[[Party, Party, User], None], words: str, ann: Party, anne: Party, keeper: User
) -> None:
    factories.matter(client=anne)
    Party.objects.filter(pk=anne.pk).update(born_on=date(1970, 1, 1))
    done = merge(ann, anne, keeper)
    arrange(ann, anne, keeper)
    before = dump()

    with pytest.raises(MovedSince, match=words):
        undo_merge(merge_id=done.pk, by=keeper, now=NOON)

    done.refresh_from_db()
    assert (changed(before, dump()), done.undone_at) == ({}, None)


def test_what_was_added_to_the_kept_record_since_stays_with_it(ann: Party, anne: Party, keeper: User) -> None:
    done = merge(ann, anne, keeper)
    call = book(factories.user(), starts_at=NOON + timedelta(hours=2, minutes=20), by=keeper, caller=ann)

    undo_merge(merge_id=done.pk, by=keeper, now=NOON)

    call.refresh_from_db()
    assert call.caller == ann


def test_a_note_for_the_mlro_is_told_by_no_refusal(ann: Party, anne: Party, keeper: User) -> None:
    matter = factories.matter(client=anne)
    done = merge(ann, anne, keeper)
    report_suspicion(matter=matter, party=ann, words="Pays in notes.", by=keeper, now=NOON)

    assert undo_merge(merge_id=done.pk, by=keeper, now=NOON).undone_by == keeper


def test_the_period_ends_at_its_moment_and_a_merge_is_taken_back_once(ann: Party, anne: Party, keeper: User) -> None:
    done = merge(ann, anne, keeper)

    with pytest.raises(PeriodOver, match=r"until Thu 24 Dec 2026"):
        undo_merge(merge_id=done.pk, by=keeper, now=done.undo_until + timedelta(microseconds=1))
    undo_merge(merge_id=done.pk, by=keeper, now=done.undo_until)
    with pytest.raises(UndoneAlready):
        undo_merge(merge_id=done.pk, by=keeper, now=done.undo_until)


def test_after_it_was_taken_back_the_two_can_be_merged_the_other_way(ann: Party, anne: Party, keeper: User) -> None:
    undo_merge(merge_id=merge(ann, anne, keeper).pk, by=keeper, now=NOON)

    merge(anne, ann, keeper)

    ann.refresh_from_db()
    assert ann.merged_into == anne
