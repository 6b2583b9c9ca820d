"""Where somebody who enquired may be written to once they are on record."""

from datetime import date
from typing import Any

import pytest

from intake import reach
from intake.models import Channel as Came
from intake.models import Enquiry
from intake.tests.factories import NOON, check, enquiry
from outbox.models import Channel
from practice.models import ContactKind, ContactPoint, Party
from practice.services.parties import add_contact
from practice.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> Enquiry:
    """An enquiry of somebody with a confirmed mailbox and address on record."""
    factories.firm()
    by = factories.user()
    party = factories.party("Zara Webb", by=by)
    add_contact(party=party, kind=ContactKind.ADDRESS, text="4 Beck Lane, Leeds", by=by, now=NOON, confirmed=True)
    made = enquiry("Zara Webb")
    made.party = party
    return made


def _ways(asked: Enquiry) -> list[str]:
    assert asked.party is not None
    asked.party.refresh_from_db()
    return [way.channel for way in reach.ways(asked, now=NOON)]


@pytest.mark.parametrize(
    ("rules", "ways"),
    [
        pytest.param({}, [Channel.EMAIL, Channel.PRINT], id="nothing forbidden"),
        pytest.param({"post_is_safe": False}, [Channel.EMAIL], id="no post"),
        pytest.param({"email_is_safe": False}, [Channel.PRINT], id="no e-mail"),
    ],
)
def test_nothing_is_written_where_the_rules_forbid_it(asked: Enquiry, rules: dict[str, bool], ways: list[str]) -> None:
    Party.objects.update(**rules)

    assert _ways(asked) == ways


@pytest.mark.parametrize(
    ("kind", "ways"), [(ContactKind.EMAIL, [Channel.PRINT]), (ContactKind.ADDRESS, [Channel.EMAIL])]
)
def test_what_is_not_used_any_more_is_not_written_to(asked: Enquiry, kind: ContactKind, ways: list[str]) -> None:
    ContactPoint.objects.filter(kind=kind).update(ended_on=date(2026, 11, 20))

    assert _ways(asked) == ways


@pytest.mark.parametrize(
    ("facts", "may_post"),
    [
        pytest.param({"channel": Came.WEB, "post_is_safe": True}, True, id="asked, and yes"),
        pytest.param({"channel": Came.WEB, "post_is_safe": False}, False, id="asked, and no"),
        pytest.param({"channel": Came.PHONE, "post_is_safe": False}, True, id="never asked"),
    ],
)
def test_whoever_forbade_letters_gets_none_as_a_client(facts: dict[str, Any], may_post: bool) -> None:
    factories.firm()
    made = enquiry("Zara Webb", address="5 Kiln Street, Leeds", **facts)

    check(made, by=factories.user())

    made.refresh_from_db()
    assert made.party is not None
    assert made.party.post_is_safe is may_post
