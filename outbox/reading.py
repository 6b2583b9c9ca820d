"""The words of a PDF, for whoever has to prove that they are there. Slow to import: do it where it is needed."""

import re
import unicodedata
from collections.abc import Iterator
from ctypes import create_string_buffer
from functools import lru_cache
from threading import Lock

import pypdfium2
from pypdfium2 import raw

_ONE_AT_A_TIME = Lock()  # PDFium knows no threads, and a web worker has four


@lru_cache(maxsize=8)  # the terms of business go with every letter
def text_of(pdf: bytes) -> str:
    """
    Return the words of a PDF in reading order, with ligatures undone and white space made single.

    Only what hangs in the document's structure counts: running heads and feet do not, and would cut sentences in two.
    """
    with _ONE_AT_A_TIME, pypdfium2.PdfDocument(pdf) as document:
        words = " ".join(_words_of(page) for page in document)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", words)).strip()


def says(words: str, said: str) -> bool:
    """
    Say if words stand in what was read back from a PDF.

    A PDF gives names from scripts that run to the left in the order in which they are seen, so that a sentence with
    one is compared by its other letters and digits.
    """
    if not any(_runs_left(character) for character in words):
        return words in said
    return _bare(words) in _bare(said)


def _bare(text: str) -> str:
    return "".join(character for character in text if character.isalnum() and not _runs_left(character))


def _runs_left(character: str) -> bool:
    return unicodedata.bidirectional(character) in {"R", "AL", "AN"}


def _words_of(page: pypdfium2.PdfPage) -> str:
    structured = set(_structured_marks(page))
    for text in list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT])):
        if raw.FPDFPageObj_GetMarkedContentID(text.raw) not in structured:
            page.remove_obj(text)
    words: str = page.get_textpage().get_text_range()
    return words


def _is_label(element: object) -> bool:
    """Say if this is the bullet or number of a list: it is drawn last on its page, inside a sentence there."""
    named = create_string_buffer(8)
    raw.FPDF_StructElement_GetType(element, named, len(named))
    return named.raw.decode("utf-16-le").rstrip("\0") == "Lbl"


def _structured_marks(page: pypdfium2.PdfPage) -> Iterator[int]:
    """Yield the marks of this page's content that the structure tree reaches."""
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    try:
        number = raw.FPDF_StructTree_CountChildren(tree)
        left = [raw.FPDF_StructTree_GetChildAtIndex(tree, place) for place in range(number)]
        while left:
            if not (element := left.pop()) or _is_label(element):
                continue
            for place in range(raw.FPDF_StructElement_CountChildren(element)):
                left.append(raw.FPDF_StructElement_GetChildAtIndex(element, place))
                yield raw.FPDF_StructElement_GetChildMarkedContentID(element, place)
    finally:
        raw.FPDF_StructTree_Close(tree)
