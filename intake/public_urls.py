from django.urls import path

from intake import public_views as views

urlpatterns = [
    path("", views.start, name="enquire"),
    path("saved/", views.saved, name="enquire_saved"),
    path("saved/mail/", views.mail, name="enquire_mail"),
    path("check/", views.check, name="enquire_check"),
    path("sent/", views.sent, name="enquire_sent"),
    path("resume/<uuid:draft_id>/<slug:token>/", views.resume, name="enquire_resume"),
    path("<slug:page>/", views.page, name="enquire_page"),
]
