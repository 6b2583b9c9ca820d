"""One call. The desk and my day, which show many, belong to clientcare."""

from django.urls import path

from callbacks import cadence_views, feed_views, link_views, views

app_name = "callbacks"
urlpatterns = [
    path("reminders/", cadence_views.cadence, name="cadence"),
    path("calendar/", feed_views.feeds, name="feeds"),
    path("calendar/<int:pk>/revoke/", feed_views.revoke, name="feed_revoke"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/attempt/", views.attempt, name="attempt"),
    path("<int:pk>/move/", views.move, name="move"),
    path("<int:pk>/send-link/", views.send_link, name="send_link"),
    path("invite/<int:pk>/", link_views.invite, name="invite"),
    path("<int:pk>/close/", views.close, name="close"),
]
