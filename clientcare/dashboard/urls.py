from django.urls import path

from clientcare.dashboard import views

urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("needs/", views.cohorts, name="dashboard_needs"),
    path("<slug:key>/", views.rows, name="dashboard_rows"),
]
