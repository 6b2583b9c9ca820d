"""
One PDF of several, each as it was: the pages of the first unchanged, those of the next behind them (decisions B24).

What a screen reader follows is joined too: each further document's tags become a part of the first's, its bookmarks
follow, and every page and link finds its tags by a number of its own. The same files give the same bytes.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String


class CannotJoin(Exception):
    """One of the files is not as the letter printer makes them. A defect, never a matter for whoever asked."""


def join_pdfs(first: bytes, *others: bytes, title: str, both_sides: bool = False) -> bytes:
    """
    Return all as one file that still declares what the first declares (PDF/UA-1), under a title of its own.

    ``both_sides``: it is printed so, and each of them begins on a sheet of its own.

    :raises CannotJoin: if one is no PDF, or has no tags
    """
    with open_paper(first) as whole:
        numbers = whole.Root.StructTreeRoot.ParentTree.Nums
        free = max((int(numbers[place]) for place in range(0, len(numbers), 2)), default=-1) + 1
        for place, other in enumerate(others, start=2):
            if both_sides and len(whole.pages) % 2:
                whole.add_blank_page(page_size=_size_of(whole.pages[-1]))
            with open_paper(other) as added:
                before = len(whole.pages)
                whole.pages.extend(added.pages)
                root = whole.copy_foreign(added.Root.StructTreeRoot)
                free = _join_tags(whole, root, pages=list(whole.pages)[before:], free=free, prefix=f"p{place}-")
                _join_bookmarks(whole, added)
        whole.Root.StructTreeRoot.ParentTreeNextKey = free
        with whole.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["dc:title"] = title
        whole.docinfo["/Title"] = String(title)
        out = BytesIO()
        whole.save(out, deterministic_id=True)
    return out.getvalue()


def open_paper(content: bytes) -> Pdf:
    """
    Open a file as the letter printer makes them.

    :raises CannotJoin: if it is no PDF, or has no tags
    """
    try:
        document = Pdf.open(BytesIO(content))
    except pikepdf.PdfError as trouble:
        raise CannotJoin("It is no PDF, or a broken one.") from trouble
    if Name.StructTreeRoot not in document.Root or Name.Lang not in document.Root:
        document.close()
        raise CannotJoin("It has no tags or no language.")
    return document


def _size_of(page: pikepdf.Page) -> tuple[float, float]:
    left, bottom, right, top = (float(one) for one in page.mediabox)
    return right - left, top - bottom


def _join_tags(whole: Pdf, added: Any, *, pages: list[pikepdf.Page], free: int, prefix: str) -> int:
    """
    Hang another tree into the first, and give its pages and links numbers from ``free`` on.

    ``prefix`` keeps the names of its header cells apart. Return the number that is free next.
    """
    tree = whole.Root.StructTreeRoot
    numbers, highest = tree.ParentTree.Nums, free - 1
    for place in range(0, len(added.ParentTree.Nums), 2):
        number = int(added.ParentTree.Nums[place]) + free
        numbers.append(number)
        numbers.append(added.ParentTree.Nums[place + 1])
        highest = max(highest, number)
    for page in pages:
        if Name.StructParents in page.obj:
            page.obj.StructParents = int(page.obj.StructParents) + free
        for annotation in page.obj.get(Name.Annots, ()):
            if Name.StructParent in annotation:
                annotation.StructParent = int(annotation.StructParent) + free
    top = _children(tree)[0]
    for document in _children(added):
        document.S, document.P = Name.Part, top  # a document within a document is one of its parts
        _append(top, document)
    for element in _elements(added):
        _prefix_ids(element, prefix)
    return highest + 1


def _prefix_ids(element: Any, prefix: str) -> None:
    """Keep the names of header cells apart: each document counts its own from the beginning."""
    if Name.ID in element:
        element.ID = String(f"{prefix}{element.ID}")
    attributes = element.get(Name.A)
    if isinstance(attributes, Dictionary) and Name.Headers in attributes:
        attributes.Headers = Array([String(f"{prefix}{one}") for one in attributes.Headers])


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
