"""When calls are returned."""

from django.urls import path

from callbacks import policy_views

app_name = "windows"
urlpatterns = [
    path("", policy_views.index, name="index"),
    path("firm/", policy_views.firm, name="firm"),
    path("department/<int:pk>/", policy_views.department, name="department"),
    path("person/<int:pk>/", policy_views.person, name="person"),
    path("person/<int:pk>/days/", policy_views.days, name="days"),
    path("days/<int:pk>/take-back/", policy_views.take_back, name="take_back"),
]
