"""The map: one include per app, nothing else."""

from django.urls import include, path

urlpatterns = [
    path("outbox/", include("outbox.urls")),
]
