"""One call. The desk and my day, which show many, belong to clientcare."""

from django.urls import path

from callbacks import cadence_views, views

app_name = "callbacks"
urlpatterns = [
    path("reminders/", cadence_views.cadence, name="cadence"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/attempt/", views.attempt, name="attempt"),
    path("<int:pk>/move/", views.move, name="move"),
    path("<int:pk>/close/", views.close, name="close"),
]
