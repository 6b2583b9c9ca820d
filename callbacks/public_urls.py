from django.urls import path

from callbacks import public_views as views

urlpatterns = [
    path("<uuid:link_id>/<slug:token>/", views.choose, name="callback_link"),
    path("<uuid:link_id>/<slug:token>/off/", views.call_off, name="callback_off"),
    path("<uuid:link_id>/<slug:token>/invite.ics", views.calendar_file, name="callback_file"),
    path("<uuid:link_id>/<slug:token>/want/<slug:kind>/", views.want, name="callback_want"),
]
