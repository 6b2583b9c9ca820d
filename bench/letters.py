"""
The letter printer against bare WeasyPrint: the same HTML, stylesheet and fonts; ratios of time and size.

    .venv/bin/python bench/letters.py [runs]

Rounds alternate, so that a busy machine hurts both alike; the median of the rounds' ratios is printed.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clientcare.settings")
os.environ.setdefault("MODE", "test")

import django  # noqa: E402

django.setup()

from weasyprint import CSS, HTML  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402

from outbox.pdf import render_pdf  # noqa: E402
from outbox.renderer import assets  # noqa: E402
from outbox.renderer.engine import OwnFilesOnly  # noqa: E402
from wording import examples, library  # noqa: E402
from wording.composition import assemble  # noqa: E402


def main(runs: int) -> None:
    shipped = library.read()
    template = shipped.templates["care_letter.residential_conveyancing"]
    html = assemble(
        template, shipped, examples.PURCHASE, large_print=False, taken_out={"acknowledge_form": "two pages"}
    ).html
    files = assets.load()
    fonts = FontConfiguration()
    fetcher = OwnFilesOnly(files)
    stylesheet = CSS(url=assets.BASE_URL + assets.STYLESHEET, url_fetcher=fetcher, font_config=fonts)

    def bare() -> bytes:
        source = HTML(string=html, base_url=assets.BASE_URL, url_fetcher=fetcher)
        return bytes(source.write_pdf(stylesheets=[stylesheet], font_config=fonts, pdf_variant="pdf/ua-1"))

    def ours() -> bytes:
        return render_pdf(html).pdf

    sizes = len(ours()), len(bare())
    ratios = [_seconds(ours) / _seconds(bare) for _ in range(runs)]
    print(f"letters size_ratio={sizes[0] / sizes[1]:.3f} bytes={sizes[0]} bare_bytes={sizes[1]}")
    print(f"letters time_ratio={statistics.median(ratios):.3f} rounds={runs}")


def _seconds(deed: Callable[[], bytes]) -> float:
    started = time.perf_counter()
    deed()
    return time.perf_counter() - started


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
