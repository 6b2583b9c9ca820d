"""What a person sees when a page cannot be shown. Each says what is true, what it means and what to do next."""

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)
_CLEAR_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is misheard or misread


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403: the page exists and is not for this person's role."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404: no such page, or a record this person is a stranger to; the two look the same."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """
    Answer 500 without a query, because the database may be what broke.

    The reference stands in the log beside the traceback that Django writes; the page says nothing else.
    """
    signs = "".join(secrets.choice(_CLEAR_SIGNS) for _ in range(6))
    reference = f"{signs[:3]}-{signs[3:]}"
    view = request.resolver_match.view_name if request.resolver_match else "no view"
    logger.error("Reference %s: %s in %s", reference, request.method, view)
    return HttpResponse(render_to_string("500.html", {"reference": reference}), status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403: the form is older than the sign-in, or came from somewhere else."""
    return HttpResponse(render_to_string("csrf.html"), status=403)
