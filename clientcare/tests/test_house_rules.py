"""The rules of the house that a machine keeps (house.md 6)."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

APPS = ["clientcare", "intake", "engagement", "callbacks", "complaints", "wording", "outbox", "practice"]
# Open to everybody, each for its reason: how the house is (monitoring), the procedure that is published, the form that
# anybody may fill in, a client's letter, which their link and six figures open, and their call, which their link opens,
# and a calendar, by an address that its owner made.
PUBLIC = {
    *("healthz", "livez", "complaints:procedure", "complaints:procedure_of", "callbacks:how"),
    *("enquire", "enquire_page", "enquire_check", "enquire_saved", "enquire_mail", "enquire_sent", "enquire_resume"),
    *("accept_link", "accept_code", "accept_want", "accept_wanted", "accept_letter", "accept_ask", "accept_asked"),
    *("accept_decline", "accept_share", "accept_unshare", "accept_received", "accept_paper"),
    *("callback_link", "callback_off", "callback_file", "callback_want", "calendar_feed"),
}
# The way in, by allauth, which guards what follows a password itself; its pages for staff name a permission as ours do.
SIGN_IN_OPEN = {
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
}
SIGN_IN = SIGN_IN_OPEN | {
    "account_reauthenticate",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
}
# A prefix, because Django makes these names from the models: each goes through the admin site's own guard, which
# clientcare/tests/test_admin_site.py proves address by address.
ADMIN = "admin:"
MOST_LINES = 300
RULES_MAY_IMPORT = {"django.db.models", "practice.calendar", "practice.errors"}


def views_of(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from views_of(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name or pattern.pattern}", pattern


def test_every_page_names_who_may_open_it_or_is_on_the_public_list() -> None:
    unguarded = {
        name
        for name, pattern in views_of(get_resolver().url_patterns)
        if not hasattr(pattern.callback, "needs") and not name.startswith(ADMIN)
    }

    assert unguarded == PUBLIC | SIGN_IN_OPEN


def test_the_pages_of_the_way_in_are_those_we_mount_and_no_others() -> None:
    mounted = {name for name, _ in views_of(get_resolver().url_patterns) if name.startswith(("account_", "mfa_"))}

    assert mounted == SIGN_IN


def test_what_is_on_the_public_list_really_needs_no_sign_in() -> None:
    pages = dict(views_of(get_resolver().url_patterns))

    assert {name: getattr(pages[name].callback, "login_required", True) for name in PUBLIC} == dict.fromkeys(
        PUBLIC, False
    )


def _modules() -> list[Path]:
    return [
        path
        for app in APPS
        for path in sorted((settings.BASE_DIR / app).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."


RULES = [path for path in _modules() if path.name == "rules.py" or "rules" in path.parent.parts[-1:]]


@pytest.mark.parametrize("path", RULES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_rules_import_nothing_that_could_read_a_row_or_the_clock(path: Path) -> None:
    own = path.parent.name if path.name != "rules.py" else ""
    foreign = [
        name
        for name in _imports(path)
        if name.split(".")[0] not in sys.stdlib_module_names
        and name not in RULES_MAY_IMPORT
        and not (own == "rules" and name.startswith(f"{path.parent.parent.name}.rules"))
    ]

    assert foreign == []


def test_from_django_rules_take_only_text_choices() -> None:
    taken = [
        alias.name
        for path in RULES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module == "django.db.models"
        for alias in node.names
    ]

    assert set(taken) <= {"TextChoices"}


def test_no_module_is_too_long_to_be_read() -> None:
    long = {
        str(path.relative_to(settings.BASE_DIR)): lines
        for path in _modules()
        if (lines := len(path.read_text().splitlines())) > MOST_LINES
    }

    assert long == {}


def test_every_test_that_the_list_of_requirements_names_exists() -> None:
    named = set(re.findall(r"`([\w/]+/tests?[\w/]*(?:\.py|/))`", (settings.BASE_DIR / "docs" / "seeds.md").read_text()))

    assert len(named) > 30
    assert [name for name in sorted(named) if not (settings.BASE_DIR / name).exists()] == []
