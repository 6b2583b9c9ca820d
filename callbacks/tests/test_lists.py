"""What staff are told about promised calls: lists and no interruptions, less if they choose so (decisions 34)."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from callbacks import services
from callbacks.models import CadenceVersion, CallbackStage
from callbacks.rules import AttemptResult
from callbacks.tests.factories import NOON, at, book, let_messages_go
from callbacks.tests.rows import waiting
from outbox.gateway import Gateway
from outbox.models import Channel, Message
from outbox.texts import parts_of
from practice.models import ContactPoint, DeclinedNotice, User
from practice.permissions import Role
from practice.tests import factories

pytestmark = pytest.mark.django_db
TOLD = ("callback.evening_list", "callback.supervisor_list", "callback.morning_list")


@pytest.fixture
def head() -> User:
    person = factories.user(Role.HEAD)
    department = factories.department()
    department.head = person
    department.save(update_fields=["head"])
    return person


def lists() -> list[tuple[str, str, str]]:
    rows = Message.objects.filter(kind__in=TOLD).order_by("created_at", "kind")
    return [(one.kind.partition(".")[2], one.to_address, one.subject) for one in rows]


def test_what_is_left_of_a_day_is_one_list_in_the_evening_one_to_the_supervisor_and_one_in_the_morning(
    head: User,
) -> None:
    adviser = factories.user()
    done = book(adviser, starts_at=at(14, 0))
    left = [book(adviser, starts_at=at(14, minute)) for minute in (20, 40)]
    spoke = {"result": AttemptResult.SPOKE_RESOLVED, "at": at(14, 5), "now": at(14, 10), "by": adviser}
    services.record_attempt(callback_id=done.pk, **spoke)  # type: ignore[arg-type]

    for moment in (at(15), at(17), at(17, 1), at(9, day=25), at(9, 1, day=25)):
        services.sweep_stages(now=moment)

    assert lists() == [
        ("evening_list", adviser.email, "2 calls not made today"),
        ("supervisor_list", head.email, "2 calls not made today by your people"),
        ("morning_list", adviser.email, "2 calls on the list this morning"),
    ]
    evening = Message.objects.get(kind="callback.supervisor_list")
    assert all(f"{one.reference}, {adviser}" in evening.body for one in left)
    assert done.reference not in evening.body


def test_one_morning_list_holds_what_is_left_and_what_the_day_brings() -> None:
    adviser = factories.user()
    book(adviser)
    book(adviser, starts_at=at(14, 0, day=25))

    services.sweep_stages(now=at(9, day=25))

    assert [one for one in lists() if one[0] == "morning_list"] == [
        ("morning_list", adviser.email, "2 calls on the list this morning")
    ]


def test_whoever_declines_a_list_is_not_told_and_the_row_says_why(head: User) -> None:
    adviser = factories.user()
    DeclinedNotice.objects.create(user=adviser, kind="evening_list")
    book(adviser)

    services.sweep_stages(now=at(17))

    assert [kind for kind, _, _ in lists()] == ["supervisor_list"]
    stage = CallbackStage.objects.get(kind="evening_list")
    assert (stage.outcome, stage.because) == ("switched_off", f"{adviser} reads it on the page")


def test_reminders_that_are_set_hold_for_new_promises_and_only_over_what_was_read() -> None:
    adviser, compliance = factories.user(), factories.user(Role.COMPLIANCE)
    before = book(adviser)
    settings = {"rules": {"evening_list": {"applies": "never"}, "owner_start": {"applies": "always"}}}

    services.set_cadence(settings=settings, seen=0, by=compliance, now=NOON)
    after = book(adviser, starts_at=at(15, 0))

    assert "evening_list" in waiting(before)
    assert waiting(after) == ["owner_list", "owner_start", "due", "missed", "supervisor_list", "morning_list"]
    with pytest.raises(services.CadenceChanged):
        services.set_cadence(settings={}, seen=0, by=compliance, now=NOON)
    assert CadenceVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("mail_is_safe", "prefers_text", "facts", "channel"),
    [
        pytest.param(True, False, {}, Channel.EMAIL, id="mail where it is safe"),
        pytest.param(False, False, {}, Channel.SMS, id="a text where mail is not"),
        pytest.param(True, True, {}, Channel.SMS, id="a text where they prefer it"),
        pytest.param(False, False, {"may_name_firm": False}, None, id="neither where the firm may not be named"),
        pytest.param(False, False, {"is_represented_elsewhere": True}, None, id="nothing past their solicitors"),
    ],
)
def test_a_caller_is_written_to_by_a_way_that_is_allowed(
    settings: Settings,
    tmp_path: object,
    mail_is_safe: bool,
    prefers_text: bool,
    facts: dict[str, bool],
    channel: Channel | None,
) -> None:
    settings.SMS_GATEWAY = Gateway(folder=tmp_path)  # type: ignore[arg-type]
    let_messages_go()
    client = factories.party()
    client.email_is_safe = mail_is_safe
    for name, value in facts.items():
        setattr(client, name, value)
    client.save()
    ContactPoint.objects.filter(party=client).update(is_preferred=False)
    ContactPoint.objects.filter(party=client, kind="phone").update(is_preferred=prefers_text)
    book(caller=client, wants_message=True)

    services.sweep_stages(now=NOON + timedelta(minutes=1))

    assert [one.channel for one in Message.objects.filter(party=client)] == ([channel] if channel else [])
    for text in Message.objects.filter(party=client, channel=Channel.SMS):
        assert parts_of(text.body) == 1
        assert "Tue 24 Nov" in text.body
        assert text.to_address.startswith("+44")
