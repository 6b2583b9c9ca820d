"""What every answer carries."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse


class NoNoughtMiddleware:
    """
    Let no zero byte of an address in: PostgreSQL takes none, and no page could answer.

    In a query it becomes the sign for what cannot be shown, so that a search finds nobody by it; no path has one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            raise Http404
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace("%00", "%EF%BF%BD")
        return self.get_response(request)


class NoStoreMiddleware:
    """Keep pages of signed-in people out of every cache, and browser features that we do not use switched off."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Cache-Control", "no-store")
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        return response
