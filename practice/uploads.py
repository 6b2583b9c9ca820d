"""
What people upload and we keep: bytes by their hash behind Django's Storage API (decisions B15).

The bytes are written first and the row that names them last, so no row can name a file that is not there. A file that
no row names after a deed that failed is harmless: the same upload finds it again.
"""

import hashlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from practice.errors import Refusal

MOST_BYTES: Final = 10_000_000
_BEGINNINGS: Final = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
_LONGEST_NAME: Final = 160


class NotAScan(Refusal):
    """An upload that is too big, empty, or of a kind that we do not keep."""

    code = "not_a_scan"


class UploadLost(Exception):
    """The bytes in the store are not those that were kept."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A scan as it came. What it is was told by its bytes, not by its name."""

    content: bytes
    media_type: str
    file_name: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def read_scan(file: IO[bytes], *, size: int, name: str) -> Upload:
    """
    Read an uploaded PDF, JPEG or PNG whole.

    :raises NotAScan: if it is none of these, empty or too big
    """
    if size > MOST_BYTES:
        raise NotAScan(
            f"The file has {size / 1_000_000:.1f} MB; {MOST_BYTES // 1_000_000} are the most. Scan it at 200 dpi or in "
            "black and white."
        )
    content = file.read()
    if not content:
        raise NotAScan("The file is empty. Scan it again.")
    media_type = next((kind for sign, kind in _BEGINNINGS.items() if content.startswith(sign)), None)
    if media_type is None:
        raise NotAScan("This is no PDF, JPEG or PNG, whatever its name says. Save the scan as one of these.")
    return Upload(content, media_type, _short(PurePath(name.replace("\\", "/")).name or "scan"))


def keep_bytes(upload: Upload) -> str:
    """Put the bytes into the store and return their hash; the same bytes are kept once."""
    at = _place(upload.sha256)
    if not default_storage.exists(at):
        default_storage.save(at, ContentFile(upload.content))
    return upload.sha256


def bytes_of(sha256: str) -> bytes:
    """
    Return what was kept under this hash.

    :raises UploadLost: if it is gone or was changed
    """
    try:
        with default_storage.open(_place(sha256)) as file:
            content: bytes = file.read()
    except FileNotFoundError as gone:
        raise UploadLost(sha256) from gone
    if hashlib.sha256(content).hexdigest() != sha256:
        raise UploadLost(sha256)
    return content


def _place(sha256: str) -> str:
    return f"uploads/{sha256[:2]}/{sha256}"


def _short(name: str) -> str:
    """Shorten a long name and keep its ending."""
    path = PurePath(name)
    return name if len(name) <= _LONGEST_NAME else f"{path.stem[: _LONGEST_NAME - 10]}{path.suffix[:10]}"
