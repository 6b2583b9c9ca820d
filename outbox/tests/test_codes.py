"""Where the code of a link goes, by what stands on the record of whom it is for (decisions 23)."""

from collections.abc import Callable
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from pytest_django import Settings

from outbox.channels import words
from outbox.entering import make_link, queue_code, where_code_goes
from outbox.gateway import Gateway
from outbox.links import figures
from outbox.models import Channel, CodeWay, LinkPurpose, Message, SecureLink
from outbox.rules import NoSafeWay
from outbox.texts import parts_of
from practice.models import ContactKind, ContactPoint, FirmProfile, Party
from practice.tests import factories as firm

NOW = firm.TUESDAY_NOON
EMAIL, PHONE = ContactKind.EMAIL, ContactKind.PHONE
MOBILE = "07700 900 142"
Change = Callable[[Party], object]


def _fields(**fields: object) -> Change:
    return lambda party: Party.objects.filter(pk=party.pk).update(**fields)


def _point(kind: ContactKind, **fields: object) -> Change:
    return lambda party: party.contacts.filter(kind=kind).update(**fields)


def _same(party: Party, kind: ContactKind) -> dict[str, Any]:
    return {"phone": "0113 496 0777", "email": "else@mail.example", kind.value: party.contacts.get(kind=kind).text}


def _has_too(kind: ContactKind) -> Change:
    """Give the same number or mailbox to somebody else on record."""
    return lambda party: firm.party("Somebody else", **_same(party, kind))


def _came_lately(kind: ContactKind, first: str) -> Change:
    """Let it be the second one: the first is on record, ended."""

    def deed(party: Party) -> None:
        party.contacts.filter(kind=kind).update(confirmed_at=NOW - timedelta(days=3))
        ContactPoint.objects.create(
            party=party, kind=kind, text=first, normalised=first, confirmed_at=NOW - timedelta(days=900), ended_on=NOW
        )

    return deed


def _both(*changes: Change) -> Change:
    return lambda party: [change(party) for change in changes]


def _only_number(party: Party) -> None:
    _fields(only_number=party.contacts.get(kind=PHONE))(party)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "way"),
    [
        pytest.param(_fields(), CodeWay.TEXT, id="a confirmed mobile"),
        pytest.param(_point(PHONE, confirmed_at=None), CodeWay.SAME_MAILBOX, id="unconfirmed"),
        pytest.param(_point(PHONE, ended_on=NOW.date()), CodeWay.SAME_MAILBOX, id="ended"),
        pytest.param(_point(PHONE, text="0113 496 0999"), CodeWay.SAME_MAILBOX, id="no mobile"),
        pytest.param(_came_lately(PHONE, "1134960999"), CodeWay.SAME_MAILBOX, id="changed lately"),
        pytest.param(_has_too(PHONE), CodeWay.SAME_MAILBOX, id="shared"),
        pytest.param(_has_too(EMAIL), CodeWay.TEXT, id="the mailbox is shared"),
        pytest.param(_came_lately(EMAIL, "old@mail.example"), CodeWay.TEXT, id="the mailbox changed lately"),
        pytest.param(_fields(email_is_safe=False), CodeWay.TEXT, id="no e-mail"),
        pytest.param(_fields(post_is_safe=False), CodeWay.TEXT, id="no post"),
        pytest.param(_only_number, CodeWay.TEXT, id="the only number"),
        pytest.param(_fields(safe_contact="Ring the sister first"), CodeWay.SAME_MAILBOX, id="words"),
        pytest.param(
            _both(_fields(safe_contact="Any time"), _came_lately(EMAIL, "old@mail.example")), "Their mailbox", id="both"
        ),
        pytest.param(_fields(ring_from=time(9), ring_until=time(10)), "There are rules", id="hours"),
        pytest.param(_fields(may_name_firm=False), "There are rules", id="the firm is not named"),
        pytest.param(_both(_has_too(EMAIL), _has_too(PHONE)), "Somebody else", id="both shared"),
        pytest.param(
            _both(_has_too(PHONE), _came_lately(EMAIL, "old@mail.example")), "Their mailbox changed", id="neither"
        ),
    ],
)
def test_a_code_goes_by_text_unless_something_is_against_it(settings: Settings, change: Change, way: str) -> None:
    settings.SMS_GATEWAY = Gateway(folder=Path("unused"))
    party = firm.party(phone=MOBILE, email="joseph@mail.example")
    change(party)
    link = SecureLink(party=Party.objects.get(pk=party.pk), sent_to="joseph@mail.example")

    if way not in CodeWay.values:
        with pytest.raises(NoSafeWay, match=way):
            where_code_goes(link, now=NOW)
        return
    point, found = where_code_goes(link, now=NOW)

    assert (found, point.address) == (way, "+447700900142" if way == CodeWay.TEXT else "joseph@mail.example")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Hartley & Vane LLP", "Łoś’s " * 20])
def test_the_text_with_a_code_fits_whatever_the_firm_is_called(settings: Settings, name: str) -> None:
    settings.SMS_GATEWAY = Gateway(folder=Path("unused"), most_parts=1)
    firm.office()
    FirmProfile.objects.update(name=name)
    party = firm.party(phone=MOBILE)
    with transaction.atomic():
        link = make_link(
            purpose=LinkPurpose.ACCEPT, party=party, subject=party, matter=None, sent_to="", expires_at=NOW, now=NOW
        )
        code = queue_code(link, reply_to="", owner=None, now=NOW)

    said = words(Message.objects.get(channel=Channel.SMS))
    assert (said.startswith(name[:30]), parts_of(said)) == (True, 1)
    assert f"{figures(code)[:3]} {figures(code)[3:]}" in said


@pytest.mark.django_db
def test_a_firm_without_a_gateway_sends_codes_by_mail() -> None:
    link = SecureLink(party=firm.party(phone=MOBILE, email="joseph@mail.example"), sent_to="joseph@mail.example")

    assert where_code_goes(link, now=NOW)[1] == CodeWay.SAME_MAILBOX
