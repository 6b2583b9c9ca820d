"""
Letters of other scripts: names in Arabic, Hebrew and Chinese print as they are written.

Their fonts come in slices, most of them never needed. They stay as bytes until a letter has a character that our own
families lack. The Arabic is Vazirmatn: it has a glyph a letter, so that the words can be read back out of the PDF,
which fonts that draw the dots apart do not allow.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

WEIGHTS = (400, 600)
_STATIC = {"vazirmatn": "arabic", "noto-sans-hebrew": "hebrew"}  # package and its part
_VARIABLE = "noto-sans-sc"  # one file for all weights and a hundred parts, which are numbered
_RANGE = re.compile(r"U\+([0-9A-Fa-f]+)(?:-([0-9A-Fa-f]+))?")


@dataclass(frozen=True)
class Slice:
    """Part of a font: the characters it is for, and a file for each weight, or one for all."""

    family: str
    ranges: tuple[tuple[int, int], ...]
    files: tuple[bytes, ...]

    def is_for(self, character: str) -> bool:
        return any(first <= ord(character) <= last for first, last in self.ranges)

    def weights(self) -> Mapping[int, bytes]:
        """Return a font file for each weight."""
        bodies = self.files if len(self.files) > 1 else _instances(self.files[0])
        return dict(zip(WEIGHTS, bodies, strict=True))

    def characters(self) -> set[str]:
        """Return what it can really draw; the ranges promise more."""
        return set(map(chr, TTFont(BytesIO(self.files[0]), lazy=True).getBestCmap()))


def load(node_modules: Path) -> tuple[Slice, ...]:
    """Read every slice. :raises OSError: where a package is not installed"""
    found = []
    for package, part in _STATIC.items():
        folder = node_modules / "@fontsource" / package
        files = [folder / "files" / f"{package}-{part}-{weight}-normal.woff" for weight in WEIGHTS]
        found.append(_slice(package, files, _ranges(folder)[part]))
    folder = node_modules / "@fontsource-variable" / _VARIABLE
    for name, ranges in _ranges(folder).items():
        if name.startswith("["):
            file = folder / "files" / f"{_VARIABLE}-{name.strip('[]')}-wght-normal.woff2"
            found.append(_slice(f"{_VARIABLE}-{name.strip('[]')}", [file], ranges))
    return tuple(found)


def faces(one: Slice, base_url: str) -> tuple[str, dict[str, bytes]]:
    """Return the stylesheet that makes a slice's family known, and its files by address."""
    files = {
        f"{base_url}fonts/{one.family.replace(' ', '-')}-{weight}.ttf": body for weight, body in one.weights().items()
    }
    rules = (
        f'@font-face {{ font-family: "{one.family}"; font-weight: {weight}; src: url("{address}"); }}'
        for weight, address in zip(WEIGHTS, files, strict=True)
    )
    return "\n".join(rules), files


def stylesheet(families: Iterable[str], *, serif: str, sans: str) -> str:
    """Return the rules that put these families behind our own, in the text and in the running head and foot."""
    more = "".join(f', "{family}"' for family in families)
    places = ("top-left", "top-right", "bottom-left", "bottom-right")
    boxes = " ".join(f"@{place} {{ font-family: {sans}{more}; }}" for place in places)
    return f".letter {{ --letter-serif: {serif}{more}; --letter-sans: {sans}{more}; }} @page {{ {boxes} }}"


@lru_cache(maxsize=64)
def _instances(body: bytes) -> tuple[bytes, ...]:
    """Fix a variable font at each weight; kept, as the same names come again."""
    found = []
    for weight in WEIGHTS:
        font = instancer.instantiateVariableFont(TTFont(BytesIO(body), recalcTimestamp=False), {"wght": weight})
        font.flavor = None
        written = BytesIO()
        font.save(written, reorderTables=False)
        found.append(written.getvalue())
    return tuple(found)


def _slice(name: str, files: Iterable[Path], ranges: str) -> Slice:
    spans = tuple((int(first, 16), int(last or first, 16)) for first, last in _RANGE.findall(ranges))
    return Slice(f"CC {name}", spans, tuple(file.read_bytes() for file in files))


def _ranges(package: Path) -> dict[str, str]:
    return json.loads((package / "unicode.json").read_text())  # type: ignore[no-any-return]  # a mapping, as written
