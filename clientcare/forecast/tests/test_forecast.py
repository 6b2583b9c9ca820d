"""What is forecast is what leaves: two weeks of it, to the message and the minute (decisions B8, B29)."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import pytest

from clientcare.forecast.question import what_will_leave
from clientcare.forecast.tests.two_weeks import NOW, UNTIL, busy_firm, run_through
from outbox import channels
from outbox.coming import Coming, Fate
from outbox.models import Message, MessageState
from outbox.tests.smtp import Sink, sink
from practice.models import User
from practice.office import load_calendar, main_office

pytestmark = pytest.mark.django_db
HALF_TIME = datetime.fromisoformat("2026-12-01T12:00:00+00:00")
Sent = tuple[str, str, str, str, datetime]


@pytest.fixture
def server() -> Iterator[Sink]:
    with sink() as running:
        yield running


def forecast(reader: User, *, now: datetime = NOW) -> list[Coming]:
    return what_will_leave(reader, now=now, until=UNTIL, calendar=load_calendar(main_office()))


def foretold(coming: list[Coming]) -> Counter[Sent]:
    return Counter((one.key, one.message_kind, one.subject, one.to_address, one.at) for one in coming)


def left(known: set[str]) -> list[Message]:
    """Return what was sent beyond what had left before."""
    return list(Message.objects.filter(state=MessageState.SENT).exclude(key__in=known))


def test_what_leaves_in_two_weeks_is_what_was_forecast_and_what_is_held_stays(server: Sink) -> None:
    people = busy_firm()
    before = set(Message.objects.filter(state=MessageState.SENT).values_list("key", flat=True))
    arrived = len(server.messages())
    coming = forecast(people.compliance)
    going = [one for one in coming if one.leaves]

    run_through(NOW, HALF_TIME)
    rest = [one for one in forecast(people.compliance, now=HALF_TIME) if one.leaves]
    run_through(HALF_TIME, UNTIL)

    sent = left(before)
    assert Counter((one.key, one.kind, one.subject, one.to_address, one.sent_at) for one in sent) == foretold(going)
    assert Counter(mail["Message-ID"] for mail in server.messages()[arrived:]) == Counter(
        map(channels.message_id, sent)
    )
    assert not Message.objects.filter(key__in=[one.key for one in coming if not one.leaves]).exists()
    assert foretold(rest) == foretold([one for one in going if one.at > HALF_TIME]), "it stays true as time goes by"
    assert len(going) >= 200
    assert len({one.kind for one in going}) >= 8
    assert len([one for one in coming if one.is_held]) == 5
    assert {one.fate for one in coming} == {Fate.GOES, Fate.HELD, Fate.UNSAFE, Fate.SPARED}
