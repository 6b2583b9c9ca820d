"""The map: one include per app, nothing else."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("clientcare.account_urls")),
    path("outbox/", include("outbox.urls")),
]
if settings.MODE != "production":
    urlpatterns.append(path("gallery/", include("clientcare.gallery")))

handler403 = "clientcare.errors.forbidden"
handler404 = "clientcare.errors.not_found"
handler500 = "clientcare.errors.server_error"
