"""How large the type on a printed letter is."""

import pypdfium2
from pypdfium2 import raw


def sizes_of(pdf: bytes) -> set[float]:
    """Return every size of type on every page, in points: running heads and feet too."""
    found: set[float] = set()
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            words = page.get_textpage()
            for text in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], textpage=words):
                if text.extract().strip():
                    found.add(round(abs(text.get_matrix().d * text.get_font_size()), 1))
    return found
