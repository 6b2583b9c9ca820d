"""One call. The desk and my day, which show many, belong to clientcare."""

from django.urls import path

from callbacks import cadence_views, feed_views, link_views, said_views, views, visit_views

app_name = "callbacks"
urlpatterns = [
    path("how/", said_views.how_we_return_calls, name="how"),
    path("voicemail/", said_views.voicemail, name="voicemail"),
    path("handbook/", said_views.handbook, name="handbook"),
    path("reminders/", cadence_views.cadence, name="cadence"),
    path("calendar/", feed_views.feeds, name="feeds"),
    path("calendar/<int:pk>/revoke/", feed_views.revoke, name="feed_revoke"),
    path("arrivals/", visit_views.arrivals, name="arrivals"),
    path("appointments/of/<int:pk>/", visit_views.book, name="visit_book"),
    path("appointments/<int:pk>/move/", visit_views.move, name="visit_move"),
    path("appointments/<int:pk>/<slug:deed>/", visit_views.step, name="visit_step"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/attempt/", views.attempt, name="attempt"),
    path("<int:pk>/move/", views.move, name="move"),
    path("<int:pk>/send-link/", views.send_link, name="send_link"),
    path("invite/<int:pk>/", link_views.invite, name="invite"),
    path("<int:pk>/close/", views.close, name="close"),
]
