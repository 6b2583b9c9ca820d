"""The house's addresses and the bare booking, behind the same middleware."""

from django.urls import include, path

from desks import limit

urlpatterns = [path("bare/", limit.book), path("", include("clientcare.urls"))]
