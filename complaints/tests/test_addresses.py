"""Where a letter to a complainant may go: what the rules of contact forbid and what is not used any more."""

from datetime import date, timedelta

import pytest

from complaints.models import Complaint
from complaints.services.addresses import addresses, net_address
from complaints.tests import factories
from complaints.tests.factories import TUESDAY, Cast
from outbox.models import Channel
from practice.models import ContactKind, ContactPoint, Party
from practice.services.parties import add_contact

HOME = "4 Beck Lane\nLeeds"


@pytest.fixture
def complaint(people: Cast) -> Complaint:
    """A complaint of somebody with a mailbox and an address on record, and another address in their letter."""
    add_contact(party=people.client, kind=ContactKind.ADDRESS, text=HOME, by=people.head, now=TUESDAY, confirmed=True)
    made = factories.complaint(people)
    Complaint.objects.filter(pk=made.pk).update(postal_address="9 Mill Row\nLeeds")
    return made


def _ways(complaint: Complaint) -> list[tuple[str, str]]:
    found = Complaint.objects.get(pk=complaint.pk)
    return [(one.channel, one.to) for one in addresses(found, on=TUESDAY.date()) if one.channel == Channel.PRINT] + [
        (one.channel, one.to) for one in [net_address(found, on=TUESDAY.date())] if one is not None
    ]


BOTH = [(Channel.PRINT, HOME), (Channel.PRINT, "9 Mill Row\nLeeds")]
MAIL = [(Channel.EMAIL, "colin@fairbrother.example")]


def test_where_nothing_is_forbidden_all_ways_are_open(complaint: Complaint) -> None:
    assert _ways(complaint) == BOTH + MAIL


def test_no_post_goes_where_post_is_not_safe_not_even_as_given(people: Cast, complaint: Complaint) -> None:
    Party.objects.filter(pk=people.client.pk).update(post_is_safe=False)

    assert _ways(complaint) == MAIL


def test_no_mail_goes_where_mail_is_not_safe(people: Cast, complaint: Complaint) -> None:
    Party.objects.filter(pk=people.client.pk).update(email_is_safe=False)

    assert _ways(complaint) == BOTH


@pytest.mark.parametrize(
    ("kind", "left"), [(ContactKind.EMAIL, BOTH), (ContactKind.ADDRESS, [BOTH[1], *MAIL])], ids=["mailbox", "address"]
)
def test_what_is_not_used_any_more_is_not_written_to(
    people: Cast, complaint: Complaint, kind: ContactKind, left: list[tuple[str, str]]
) -> None:
    ContactPoint.objects.filter(party=people.client, kind=kind).update(ended_on=date(2026, 11, 20))

    assert _ways(complaint) == left


@pytest.mark.parametrize(("days", "left"), [(0, BOTH + MAIL), (1, [BOTH[1]])], ids=["from today", "from tomorrow"])
def test_what_is_used_later_is_not_written_to_before(
    people: Cast, complaint: Complaint, days: int, left: list[tuple[str, str]]
) -> None:
    ContactPoint.objects.filter(party=people.client).update(began_on=TUESDAY.date() + timedelta(days=days))

    assert _ways(complaint) == left
