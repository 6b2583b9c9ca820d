"""The only files a letter may use: our pinned fonts and our print stylesheet, held in memory and served by name."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from outbox.renderer import scripts

BASE_DIR = Path(__file__).resolve().parents[2]
BASE_URL = "http://assets.invalid/static/"
STYLESHEET = "css/letter-print.css"
FOLDER_PREFIX = "clientcare-print-"
_FONT_FOLDERS = ("source-serif-4", "source-sans-3")
_SUBSETS = ("latin", "latin-ext", "cyrillic", "greek", "vietnamese")
_FACES = {"source-serif-4": ("400-normal", "600-normal", "400-italic"), "source-sans-3": ("400-normal", "600-normal")}
FONT = ".woff2"
_PLAIN = ".woff"
_TYPES = {".css": "text/css", FONT: "font/woff", ".ttf": "font/ttf"}
_PARTS = ("", " Ext", " Cyrillic", " Greek", " Vietnamese")
FAMILIES = (", ".join(f'"CC Serif{part}"' for part in _PARTS), ", ".join(f'"CC Sans{part}"' for part in _PARTS))


class AssetsMissing(Exception):
    """A font or the stylesheet is not installed."""


def load() -> dict[str, bytes]:
    """Read every allowed file once. Keys are the full addresses that the stylesheet resolves to.

    Where the stylesheet asks for WOFF2, which is small and has to be taken apart glyph by glyph, the printer gets the
    same font as WOFF: it would take twice the time to start.

    :raises AssetsMissing: when the front-end packages are not installed.
    """
    found = {BASE_URL + STYLESHEET: BASE_DIR / "static" / STYLESHEET}
    for family in _FONT_FOLDERS:
        folder = BASE_DIR / "node_modules" / "@fontsource" / family / "files"
        for subset in _SUBSETS:
            for face in _FACES[family]:
                name = f"{family}-{subset}-{face}"
                found[f"{BASE_URL}fonts/{family}/{name}{FONT}"] = folder / f"{name}{_PLAIN}"
    with _installed():
        return {address: path.read_bytes() for address, path in found.items()}


def load_slices() -> tuple[scripts.Slice, ...]:
    """Read the fonts of other scripts. :raises AssetsMissing: when the front-end packages are not installed"""
    with _installed():
        return scripts.load(BASE_DIR / "node_modules")


@contextmanager
def _installed() -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise AssetsMissing(f"{problem.filename} is missing. Run script/setup, which installs the fonts.") from problem


def media_type(address: str) -> str:
    return _TYPES[Path(address).suffix]


def fingerprint(assets: dict[str, bytes], slices: Iterable[scripts.Slice]) -> str:
    """Return one short hash of all fonts and the stylesheet, for the engine's fingerprint."""
    whole = hashlib.sha256()
    for address in sorted(assets):
        whole.update(address.encode() + hashlib.sha256(assets[address]).digest())
    for one in slices:
        whole.update(one.family.encode() + hashlib.sha256(b"".join(one.files)).digest())
    return whole.hexdigest()[:16]
