"""What a page does to people who use it otherwise than by mouse and good eyes: axe-core, sideways scroll, pictures."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, Response

_ROOT = Path(__file__).resolve().parent.parent
_AXE = _ROOT / "node_modules" / "axe-core" / "axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SHOTS = _ROOT / ".local" / "screenshots"
WIDTHS = (1366, 390)
NARROWEST = 320
_PARTS = {"font", "image", "script", "stylesheet"}


@dataclass(frozen=True)
class Violation:
    """One broken rule, and where."""

    rule: str
    help: str
    targets: tuple[str, ...]


@cache
def _script() -> str:
    return _AXE.read_text()


def open_for_axe(browser: Browser, **options: Any) -> Page:
    """Open a page that brings axe along: the browser itself puts it there, so the site's policy stays in force."""
    context = browser.new_context(**options)
    context.add_init_script(_script())
    return context.new_page()


def violations(page: Page) -> list[Violation]:
    """Run axe-core (WCAG 2.0 to 2.2 A and AA, best practice) on the page as it stands; [] is the good answer."""
    found = page.evaluate("rules => axe.run({runOnly: rules}).then(result => result.violations)", _RULES)
    return [Violation(one["id"], one["help"], tuple(str(node["target"]) for node in one["nodes"])) for one in found]


def scrolls_sideways(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    width: int = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


def screens(page: Page, name: str) -> list[Path]:
    """Save the page at desk and phone width under .local/screenshots."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    saved = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 768 if width > NARROWEST * 2 else 844})
        saved.append(SHOTS / f"{name}-{width}.png")
        page.screenshot(path=saved[-1], full_page=True)
    return saved


# What htmx writes of a question that was under way when the page was left, as polls often are.
_BROKEN_OFF = ("Failed to load resource", "htmx:afterRequest", "htmx:sendError", "htmx:sendAbort")


class PolicyWatch:
    """Listens on a page whose policy is in force: breaches of it, scripts that fell over, parts that did not come."""

    def __init__(self, page: Page) -> None:
        self.breaches: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.breaches.append(str(error)))
        page.on("response", self._see)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(_BROKEN_OFF):  # answers are seen below
            self.breaches.append(message.text)

    def _see(self, response: Response) -> None:
        if response.request.resource_type in _PARTS and not response.ok:
            self.breaches.append(f"{response.status} {response.url}")
