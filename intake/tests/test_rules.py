"""How grave a match is, who may decide, when an answer is due."""

from datetime import UTC, date, datetime

import pytest

from intake.rules import (
    CddState,
    CheckAlreadyDecided,
    CheckState,
    HitDecision,
    HitsOpen,
    Level,
    Match,
    Outcome,
    Policy,
    ReasonMissing,
    SelfCleared,
    Source,
    all_verified,
    answer_due_at,
    assess,
    check_outcome,
    check_second_person,
    effect_of,
)
from practice.calendar import BeyondKnownCalendar
from practice.models import MatterRole
from practice.tests.calendars import EW, calendar_of

POLICY = Policy(
    listing_line=0.4,
    review_line=0.55,
    word_line=0.6,
    notes_listed=3,
    urgent_within_working_days=2,
    urgent_answer_working_hours=1,
)
CLIENT, OPPONENT, AGENT, LENDER = MatterRole.CLIENT, MatterRole.OPPONENT, MatterRole.AGENT, MatterRole.LENDER


def _match(here: str, there: str = "", *, score: float = 1.0, source: Source = Source.MATTER, **more: bool) -> Match:
    return Match(score=score, source=source, here=here, there=there, **more)


@pytest.mark.parametrize(
    ("match", "level", "why"),
    [
        pytest.param(
            _match(OPPONENT, CLIENT, is_live=True), Level.GRAVE, "Against a client we act for now", id="against ours"
        ),
        pytest.param(
            _match(OPPONENT, CLIENT), Level.CLOSE, "Former client, now on the other side", id="against a former one"
        ),
        pytest.param(
            _match(CLIENT, OPPONENT, is_live=True), Level.GRAVE, "We act against this client now", id="we act against"
        ),
        pytest.param(_match(CLIENT, OPPONENT), Level.CLOSE, "Once on the other side", id="acted against"),
        pytest.param(_match(CLIENT, CLIENT, is_live=True), Level.LOW, "Not on opposite sides", id="client again"),
        pytest.param(_match(OPPONENT, OPPONENT, is_live=True), Level.LOW, "Not on opposite sides", id="same opponent"),
        pytest.param(
            _match(AGENT, CLIENT, is_live=True), Level.CLOSE, "A client of ours has another part here", id="agent, ours"
        ),
        pytest.param(_match(AGENT, CLIENT), Level.LOW, "Not on opposite sides", id="agent was once a client"),
        pytest.param(_match(CLIENT, AGENT, is_live=True), Level.LOW, "Not on opposite sides", id="client was agent"),
        pytest.param(
            _match(LENDER, LENDER, is_live=True, is_common_body=True),
            Level.COMMON,
            "Common body, neither client nor opponent",
            id="a lender met every day",
        ),
        pytest.param(
            _match(OPPONENT, LENDER, is_live=True, is_common_body=True),
            Level.LOW,
            "Not on opposite sides",
            id="a common body as opponent does not fold",
        ),
        pytest.param(
            _match(OPPONENT, CLIENT, is_live=True, is_common_body=True),
            Level.GRAVE,
            "Against a client we act for now",
            id="a common body that is our client",
        ),
        pytest.param(
            _match(AGENT, AGENT, is_restricted=True), Level.RESTRICTED, "Restricted match", id="behind a barrier"
        ),
        pytest.param(
            _match(OPPONENT, CLIENT, is_live=True, is_restricted=True),
            Level.RESTRICTED,
            "Restricted match",
            id="how grave it is behind a barrier is not said",
        ),
        pytest.param(
            _match(LENDER, LENDER, is_common_body=True, is_restricted=True),
            Level.COMMON,
            "Common body, neither client nor opponent",
            id="a lender met every day says nothing of the barrier it also stands behind",
        ),
        pytest.param(
            _match(LENDER, CLIENT, is_common_body=True, is_restricted=True),
            Level.RESTRICTED,
            "Restricted match",
            id="a common body that is client behind a barrier",
        ),
        pytest.param(
            _match(AGENT, source=Source.INTEREST), Level.GRAVE, "Own interest of a member of staff", id="own interest"
        ),
        pytest.param(
            _match(CLIENT, source=Source.STAFF), Level.CLOSE, "The name of a member of staff", id="a colleague's name"
        ),
        pytest.param(
            _match(CLIENT, OPPONENT, source=Source.ENQUIRY),
            Level.CLOSE,
            "Named by an enquiry from the opposite side",
            id="the other side asked us first",
        ),
        pytest.param(
            _match(CLIENT, CLIENT, source=Source.ENQUIRY),
            Level.LOW,
            "Named by an enquiry, not on opposite sides",
            id="asked before",
        ),
        pytest.param(_match(CLIENT, source=Source.PARTY), Level.LOW, "Not on opposite sides", id="only on record"),
        pytest.param(
            _match(OPPONENT, CLIENT, score=0.5499, is_live=True),
            Level.LOW,
            "Only near in spelling",
            id="below the line",
        ),
        pytest.param(
            _match(OPPONENT, CLIENT, score=0.55, is_live=True),
            Level.GRAVE,
            "Against a client we act for now",
            id="on the line",
        ),
        pytest.param(
            Match(score=1.0, weakest=0.59, source=Source.MATTER, here=OPPONENT, there=CLIENT, is_live=True),
            Level.LOW,
            "Only near in spelling",
            id="one word is another",
        ),
        pytest.param(
            _match(OPPONENT, CLIENT, is_live=True, is_another=True, is_restricted=True),
            Level.LOW,
            "A namesake with another date of birth",
            id="a namesake",
        ),
        pytest.param(
            _match(AGENT, AGENT, score=0.5, is_restricted=True),
            Level.LOW,
            "Only near in spelling",
            id="restricted and below the line",
        ),
    ],
)
def test_a_match_is_as_grave_as_its_sides_make_it(match: Match, level: Level, why: str) -> None:
    found = assess(match, policy=POLICY)

    assert (found.level, found.why) == (level, why)


def test_only_the_three_gravest_levels_stand_above_the_line() -> None:
    assert [level for level in Level if level.is_above_line] == [Level.GRAVE, Level.RESTRICTED, Level.CLOSE]


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.CLEAR, CheckState.CLEARED),
        (Outcome.CLEAR_WITH_CONDITIONS, CheckState.CLEARED),
        (Outcome.INFORMATION_CONFLICT_BARRIER, CheckState.WITH_COMPLIANCE),
        (Outcome.CLIENT_CONFLICT_WAIVABLE, CheckState.WITH_COMPLIANCE),
        (Outcome.FORMER_CLIENT_CONSENT_NEEDED, CheckState.WITH_COMPLIANCE),
        (Outcome.ESCALATED, CheckState.WITH_COMPLIANCE),
        (Outcome.CLIENT_CONFLICT_PROHIBITED, CheckState.DECLINED),
        (Outcome.OWN_INTEREST_CONFLICT, CheckState.DECLINED),
        (Outcome.DECLINED, CheckState.DECLINED),
    ],
)
def test_every_outcome_leads_to_one_of_three_words(outcome: Outcome, state: CheckState) -> None:
    assert effect_of(outcome) == state


NO, SAME, MAYBE, YES = (
    HitDecision.FALSE_POSITIVE,
    HitDecision.SAME_PARTY_NO_ADVERSE,
    HitDecision.POSSIBLE_CONFLICT,
    HitDecision.CONFLICT,
)


@pytest.mark.parametrize(
    ("outcome", "hits", "refused"),
    [
        pytest.param(Outcome.CLEAR, [], None, id="nothing above the line"),
        pytest.param(Outcome.CLEAR, [NO, SAME, HitDecision.RELATED_NO_CONFLICT], None, id="all harmless"),
        pytest.param(Outcome.CLEAR, [NO, None], HitsOpen, id="one open"),
        pytest.param(Outcome.CLEAR, [MAYBE], HitsOpen, id="one possible"),
        pytest.param(Outcome.CLEAR, [YES], HitsOpen, id="one conflict"),
        pytest.param(Outcome.CLEAR_WITH_CONDITIONS, [MAYBE], None, id="possible, with conditions"),
        pytest.param(Outcome.CLEAR_WITH_CONDITIONS, [YES], HitsOpen, id="conflict, whatever the conditions"),
        pytest.param(Outcome.CLEAR_WITH_CONDITIONS, [None], HitsOpen, id="conditions do not replace a decision"),
        pytest.param(Outcome.ESCALATED, [None], None, id="escalated with open hits"),
        pytest.param(Outcome.DECLINED, [None, YES], None, id="declined with open hits"),
    ],
)
def test_a_check_clears_only_over_hits_that_let_it(
    outcome: Outcome, hits: list[HitDecision | None], refused: type[Exception] | None
) -> None:
    def decide() -> CheckState:
        return check_outcome(outcome, state=CheckState.WITH_COMPLIANCE, above_line=hits, reason="because")

    if refused is None:
        assert decide() == effect_of(outcome)
    else:
        with pytest.raises(refused):
            decide()


@pytest.mark.parametrize("state", [CheckState.CLEARED, CheckState.DECLINED])
def test_a_decided_check_is_not_decided_again(state: CheckState) -> None:
    with pytest.raises(CheckAlreadyDecided):
        check_outcome(Outcome.CLEAR, state=state, above_line=[], reason="")


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome != Outcome.CLEAR])
def test_everything_but_a_plain_clearance_says_why(outcome: Outcome) -> None:
    with pytest.raises(ReasonMissing):
        check_outcome(outcome, state=CheckState.WITH_COMPLIANCE, above_line=[], reason="  ")


@pytest.mark.parametrize("decider", [1, 2])
def test_neither_who_asked_nor_who_would_do_the_work_decides(decider: int) -> None:
    with pytest.raises(SelfCleared) as refused:
        check_second_person(decider, asked_by=1, fee_earner=2)

    assert refused.value.code == "self_cleared"
    check_second_person(3, asked_by=1, fee_earner=2)


# A calendar with England's Christmas: Fri 25 Dec and Mon 28 Dec 2026 are holidays, hours 9 to 17
@pytest.mark.parametrize(
    ("asked_at", "key_date", "due_at"),
    [
        pytest.param("2026-11-24T13:05Z", None, None, id="no key date"),
        pytest.param("2026-11-24T13:05Z", date(2026, 11, 27), None, id="three working days"),
        pytest.param("2026-11-24T13:05Z", date(2026, 11, 26), "2026-11-24T14:05Z", id="two working days"),
        pytest.param("2026-11-24T13:05Z", date(2026, 11, 24), "2026-11-24T14:05Z", id="today"),
        pytest.param("2026-11-24T13:05Z", date(2026, 11, 20), "2026-11-24T14:05Z", id="gone by"),
        pytest.param("2026-11-20T16:30Z", date(2026, 11, 24), "2026-11-23T09:30Z", id="over a weekend"),
        pytest.param("2026-12-24T16:40Z", date(2026, 12, 29), "2026-12-29T09:40Z", id="over Christmas"),
        pytest.param(
            "2026-12-24T10:00Z", date(2026, 12, 30), "2026-12-24T11:00Z", id="two working days over Christmas"
        ),
        pytest.param("2026-12-24T10:00Z", date(2026, 12, 31), None, id="three working days over Christmas"),
        pytest.param("2026-03-27T16:30Z", date(2026, 3, 31), "2026-03-30T08:30Z", id="clocks go forward"),
        pytest.param("2026-10-23T15:30Z", date(2026, 10, 27), "2026-10-26T09:30Z", id="clocks go back"),
        pytest.param("2026-12-31T16:30Z", date(2027, 1, 5), "2027-01-04T09:30Z", id="over the year's end"),
    ],
)
def test_an_urgent_check_is_answered_within_one_working_hour(
    asked_at: str, key_date: date | None, due_at: str | None
) -> None:
    due = answer_due_at(
        key_date, asked_at=datetime.fromisoformat(asked_at).astimezone(UTC), calendar=calendar_of(EW), policy=POLICY
    )

    assert due == (datetime.fromisoformat(due_at).astimezone(UTC) if due_at else None)


def test_past_the_known_calendar_it_refuses_to_guess() -> None:
    calendar = calendar_of(EW, last_year=2026)

    with pytest.raises(BeyondKnownCalendar):
        answer_due_at(
            date(2027, 1, 5), asked_at=datetime(2026, 12, 31, 13, tzinfo=UTC), calendar=calendar, policy=POLICY
        )


@pytest.mark.parametrize(
    ("clients", "states", "established"),
    [
        pytest.param([], {}, False, id="no client"),
        pytest.param([1], {}, False, id="nothing begun"),
        pytest.param([1], {1: CddState.RECEIVED}, False, id="papers here"),
        pytest.param([1, 2], {1: CddState.VERIFIED}, False, id="one of two"),
        pytest.param([1, 2], {1: CddState.VERIFIED, 2: CddState.VERIFIED}, True, id="both"),
        pytest.param([1], {1: CddState.VERIFIED, 2: CddState.NOT_STARTED}, True, id="somebody who is no client now"),
    ],
)
def test_identity_is_established_when_every_client_is_verified(
    clients: list[int], states: dict[int, CddState], established: bool
) -> None:
    assert all_verified(clients, states) is established
