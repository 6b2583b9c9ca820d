"""What changed between two wordings: nothing is lost, and whole words change."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from wording.redline import IN, OUT, SAME, Piece, compare, redline
from wording.rules import ClauseText

WORDS = some.lists(some.sampled_from(["we", "write", "{{ firm.phone }}", " ", "\n\n", ".", "**", "é"]), max_size=14)


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", ()),
        ("We write.", "We write.", (Piece(SAME, "We write."),)),
        ("We write.", "We ring.", (Piece(SAME, "We "), Piece(OUT, "write"), Piece(IN, "ring"), Piece(SAME, "."))),
        ("a b c", "x y c", (Piece(OUT, "a b"), Piece(IN, "x y"), Piece(SAME, " c"))),
        ("call {{ a.b }}", "call {{ a.c }}", (Piece(SAME, "call "), Piece(OUT, "{{ a.b }}"), Piece(IN, "{{ a.c }}"))),
        ("", "new", (Piece(IN, "new"),)),
        ("old", "", (Piece(OUT, "old"),)),
    ],
    ids=["nothing", "same", "a word", "words together", "a field is one word", "all new", "all gone"],
)
def test_a_redline_reads_in_one(before: str, after: str, pieces: tuple[Piece, ...]) -> None:
    assert redline(before, after) == pieces


@given(WORDS, WORDS)
def test_a_redline_holds_both_wordings_whole(before: list[str], after: list[str]) -> None:
    old, new = "".join(before), "".join(after)
    pieces = redline(old, new)

    assert "".join(piece.words for piece in pieces if piece.kind != IN) == old
    assert "".join(piece.words for piece in pieces if piece.kind != OUT) == new


def test_comparing_two_versions_says_which_parts_changed_in_words() -> None:
    old = ClauseText("a", "A", "R", "always", "Same.", "", "it is so", "")
    new = ClauseText("a", "A", "M", "money_moves", "Same.", "Same.", "it is so", "no money moves")

    changed = {one.label: "".join(piece.words for piece in one.pieces) for one in compare(old, new) if one.is_changed}

    assert list(changed) == ["Level", "Goes in", "Must be shown", "Why it is out"]
    assert changed["Level"] == "RecommendedMandatory"
    assert "when money moves" in changed["Goes in"]
