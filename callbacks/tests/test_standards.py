"""How soon a call without a set time is returned, and for what one is urgent (domain 5.3, D08; vectors B5-B7)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from callbacks import services
from callbacks.models import Callback
from callbacks.presets import call_policy_preset
from callbacks.rules import CallKind, NoReasonGiven, Standard, Unit, by_standard, call_kind, due_at
from callbacks.tests.factories import NOON, at, book, slip
from outbox.models import Message
from practice.models import CallPolicy
from practice.tests import calendars, factories

LONDON = ZoneInfo("Europe/London")
REST = timedelta(minutes=30)


def local(text: str) -> datetime:
    return datetime.strptime(text, "%d %b %Y %H:%M").replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("taken", "amount", "unit", "due"),
    [
        pytest.param("5 Jun 2026 16:30", 1, "working_days", "8 Jun 2026 16:30", id="B5, over a weekend"),
        pytest.param("5 Jun 2026 18:00", 1, "working_days", "8 Jun 2026 17:00", id="B6, out of hours"),
        pytest.param("24 Dec 2026 16:40", 1, "working_hours", "29 Dec 2026 09:40", id="B7, over Christmas"),
        pytest.param("2 Apr 2026 16:00", 2, "working_hours", "7 Apr 2026 10:00", id="over Easter"),
        pytest.param("24 Nov 2026 10:00", 0, "same_day", "24 Nov 2026 17:00", id="the same day"),
        pytest.param("24 Nov 2026 16:45", 0, "same_day", "25 Nov 2026 09:30", id="too late for the same day"),
        pytest.param("24 Nov 2026 19:00", 0, "same_day", "25 Nov 2026 17:00", id="the day of the next opening"),
        pytest.param("24 Nov 2026 11:00", 24, "elapsed_hours", "25 Nov 2026 11:00", id="24 hours by the clock"),
        pytest.param("27 Nov 2026 11:00", 24, "elapsed_hours", "27 Nov 2026 17:00", id="24 hours, ends on a Saturday"),
        pytest.param(
            "27 Nov 2026 16:50", 24, "elapsed_hours", "30 Nov 2026 09:30", id="24 hours, nothing left on Friday"
        ),
        pytest.param("23 Oct 2026 16:00", 2, "working_hours", "26 Oct 2026 10:00", id="over the end of summer time"),
    ],
)
def test_a_standard_ends_while_somebody_is_in(taken: str, amount: int, unit: str, due: str) -> None:
    found = due_at(local(taken), Standard(amount, Unit(unit)), calendar=calendars.calendar_of(), rest=REST)

    assert found == local(due)


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        pytest.param({"urgency": "hour", "action": "information_only"}, CallKind.URGENT, id="urgent above all"),
        pytest.param({"relation": "court", "names_deadline": True}, CallKind.COURT, id="court with a deadline"),
        pytest.param({"relation": "court"}, CallKind.NORMAL, id="court without one"),
        pytest.param({"relation": "prospective"}, CallKind.PROSPECTIVE, id="would like to be a client"),
        pytest.param({"is_enquirer": True, "urgency": "today"}, CallKind.PROSPECTIVE, id="asked whether we act"),
        pytest.param({"urgency": "today"}, CallKind.TODAY, id="today"),
        pytest.param({"action": "information_only", "urgency": "today"}, CallKind.INFORMATION, id="only informs"),
    ],
)
def test_a_slip_falls_under_one_standard(facts: dict[str, object], kind: CallKind) -> None:
    blank = {"urgency": "next", "relation": "", "action": "", "names_deadline": False}

    assert call_kind(**{**blank, **facts}) == kind  # type: ignore[arg-type]


def test_who_cannot_ring_in_time_is_rung_for_by_somebody_else_and_what_was_said_stands() -> None:
    calendar, policy, now = calendars.calendar_of(), call_policy_preset(), local("24 Nov 2026 10:00")
    away = [(local("24 Nov 2026 09:00"), local("24 Nov 2026 17:00"))]
    told = local("24 Nov 2026 10:58")

    def found(**more: datetime) -> object:
        return by_standard(CallKind.URGENT, [(policy, away), (policy, [])], calendar=calendar, now=now, **more)

    assert found() == (1, local("24 Nov 2026 11:00"))
    assert found(said=told) == (1, told)
    assert found(said=local("24 Nov 2026 12:00")) == (1, local("24 Nov 2026 11:00"))
    assert by_standard(CallKind.URGENT, [(policy, away)], calendar=calendar, now=now) is None
    assert by_standard(CallKind.INFORMATION, [(policy, [])], calendar=calendar, now=now) is None


@pytest.mark.django_db
def test_an_urgent_call_needs_a_reason_and_alerts_everybody_who_may_ring() -> None:
    deputy = factories.user(given="Beth", family="Lowe")
    adviser = factories.user(given="Amara", family="Okafor", substitute=deputy)

    with pytest.raises(NoReasonGiven):
        book(adviser, urgency="hour", urgent_because="")
    callback = book(adviser, urgency="hour", urgent_because="Custody")

    assert (callback.urgent_because, Callback.objects.count()) == ("Custody", 1)
    told = Message.objects.order_by("subject").values_list("to_address", "subject")
    assert [(to, subject.split(",")[0]) for to, subject in told] == [
        (adviser.email, "Call to return"),
        (deputy.email, "Urgent call"),
    ]


@pytest.mark.django_db
def test_a_name_and_number_passed_on_are_promised_by_the_standard_of_whoever_rings() -> None:
    factories.firm()
    adviser = factories.user()
    standard = {"normal": {"amount": 3, "unit": "working_hours"}}
    row = CallPolicy.objects.of_firm().get()
    row.standards = standard
    row.save(update_fields=["standards"])

    callback = services.record_message(slip=slip(adviser), by=adviser, now=NOON, needs_call=True)

    promise = callback.promises.get()
    assert (callback.stage, promise.type, promise.ends_at) == ("promised", "within", at(15, 0))
