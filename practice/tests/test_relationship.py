"""How it stands between a client and us: the worst fact speaks (domain A25)."""

import pytest

from practice.phrases import Tone
from practice.relationship import Facts, standing


@pytest.mark.parametrize(
    ("facts", "tone", "why"),
    [
        pytest.param(Facts(), Tone.CALM, "no promise fell due in the last 12 months", id="nothing"),
        pytest.param(Facts(kept=3), Tone.KEPT, "every promise of the last 12 months was kept", id="kept"),
        pytest.param(Facts(kept=9, missed=1), Tone.SOON, "a promise was missed in the last 12 months", id="missed"),
        pytest.param(Facts(kept=9, complaints=1), Tone.LATE, "a complaint is open", id="a complaint"),
        pytest.param(Facts(kept=9, owed=1, complaints=1), Tone.LATE, "what we promised is overdue", id="overdue first"),
    ],
)
def test_the_worst_fact_speaks(facts: Facts, tone: Tone, why: str) -> None:
    stands = standing(facts)

    assert (stands.tone, stands.why) == (tone, why)
