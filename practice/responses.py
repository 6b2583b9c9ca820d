"""Answers to a deed: 303 to the page that shows what was done (decisions B13)."""

from typing import Any

from django.http import HttpResponseRedirect
from django.shortcuts import resolve_url


class SeeOther(HttpResponseRedirect):
    status_code = 303


def see_other(to: Any, *args: Any, **kwargs: Any) -> SeeOther:
    """Send the browser to a URL name, path or object, to be read by GET."""
    return SeeOther(resolve_url(to, *args, **kwargs))
