"""The browser of the tests: the machine's own Chromium, quiet and offline but for what a test opens."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
]


def executable() -> str:
    """
    Find the browser, CHROMIUM naming another one.

    :raises FileNotFoundError: if there is none
    """
    for name in (os.environ.get("CHROMIUM", ""), *_NAMES):
        if name and (path := shutil.which(name)):
            return path
    raise FileNotFoundError("No Chromium or Chrome on this machine. script/test installs one where it may.")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give a running browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable(), args=_ARGUMENTS, ignore_default_args=["--headless", "--headless=old"]
        )
        try:
            yield browser
        finally:
            browser.close()
