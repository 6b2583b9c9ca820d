"""A letter with all its copies and its terms, printed at the door (decisions B23)."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from engagement.letters.package import Package
from outbox.pdf import Rendered
from outbox.renderer.server import CHILDREN
from wording.composition import Composition
from wording.services import print_letter


@dataclass(frozen=True)
class PrintedCopy:
    """One client's copy, printed: the party's id and what was made for it."""

    party_id: int
    composition: Composition
    rendered: Rendered


@dataclass(frozen=True)
class Printed:
    """A letter printed before its transaction (decisions B23). What it was made from is compared again inside it."""

    draft_version: int
    copies: tuple[PrintedCopy, ...]
    terms: PrintedCopy
    large_terms: PrintedCopy | None

    def hashes(self) -> list[str]:
        large = (self.large_terms,) if self.large_terms else ()
        return [one.composition.html_sha256 for one in (*self.copies, self.terms, *large)]


def print_package(made: Package) -> Printed:
    """
    Print every copy and the terms. For doors: call it outside any transaction; 0.2 to 0.4 seconds a copy.

    Two at a time, as there are two renderers (decisions B23): the one is read back while the next is set.

    :raises wording.errors.LetterBlocked: when something in the wording stops it
    :raises wording.errors.ClauseNotPrinted: when a mandatory sentence is not in a PDF
    :raises outbox.pdf.RenderFailed: when one does not become a PDF
    """
    with ThreadPoolExecutor(CHILDREN) as pool:
        return bind_papers(made, list(pool.map(print_letter, made.papers)))


def bind_papers(made: Package, printed: Sequence[Rendered]) -> Printed:
    """Put what was printed, in the order of `papers`, with what it was printed from."""
    copies, rest = printed[: len(made.copies)], printed[len(made.copies) :]
    return Printed(
        draft_version=made.letter.draft_version,
        copies=tuple(
            PrintedCopy(copy.to.party.pk, copy.composition, one) for copy, one in zip(made.copies, copies, strict=True)
        ),
        terms=PrintedCopy(0, made.terms, rest[0]),
        large_terms=PrintedCopy(0, made.large_terms, rest[1]) if made.large_terms else None,
    )
