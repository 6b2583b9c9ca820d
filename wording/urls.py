from django.urls import path

from wording import views

_CLAUSE, _ORDER = {"of": views.CLAUSES}, {"of": views.ORDERS}  # the same pages, about either

app_name = "wording"
urlpatterns = [
    path("", views.clauses, name="clauses"),
    path("new/", views.kinds, name="kinds"),
    path("new/<slug:kind>/", views.new, name="new"),
    path("new/<slug:kind>/preview/", views.preview_new, name="preview_new"),
    path("clauses/<slug:code>/", views.clause, name="clause"),
    path("clauses/<slug:code>/compare/", views.compare, name="compare"),
    path("clauses/<slug:code>/change/", views.change, name="change"),
    path("clauses/<slug:code>/preview/", views.preview, name="preview"),
    path("clauses/<slug:code>/reviewed/", views.reviewed, name="reviewed"),
    path("versions/<int:pk>/take-back/", views.take_back, name="take_back"),
    path("drafts/<int:pk>/", views.draft, _CLAUSE, name="draft"),
    path("drafts/<int:pk>/ask/", views.ask, _CLAUSE, name="ask"),
    path("drafts/<int:pk>/publish/", views.publish, _CLAUSE, name="publish"),
    path("drafts/<int:pk>/send-back/", views.send_back, _CLAUSE, name="send_back"),
    path("drafts/<int:pk>/give-up/", views.withdraw, _CLAUSE, name="withdraw"),
    path("templates/", views.templates, name="templates"),
    path("templates/contents/", views.contents, name="contents"),
    path("templates/reading/", views.reading, name="reading"),
    path("templates/<str:code>/", views.template, name="template"),
    path("templates/<str:code>/pdf/", views.template_pdf, name="template_pdf"),
    path("templates/<str:code>/order/", views.order, name="order"),
    path("templates/versions/<int:pk>/take-back/", views.take_order_back, name="take_order_back"),
    path("orders/<int:pk>/", views.draft, _ORDER, name="template_draft"),
    path("orders/<int:pk>/ask/", views.ask, _ORDER, name="ask_order"),
    path("orders/<int:pk>/publish/", views.publish, _ORDER, name="publish_order"),
    path("orders/<int:pk>/send-back/", views.send_back, _ORDER, name="send_order_back"),
    path("orders/<int:pk>/give-up/", views.withdraw, _ORDER, name="withdraw_order"),
]
