from django.urls import path

from clientcare.client_page import needs, reach, views

urlpatterns = [
    path("<int:pk>/", views.client, name="client"),
    path("<int:pk>/names/", views.add_name, name="client_add_name"),
    path("<int:pk>/contacts/<int:contact_id>/confirm/", views.confirm, name="confirm_contact"),
    path("<int:pk>/contacts/<int:contact_id>/end/", reach.end, name="client_end_contact"),
    path("<int:pk>/contacts/<int:contact_id>/prefer/", reach.prefer, name="client_prefer_contact"),
    path("<int:pk>/contacts/", reach.add, name="client_add_contact"),
    path("<int:pk>/reach/", reach.rules, name="client_reach"),
    path("<int:pk>/needs/", needs.page, name="client_needs"),
    path("<int:pk>/needs/<int:need_id>/change/", needs.change, name="client_change_need"),
    path("<int:pk>/needs/<int:need_id>/end/", needs.end, name="client_end_need"),
    path("<int:pk>/needs/why/", needs.add_circumstance, name="client_add_circumstance"),
    path("<int:pk>/needs/why/<int:circumstance_id>/end/", needs.end_circumstance, name="client_end_circumstance"),
]
