"""The linter warns and never stops."""

import pytest

from wording import readability


@pytest.mark.parametrize(
    ("word", "count"), [("cat", 1), ("letter", 2), ("complaint", 2), ("ombudsman", 3), ("notwithstanding", 4)]
)
def test_syllables(word: str, count: int) -> None:
    assert readability.syllables(word) == count


def test_sentences_leave_out_cells_and_headings() -> None:
    body = (
        "<h2>Our big heading here</h2><p>We act for you. You pay <b>£20</b> or more.</p><table><td>not a sentence</td>"
    )

    assert readability.sentences(body) == ["We act for you.", "You pay £20 or more."]


def test_plain_words_score_high_and_legal_ones_low() -> None:
    plain = "<p>We will ring you on Monday. We tell you what we found. You can ask us at any time.</p>"
    legal = (
        "<p>Notwithstanding the aforementioned considerations, remuneration attributable to supplementary "
        "representations necessitated by unanticipated contingencies, including interlocutory applications and "
        "ancillary correspondence, constitutes additional liability.</p>"
    )

    assert readability.measure(plain).flesch > 80
    assert readability.measure(legal).flesch < 10
    assert [warning.code for warning in readability.warnings(plain, {})] == []
    assert [warning.code for warning in readability.warnings(legal, {"aforementioned": "this"})] == [
        "hard_to_read",
        "long_sentences",
        "jargon",
    ]


def test_the_hardest_sentences_are_named_longest_first() -> None:
    long, longer = " ".join(["word"] * 25), " ".join(["word"] * 30)

    score = readability.measure(f"<p>We are here today. W{long}. W{longer}.</p>")

    assert [words for words, _ in score.hardest] == [30, 25]


def test_nothing_to_read_is_no_warning() -> None:
    assert readability.measure("").flesch == 100
    assert readability.length_warnings(2) == []
    assert [warning.code for warning in readability.length_warnings(3)] == ["long_letter"]
