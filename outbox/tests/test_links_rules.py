"""Which mobile or mailbox the code of a link may go to (decisions 23): rules, without a database."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from outbox.rules import CodeWay, NoSafeWay, Point, choose_way

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FIRST, SECOND = Point("a@mail.example"), Point("b@mail.example")
SHARED = Point("a@mail.example", is_shared=True)
FRESH = Point("b@mail.example", changed_at=NOW - timedelta(days=13, hours=23))
SETTLED = Point("b@mail.example", changed_at=NOW - timedelta(days=14))
MOBILE = Point("+447700900142")
SHARED_MOBILE = Point("+447700900143", is_shared=True)
FRESH_MOBILE = Point("+447700900144", changed_at=FRESH.changed_at)
SETTLED_MOBILE = Point("+447700900145", changed_at=SETTLED.changed_at)


@pytest.mark.parametrize(
    ("mobiles", "mailboxes", "has_rule", "address", "way"),
    [
        pytest.param([], [FIRST], False, "a@mail.example", CodeWay.SAME_MAILBOX, id="only one: weaker"),
        pytest.param([], [FIRST, SECOND], False, "b@mail.example", CodeWay.OTHER_MAILBOX, id="another one"),
        pytest.param([], [SHARED, SECOND], False, "b@mail.example", CodeWay.OTHER_MAILBOX, id="the link's is shared"),
        pytest.param([], [FIRST, FRESH], False, "a@mail.example", CodeWay.SAME_MAILBOX, id="the other came lately"),
        pytest.param([], [FIRST, SETTLED], False, "b@mail.example", CodeWay.OTHER_MAILBOX, id="two weeks ago"),
        pytest.param([MOBILE], [FIRST, SECOND], False, MOBILE.address, CodeWay.TEXT, id="a mobile before any mailbox"),
        pytest.param([SHARED_MOBILE, MOBILE], [], False, MOBILE.address, CodeWay.TEXT, id="the next, as one is shared"),
        pytest.param([SHARED_MOBILE], [FIRST], False, FIRST.address, CodeWay.SAME_MAILBOX, id="a shared mobile"),
        pytest.param([FRESH_MOBILE], [FIRST], False, FIRST.address, CodeWay.SAME_MAILBOX, id="a new mobile"),
        pytest.param([SETTLED_MOBILE], [FIRST], False, SETTLED_MOBILE.address, CodeWay.TEXT, id="two weeks old"),
        pytest.param([MOBILE], [FIRST], True, MOBILE.address, CodeWay.TEXT, id="a rule against mail only"),
        pytest.param([MOBILE], [SHARED], False, MOBILE.address, CodeWay.TEXT, id="the mailbox is shared"),
        pytest.param([MOBILE], [FRESH], False, MOBILE.address, CodeWay.TEXT, id="the mailbox is new"),
    ],
)
def test_a_code_goes_to_a_mobile_or_another_mailbox_where_one_may_have_it(
    mobiles: Sequence[Point], mailboxes: Sequence[Point], has_rule: bool, address: str, way: CodeWay
) -> None:
    chosen = choose_way(
        mobiles=mobiles, mailboxes=mailboxes, link_went_to="A@mail.example", has_contact_rule=has_rule, now=NOW
    )

    assert (chosen[0].address, chosen[1]) == (address, way)


@pytest.mark.parametrize(
    ("mobiles", "mailboxes", "has_rule"),
    [
        pytest.param([], [FIRST, SECOND], True, id="a rule of contact"),
        pytest.param([], [], False, id="nothing"),
        pytest.param([], [SHARED], False, id="shared by two"),
        pytest.param([], [FRESH], False, id="changed lately"),
        pytest.param([SHARED_MOBILE], [SHARED], False, id="both shared"),
        pytest.param([FRESH_MOBILE], [FIRST], True, id="a new mobile, and a rule against mail"),
    ],
)
def test_otherwise_staff_give_it(mobiles: Sequence[Point], mailboxes: Sequence[Point], has_rule: bool) -> None:
    with pytest.raises(NoSafeWay):
        choose_way(
            mobiles=mobiles, mailboxes=mailboxes, link_went_to="a@mail.example", has_contact_rule=has_rule, now=NOW
        )
