"""Before the conflict check is cleared there is a holding call and nothing else, at every deed on a call."""

from datetime import date
from typing import Any

import pytest

from callbacks import services
from callbacks.models import Callback, Subject
from callbacks.rules import AttemptResult
from callbacks.services import Holding, HoldingOnly, NotSaid, holding_among
from callbacks.tests.factories import NOON, TWENTY_PAST_TWO, book, slip
from practice.holding import Talk
from practice.models import GateKind, GateState, Matter, MatterStage
from practice.services.matters import set_gate
from practice.tests import factories

pytestmark = pytest.mark.django_db
SAID = Holding(said_so=True, names=("Calder Vale Homes Ltd",), key_date=date(2026, 12, 1), time_is_running="yes")
WORDS = "Holding call. Names: Calder Vale Homes Ltd. A date: Tue 1 Dec 2026. Time is running."


def _gate(matter: Matter, state: GateState) -> Matter:
    set_gate(matter=matter, kind=GateKind.CONFLICT, state=state, because="CC-26-001", now=NOON)
    return matter


def _prospective() -> Matter:
    return factories.matter(stage=MatterStage.PROSPECTIVE, reference=None)


def _take(**facts: Any) -> Callback:
    known = {"caller_name": "Ann Bell", "number": "07700 900 142", "message": "", "holding": SAID, **facts}
    person = factories.user()
    return services.record_message(slip=slip(person, **known), by=person, now=NOON)


def test_a_call_about_a_matter_that_is_not_cleared_keeps_names_a_date_and_whether_time_is_running() -> None:
    kept: list[str] = []
    holding = Holding(said_so=True, names=("Calder Vale Homes Ltd",), keep=lambda: kept.append("names"))

    callback = book(matter=_prospective(), message="", holding=holding)

    assert callback.message == "Holding call. Names: Calder Vale Homes Ltd. They do not know if time is running."
    assert (callback.promises.count(), kept) == (1, ["names"])
    assert holding_among([callback], NOON) == {callback.pk: Talk.HOLDING}


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        pytest.param({"message": "They owe me for the joinery"}, HoldingOnly, id="words about the matter"),
        pytest.param({"holding": None}, NotSaid, id="nothing said"),
        pytest.param({"holding": Holding(said_so=False)}, NotSaid, id="not said that we do not act yet"),
    ],
)
def test_anything_else_is_refused_however_it_is_taken_and_leaves_no_trace(
    facts: dict[str, Any], refusal: type[Exception]
) -> None:
    matter = _prospective()

    for deed in (book, _take):
        with pytest.raises(refusal):
            deed(**{"matter": matter, "message": "", "holding": SAID, **facts})

    assert Callback.objects.count() == 0


def test_who_only_asks_whether_we_can_act_gets_a_holding_call_too() -> None:
    prospective = _prospective().clients().get()

    for facts in ({"caller": prospective}, {"subject": Subject.NEW}, {"is_enquirer": True}):
        with pytest.raises(HoldingOnly):
            _take(message="About my neighbour", **facts)
        assert _take(**facts).message == WORDS


def test_a_second_call_and_another_time_keep_to_it_as_well() -> None:
    callback = book(matter=_prospective(), message="", holding=SAID)
    facts: dict[str, Any] = {"callback_id": callback.pk, "by": callback.adviser, "now": NOON}

    with pytest.raises(HoldingOnly):
        services.note_call_again(message="They have sued", **facts)
    with pytest.raises(HoldingOnly):
        services.move_callback(
            adviser=callback.adviser,
            starts_at=TWENTY_PAST_TWO.replace(minute=40),
            asked_by_caller=True,
            called_again="They have sued",
            **facts,
        )

    assert services.note_call_again(message="", holding=SAID, **facts).message == callback.message + "\n" + WORDS


def test_after_a_holding_call_nothing_of_the_matter_is_noted_or_promised() -> None:
    callback = book(matter=_prospective(), message="", holding=SAID)
    facts: dict[str, Any] = {
        "callback_id": callback.pk,
        "result": AttemptResult.NO_ANSWER,
        "at": NOON,
        "by": callback.adviser,
        "now": NOON,
    }

    for more in ({"note": "Told them it looks good"}, {"next_update_on": date(2026, 12, 1)}):
        with pytest.raises(HoldingOnly):
            services.record_attempt(**facts, **more)

    assert services.record_attempt(**facts).note == ""


def test_a_matter_we_act_in_is_rung_about_as_ever_while_somebody_new_is_checked() -> None:
    never, shut, cleared = factories.matter(), factories.matter(), factories.matter()
    _gate(shut, GateState.CLOSED)
    _gate(cleared, GateState.OPEN)

    calls = [_take(matter=one, message="When do we exchange?", holding=None) for one in (never, shut, cleared)]

    assert [call.message for call in calls] == ["When do we exchange?"] * 3
    assert holding_among(calls, NOON) == {calls[1].pk: Talk.CAREFUL}


def test_once_the_gate_opens_the_next_call_is_an_ordinary_one() -> None:
    matter = _gate(_prospective(), GateState.CLOSED)
    callback = book(matter=matter, message="", holding=SAID)
    _gate(matter, GateState.OPEN)

    again = services.note_call_again(callback_id=callback.pk, message="And the fee?", by=callback.adviser, now=NOON)

    assert again.message == f"{WORDS}\nAnd the fee?"
    assert holding_among([again], NOON) == {}
