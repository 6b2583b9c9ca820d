"""What clients were told to expect: entered, changed by a further row, written to about it, and looked at again."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest

from practice.errors import Refusal
from practice.models import Expectation, ExpectationKind, Matter, MatterStage, Task
from practice.receipts import FormKey
from practice.services.expectations import Told, change_expectation, record_expectation, record_written
from practice.services.matters import write_update
from practice.services.reviews import ask_for_reviews
from practice.tests import factories

NOON = factories.TUESDAY_NOON
TODAY = date(2026, 11, 24)
LATER = date(2026, 12, 22)


@pytest.fixture
def matter(db: None) -> Matter:
    return factories.matter(fee_earner=factories.user(given="Amara"))


def _told(words: str = "Ten to twelve weeks", **facts: Any) -> Told:
    known: dict[str, Any] = {"told_on": TODAY, "told_how": "At the first meeting", "review_on": LATER}
    return Told(words=words, **known | facts)


def _expect(matter: Matter, told: Told | None = None, key: FormKey | None = None) -> Expectation:
    return record_expectation(
        matter_id=matter.pk,
        kind=ExpectationKind.TIMESCALE,
        told=told or _told(),
        by=matter.fee_earner,
        now=NOON,
        form_key=key,
    )


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        pytest.param({"told_on": None, "told_how": ""}, "no_way", id="never told"),
        pytest.param({"told_how": ""}, "no_way", id="in no way"),
        pytest.param({"told_on": date(2026, 11, 25)}, "not_told_yet", id="told tomorrow"),
        pytest.param({"review_on": TODAY}, "review_past", id="reviewed today"),
    ],
)
def test_what_cannot_have_been_told_is_refused(matter: Matter, facts: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        _expect(matter, _told(**facts))

    assert refusal.value.code == code
    assert Expectation.objects.count() == 0


def test_a_change_is_a_further_row_and_a_task_until_an_update_says_it(matter: Matter) -> None:
    key = FormKey.of(uuid.UUID(int=7), {"words": "Ten to twelve weeks"})
    (first,) = {_expect(matter, key=key).pk for _ in range(2)}
    unknown = _told("Until March", told_on=None, told_how="")
    changed = change_expectation(expectation_id=first, told=unknown, by=matter.fee_earner, now=NOON)
    with pytest.raises(Refusal) as refusal:
        change_expectation(expectation_id=first, told=_told(), by=matter.fee_earner, now=NOON)
    owed = [Task.objects.open_for(matter.fee_earner).count(), Expectation.objects.to_tell().count()]

    for tells in (False, True):
        matter.refresh_from_db()
        write_update(
            matter_id=matter.pk,
            status_line="We now expect March.",
            next_update_on=LATER,
            seen_at=matter.status_at,
            tells_changes=tells,
            by=matter.fee_earner,
            now=NOON,
        )
        owed += [Task.objects.open_for(matter.fee_earner).count(), Expectation.objects.to_tell().count()]

    assert refusal.value.code == "changed_meanwhile"
    assert owed == [1, 1, 1, 1, 0, 0]
    rows = Expectation.objects.order_by("pk").values_list("words", "told_on", "told_how")
    assert list(rows) == [
        ("Ten to twelve weeks", TODAY, "At the first meeting"),
        ("Until March", TODAY, "In an update"),
    ]
    with pytest.raises(Refusal) as again:
        record_written(expectation_id=changed.pk, told_on=TODAY, told_how="By letter", by=matter.fee_earner, now=NOON)
    assert (again.value.code, again.value.status) == ("written_already", 409)


def test_a_second_change_takes_the_first_ones_task_along_and_a_letter_settles_it(matter: Matter) -> None:
    by = matter.fee_earner
    first = change_expectation(expectation_id=_expect(matter).pk, told=_told("January"), by=by, now=NOON)
    second = change_expectation(expectation_id=first.pk, told=_told("March"), by=by, now=NOON)

    assert [one.key for one in Task.objects.open_for(by)] == [f"expectation:{second.pk}:write"]
    record_written(expectation_id=second.pk, told_on=TODAY, told_how="By letter", by=by, now=NOON)
    assert list(Task.objects.open_for(by)) == []
    second.refresh_from_db()
    assert (second.told_how, second.written_by) == ("At the first meeting", by)


def test_on_its_day_the_fee_earner_of_a_live_matter_is_asked_if_it_still_holds(matter: Matter) -> None:
    closed = factories.matter(stage=MatterStage.CLOSED)
    for one in (matter, closed):
        _expect(one)

    assert [ask_for_reviews(now=NOON + timedelta(days=days)) for days in (27, 28, 29)] == [0, 1, 0]
    assert Task.objects.get().title == f"Does this still hold? How long it takes, {matter}"
