"""What accepting asks of a client, and when a letter counts as accepted: rules, without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from engagement.rules.acceptance import (
    AcceptanceWay,
    NoEvidence,
    NotTicked,
    NotYet,
    Standing,
    Tick,
    cancel_until,
    check_evidence,
    check_moment,
    check_ticks,
    is_accepted,
    orders,
    reminder_at,
    standing,
    ticks,
    waits_for,
)
from practice.tests.calendars import calendar_of

ISSUED = datetime(2026, 11, 24, 12, tzinfo=UTC)


def lines(*, cancel: bool, early: bool, enclosed: tuple[str, ...] = ()) -> tuple[Tick, ...]:
    return ticks(
        version=3,
        terms_version=14,
        about="about £7,893",
        certainty="an estimate",
        has_right_to_cancel=cancel,
        asks_early_start=early,
        enclosed=enclosed,
    )


@pytest.mark.parametrize(
    ("cancel", "early", "codes"),
    [
        pytest.param(False, False, ["read", "costs", "people"], id="at our office"),
        pytest.param(True, False, ["read", "costs", "people", "cancellation"], id="at a distance"),
        pytest.param(True, True, ["read", "costs", "people", "cancellation", "early_start"], id="and at once"),
    ],
)
def test_each_line_is_apart_and_comes_with_its_clause(cancel: bool, early: bool, codes: list[str]) -> None:
    offered = lines(cancel=cancel, early=early)

    assert [one.code for one in offered] == codes
    assert offered[0].words.startswith("I have read this letter, version 3, and the terms of business, version 14.")
    assert offered[1].words == "I understand that about £7,893 is an estimate, and what could change it."


def test_each_agreement_that_came_with_it_is_a_line_of_its_own_that_nobody_may_leave_open() -> None:
    offered = lines(cancel=True, early=False, enclosed=("A of 1 May 2026", "B of 2 May 2026"))

    assert [one.code for one in offered] == ["read", "costs", "people", "enclosed_1", "enclosed_2", "cancellation"]
    assert offered[4].words == "I have read the other agreement that came with this letter: B of 2 May 2026."
    with pytest.raises(NotTicked):
        check_ticks(offered, ["read", "costs", "people", "enclosed_1", "cancellation"])


@pytest.mark.parametrize(
    ("order", "accepted", "whom"),
    [
        pytest.param([], [], [None, None, None], id="all at once"),
        pytest.param([2, 1, 3], [], [2, None, 2], id="nobody has"),
        pytest.param([2, 1, 3], [2], [None, None, 1], id="the first has"),
        pytest.param([2, 1, 3], [1], [2, None, 2], id="the second has, out of turn"),
        pytest.param([2, 1], [], [2, None, None], id="not in the order"),
    ],
)
def test_each_waits_for_the_first_before_them_who_has_not_accepted(
    order: list[int], accepted: list[int], whom: list[int | None]
) -> None:
    assert [waits_for(client, order, accepted) for client in (1, 2, 3)] == whom


def test_every_order_of_a_few_is_offered_and_of_many_who_is_first() -> None:
    assert [orders([7]), orders([1, 2])] == [[], [(1, 2), (2, 1)]]
    assert (len(orders([1, 2, 3])), orders([1, 2, 3, 4])[2]) == (6, (3, 1, 2, 4))


def test_an_early_start_may_stay_open_and_nothing_else_may() -> None:
    offered = lines(cancel=True, early=True)
    needed = ["read", "costs", "people", "cancellation"]

    assert [code for code, _ in check_ticks(offered, needed)] == needed
    for missing in needed:
        with pytest.raises(NotTicked):
            check_ticks(offered, [code for code in (*needed, "early_start") if code != missing])


@pytest.mark.parametrize(
    ("way", "has_file", "words", "is_enough"),
    [
        pytest.param(AcceptanceWay.WET_INK, True, "", True, id="signed page"),
        pytest.param(AcceptanceWay.WET_INK, False, "she signed", False, id="signed, no page"),
        pytest.param(AcceptanceWay.POST, False, "it came", False, id="posted, no page"),
        pytest.param(AcceptanceWay.SPOKEN, False, "I accept, to AO, two facts checked", True, id="spoken"),
        pytest.param(AcceptanceWay.SPOKEN, True, " ", False, id="spoken, no words"),
        pytest.param(AcceptanceWay.CONDUCT, False, "sent the signed contract", True, id="conduct"),
    ],
)
def test_what_shows_an_acceptance(way: AcceptanceWay, has_file: bool, words: str, is_enough: bool) -> None:
    if is_enough:
        check_evidence(way, has_file=has_file, words=words)
    else:
        with pytest.raises(NoEvidence):
            check_evidence(way, has_file=has_file, words=words)


@pytest.mark.parametrize("hours", [pytest.param(-1, id="before it was issued"), pytest.param(3, id="still to come")])
def test_nobody_accepts_then(hours: int) -> None:
    with pytest.raises(NotYet):
        check_moment(ISSUED + timedelta(hours=hours), issued_at=ISSUED, now=ISSUED + timedelta(hours=2))


@pytest.mark.parametrize(
    ("copies", "accepted", "is_open"),
    [
        pytest.param([1], [1], True, id="one client"),
        pytest.param([1, 2], [2], False, id="one of two"),
        pytest.param([1, 2], [2, 1], True, id="both"),
        pytest.param([], [], False, id="nobody"),
    ],
)
def test_a_letter_is_accepted_by_all_of_its_clients(copies: list[int], accepted: list[int], is_open: bool) -> None:
    assert is_accepted(copies, accepted) is is_open


@pytest.mark.parametrize(
    ("issued_on", "reminded"),
    [
        pytest.param(date(2026, 11, 24), datetime(2026, 12, 1, 10, tzinfo=UTC), id="over a weekend"),
        pytest.param(date(2026, 12, 23), datetime(2027, 1, 4, 10, tzinfo=UTC), id="over Christmas and New Year"),
        pytest.param(date(2026, 3, 26), datetime(2026, 4, 2, 9, tzinfo=UTC), id="over a clock change"),
    ],
)
def test_a_client_is_reminded_on_the_fifth_working_day(issued_on: date, reminded: datetime) -> None:
    assert reminder_at(issued_on, calendar=calendar_of()) == reminded


def test_the_right_to_cancel_ends_with_the_fourteenth_day_after() -> None:
    assert cancel_until(date(2026, 11, 24)) == date(2026, 12, 8)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        pytest.param({}, Standing.NOT_SENT, id="nothing"),
        pytest.param({"is_sent": True}, Standing.SENT, id="sent"),
        pytest.param({"is_sent": True, "is_opened": True}, Standing.OPENED, id="opened"),
        pytest.param({"is_opened": True, "has_open_request": True}, Standing.ASKED, id="asked"),
        pytest.param({"has_open_request": True, "is_declined": True}, Standing.DECLINED, id="declined"),
        pytest.param({"is_declined": True, "is_accepted": True}, Standing.ACCEPTED, id="accepted after all"),
    ],
)
def test_where_a_copy_stands(facts: dict[str, bool], state: Standing) -> None:
    nothing = dict.fromkeys(("is_sent", "is_opened", "has_open_request", "is_declined", "is_accepted"), False)

    assert standing(**{**nothing, **facts}) == state
