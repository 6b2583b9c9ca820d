from django.urls import include, path

from engagement import views
from engagement.views import cost_updates, costs

_pages = [
    path("letters/<int:pk>/pdf/", views.copy_pdf, name="copy_pdf"),
    path("letters/<int:pk>/text/", views.copy_text, name="copy_text"),
    path("letters/<int:pk>/terms/", views.terms_pdf, name="terms_pdf"),
    path("letters/<int:pk>/certificate/", views.certificate_pdf, name="certificate_pdf"),
    path("letters/<int:pk>/evidence/", views.evidence, name="evidence"),
    path("letters/<int:pk>/record/", views.record, name="record"),
    path("letters/<int:pk>/code/", views.give_code, name="give_code"),
    path("letters/<int:pk>/link/", views.send_link, name="send_link"),
    path("letters/agreements/<int:pk>/", views.agreement_pdf, name="agreement_pdf"),
    path("letters/agreements/<int:pk>/remove/", views.remove_agreement, name="remove_agreement"),
    path("letters/requests/<int:pk>/answered/", views.answered, name="answered"),
    path("matters/<int:pk>/letter/", views.letter, name="letter"),
    path("matters/<int:pk>/letter/start/", views.start, name="start"),
    path("matters/<int:pk>/letter/page/", views.live_page, name="live_page"),
    path("matters/<int:pk>/letter/clause/", views.change_clause, name="change_clause"),
    path("matters/<int:pk>/letter/agreements/", views.add_agreement, name="add_agreement"),
    path("matters/<int:pk>/letter/order/", views.choose_order, name="choose_order"),
    path("matters/<int:pk>/letter/ask/", views.ask, name="ask"),
    path("matters/<int:pk>/letter/approve/", views.approve, name="approve"),
    path("matters/<int:pk>/letter/send-back/", views.send_back, name="send_back"),
    path("matters/<int:pk>/letter/issue/", views.issue, name="issue"),
    path("matters/<int:pk>/letter/stop/", views.stop, name="stop"),
    path("matters/<int:pk>/letter/draft/", views.draft_pdf, name="draft_pdf"),
    path("matters/<int:pk>/letter/draft-terms/", views.draft_terms_pdf, name="draft_terms_pdf"),
    path("matters/<int:pk>/costs/", costs.costs, name="costs"),
    path("matters/<int:pk>/costs/bill/", costs.record_bill, name="record_bill"),
    path("matters/<int:pk>/costs/unbilled/", costs.note_unbilled, name="note_unbilled"),
    path("costs/bills/<int:pk>/set-aside/", costs.set_bill_aside, name="set_bill_aside"),
    path("costs/warnings/<int:pk>/close/", costs.close_warning, name="close_cost_warning"),
    path("costs/copies/<int:pk>/pdf/", cost_updates.update_copy_pdf, name="cost_copy_pdf"),
    path("matters/<int:pk>/costs/update/", cost_updates.cost_update, name="cost_update"),
    path("matters/<int:pk>/costs/update/start/", cost_updates.start_update, name="start_update"),
    path("matters/<int:pk>/costs/update/ask/", cost_updates.ask_update, name="ask_update"),
    path("matters/<int:pk>/costs/update/approve/", cost_updates.approve_update, name="approve_update"),
    path("matters/<int:pk>/costs/update/send-back/", cost_updates.send_update_back, name="send_update_back"),
    path("matters/<int:pk>/costs/update/issue/", cost_updates.issue_update, name="issue_update"),
    path("matters/<int:pk>/costs/update/stop/", cost_updates.stop_update, name="stop_update"),
    path("matters/<int:pk>/costs/update/draft/", cost_updates.update_draft_pdf, name="update_draft_pdf"),
]
urlpatterns = [
    path("letters/", views.index, name="letters"),
    path("", include((_pages, "engagement"))),
]
