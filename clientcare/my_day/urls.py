"""My day and what is done on it."""

from django.urls import path

from clientcare.my_day import views

urlpatterns = [
    path("", views.my_day, name="my_day"),
    path("calls/<int:pk>/", views.record_call, name="my_day_call"),
    path("team/<int:pk>/take/", views.take_from_team, name="my_day_take"),
    path("messages/<int:pk>/done/", views.finish_message, name="my_day_message_done"),
    path("tasks/<int:pk>/done/", views.tick_off, name="my_day_task_done"),
    path("do-not-disturb/", views.do_not_disturb, name="my_day_dnd"),
    path("do-not-disturb/<int:pk>/end/", views.end_do_not_disturb, name="my_day_dnd_end"),
    path("away/", views.away, name="my_day_away"),
]
