"""What goes with a letter besides its own pages: agreements apart from it, and the same words as plain text."""

from datetime import datetime

from engagement.letters import PrintedCopy
from engagement.models import Letter, SideAgreement
from outbox.models import Document
from outbox.services import keep_document
from practice.uploads import bytes_of
from wording.plaintext import plain_name, to_text


def carry_over(before: Letter, letter: Letter) -> None:
    """Let a new version start with the agreements of the one before, in the caller's transaction."""
    kept = list(before.agreements.order_by("pk"))
    for one in kept:
        one.pk, one.letter, one.document = None, letter, None
    SideAgreement.objects.bulk_create(kept)


def keep_agreements(letter: Letter, *, now: datetime) -> list[SideAgreement]:
    """Freeze the agreements that go with a letter that is issued, in the caller's transaction."""
    found = list(letter.agreements.order_by("pk"))
    for one in found:
        one.document = keep_document(
            content=bytes_of(one.sha256), media_type="application/pdf", file_name=one.file_name, now=now
        )
        one.save(update_fields=["document"])
    return found


def keep_text(paper: PrintedCopy, *, now: datetime) -> Document:
    """Keep the words of a printed paper as plain text, in the caller's transaction."""
    made = paper.composition
    return keep_document(
        content=to_text(made.html).encode(), media_type="text/plain", file_name=plain_name(made.file_name), now=now
    )
