"""Raising, changing and ending a barrier, looking over one, and what stays on record of each."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from practice import clock
from practice.errors import Refusal
from practice.models import Barrier, BarrierPerson, BrokenGlass, JournalEntry, Matter, OpenTo, Task, User, WallSide
from practice.permissions import Role
from practice.services import barriers, glass
from practice.services.barriers import BarrierFacts
from practice.tests import factories

pytestmark = pytest.mark.django_db
NOON = factories.TUESDAY_NOON
REVIEW = date(2027, 1, 26)


@pytest.fixture
def keeper() -> User:
    return factories.user(Role.COMPLIANCE, given="Karl", family="Keeper")


@pytest.fixture
def matter() -> Matter:
    return factories.matter(assistant=factories.user(Role.SECRETARY))


def facts(matter: Matter, **changes: Any) -> BarrierFacts:
    says = {"open_to": OpenTo.INSIDE, "inside": [matter.fee_earner], "outside": [], "reason": "A former client"}
    return BarrierFacts(**{**says, "review_on": REVIEW, **changes})


def stand(matter: Matter, keeper: User, **changes: Any) -> Barrier:
    return barriers.raise_barrier(matter_id=matter.pk, facts=facts(matter, **changes), by=keeper, now=NOON)


def sees(user: User, matter: Matter) -> bool:
    return Matter.objects.visible_to(user).filter(pk=matter.pk).exists()


def test_only_those_inside_see_the_matter_whatever_their_team(matter: Matter, keeper: User) -> None:
    stand(matter, keeper)

    assert matter.assistant is not None
    assert [sees(user, matter) for user in (matter.fee_earner, matter.assistant, factories.user(), keeper)] == [
        True,
        False,
        False,
        False,
    ]
    assert list(Matter.objects.on_team(matter.assistant)) == []
    assert list(Matter.objects.walled_from(matter.fee_earner)) == []
    assert list(Matter.objects.walled_from(keeper)) == [matter]
    assert list(Matter.objects.hidden_from(keeper)) == []  # compliance decide and oversee; they do not look in


def test_a_barrier_open_to_all_but_some_keeps_out_those_alone(matter: Matter, keeper: User) -> None:
    outsider = matter.assistant
    assert outsider is not None
    stand(matter, keeper, open_to=OpenTo.ALL_BUT_OUTSIDE, inside=[], outside=[outsider])

    assert [sees(user, matter) for user in (matter.fee_earner, factories.user(), outsider)] == [True, True, False]
    assert list(Matter.objects.outside_of(outsider)) == [matter]


def test_a_change_ends_one_row_and_begins_the_next(matter: Matter, keeper: User) -> None:
    first, newcomer = stand(matter, keeper), factories.user()

    second = barriers.change_barrier(
        barrier_id=first.pk,
        facts=facts(matter, inside=[matter.fee_earner, newcomer]),
        by=keeper,
        now=NOON + timedelta(days=1),
    )

    first.refresh_from_db()
    assert (first.ended_at, first.ended_by, first.followed_by) == (NOON + timedelta(days=1), keeper, second)
    assert [one.user for one in first.people.all()] == [matter.fee_earner]
    assert {one.user for one in second.people.all()} == {matter.fee_earner, newcomer}
    assert sees(newcomer, matter)
    reviews = {task.key: task.done_at is None for task in Task.objects.filter(owner=keeper)}
    assert reviews == {f"barrier:{first.pk}:review": False, f"barrier:{second.pk}:review": True}


def test_its_review_is_asked_for_on_its_day(matter: Matter, keeper: User) -> None:
    stand(matter, keeper)

    task = Task.objects.open_for(keeper).get()
    assert (task.due_on, task.matter, task.url) == (REVIEW, matter, f"/matters/{matter.pk}/barrier/")
    assert matter.title not in task.title


@pytest.mark.parametrize("was_restricted", [False, True])
def test_when_it_ends_the_matter_is_as_restricted_as_before(keeper: User, was_restricted: bool) -> None:
    matter = factories.matter(is_restricted=was_restricted)
    first = stand(matter, keeper)
    second = barriers.change_barrier(
        barrier_id=first.pk, facts=facts(matter, reason="Still a former client"), by=keeper, now=NOON
    )

    barriers.end_barrier(barrier_id=second.pk, because="They agreed", by=keeper, now=NOON)

    matter.refresh_from_db()
    assert matter.is_restricted == was_restricted
    assert sees(factories.user(), matter) != was_restricted
    assert not Task.objects.open_for(keeper).exists()


def test_the_journal_keeps_all_of_it_and_no_timeline_does(matter: Matter, keeper: User) -> None:
    first = stand(matter, keeper)
    barriers.end_barrier(barrier_id=first.pk, because="They agreed", by=keeper, now=NOON)

    kept = JournalEntry.objects.filter(event__startswith="barrier.")
    assert sorted(kept.values_list("event", "matter_id", "party_id")) == [
        ("barrier.ended", None, None),
        ("barrier.raised", None, None),
    ]
    said = kept.get(event="barrier.raised").facts["says"]
    assert (said["inside"], said["reason"]) == ([matter.fee_earner.name], "A former client")


def test_people_of_a_barrier_are_never_changed_in_place(matter: Matter, keeper: User) -> None:
    made = stand(matter, keeper)

    with pytest.raises(DatabaseError), transaction.atomic():
        BarrierPerson.objects.filter(barrier=made).update(side=WallSide.OUTSIDE)
    with pytest.raises(IntegrityError, match="one_side"), transaction.atomic():
        BarrierPerson.objects.create(barrier=made, user=matter.fee_earner, side=WallSide.OUTSIDE)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"inside": ["lawyer", "other"], "outside": ["other"]}, "both_sides_of_a_barrier", id="both sides"),
        pytest.param({"inside": ["other"]}, "fee_earner_not_inside", id="fee earner not named"),
        pytest.param(
            {"open_to": OpenTo.ALL_BUT_OUTSIDE, "inside": [], "outside": ["lawyer"]},
            "fee_earner_not_inside",
            id="fee earner outside",
        ),
        pytest.param({"inside": []}, "barrier_stops_nobody", id="nobody inside"),
        pytest.param({"open_to": OpenTo.ALL_BUT_OUTSIDE}, "barrier_stops_nobody", id="nobody outside"),
        pytest.param({"outside": ["keeper"]}, "not_their_barrier", id="keeper outside"),
        pytest.param({"inside": ["lawyer", "keeper"]}, "self_let_in", id="keeper inside"),
        pytest.param({"reason": "  "}, "barrier_reason_missing", id="no reason"),
        pytest.param({"review_on": date(2026, 11, 24)}, "barrier_review_in_the_past", id="reviewed today"),
    ],
)
def test_what_cannot_be_right_is_refused(matter: Matter, keeper: User, changes: dict[str, Any], code: str) -> None:
    who = {"lawyer": matter.fee_earner, "keeper": keeper, "other": factories.user()}
    meant = {name: [who[one] for one in value] if isinstance(value, list) else value for name, value in changes.items()}

    with pytest.raises(Refusal) as refused:
        stand(matter, keeper, **meant)

    assert refused.value.code == code
    assert not Barrier.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COMPLIANCE])
def test_nobody_but_compliance_keeps_barriers(matter: Matter, role: Role) -> None:
    with pytest.raises(barriers.NotTheirBarrier):
        stand(matter, factories.user(role))


def test_whoever_works_on_the_matter_does_not_keep_its_barrier() -> None:
    both = factories.user(Role.COMPLIANCE, Role.FEE_EARNER)

    with pytest.raises(barriers.NotTheirBarrier):
        stand(factories.matter(fee_earner=both), both)


def test_a_second_barrier_and_a_change_of_an_old_one_are_told_that_the_world_moved(
    matter: Matter, keeper: User
) -> None:
    first = stand(matter, keeper)
    with pytest.raises(barriers.BarrierMoved):
        stand(matter, keeper)

    barriers.end_barrier(barrier_id=first.pk, because="They agreed", by=keeper, now=NOON)
    with pytest.raises(barriers.BarrierMoved):
        barriers.change_barrier(barrier_id=first.pk, facts=facts(matter), by=keeper, now=NOON)
    with pytest.raises(barriers.BarrierMoved):
        barriers.end_barrier(barrier_id=first.pk, because="Again", by=keeper, now=NOON)


def _look(matter: Matter, by: User, **changes: Any) -> BrokenGlass:
    return glass.break_glass(
        matter_id=matter.pk,
        by=by,
        now=clock.now(),
        **{"reason": "A regulator asks", "lasts": timedelta(hours=1), **changes},
    )


def test_a_broken_glass_shows_the_matter_until_it_ends_by_itself(matter: Matter, keeper: User) -> None:
    other = factories.user(Role.COMPLIANCE)
    stand(matter, keeper)

    made = _look(matter, keeper)

    assert (sees(keeper, matter), sees(other, matter), made.told) == (True, False, other)
    BrokenGlass.objects.filter(pk=made.pk).update(
        opened_at=clock.now() - timedelta(hours=2), expires_at=clock.now() - timedelta(seconds=1)
    )
    assert not sees(keeper, matter)
    assert JournalEntry.objects.get(event="glass.broken").facts["told"] == other.name


def test_a_look_is_ended_early_by_hand_and_by_a_barrier_that_puts_one_outside(matter: Matter, keeper: User) -> None:
    other, barrier = factories.user(Role.COMPLIANCE), stand(matter, keeper)
    first = _look(matter, keeper)
    glass.close_glass(glass_id=first.pk, by=keeper, now=clock.now())
    assert not sees(keeper, matter)

    _look(matter, other)
    barriers.change_barrier(barrier_id=barrier.pk, facts=facts(matter, outside=[other]), by=keeper, now=NOON)

    assert not sees(other, matter)
    with pytest.raises(barriers.NotTheirBarrier):
        _look(matter, other)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"reason": " "}, "barrier_reason_missing", id="no reason"),
        pytest.param({"lasts": timedelta(hours=5)}, "look_too_long", id="five hours"),
        pytest.param({"lasts": timedelta(0)}, "look_too_long", id="no time"),
    ],
)
def test_a_look_without_reason_or_end_is_refused(
    matter: Matter, keeper: User, changes: dict[str, Any], code: str
) -> None:
    factories.user(Role.MANAGING_PARTNER)
    stand(matter, keeper)

    with pytest.raises(Refusal) as refused:
        _look(matter, keeper, **changes)

    assert (refused.value.code, sees(keeper, matter)) == (code, False)


def test_a_glass_is_not_broken_where_nobody_could_be_told_or_nothing_is_restricted(
    matter: Matter, keeper: User
) -> None:
    partner = factories.user(Role.MANAGING_PARTNER)
    with pytest.raises(glass.NotRestricted):
        _look(matter, keeper)

    stand(matter, keeper, outside=[partner])
    with pytest.raises(glass.NobodyToTell):
        _look(matter, keeper)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COMPLIANCE])
def test_nobody_but_compliance_looks_over_a_barrier(matter: Matter, keeper: User, role: Role) -> None:
    stand(matter, keeper)

    with pytest.raises(barriers.NotTheirBarrier):
        _look(matter, factories.user(role))
