"""Make issued letters again and say what came out: the same bytes, the same content, or something else (B24)."""

from django.db.models import TextChoices

from outbox.pdf import render_pdf
from outbox.reading import text_of
from wording.models import IssuedLetter
from wording.services import recompose


class Proof(TextChoices):
    """What a letter that was made again turned out to be."""

    SAME_BYTES = "same_bytes", "same bytes"
    SAME_CONTENT = "same_content", "same content, other engine"
    DIFFERENT = "different", "different"


def reprove(letter: IssuedLetter) -> Proof:
    """
    Make an issued letter again from its versions and facts and compare it with what was issued.

    Other bytes are explained only by another engine, and then the words and pages must be the same.
    """
    again = recompose(letter)
    if again.html_sha256 != letter.html_sha256:
        return Proof.DIFFERENT
    rendered = render_pdf(again.html)
    if rendered.sha256 == letter.document.sha256:
        return Proof.SAME_BYTES
    same_words = text_of(rendered.pdf) == text_of(bytes(letter.document.content))
    if rendered.engine != letter.engine and rendered.pages == letter.pages and same_words:
        return Proof.SAME_CONTENT
    return Proof.DIFFERENT
