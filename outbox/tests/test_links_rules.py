"""Which mailbox the code of a link may go to (decisions 23): rules, without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from outbox.rules import CodeWay, Mailbox, NoCodeByMail, choose_mailbox

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FIRST, SECOND = Mailbox("a@mail.example"), Mailbox("b@mail.example")
SHARED = Mailbox("a@mail.example", is_shared=True)
FRESH = Mailbox("b@mail.example", changed_at=NOW - timedelta(days=13, hours=23))
SETTLED = Mailbox("b@mail.example", changed_at=NOW - timedelta(days=14))


@pytest.mark.parametrize(
    ("mailboxes", "address", "way"),
    [
        pytest.param([FIRST], "a@mail.example", CodeWay.SAME_MAILBOX, id="only one: weaker"),
        pytest.param([FIRST, SECOND], "b@mail.example", CodeWay.OTHER_MAILBOX, id="another one"),
        pytest.param([SHARED, SECOND], "b@mail.example", CodeWay.OTHER_MAILBOX, id="the link's own is shared"),
        pytest.param([FIRST, FRESH], "a@mail.example", CodeWay.SAME_MAILBOX, id="the other came lately"),
        pytest.param([FIRST, SETTLED], "b@mail.example", CodeWay.OTHER_MAILBOX, id="the other came two weeks ago"),
    ],
)
def test_a_code_goes_to_another_mailbox_where_one_may_have_it(
    mailboxes: list[Mailbox], address: str, way: CodeWay
) -> None:
    chosen = choose_mailbox(mailboxes, link_went_to="A@mail.example", has_contact_rule=False, now=NOW)

    assert (chosen[0].address, chosen[1]) == (address, way)


@pytest.mark.parametrize(
    ("mailboxes", "has_rule"),
    [
        pytest.param([FIRST, SECOND], True, id="a rule of contact"),
        pytest.param([], False, id="no mailbox"),
        pytest.param([SHARED], False, id="shared by two"),
        pytest.param([FRESH], False, id="changed lately"),
    ],
)
def test_otherwise_staff_give_it(mailboxes: list[Mailbox], has_rule: bool) -> None:
    with pytest.raises(NoCodeByMail):
        choose_mailbox(mailboxes, link_went_to="a@mail.example", has_contact_rule=has_rule, now=NOW)
