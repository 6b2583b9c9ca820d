"""What `manage.py check` says when letters could not be printed on this machine."""

import ctypes.util
from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register

from outbox.renderer import assets

_INSTALL = (
    "Debian or Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. Fedora: dnf install pango. "
    "Alpine: apk add pango. macOS: brew install pango."
)


@register("outbox")
def check_letter_printer(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Say whether Pango and the letter fonts are here: a blank letter must never be the first sign."""
    problems: list[CheckMessage] = []
    missing = [name for name in ("pango-1.0", "pangoft2-1.0", "harfbuzz", "fontconfig") if not find_library(name)]
    if missing:
        names = " and ".join(missing)
        problems.append(Error(f"Letters cannot be printed: {names} not found.", hint=_INSTALL, id="outbox.E001"))
    try:
        assets.load()
    except assets.AssetsMissing as problem:
        problems.append(Error(f"Letters cannot be printed: {problem}", id="outbox.E002"))
    return problems


def find_library(name: str) -> str | None:
    return ctypes.util.find_library(name)
