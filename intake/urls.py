from django.urls import path

from intake.views import enquiries

app_name = "intake"
urlpatterns = [
    path("", enquiries.enquiries, name="enquiries"),
    path("new/", enquiries.enquiry, name="enquiry"),
    path("<int:pk>/", enquiries.detail, name="detail"),
    path("<int:pk>/check/", enquiries.ask, name="ask"),
    path("<int:pk>/close/", enquiries.close, name="close"),
]
