"""The addresses of letters to many clients."""

from django.urls import path

from engagement.views import mailing_deeds as deeds
from engagement.views import mailings as pages

app_name = "mailings"
urlpatterns = [
    path("", pages.index, name="index"),
    path("new/", pages.make, name="make"),
    path("<int:pk>/", pages.detail, name="detail"),
    path("<int:pk>/words/", pages.change, name="change"),
    path("<int:pk>/sample/", pages.sample, name="sample"),
    path("<int:pk>/progress/", pages.progress, name="progress"),
    path("<int:pk>/try/", deeds.try_it, name="try"),
    path("<int:pk>/ask/", deeds.ask, name="ask"),
    path("<int:pk>/send-back/", deeds.send_back, name="send_back"),
    path("<int:pk>/release/", deeds.release, name="release"),
    path("<int:pk>/stop/", deeds.stop, name="stop"),
    path("rows/<int:pk>/out/", deeds.take_out, name="take_out"),
    path("rows/<int:pk>/in/", deeds.put_in, name="put_in"),
    path("rows/<int:pk>/pdf/", pages.row_pdf, name="row_pdf"),
]
