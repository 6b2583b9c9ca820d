from django.urls import include, path

from intake.views import diligence, enquiries, identity, meeting, queue, quotes

app_name = "intake"
_enquiries = [
    path("", enquiries.enquiries, name="enquiries"),
    path("new/", enquiries.enquiry, name="enquiry"),
    path("new/draft/", enquiries.draft, name="enquiry_draft"),
    path("new/draft/drop/", enquiries.drop_draft, name="enquiry_draft_drop"),
    path("new/questions/", enquiries.questions, name="questions"),
    path("<int:pk>/", enquiries.detail, name="detail"),
    path("<int:pk>/check/", enquiries.ask, name="ask"),
    path("<int:pk>/close/", enquiries.close, name="close"),
    path("<int:pk>/answered/", queue.answered, name="answered"),
    path("<int:pk>/ask-more/", queue.ask_more, name="ask_more"),
    path("<int:pk>/confirm/<slug:kind>/", queue.confirm, name="confirm"),
    path("<int:pk>/holding-call/", queue.holding_call, name="holding_call"),
    path("<int:pk>/answers/", queue.answer, name="answer"),
    path("<int:pk>/decline/", queue.decline, name="decline"),
    path("<int:pk>/letter/", queue.letter, name="letter"),
    path("<int:pk>/quote/", quotes.quote, name="quote"),
    path("<int:pk>/quote/<int:number>/", quotes.given, name="quote_given"),
]
urlpatterns = [
    path("enquiries/", include(_enquiries)),
    path("matters/<int:pk>/meeting/", meeting.meeting, name="meeting"),
    path("matters/<int:pk>/meeting/draft/", meeting.draft, name="meeting_draft"),
    path("matters/<int:pk>/meeting/<int:number>/", meeting.record, name="meeting_record"),
    path("matters/<int:pk>/identity/", identity.identity, name="identity"),
    path("matters/<int:pk>/identity/report/", identity.report, name="report_suspicion"),
    path("matters/<int:pk>/identity/<int:party_id>/check/", identity.record, name="identity_record"),
    path("matters/<int:pk>/identity/<int:party_id>/screening/", identity.screen, name="identity_screen"),
    path("matters/<int:pk>/identity/<int:party_id>/owner/", diligence.owner, name="identity_owner"),
    path("matters/<int:pk>/identity/owner/<int:owner_id>/end/", diligence.end_owner, name="identity_owner_end"),
    path("matters/<int:pk>/identity/<int:party_id>/measures/", diligence.measures, name="identity_measures"),
    path("matters/<int:pk>/identity/measures/<int:measures_id>/", diligence.decide, name="identity_measures_decide"),
    path("matters/<int:pk>/identity/<int:party_id>/look/", diligence.look, name="identity_look"),
    path("matters/<int:pk>/identity/papers/<int:check_id>/keep/", diligence.keep, name="identity_keep"),
    path("matters/<int:pk>/identity/papers/<int:check_id>/delete/", diligence.redact, name="identity_redact"),
    path("notes/", identity.suspicions, name="suspicions"),
    path("notes/<int:pk>/decide/", identity.decide, name="suspicion_decide"),
]
