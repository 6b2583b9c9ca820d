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
def _database_beside_event_loop() -> Iterator[None]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        yield
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """
    Give a running browser.

    Playwright keeps an event loop in this thread, and Django refuses the database to threads that have one. Nothing
    here runs in that loop, so the check is off for as long as the browser lives.
    """
    with sync_playwright() as playwright, _database_beside_event_loop():
        browser = playwright.chromium.launch(
            executable_path=executable(), args=_ARGUMENTS, ignore_default_args=["--headless", "--headless=old"]
        )
        try:
            yield browser
        finally:
            browser.close()
