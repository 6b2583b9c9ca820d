"""The care plan of a matter: when the next update is due, who may be named, what becomes a task later."""

from datetime import date, timedelta
from typing import Any

import pytest

from practice.care import check_rhythm, deputy_of, next_by_rhythm
from practice.errors import Refusal
from practice.models import (
    CarePlan,
    CareReminder,
    JournalEntry,
    Matter,
    MatterStage,
    ReminderKind,
    Rhythm,
    Task,
    User,
)
from practice.permissions import Role
from practice.services.care import PlanFacts, note_reminder, set_plan, take_reminder_off
from practice.services.matters import write_update
from practice.services.reviews import ask_for_reviews
from practice.tests import factories
from practice.tests.calendars import calendar_of

NOON = factories.TUESDAY_NOON
TODAY = date(2026, 11, 24)
LATER = date(2026, 12, 22)


@pytest.fixture
def matter(db: None) -> Matter:
    return factories.matter(fee_earner=factories.user(given="Amara"))


def _plan(matter: Matter, *, seen: int = 0, owners: dict[int, User | None] | None = None, **facts: Any) -> CarePlan:
    known = PlanFacts(owners=owners or {}, **facts)
    return set_plan(matter_id=matter.pk, facts=known, seen=seen, by=matter.fee_earner, now=NOON)


# --- the rhythm


@pytest.mark.parametrize(
    ("rhythm", "every", "told", "following"),
    [
        pytest.param("working_days", 5, date(2026, 11, 24), date(2026, 12, 1), id="five working days"),
        pytest.param("working_days", 2, date(2026, 11, 26), date(2026, 11, 30), id="over a weekend"),
        pytest.param("working_days", 1, date(2026, 12, 24), date(2026, 12, 29), id="over Christmas"),
        pytest.param("working_days", 1, date(2026, 11, 28), date(2026, 11, 30), id="told on a Saturday"),
        pytest.param("weeks", 2, date(2026, 11, 24), date(2026, 12, 8), id="two weeks"),
        pytest.param("weeks", 1, date(2026, 12, 18), date(2026, 12, 24), id="a holiday: the day before"),
        pytest.param("weeks", 1, date(2026, 11, 28), date(2026, 12, 4), id="a Saturday: the Friday before"),
        pytest.param("events", None, date(2026, 11, 24), None, id="by events: somebody says"),
        pytest.param("", None, date(2026, 11, 24), None, id="none promised"),
    ],
)
def test_the_next_update_is_counted_in_working_days_of_the_office(
    rhythm: str, every: int | None, told: date, following: date | None
) -> None:
    plan = CarePlan(rhythm=rhythm, every=every)

    assert next_by_rhythm(plan, told, calendar_of()) == following


@pytest.mark.parametrize(
    ("rhythm", "every", "events", "code"),
    [
        pytest.param("working_days", None, "", "no_number", id="no number"),
        pytest.param("working_days", 61, "", "no_number", id="once a quarter is no rhythm"),
        pytest.param("weeks", 0, "", "no_number", id="every nought weeks"),
        pytest.param("weeks", 27, "", "no_number", id="twice a year"),
        pytest.param("events", 3, "", "no_events", id="no event"),
    ],
)
def test_a_rhythm_says_how_often(rhythm: str, every: int | None, events: str, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        check_rhythm(rhythm, every=every, events=events)

    assert refusal.value.code == code


def test_an_update_without_a_day_promises_the_next_by_the_rhythm(matter: Matter) -> None:
    _plan(matter, rhythm=Rhythm.WORKING_DAYS, every=5)

    for said, expected in ((None, date(2026, 12, 1)), (date(2026, 11, 27), date(2026, 11, 27))):
        matter.refresh_from_db()
        write_update(
            matter_id=matter.pk,
            status_line="We wait for the searches.",
            next_update_on=said,
            seen_at=matter.status_at,
            by=matter.fee_earner,
            now=NOON,
        )
        matter.refresh_from_db()
        assert matter.next_update_on == expected


# --- the people


def test_the_plan_is_one_row_its_history_the_journals_and_an_old_page_is_told(matter: Matter) -> None:
    siobhan, client = factories.user(given="Siobhan", family="Keane"), matter.clients()[0]
    _plan(matter, rhythm=Rhythm.WEEKS, every=1, deputy=siobhan, owners={client.pk: siobhan})
    _plan(matter, seen=1, rhythm=Rhythm.EVENTS, events="the searches come back", every=4, owners={client.pk: siobhan})
    with pytest.raises(Refusal) as refusal:
        _plan(matter, seen=1, rhythm="")

    assert (refusal.value.code, refusal.value.status) == ("plan_changed", 409)
    stands = CarePlan.objects.get()
    assert (stands.rhythm_words, stands.every, stands.deputy) == ("when the searches come back", None, None)
    entries = JournalEntry.objects.filter(event__in=["care.planned", "party.looked_after"]).order_by("pk")
    assert [one.facts for one in entries] == [
        {"rhythm": "every week", "deputy": "Siobhan Keane"},
        {"owner": "Siobhan Keane"},
        {"rhythm": "when the searches come back", "deputy": "nobody"},
    ]


def test_who_may_not_see_a_matter_neither_deputises_nor_looks_after_its_client(matter: Matter) -> None:
    Matter.objects.filter(pk=matter.pk).update(is_restricted=True)
    stranger, client = factories.user(), matter.clients()[0]
    wrong: tuple[tuple[dict[str, Any], str], ...] = (
        ({"deputy": stranger}, "deputy_sees_nothing"),
        ({"deputy": matter.fee_earner}, "deputy_is_fee_earner"),
        ({"owners": {client.pk: stranger}}, "owner_sees_nothing"),
    )
    for facts, code in wrong:
        with pytest.raises(Refusal) as refusal:
            _plan(matter, **facts)
        assert refusal.value.code == code

    assert (CarePlan.objects.count(), JournalEntry.objects.filter(event="care.planned").count()) == (0, 0)


def test_a_deputy_answers_while_they_may_see_the_matter_and_do_not_have_it_themselves(matter: Matter) -> None:
    siobhan = factories.user(given="Siobhan")
    _plan(matter, deputy=siobhan)
    matter.refresh_from_db()
    found = [deputy_of(matter)]

    for change in ({"is_restricted": True}, {"is_restricted": False, "fee_earner": siobhan}):
        Matter.objects.filter(pk=matter.pk).update(**change)
        found.append(deputy_of(Matter.objects.get(pk=matter.pk)))

    assert found == [siobhan, None, None]


# --- what outlives the matter


def _remind(matter: Matter, **facts: Any) -> CareReminder:
    known: dict[str, Any] = {
        "kind": ReminderKind.WILL_REVIEW,
        "words": "",
        "on": date(2026, 12, 31),
        "remind_on": date(2026, 12, 1),
    }
    return note_reminder(matter_id=matter.pk, **known | facts, by=matter.fee_earner, now=NOON)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        pytest.param({}, "reminder_is_there", id="remembered already"),
        pytest.param({"remind_on": TODAY}, "reminder_past", id="today"),
        pytest.param({"remind_on": date(2027, 1, 1)}, "reminder_too_late", id="after the date"),
    ],
)
def test_a_reminder_comes_once_in_time_and_to_come(matter: Matter, facts: dict[str, Any], code: str) -> None:
    _remind(matter)

    with pytest.raises(Refusal) as refusal:
        _remind(matter, **facts)

    assert refusal.value.code == code
    assert CareReminder.objects.count() == 1


def test_on_its_day_a_reminder_of_a_closed_matter_is_asked_once_of_who_looks_after_the_client(matter: Matter) -> None:
    owner, client = factories.user(given="Siobhan"), matter.clients()[0]
    _plan(matter, owners={client.pk: owner})
    kept = _remind(matter)
    off = _remind(matter, kind=ReminderKind.OTHER, words="Lease of the shop")
    take_reminder_off(reminder_id=off.pk, because="Sold", by=owner, now=NOON)
    Matter.objects.filter(pk=matter.pk).update(stage=MatterStage.CLOSED)

    asked = [ask_for_reviews(now=NOON + timedelta(days=days)) for days in (6, 7, 8, 300)]

    assert asked == [0, 1, 0, 0]
    task = Task.objects.get(key__startswith="reminder:")
    assert (task.owner, task.title) == (owner, f"Remind {client}: Review of the will, Thu 31 Dec 2026")
    assert list(CareReminder.objects.order_by("pk").values_list("pk", "outcome")) == [
        (kept.pk, "fired"),
        (off.pk, "withdrawn"),
    ]


def test_a_reminder_goes_past_who_left_or_is_kept_outside_and_waits_for_somebody(matter: Matter) -> None:
    head = factories.user(Role.HEAD, given="Helen")
    matter.department.head = head
    matter.department.save(update_fields=["head"])
    _remind(matter)
    Matter.objects.filter(pk=matter.pk).update(is_restricted=True)
    User.objects.filter(pk=matter.fee_earner_id).update(is_active=False)

    waits = ask_for_reviews(now=NOON + timedelta(days=8))
    Matter.objects.filter(pk=matter.pk).update(is_restricted=False)

    assert (waits, ask_for_reviews(now=NOON + timedelta(days=9))) == (0, 1)
    assert Task.objects.get(key__startswith="reminder:").owner == head
