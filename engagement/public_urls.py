from django.urls import path

from engagement import public_views as views

urlpatterns = [
    path("<uuid:link_id>/", views.letter, name="accept_letter"),
    path("<uuid:link_id>/ask/<slug:kind>/", views.ask, name="accept_ask"),
    path("<uuid:link_id>/asked/<slug:kind>/", views.asked, name="accept_asked"),
    path("<uuid:link_id>/received/", views.acknowledge, name="accept_received"),
    path("<uuid:link_id>/decline/", views.decline, name="accept_decline"),
    path("<uuid:link_id>/share/", views.share, name="accept_share"),
    path("<uuid:link_id>/share/<int:share_id>/withdraw/", views.unshare, name="accept_unshare"),
    path("<uuid:link_id>/paper/<slug:which>/", views.paper, name="accept_paper"),
    path("<uuid:link_id>/<slug:token>/", views.link, name="accept_link"),
    path("<uuid:link_id>/<slug:token>/code/", views.code, name="accept_code"),
    path("<uuid:link_id>/<slug:token>/want/<slug:kind>/", views.want, name="accept_want"),
    path("<uuid:link_id>/<slug:token>/wanted/<slug:kind>/", views.wanted, name="accept_wanted"),
]
