from django.urls import include, path

from intake.views import enquiries, identity, meeting

app_name = "intake"
_enquiries = [
    path("", enquiries.enquiries, name="enquiries"),
    path("new/", enquiries.enquiry, name="enquiry"),
    path("<int:pk>/", enquiries.detail, name="detail"),
    path("<int:pk>/check/", enquiries.ask, name="ask"),
    path("<int:pk>/close/", enquiries.close, name="close"),
]
_matter = [
    path("meeting/", meeting.meeting, name="meeting"),
    path("meeting/draft/", meeting.draft, name="meeting_draft"),
    path("meeting/<int:number>/", meeting.record, name="meeting_record"),
    path("identity/", identity.identity, name="identity"),
    path("identity/report/", identity.report, name="report_suspicion"),
    path("identity/<int:party_id>/check/", identity.record, name="identity_record"),
    path("identity/<int:party_id>/screening/", identity.screen, name="identity_screen"),
]
urlpatterns = [
    path("enquiries/", include(_enquiries)),
    path("matters/<int:pk>/", include(_matter)),
    path("notes/", identity.suspicions, name="suspicions"),
    path("notes/<int:pk>/decide/", identity.decide, name="suspicion_decide"),
]
