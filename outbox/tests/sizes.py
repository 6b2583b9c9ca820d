"""How large the type on a printed letter is."""

from io import BytesIO
from typing import Any

from pypdf import PdfReader


def sizes_of(pdf: bytes) -> set[float]:
    """Return every size of type on every page, in points: running heads and feet too."""
    found: set[float] = set()

    def note(text: str, page: list[float], line: list[float], font: Any, size: float) -> None:
        if text.strip():
            found.add(round(abs(page[3] * line[3] * size), 1))

    for page in PdfReader(BytesIO(pdf)).pages:
        page.extract_text(visitor_text=note)
    return found
