"""
One PDF of two, both as they were: the pages of the first unchanged, those of the second behind them (decisions B24).

What a screen reader follows is joined too: the second document's tags become a part of the first's, its bookmarks
follow, and every page and link finds its tags by a number of its own. The same two files give the same bytes.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

_ID_PREFIX = "p2-"


class CannotJoin(Exception):
    """One of the files is not as the letter printer makes them. A defect, never a matter for whoever asked."""


def join_pdfs(first: bytes, second: bytes, *, title: str) -> bytes:
    """
    Return both as one file that still declares what the first declares (PDF/UA-1), under a title of its own.

    :raises CannotJoin: if one has no tags
    """
    with Pdf.open(BytesIO(first)) as whole, Pdf.open(BytesIO(second)) as added:
        for document in (whole, added):
            if Name.StructTreeRoot not in document.Root or Name.Lang not in document.Root:
                raise CannotJoin("It has no tags or no language.")
        before = len(whole.pages)
        whole.pages.extend(added.pages)
        root = whole.copy_foreign(added.Root.StructTreeRoot)
        _join_tags(whole, root, pages=list(whole.pages)[before:])
        _join_bookmarks(whole, added)
        with whole.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["dc:title"] = title
        whole.docinfo["/Title"] = String(title)
        out = BytesIO()
        whole.save(out, deterministic_id=True)
    return out.getvalue()


def _join_tags(whole: Pdf, added: Any, *, pages: list[pikepdf.Page]) -> None:
    """Hang the second tree into the first, and give its pages and links numbers that nobody has."""
    tree = whole.Root.StructTreeRoot
    numbers: Any = tree.ParentTree.Nums
    offset = max((int(numbers[place]) for place in range(0, len(numbers), 2)), default=-1) + 1
    for place in range(0, len(added.ParentTree.Nums), 2):
        numbers.append(int(added.ParentTree.Nums[place]) + offset)
        numbers.append(added.ParentTree.Nums[place + 1])
    tree.ParentTreeNextKey = max(int(numbers[place]) for place in range(0, len(numbers), 2)) + 1
    for page in pages:
        if Name.StructParents in page.obj:
            page.obj.StructParents = int(page.obj.StructParents) + offset
        for annotation in page.obj.get(Name.Annots, ()):
            if Name.StructParent in annotation:
                annotation.StructParent = int(annotation.StructParent) + offset
    top = _children(tree)[0]
    for document in _children(added):
        document.S, document.P = Name.Part, top  # a document within a document is one of its parts
        _append(top, document)
    for element in _elements(added):
        _prefix_ids(element)


def _prefix_ids(element: Any) -> None:
    """Keep the names of header cells apart: both documents count theirs from the beginning."""
    if Name.ID in element:
        element.ID = String(f"{_ID_PREFIX}{element.ID}")
    attributes = element.get(Name.A)
    if isinstance(attributes, Dictionary) and Name.Headers in attributes:
        attributes.Headers = Array([String(f"{_ID_PREFIX}{one}") for one in attributes.Headers])


def _elements(tree: Any) -> Iterator[Any]:
    left = _children(tree)
    while left:
        element = left.pop()
        yield element
        left.extend(_children(element))


def _children(element: Any) -> list[Any]:
    """Return the elements right below one; marks of content and references to objects are none."""
    below = element.get(Name.K, Array([]))
    found = list(below) if isinstance(below, Array) else [below]
    return [one for one in found if isinstance(one, Dictionary) and Name.S in one]


def _append(element: Any, child: Any) -> None:
    below = element.get(Name.K, Array([]))
    if not isinstance(below, Array):
        element.K = below = Array([below])
    below.append(child)


def _join_bookmarks(whole: Pdf, added: Pdf) -> None:
    """Let the second document's bookmarks follow the first's."""
    if Name.Outlines not in added.Root:
        return
    copied = whole.copy_foreign(added.Root.Outlines)
    if Name.Outlines not in whole.Root:
        whole.Root.Outlines = copied
        return
    outlines, item = whole.Root.Outlines, copied.First
    last = outlines.Last
    last.Next, item.Prev = item, last
    while True:
        item.Parent = outlines
        if Name.Next not in item:
            break
        item = item.Next
    outlines.Last = item
    outlines.Count = int(outlines.get(Name.Count, 0)) + int(copied.get(Name.Count, 0))
