"""Parts that have no side of their own and bind us all the same, in a table (domain 4.3)."""

import pytest

from intake.rules import Level, Match, assess
from intake.tests.test_rules import CLIENT, OPPONENT, POLICY, _match
from practice.models import MatterRole


@pytest.mark.parametrize(
    ("match", "level", "why"),
    [
        pytest.param(
            _match(CLIENT, MatterRole.WITNESS, is_live=True),
            Level.CLOSE,
            "Witness in a live matter of ours",
            id="a witness wants us",
        ),
        pytest.param(
            _match(OPPONENT, MatterRole.CO_PARTY, is_live=True),
            Level.CLOSE,
            "Co-party of a client in a live matter of ours",
            id="against who stands beside our client",
        ),
        pytest.param(
            _match(MatterRole.EXPERT, OPPONENT, is_live=True),
            Level.CLOSE,
            "Expert here, and we act against them now",
            id="an expert whom we act against",
        ),
        pytest.param(
            _match(MatterRole.GUARANTOR, CLIENT, is_live=True),
            Level.CLOSE,
            "A client of ours has another part here",
            id="a guarantor, ours",
        ),
        pytest.param(
            _match(CLIENT, MatterRole.WITNESS), Level.LOW, "Not on opposite sides", id="a witness of long ago"
        ),
        pytest.param(
            _match(MatterRole.INSURER, CLIENT, is_live=True, is_common_body=True),
            Level.CLOSE,
            "A client of ours has another part here",
            id="an insurer that is a client does not fold",
        ),
    ],
)
def test_a_part_beside_the_sides_counts_while_the_matter_lives(match: Match, level: Level, why: str) -> None:
    found = assess(match, policy=POLICY)

    assert (found.level, found.why) == (level, why)
