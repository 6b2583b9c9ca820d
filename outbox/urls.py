from django.urls import path

from outbox import views

app_name = "outbox"
urlpatterns = [
    path("", views.index, name="index"),
    path("post/", views.post_tray, name="post_tray"),
    path("post/print/", views.print_post, name="print_post"),
    path("post/print.pdf", views.printed_post, name="printed_post"),
    path("post/posted/", views.posted_together, name="posted_together"),
    path("post/<uuid:pk>/", views.posted, name="posted"),
    path("post/paper/<int:pk>/", views.document, name="document"),
    path("<uuid:pk>/", views.message, name="message"),
    path("<uuid:pk>/retry/", views.retry, name="retry"),
    path("<uuid:pk>/acknowledge/", views.ask_acknowledgement, name="ask_acknowledgement"),
    path("<uuid:pk>/acknowledged/", views.acknowledged, name="acknowledged"),
    path("<uuid:pk>/arrived/", views.arrived, name="arrived"),
]
