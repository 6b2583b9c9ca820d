"""What holds for every template: it compiles, its icons exist, and nothing in it breaks the content policy."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR) / "templates"
TEMPLATES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.html"))
ICONS = set(re.findall(r'symbol id="([a-z]+)"', (settings.BASE_DIR / "static" / "icons.svg").read_text()))


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_compiles(name: str) -> None:
    get_template(name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_icon_is_in_the_sprite(name: str) -> None:
    text = (ROOT / name).read_text()
    used = re.findall(r'<c-icon name="([^"{]+)"', text) + re.findall(r'<c-[^>]*\sicon="([^"{]+)"', text)

    assert [icon for icon in used if icon not in ICONS] == []


@pytest.mark.parametrize("name", [name for name in TEMPLATES if not name.startswith("letters/")])
def test_no_template_has_script_or_style_in_it(name: str) -> None:
    text = (ROOT / name).read_text()

    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", text) == []


@pytest.mark.parametrize("path", sorted((ROOT / "cotton").glob("*.html")), ids=lambda path: path.stem)
def test_every_component_says_in_its_first_line_what_it_takes(path: Path) -> None:
    assert re.match(r"\{# .+ #\}\n", path.read_text())


def test_every_address_in_the_stylesheets_is_a_file_that_ships() -> None:
    from django.contrib.staticfiles import finders

    folder = settings.BASE_DIR / "static" / "css"
    addresses = [
        address
        for sheet in folder.glob("*.css")
        for address in re.findall(r'url\("?([^")]+)"?\)', sheet.read_text())
        if not address.startswith("data:")
    ]

    assert len(addresses) >= 4
    assert [address for address in addresses if finders.find(address.removeprefix("../")) is None] == []
