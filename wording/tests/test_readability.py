"""The linter warns and never stops."""

import pytest

from wording import readability


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *[
            ("cat", 1),
            ("and", 1),
            ("used", 1),
            ("charge", 1),
            ("people", 2),
            ("money", 2),
            ("wanted", 2),
            ("houses", 2),
        ],
        *[("letter", 2), ("table", 2), ("tables", 2), ("every", 2), ("agreement", 3), ("client’s", 2), ("co-owner", 3)],
        *[("complaint", 2), ("ombudsman", 3), ("tribunal", 3), ("area", 3), ("solicitor", 4), ("notwithstanding", 4)],
    ],
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


def test_the_hardest_sentences_are_named_longest_first() -> None:
    long, longer = " ".join(["word"] * 25), " ".join(["word"] * 30)

    score = readability.measure(f"<p>We are here today. W{long}. W{longer}.</p>")

    assert [words for words, _ in score.hardest] == [30, 25]


def test_nothing_to_read_is_perfectly_plain() -> None:
    assert (readability.measure("").flesch, readability.measure("").grade) == (100, 0)


@pytest.mark.parametrize(
    ("sentence", "flesch", "grade"),
    [
        pytest.param(
            "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.", 37, 11.3, id="platypus"
        ),
        pytest.param(
            "This sentence, taken as a reading passage unto itself, is being used to prove a point.",
            69,
            7.6,
            id="point",
        ),
        pytest.param("The cat sat on the mat.", 100, 0, id="cat, above the scale"),
    ],
)
def test_scores_are_those_published_for_these_sentences(sentence: str, flesch: int, grade: float) -> None:
    """Worked examples of Wikipedia on Flesch-Kincaid: 37.5 and grade 11.3; 69; and 116, which we cut at 100."""
    score = readability.measure(f"<p>{sentence}</p>")

    assert (score.flesch, score.grade) == (flesch, grade)
