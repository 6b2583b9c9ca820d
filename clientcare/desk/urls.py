"""The desk. One form, one address for each thing that can be done with it."""

from django.urls import path

from clientcare.desk import daily, deeds, expected, hard, parking, views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("callers/", views.callers, name="desk_callers"),
    path("today/", views.today, name="desk_today"),
    path("look/", views.look, name="desk_look"),
    path("verify/", views.verify, name="desk_verify"),
    path("times/", views.times, name="desk_times"),
    path("list/", daily.printed, name="desk_list"),
    path("blank/", daily.blank, name="desk_blank"),
    path("difficult/", hard.difficult, name="desk_difficult"),
    path("help/", hard.ask_help, name="desk_help"),
    path("flag/", hard.flag, name="desk_flag"),
    path("hold/", views.hold, name="desk_hold"),
    path("promise/", deeds.promise, name="desk_promise"),
    path("message/", deeds.message, name="desk_message"),
    path("helped/", deeds.helped, name="desk_helped"),
    path("pass/", deeds.pass_on, name="desk_pass"),
    path("through/<int:pk>/", deeds.through, name="desk_through"),
    path("back/<int:pk>/", deeds.back, name="desk_back"),
    path("unhappy/", deeds.unhappy, name="desk_unhappy"),
    path("expected/<int:pk>/came/", expected.came, name="check_in_came"),
    path("draft/", parking.draft, name="desk_draft"),
    path("keep/", parking.keep, name="desk_keep"),
    path("park/", parking.park, name="desk_park"),
    path("unpark/<int:pk>/", parking.unpark, name="desk_unpark"),
]
