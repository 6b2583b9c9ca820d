from django.urls import path

from clientcare.forecast import views

urlpatterns = [
    path("", views.forecast, name="forecast"),
    path("hold/", views.hold, name="forecast_hold"),
]
