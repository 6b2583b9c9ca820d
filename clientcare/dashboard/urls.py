from django.urls import path

from clientcare.dashboard import views

urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("call-figures/", views.calls, name="dashboard_calls"),
    path("needs/", views.cohorts, name="dashboard_needs"),
    path("<slug:key>/", views.rows, name="dashboard_rows"),
]
