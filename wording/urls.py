from django.urls import path

from wording import views

app_name = "wording"
urlpatterns = [
    path("", views.clauses, name="clauses"),
    path("clauses/<slug:code>/", views.clause, name="clause"),
    path("clauses/<slug:code>/compare/", views.compare, name="compare"),
    path("clauses/<slug:code>/change/", views.change, name="change"),
    path("clauses/<slug:code>/preview/", views.preview, name="preview"),
    path("clauses/<slug:code>/reviewed/", views.reviewed, name="reviewed"),
    path("versions/<int:pk>/take-back/", views.take_back, name="take_back"),
    path("drafts/<int:pk>/", views.draft, name="draft"),
    path("drafts/<int:pk>/ask/", views.ask, name="ask"),
    path("drafts/<int:pk>/publish/", views.publish, name="publish"),
    path("drafts/<int:pk>/send-back/", views.send_back, name="send_back"),
    path("drafts/<int:pk>/give-up/", views.withdraw, name="withdraw"),
    path("templates/", views.templates, name="templates"),
    path("templates/contents/", views.contents, name="contents"),
    path("templates/<str:code>/", views.template, name="template"),
    path("templates/<str:code>/pdf/", views.template_pdf, name="template_pdf"),
]
