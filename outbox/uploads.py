"""What people upload, kept by its hash behind the Storage API (decisions B15)."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


def keep_upload(content: bytes) -> str:
    """Store bytes and return their SHA-256. The same bytes are stored once; nothing is ever written over."""
    sha256 = hashlib.sha256(content).hexdigest()
    name = _name(sha256)
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(content))
    return sha256


def read_upload(sha256: str) -> bytes:
    """
    Return what was stored.

    :raises FileNotFoundError: if it is not there
    """
    with default_storage.open(_name(sha256)) as stored:
        content: bytes = stored.read()
    return content


def _name(sha256: str) -> str:
    return f"uploads/{sha256[:2]}/{sha256}"
