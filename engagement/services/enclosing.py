"""What goes with a copy of a letter besides its own pages: the same words as plain text."""

from datetime import datetime

from engagement.letters import PrintedCopy
from outbox.models import Document
from outbox.services import keep_document
from wording.plaintext import plain_name, to_text


def keep_text(paper: PrintedCopy, *, now: datetime) -> Document:
    """Keep the words of a printed paper as plain text, in the caller's transaction."""
    made = paper.composition
    return keep_document(
        content=to_text(made.html).encode(), media_type="text/plain", file_name=plain_name(made.file_name), now=now
    )
