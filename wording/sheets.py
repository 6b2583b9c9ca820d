"""A letter as a draft on paper, and as an example on the page."""

from wording.composition import Composition
from wording.facts.plain import GAP_CLOSES, GAP_OPENS


def draft_html(letter: Composition) -> str:
    """Return the letter for a preview on paper: marked as a draft on every page, its gaps in brackets."""
    marked = letter.html.replace('<body class="paper">', '<body class="paper draft">')
    out: list[str] = []
    for piece in marked.split(GAP_OPENS):
        question, bar, rest = piece.partition("|")
        words, closed, after = rest.partition(GAP_CLOSES)
        out.append(f"[{words}]{after}" if bar and closed and out else piece)
    return "".join(out)


def example_html(letter: Composition) -> str:
    """Return the letter for a page that asks no questions: as on paper, no sentence of it links to an answer."""
    return letter.html.partition('<body class="paper">')[2].rpartition("</body>")[0]
