from django.urls import path

from clientcare.matter_page import awaited, care, checkins, meeting, properties, queries, team, views

urlpatterns = [
    path("", views.matters, name="matters"),
    path("<int:pk>/", views.matter, name="matter"),
    path("<int:pk>/update/", views.write_update, name="matter_update"),
    path("<int:pk>/add-party/", views.add_party, name="matter_add_party"),
    path("<int:pk>/add-property/", properties.add, name="matter_add_property"),
    path("<int:pk>/property/<int:property_id>/", properties.take_off, name="matter_property"),
    path("<int:pk>/awaited/<int:step_id>/came/", awaited.came, name="matter_step_came"),
    path("<int:pk>/awaited/<int:step_id>/drop/", awaited.drop, name="matter_step_drop"),
    path("<int:pk>/team/", team.team, name="matter_team"),
    path("<int:pk>/care/", care.plan, name="matter_care"),
    path("<int:pk>/care/reminders/", care.note_reminder, name="matter_reminder"),
    path("<int:pk>/care/reminders/<int:reminder_id>/off/", care.take_reminder_off, name="matter_reminder_off"),
    path("<int:pk>/care/expected/", care.expect, name="matter_expect"),
    path("<int:pk>/care/expected/<int:expectation_id>/change/", care.change, name="matter_expect_change"),
    path("<int:pk>/care/expected/<int:expectation_id>/written/", care.written, name="matter_expect_written"),
    path("<int:pk>/questions/", queries.queries, name="matter_queries"),
    path("questions/<int:query_id>/answered/", queries.answered, name="query_answered"),
    path("<int:pk>/contact/", checkins.check_in, name="matter_check_in"),
    path("<int:pk>/contact/<int:check_in_id>/end/", checkins.end, name="matter_check_in_end"),
    path("<int:pk>/identity/<int:party_id>/", views.identity, name="matter_identity"),
    path("<int:pk>/meeting/start/", meeting.start, name="matter_meeting_start"),
    path("<int:pk>/meeting/end/", meeting.end, name="matter_meeting_end"),
    path("<int:pk>/conflict-check/", views.ask_conflict_check, name="matter_ask_check"),
]
