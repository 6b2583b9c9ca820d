"""How a letter reaches a client: never by a way that their rules forbid, or that is not used any more."""

from datetime import date, timedelta
from typing import Any

import pytest

from engagement.letters.background import background
from engagement.tests import factories
from outbox.models import Channel
from practice.models import ContactKind, ContactPoint, Matter, Party

pytestmark = pytest.mark.django_db
ENDED = date(2026, 11, 20)


def _ended(*kinds: ContactKind) -> Any:
    return lambda: ContactPoint.objects.filter(kind__in=kinds).update(ended_on=ENDED)


def _later(*kinds: ContactKind) -> Any:
    tomorrow = factories.NOW.date() + timedelta(days=1)
    return lambda: ContactPoint.objects.filter(kind__in=kinds).update(began_on=tomorrow)


def _rules(**rules: bool) -> Any:
    return lambda: Party.objects.update(**rules)


@pytest.mark.parametrize(
    ("arrange", "channel"),
    [
        pytest.param(_rules(), Channel.EMAIL, id="nothing forbidden"),
        pytest.param(_rules(email_is_safe=False), Channel.PRINT, id="no e-mail"),
        pytest.param(_rules(post_is_safe=False), Channel.EMAIL, id="no post"),
        pytest.param(_rules(email_is_safe=False, post_is_safe=False), None, id="neither"),
        pytest.param(_ended(ContactKind.EMAIL), Channel.PRINT, id="mailbox ended"),
        pytest.param(_ended(ContactKind.EMAIL, ContactKind.ADDRESS), None, id="both ended"),
        pytest.param(_later(ContactKind.EMAIL), Channel.PRINT, id="mailbox from tomorrow"),
        pytest.param(_later(ContactKind.EMAIL, ContactKind.ADDRESS), None, id="both from tomorrow"),
    ],
)
def test_a_letter_goes_only_where_the_rules_allow(matter: Matter, arrange: Any, channel: Channel | None) -> None:
    arrange()

    (to,) = background(matter, factories.NOW).recipients

    assert to.channel == channel
    assert bool(to.to_address) is (channel is not None)
