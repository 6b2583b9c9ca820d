"""The rules of contact: how they are said, and what they forbid."""

from datetime import UTC, datetime, time
from typing import Any

import pytest

from practice import reach
from practice.models import ContactPoint, Party
from practice.office import load_calendar
from practice.tests import factories

pytestmark = pytest.mark.django_db


def _party(**rules: Any) -> Party:
    made = factories.party("Nkechi Bowen", phone="07700 900123")
    if rules.pop("only", False):
        rules["only_number"] = made.contacts.phones(factories.TUESDAY_NOON.date())[0]
    for name, value in {"voicemail_is_safe": True, **rules}.items():
        setattr(made, name, value)
    made.save()
    return made


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        pytest.param({}, "", id="none"),
        pytest.param({"voicemail_is_safe": False}, "No voicemail.", id="no voicemail"),
        pytest.param({"only": True}, "Only 07700 900 123.", id="one number"),
        pytest.param({"may_name_firm": False}, "Do not say who is calling.", id="no name"),
        pytest.param(
            {"ring_from": time(9, 30), "ring_until": time(14, 30)}, "Ring between 09:30 and 14:30.", id="hours"
        ),
        pytest.param({"email_is_safe": False}, "No e-mail.", id="no mail"),
        pytest.param({"post_is_safe": False}, "No post.", id="no post"),
        pytest.param({"safe_contact": "Ask for Nkechi"}, "Ask for Nkechi", id="words"),
        pytest.param(
            {"voicemail_is_safe": False, "safe_contact": "Mobile only. No voicemail."},
            "Mobile only. No voicemail.",
            id="words that say it already",
        ),
        pytest.param(
            {
                "only": True,
                "voicemail_is_safe": False,
                "may_name_firm": False,
                "ring_from": time(9, 30),
                "ring_until": time(14, 30),
                "email_is_safe": False,
                "post_is_safe": False,
                "safe_contact": "Ask for Nkechi",
            },
            "Only 07700 900 123. No voicemail. Do not say who is calling. Ring between 09:30 and 14:30. No e-mail. "
            "No post. Ask for Nkechi",
            id="everything",
        ),
    ],
)
def test_the_rules_are_said_in_one_line(rules: dict[str, Any], said: str) -> None:
    assert reach.sentence(_party(**rules)) == said


_HOURS = reach.Hours(time(9, 30), time(14, 30))
_WINTER, _SUMMER = datetime(2026, 11, 24, tzinfo=UTC), datetime(2026, 7, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "starts", "ends", "may"),
    [
        pytest.param(_WINTER, (9, 30), (9, 40), True, id="the first minutes"),
        pytest.param(_WINTER, (14, 20), (14, 30), True, id="the last minutes"),
        pytest.param(_WINTER, (9, 29), (9, 39), False, id="a minute too early"),
        pytest.param(_WINTER, (14, 21), (14, 31), False, id="a minute too long"),
        pytest.param(_WINTER, (18, 0), (18, 10), False, id="in the evening"),
        pytest.param(_SUMMER, (8, 30), (8, 40), True, id="09:30 by the office's clock in summer"),
        pytest.param(_SUMMER, (14, 0), (14, 10), False, id="15:00 by the office's clock in summer"),
    ],
)
def test_a_time_lies_inside_the_hours_by_the_clock_of_the_office(
    day: datetime, starts: tuple[int, int], ends: tuple[int, int], may: bool
) -> None:
    calendar = load_calendar(factories.office())
    span = [day.replace(hour=hour, minute=minute) for hour, minute in (starts, ends)]

    assert reach.may_ring_at(_HOURS, *span, calendar=calendar) is may
    assert reach.may_ring_at(None, *span, calendar=calendar)


def test_a_time_that_ends_on_another_day_is_never_inside() -> None:
    calendar = load_calendar(factories.office())
    starts, ends = _WINTER.replace(hour=10), _WINTER.replace(day=25, hour=11)

    assert not reach.may_ring_at(_HOURS, starts, ends, calendar=calendar)


@pytest.mark.parametrize("typed", ["07700 900123", "+44 7700 900 123", "07700900123"])
def test_the_only_number_may_be_rung_however_it_is_written(typed: str) -> None:
    reach.check_number(_party(only=True), typed)


def test_any_other_number_is_refused_with_the_one_that_may() -> None:
    party = _party(only=True)

    with pytest.raises(reach.NotTheirNumber, match="Only 07700 900 123 may be rung"):
        reach.check_number(party, "0113 496 0100")
    reach.check_number(_party(), "0113 496 0100")
    reach.check_number(None, "0113 496 0100")


def test_an_ended_number_or_mailbox_is_offered_and_found_no_more() -> None:
    party = factories.party("Nkechi Bowen", phone="07700 900123", email="nkechi@mail.example")
    assert list(Party.objects.matching("900123")) == [party]
    assert list(Party.objects.matching("nkechi@mail.example")) == [party]

    ContactPoint.objects.filter(party=party).update(ended_on=_WINTER.date())

    assert [
        *party.contacts.phones(factories.TUESDAY_NOON.date()),
        *party.contacts.usable_emails(factories.TUESDAY_NOON.date()),
        *party.contacts.usable_posts(factories.TUESDAY_NOON.date()),
    ] == []
    assert [*Party.objects.matching("900123"), *Party.objects.matching("nkechi@mail.example")] == []
    assert list(Party.objects.matching("Nkechi")) == [party]


@pytest.mark.parametrize(("day", "is_used"), [(23, False), (24, True), (25, True)], ids=["before", "that day", "after"])
def test_a_number_or_mailbox_is_used_from_its_first_day_and_found_before(day: int, is_used: bool) -> None:
    party = factories.party("Nkechi Bowen", phone="07700 900123", email="nkechi@mail.example", address="1 Mill Row")
    ContactPoint.objects.filter(party=party).update(began_on=_WINTER.date())
    on, points = _WINTER.date().replace(day=day), party.contacts

    used = [points.phones(on).count(), points.usable_emails(on).count(), points.usable_posts(on).count()]

    assert used == [int(is_used)] * 3
    assert [point.is_current(on) for point in points.all()] == [is_used] * 3
    assert list(Party.objects.matching("900123")) == [party]
