"""The words of a PDF, for whoever has to prove that they are there. Slow to import: do it where it is needed."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject, NameObject, PdfObject

Operation = tuple[Any, bytes]
_SHOW_TEXT = (b"Tj", b"TJ", b"'", b'"')


def text_of(pdf: bytes) -> str:
    """
    Return the words of a PDF in reading order, with ligatures undone and white space made single.

    Only what hangs in the document's structure counts: running heads and feet do not, and would cut sentences in two.
    """
    reader = PdfReader(BytesIO(pdf))
    structured = _structured_marks(reader.root_object["/StructTreeRoot"])
    words = []
    for page in reader.pages:
        content = ContentStream(page["/Contents"].get_object(), reader, "bytes")
        assert page.indirect_reference
        kept = structured[page.indirect_reference.idnum]
        content.operations = list(_without_others(content.operations, kept))
        page[NameObject("/Contents")] = content
        words.append(page.extract_text())
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", " ".join(words))).strip()


def _structured_marks(root: PdfObject) -> dict[int, set[int]]:
    """Return, for each page's object number, the marks of its content that the structure tree reaches."""
    found: dict[int, set[int]] = defaultdict(set)
    left: list[tuple[Any, Any]] = [(root, None)]
    while left:
        element, page = left.pop()
        element = element.get_object()
        if isinstance(element, int):
            found[page.idnum].add(element)
        elif isinstance(element, list):
            left += [(kid, page) for kid in element]
        elif isinstance(element, DictionaryObject):
            page = element.raw_get("/Pg") if "/Pg" in element else page
            left += [(element[key], page) for key in ("/K", "/MCID") if key in element]
    return found


def _without_others(operations: list[Operation], kept: set[int]) -> Iterator[Operation]:
    """Yield everything but text shown under a mark that is not kept."""
    marks: list[bool] = []
    for operands, operator in operations:
        if operator in (b"BMC", b"BDC"):
            properties = operands[1] if operator == b"BDC" else {}
            marks.append("/MCID" in properties and properties["/MCID"] not in kept)
        elif operator == b"EMC":
            marks.pop()
        elif operator in _SHOW_TEXT and any(marks):
            continue
        yield operands, operator
