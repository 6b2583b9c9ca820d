"""Two PDFs as one: pages as they were, and every tag, link and bookmark still where it belongs (decisions B24)."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from outbox import pdf, reading
from outbox.joining import CannotJoin, join_pdfs
from outbox.tests.letters import LETTER

SECOND = LETTER.replace("Your purchase of 27 Quarry Mount", "Certificate").replace(
    "<p>Dear", '<p><a href="https://hartleyvane.example">Our site</a></p><p>Dear'
)


@pytest.fixture(scope="module")
def joined() -> tuple[bytes, bytes, bytes]:
    first, second = pdf.render_pdf(LETTER).pdf, pdf.render_pdf(SECOND).pdf
    return first, second, join_pdfs(first, second, title="Accepted")


def test_the_pages_are_as_they_were_and_the_same_files_give_the_same_bytes(joined: tuple[bytes, bytes, bytes]) -> None:
    first, second, both = joined

    assert contents(both) == [*contents(first), *contents(second)]
    assert both == join_pdfs(first, second, title="Accepted")
    assert reading.text_of(both) == f"{reading.text_of(first)} {reading.text_of(second)}"


def contents(file: bytes) -> list[bytes]:
    with pikepdf.open(BytesIO(file)) as document:
        return [page.Contents.read_bytes() for page in document.pages]


def test_it_declares_pdf_ua_and_every_tag_is_found_from_its_page(joined: tuple[bytes, bytes, bytes]) -> None:
    with pikepdf.open(BytesIO(joined[2])) as document:
        with document.open_metadata() as metadata:
            declared = (metadata["pdfuaid:part"], metadata["dc:title"], str(document.docinfo["/Title"]))
        root = document.Root.StructTreeRoot
        parents = dict(numbered(root.ParentTree.Nums))
        of_pages = [int(page.StructParents) for page in document.pages]
        of_links = [int(one.StructParent) for page in document.pages for one in page.get("/Annots", ())]
        kinds = [str(one.S) for one in elements(root)]
        lost = [one for one in elements(root) for child in below(one) if child.P.objgen != one.objgen]
        astray = [
            number
            for number, page in zip(of_pages, document.pages, strict=True)
            for one in parents[number]
            if "/Pg" in one and one.Pg.objgen != page.obj.objgen
        ]
        bookmarks = [str(item.title) for item in document.open_outline().root]

    assert declared == ("1", "Accepted", "Accepted")
    assert sorted(parents) == sorted({*of_pages, *of_links})
    assert (len(set(of_pages)), len(of_links), kinds.count("/Document"), kinds.count("/Part")) == (2, 1, 1, 1)
    assert (kinds.count("/H1"), kinds.count("/TH"), lost, astray) == (2, 6, [], [])
    assert bookmarks == ["Your purchase of 27 Quarry Mount", "Certificate"]


def numbered(pairs: Any) -> Iterator[tuple[int, Any]]:
    for place in range(0, len(pairs), 2):
        yield int(pairs[place]), pairs[place + 1]


def elements(root: Any) -> list[Any]:
    found, left = [], below(root)
    while left:
        found.append(left.pop())
        left += below(found[-1])
    return found


def below(element: Any) -> list[Any]:
    kids = element.get("/K", pikepdf.Array([]))
    listed = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [one for one in listed if isinstance(one, pikepdf.Dictionary) and "/S" in one]


def test_a_file_without_tags_is_not_joined(joined: tuple[bytes, bytes, bytes]) -> None:
    bare, out = pikepdf.new(), BytesIO()
    bare.add_blank_page()
    bare.save(out)

    with pytest.raises(CannotJoin):
        join_pdfs(joined[0], out.getvalue(), title="Accepted")
