from django.urls import path

from complaints import public_views
from complaints.views import account, deeds, detail, logging, taking

app_name = "complaints"
urlpatterns = [
    path("log/", logging.log, name="log"),
    path("log/dates/", logging.dates, name="dates"),
    path("take/", taking.take, name="take"),
    path("procedure/", public_views.procedure, name="procedure"),
    path("procedure/<slug:code>/", public_views.procedure, name="procedure_of"),
    path("account/<int:pk>/", account.account, name="account"),
    path("<str:reference>/", detail.detail, name="detail"),
    path("<str:reference>/letter/<int:pk>/", detail.letter, name="letter"),
    path("<str:reference>/<slug:slug>/", deeds.deed, name="deed"),
]
