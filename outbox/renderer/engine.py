"""WeasyPrint, tamed: our stylesheet, our fonts, nothing fetched, the same bytes for the same letter."""

import hashlib
import logging
import re
import warnings
from importlib.metadata import version
from io import BytesIO
from typing import Any

from fontTools.ttLib import TTFont

warnings.filterwarnings("ignore", message=".*FontConfig.*")  # the child has no system fonts, on purpose

from weasyprint import CSS, HTML  # noqa: E402
from weasyprint.text import ffi as native  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402
from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: E402

from outbox.renderer import assets, scripts  # noqa: E402
from outbox.renderer.limits import Limits  # noqa: E402

logging.getLogger("weasyprint").setLevel(logging.CRITICAL)  # its warnings quote the letter

# WeasyPrint 70 looks for the last break before an element that does not fit by making the text before it narrower, and
# where that text ends in a space it may end the line words too early. With the space inside the element it does not.
_SPACE_BEFORE = re.compile(r" (<(?:b|i|span)\b[^>]*>)")


class CannotPrint(Exception):
    """This HTML does not become a letter. `why` is a word for outbox/pdf.py, `detail` never quotes the letter."""

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.detail = detail


class OwnFilesOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Serve what is in memory, by its full address; refuse and remember everything else."""

    def __init__(self, files: dict[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=False)
        self.files = files
        self.refused: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        body = self.files.get(url)
        if body is None:
            self.refused.append(url.partition(":")[0][:20])
            raise ValueError("refused")
        return URLFetcherResponse(url, body, {"Content-Type": assets.media_type(url)})


class Engine:
    """The parts that stay warm: fonts, stylesheet, the set of characters we can print."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.files = assets.load()
        self.fonts = FontConfiguration()
        self.stylesheet = CSS(
            url=assets.BASE_URL + assets.STYLESHEET, url_fetcher=OwnFilesOnly(self.files), font_config=self.fonts
        )
        self.printable = _characters(self.files)
        self.slices = assets.load_slices()
        self.known: set[str] = set()  # families of other scripts that the printer has met

    def render(self, html: str) -> tuple[bytes, int]:
        """
        Return the PDF and its number of pages.

        :raises CannotPrint: when the letter asks for outside files, is too long, or has characters without a shape.
        """
        fetcher = OwnFilesOnly(self.files)
        source = HTML(string=_SPACE_BEFORE.sub(r"\1 ", html), base_url=assets.BASE_URL, url_fetcher=fetcher)
        stylesheets = [
            self.stylesheet,
            *self._behind_ours({c for text in source.etree_element.itertext() for c in text}),
        ]
        document = source.render(
            stylesheets=stylesheets, font_config=self.fonts, pdf_variant="pdf/ua-1", presentational_hints=False
        )
        if len(document.pages) > self.limits.pages:
            raise CannotPrint("too_many_pages", f"{len(document.pages)} pages")
        identifier = hashlib.sha256(html.encode()).digest()[:16]
        pdf = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier, finisher=_say_scope_of_headers)
        if fetcher.refused:
            raise CannotPrint("outside_files", ", ".join(sorted(set(fetcher.refused))))
        return pdf, len(document.pages)

    def _behind_ours(self, characters: set[str]) -> list[CSS]:
        """
        Return the stylesheet that puts other scripts' fonts behind our own, for a letter that needs them; else none.

        A slice, once known, stays: no other letter names its family, so none looks different for it.

        :raises CannotPrint: for characters that no font of ours has.
        """
        missing = characters - self.printable
        wanted = [one for one in self.slices if any(one.is_for(character) for character in missing)]
        shapeless = missing.difference(*(one.characters() for one in wanted))
        if shapeless:
            raise CannotPrint("no_shape", " ".join(f"{c} (U+{ord(c):04X})" for c in sorted(shapeless)[:8]))
        for one in wanted:
            if one.family not in self.known:
                rules, files = scripts.faces(one, assets.BASE_URL)
                fetcher = OwnFilesOnly(files)
                CSS(string=rules, url_fetcher=fetcher, font_config=self.fonts)
                if fetcher.refused:
                    raise CannotPrint("defect", f"the font {one.family}")
                self.known.add(one.family)
        serif, sans = assets.FAMILIES
        families = [one.family for one in wanted]
        return [CSS(string=scripts.stylesheet(families, serif=serif, sans=sans))] if wanted else []

    def fingerprint(self) -> dict[str, str]:
        """Return what the bytes depend on besides the HTML (decisions B24)."""
        native.ffi.cdef(
            "const char *hb_version_string(void); int FcGetVersion(void); const char *pango_version_string(void);"
        )
        text = native.ffi.string
        return {
            "weasyprint": version("weasyprint"),
            "pydyf": version("pydyf"),
            "fonttools": version("fonttools"),
            "pango": text(native.pango.pango_version_string()).decode(),
            "harfbuzz": text(native.harfbuzz.hb_version_string()).decode(),
            "fontconfig": str(native.fontconfig.FcGetVersion()),
            "assets": assets.fingerprint(self.files, self.slices),
        }


def _characters(files: dict[str, bytes]) -> frozenset[str]:
    """Return what both families can draw between them, and white space."""
    found = set("\t\n\r\x0b\x0c \u00a0\u00ad\u200b\u200c\u200d\u2060")
    for address, body in files.items():
        if address.endswith(assets.FONT):
            found.update(map(chr, TTFont(BytesIO(body), lazy=True).getBestCmap()))
    return frozenset(found)


def _say_scope_of_headers(document: Any, pdf: Any) -> None:
    """Write Scope on header cells: WeasyPrint 70 writes only Headers on data cells (mock-ups' README)."""

    def walk(box: Any) -> None:
        mark: Any = getattr(box, "mark", None)
        if getattr(box, "element_tag", "") == "th" and hasattr(mark, "get") and "A" in mark:
            mark["A"]["Scope"] = "/Row" if box.element.attrib.get("scope") == "row" else "/Column"
        for child in getattr(box, "children", ()) or ():
            walk(child)

    for page in document.pages:
        walk(page._page_box)
