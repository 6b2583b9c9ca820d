"""Clients who ring us every week: reminded once the evening before, missed where they do not (domain D16)."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from callbacks import services
from callbacks.models import Callback, ExpectedCall
from callbacks.presets import check_in_preset, reminder_preset
from callbacks.rules import CheckInOver, NoTimeForCheckIn
from callbacks.rules.checkins import expected_at, expected_days, reminded_at
from callbacks.services import CheckInThere
from callbacks.tests.factories import NOON, at
from callbacks.tests.rows import events
from outbox.coming import HORIZON, Coming
from outbox.models import Message
from practice.calendar import WorkingCalendar
from practice.models import AutomaticMessage, CheckIn, Matter, SendMode, User
from practice.office import load_calendar
from practice.permissions import Role
from practice.tests import factories
from practice.tests.clock import set_clock

EVE = at(17, day=25)  # the call is on Thursday 26 November at ten


@pytest.fixture(autouse=True)
def _released(settings: Settings, db: None) -> None:
    set_clock(settings, NOON)
    factories.firm()
    AutomaticMessage.objects.update_or_create(kind="callback.check_in", defaults={"mode": SendMode.ON})


@pytest.fixture
def lawyer() -> User:
    return factories.user()


@pytest.fixture
def agreed(lawyer: User) -> CheckIn:
    client = factories.party()
    return agree(factories.matter(fee_earner=lawyer, client=client), lawyer)


def agree(matter: Matter, host: User, *, weekday: int = 3, hour: int = 10) -> CheckIn:
    return services.agree_check_in(
        matter_id=matter.pk, party=matter.clients()[0], host=host, weekday=weekday, at=time(hour), by=host, now=NOON
    )


def coming(reader: User) -> list[Coming]:
    return services.check_ins_to_come(reader=reader, now=NOON, until=NOON + HORIZON)


@pytest.mark.parametrize(
    ("expected", "reminded"),
    [
        ("2026-11-26T10:00", "2026-11-25T17:00"),
        ("2026-11-23T10:00", "2026-11-20T17:00"),  # a Monday: the Friday evening before
        ("2026-12-29T10:00", "2026-12-24T17:00"),
    ],
    ids=["a thursday", "a monday", "after christmas"],
)
def test_the_reminder_goes_on_the_evening_of_the_working_day_before(expected: str, reminded: str) -> None:
    calendar = load_calendar(factories.office())
    moment = datetime.fromisoformat(expected).replace(tzinfo=UTC)

    found = reminded_at(moment, reminders=reminder_preset(), calendar=calendar)

    assert found == datetime.fromisoformat(reminded).replace(tzinfo=UTC)


def test_a_weekday_comes_every_week_and_a_closed_day_moves_its_call_on() -> None:
    calendar: WorkingCalendar = load_calendar(factories.office())
    first = at(0, day=24).date()

    days = list(expected_days(4, first=first, last=first + timedelta(days=32)))
    christmas = next(day for day in days if day.month == 12 and day.day == 25)

    assert [day.isoformat()[5:] for day in days] == ["11-27", "12-04", "12-11", "12-18", "12-25"]
    assert expected_at(christmas, time(10), calendar=calendar) == datetime(2026, 12, 29, 10, tzinfo=UTC)


def test_the_reminder_leaves_once_as_the_forecast_said_and_silence_is_seen(lawyer: User, agreed: CheckIn) -> None:
    forecast = coming(lawyer)
    swept = [services.sweep_check_ins(now=moment) for moment in (EVE, EVE)]
    told = Message.objects.get(kind="callback.check_in")
    over = at(10, day=26) + timedelta(minutes=check_in_preset().over_after_minutes)
    services.sweep_check_ins(now=over)
    services.sweep_check_ins(now=over)
    call = ExpectedCall.objects.get(expected_at=at(10, day=26))

    assert [(one.at, one.fate) for one in forecast] == [(EVE, "goes"), (EVE + timedelta(days=7), "goes")]
    assert (swept, told.key, told.party) == ([1, 0], forecast[0].key, agreed.party)
    assert "Thursday 26 November 2026 at 10:00" in told.body
    assert agreed.matter.title not in told.body
    drafted = Callback.objects.get()
    assert (call.state, call.ring_back, drafted.adviser, drafted.stage) == ("not_come", drafted, lawyer, "new")
    assert events(subject=agreed) == ["check_in.agreed", "check_in.not_come"]


@pytest.mark.parametrize("how", ["came", "ended", "closed", "unsafe"])
def test_nothing_goes_to_whom_it_would_not_help(lawyer: User, agreed: CheckIn, how: str) -> None:
    call = agreed.expected_calls.earliest("expected_at")
    if how == "came":
        services.note_check_in_came(expected_id=call.pk, by=lawyer, now=NOON)
    elif how == "ended":
        services.end_check_in(check_in_id=agreed.pk, because="They asked", by=lawyer, now=NOON)
    elif how == "closed":
        Matter.objects.update(stage="closed", closed_on=NOON.date())
    else:
        agreed.party.email_is_safe = False
        agreed.party.save(update_fields=["email_is_safe"])
    services.sweep_check_ins(now=EVE)

    goes = [one for one in coming(lawyer) if one.leaves and one.at == EVE]
    outcome = call.stages.get(kind="client_check_in").outcome
    expected = {"came": "withdrawn", "ended": "withdrawn", "closed": "withdrawn", "unsafe": "unsafe_channel"}
    assert (Message.objects.count(), goes, outcome) == (0, [], expected[how])
    if how in ("came", "ended"):
        with pytest.raises(CheckInOver):
            services.note_check_in_came(expected_id=call.pk, by=lawyer, now=NOON)


def test_what_cannot_be_agreed_is_refused_in_words(lawyer: User, agreed: CheckIn) -> None:
    with pytest.raises(CheckInThere):
        agree(agreed.matter, lawyer)
    for weekday, hour in ((5, 10), (3, 8), (3, 17)):
        with pytest.raises(NoTimeForCheckIn):
            agree(factories.matter(fee_earner=lawyer), lawyer, weekday=weekday, hour=hour)


def test_desk_and_my_day_show_who_rings_today_and_note_that_they_did(
    client: Client, settings: Settings, lawyer: User, agreed: CheckIn
) -> None:
    set_clock(settings, at(9, day=26))
    call = agreed.expected_calls.earliest("expected_at")
    client.force_login(lawyer)
    mine = client.get("/my-day/").content.decode()
    matter = client.get(f"/matters/{agreed.matter_id}/contact/").content.decode()
    client.force_login(factories.user(Role.RECEPTIONIST))
    desk = client.get("/desk/today/").content.decode()
    pressed = [client.post(f"/desk/expected/{call.pk}/came/").status_code for _ in range(2)]
    after = client.get("/desk/today/").content.decode()

    assert agreed.party.full_name in mine
    assert "every Thursday at 10:00" in matter
    assert (agreed.party.full_name in desk, "They rang" in desk, "They rang" in after) == (False, True, False)
    assert pressed == [303, 303]
    assert ExpectedCall.objects.get(pk=call.pk).state == "came"
    Matter.objects.update(is_restricted=True)
    assert client.post(f"/desk/expected/{call.pk}/came/").status_code == 404
