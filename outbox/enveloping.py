"""
Today's post as one file: for each letter an address page for a window envelope, then its papers (decisions 20).

The papers are the frozen ones, their pages as they were. A letter that cannot be printed is left out and said so; the
rest goes on.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.template.loader import render_to_string

from outbox.models import Document, Message
from outbox.pdf import RenderFailed, render_pdf
from outbox.windows import in_window
from practice.reach import asks_for_discretion

NO_ADDRESS = "No address for post is on their record. Add one, and write the letter again."
NO_ROOM = "Its address has more than the window shows. Print this letter by itself, and write the envelope."
NO_PAPER = "Nothing was kept to be printed for this letter."
_PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Enveloped:
    """The letters that are in the file, in order, and why others are not. No letter, no file."""

    pdf: bytes
    letters: tuple[Message, ...]
    left_out: dict[UUID, str]


def envelope(letters: Sequence[Message], *, on: date, firm_name: str, both_sides: bool) -> Enveloped:
    """
    Join these letters in their order. Fetch them with party and attachments; call it outside transactions.

    ``both_sides``: blank pages keep one client's address off the back of another's letter.
    """
    from outbox.joining import join_pdfs  # slow import: pikepdf, and it logs that it is there

    parts: list[bytes] = []
    printed: list[Message] = []
    left_out: dict[UUID, str] = {}
    for letter in letters:
        papers = [one.document for one in sorted(letter.attachments.all(), key=lambda one: one.position)]
        because = why_not_printed(letter, papers)
        if not because:
            try:
                cover = render_pdf(address_html(letter, on=on, firm_name=firm_name)).pdf
            except RenderFailed as trouble:
                because = f"Its address page could not be made. {trouble}".removesuffix(" Nothing was issued.")
        if because:
            left_out[letter.pk] = because
            continue
        parts += [cover, *(bytes(paper.content) for paper in papers)]
        printed.append(letter)
    title = f"Post of {on:%-d %B %Y}"
    pdf = join_pdfs(*parts, title=title, both_sides=both_sides) if parts else b""
    return Enveloped(pdf, tuple(printed), left_out)


def why_not_printed(letter: Message, papers: Sequence[Document]) -> str:
    """Say in words why a letter cannot be printed with the others; "" if it can."""
    if not letter.to_address.strip():
        return NO_ADDRESS
    if in_window(letter.to_name, letter.to_address) is None:
        return NO_ROOM
    if not papers:
        return NO_PAPER
    return next((because for paper in papers if (because := _why_broken(paper))), "")


def _why_broken(paper: Document) -> str:
    """Say why one paper cannot be joined: it is no PDF, is not as it was kept, or cannot be opened."""
    from outbox.joining import CannotJoin, open_paper  # slow import: pikepdf

    if paper.media_type != _PDF:
        return f"“{paper.file_name}” is no PDF. Print this letter by itself."
    content = bytes(paper.content)
    if hashlib.sha256(content).hexdigest() != paper.sha256:
        return f"“{paper.file_name}” is not the file that was kept: its fingerprint differs. Tell an administrator."
    try:
        open_paper(content).close()
    except CannotJoin:
        return f"“{paper.file_name}” cannot be joined with others. Print this letter by itself."
    return ""


def address_html(letter: Message, *, on: date, firm_name: str) -> str:
    """
    Return the page that shows through the window: name and address, and below it our reference.

    Only for an address that the window can show. A letter of no party is one about a complaint: it is marked
    confidential as are those to people with rules.
    """
    shown = in_window(letter.to_name, letter.to_address)
    assert shown is not None, "as why_not_printed asked"
    return render_to_string(
        "letters/address_page.html",
        {
            "letter": letter,
            "lines": shown[0],
            "type": shown[1],
            "is_confidential": letter.party is None or asks_for_discretion(letter.party),
            "author": firm_name,
            "iso_date": on.isoformat(),
        },
    )
