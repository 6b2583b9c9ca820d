from django.urls import path

from clientcare.client_page import consents, needs, reach, views, wants

urlpatterns = [
    path("<int:pk>/", views.client, name="client"),
    path("<int:pk>/names/", views.add_name, name="client_add_name"),
    path("<int:pk>/relations/", views.add_relation, name="client_add_relation"),
    path("<int:pk>/relations/<int:relation_id>/end/", views.end_relation, name="client_end_relation"),
    path("<int:pk>/statuses/", views.add_status, name="client_add_status"),
    path("<int:pk>/statuses/<int:status_id>/end/", views.end_status, name="client_end_status"),
    path("<int:pk>/contacts/<int:contact_id>/confirm/", views.confirm, name="confirm_contact"),
    path("<int:pk>/contacts/<int:contact_id>/end/", reach.end, name="client_end_contact"),
    path("<int:pk>/contacts/<int:contact_id>/prefer/", reach.prefer, name="client_prefer_contact"),
    path("<int:pk>/contacts/", reach.add, name="client_add_contact"),
    path("<int:pk>/reach/", reach.rules, name="client_reach"),
    path("<int:pk>/consents/", consents.consents, name="client_consents"),
    path("<int:pk>/consents/shares/", consents.share, name="client_share"),
    path("<int:pk>/consents/shares/<int:share_id>/withdraw/", consents.withdraw, name="client_share_withdraw"),
    path("<int:pk>/consents/purposes/", consents.purpose, name="client_purpose"),
    path("<int:pk>/pass-on/<int:answer_id>/", wants.pass_on, name="client_pass_on"),
    path("<int:pk>/needs/", needs.page, name="client_needs"),
    path("<int:pk>/needs/<int:need_id>/change/", needs.change, name="client_change_need"),
    path("<int:pk>/needs/<int:need_id>/end/", needs.end, name="client_end_need"),
    path("<int:pk>/needs/why/", needs.add_circumstance, name="client_add_circumstance"),
    path("<int:pk>/needs/why/<int:circumstance_id>/end/", needs.end_circumstance, name="client_end_circumstance"),
]
