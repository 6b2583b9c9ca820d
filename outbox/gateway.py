"""The gateway that takes text messages, read from SMS_URL: docs/deploy.md says what that may say."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
_LONGEST_SECONDS = 60  # for both together: the lease of a message lasts twice as long


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """
    Where texts go. ``folder``: where they are kept instead, in the demo.

    ``is_idempotent``: it takes the key of a request that it had before as the same request, so repeating does no harm.
    """

    url: str = ""
    folder: Path | None = None
    sender: str = ""
    user: str = ""
    secret: str = field(default="", repr=False)
    scheme: str = "Bearer"
    as_json: bool = False
    to_field: str = "to"
    from_field: str = "from"
    text_field: str = "text"
    reference_field: str = "reference"
    id_field: str = "id"
    key_header: str = "Idempotency-Key"
    is_idempotent: bool = False
    connect_seconds: float = 5
    read_seconds: float = 20
    most_parts: int = 3
    quiet_from: time = time(20)
    quiet_until: time = time(8)


_WORDS = {
    "from": "sender",
    **{name: name for name in ("scheme", "to_field", "from_field", "text_field", "reference_field", "id_field")},
    "key_header": "key_header",
}
_YES = {"yes": True, "no": False}
_READERS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "format": ("as_json", {"json": True, "form": False}.__getitem__),
    "idempotent": ("is_idempotent", _YES.__getitem__),
    "connect": ("connect_seconds", float),
    "read": ("read_seconds", float),
    "parts": ("most_parts", int),
    "quiet_from": ("quiet_from", time.fromisoformat),
    "quiet_until": ("quiet_until", time.fromisoformat),
}


def read_gateway(environment: Mapping[str, str], *, mode: str, kept_at: str) -> Gateway | None:
    """
    Read SMS_URL; None for no texts at all. ``kept_at``: the folder in which the demo keeps them if it says nothing.

    :raises ImproperlyConfigured: with a sentence that names what is wrong, never the secret
    """
    address = environment.get("SMS_URL", "") or (kept_at if mode == "demo" else "")
    if not address:
        return None
    parts = urlsplit(address)
    options = _options(parts.query)
    if parts.scheme == "file":
        if mode == "production":
            raise ImproperlyConfigured("SMS_URL keeps texts in a folder, where no client gets them. Unset it.")
        return Gateway(folder=Path(unquote(parts.path)), **options)
    host = parts.hostname or ""
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _THIS_MACHINE):
        raise ImproperlyConfigured("SMS_URL must begin with https://, or texts would travel for everybody to read.")
    if mode == "demo" and host not in _THIS_MACHINE and environment.get("DEMO_MAY_SEND_TEXTS") != "yes":
        raise ImproperlyConfigured(
            "The demo would send texts through SMS_URL to whoever is in its data."
            " Unset SMS_URL to keep texts in .local/mail, or set DEMO_MAY_SEND_TEXTS=yes as well."
        )
    if not options.get("sender"):
        raise ImproperlyConfigured("SMS_URL does not say from whom texts come: add ?from=...")
    gateway = Gateway(
        url=parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl(),
        user=unquote(parts.username or ""),
        secret=unquote(parts.password or ""),
        **options,
    )
    if gateway.connect_seconds + gateway.read_seconds > _LONGEST_SECONDS:
        raise ImproperlyConfigured(f"SMS_URL waits too long: connect and read take {_LONGEST_SECONDS} s together.")
    if gateway.quiet_until >= gateway.quiet_from:
        raise ImproperlyConfigured("SMS_URL has quiet hours that do not end in the morning and begin in the evening.")
    return gateway


def _options(query: str) -> dict[str, Any]:
    """Read what stands behind the question mark."""
    options: dict[str, Any] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name in _WORDS:
            options[_WORDS[name]] = value
            continue
        if name not in _READERS:
            raise ImproperlyConfigured(f'SMS_URL has no "{name}". docs/deploy.md lists what it may say.')
        field_name, reader = _READERS[name]
        try:
            options[field_name] = reader(value)
        except (KeyError, ValueError) as wrong:
            raise ImproperlyConfigured(f'SMS_URL cannot say {name}="{value}". See docs/deploy.md.') from wrong
    return options
