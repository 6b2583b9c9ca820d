from django.urls import path

from intake.views import conflicts, disclosures, interests, lists, mentions, reports, waivers

urlpatterns = [
    path("", conflicts.conflicts, name="conflicts"),
    path("clear/", conflicts.clear, name="conflict_clear"),
    path("<int:pk>/", conflicts.conflict, name="conflict"),
    path("<int:pk>/outcome/", conflicts.decide, name="conflict_decide"),
    path("<int:pk>/override/", conflicts.override, name="conflict_override"),
    path("<int:pk>/low/", conflicts.low, name="conflict_low"),
    path("<int:pk>/holding-call/", conflicts.holding_call, name="conflict_holding_call"),
    path("<int:pk>/again/", conflicts.again, name="conflict_again"),
    path("<int:pk>/report/", reports.report, name="conflict_report"),
    path("<int:pk>/report.pdf", reports.report_pdf, name="conflict_report_pdf"),
    path("lists/", lists.index, name="conflict_lists"),
    path("lists/<int:pk>/", lists.detail, name="conflict_list"),
    path("lists/<int:pk>/progress/", lists.progress, name="conflict_list_progress"),
    path("interests/", interests.interests, name="conflict_interests"),
    path("interests/<int:pk>/end/", interests.end, name="conflict_interest_end"),
    path("hits/<int:pk>/", conflicts.hit, name="conflict_hit"),
    path("hits/<int:pk>/notes/", mentions.places, name="conflict_hit_notes"),
    path("hits/<int:pk>/waiver/", waivers.waiver, name="conflict_waiver"),
    path("hits/<int:pk>/consent/", waivers.consent, name="conflict_consent"),
    path("hits/<int:pk>/letter/", disclosures.write, name="conflict_letter_write"),
    path("letters/<int:pk>/", disclosures.letter, name="conflict_letter"),
    path("letters/<int:pk>/letter.pdf", disclosures.letter_pdf, name="conflict_letter_pdf"),
    path("letters/<int:pk>/answer/", disclosures.answer, name="conflict_letter_answer"),
    path("consents/<int:pk>/scan/", disclosures.add_scan, name="conflict_consent_scan"),
    path("scans/<int:pk>/", disclosures.scan, name="conflict_scan"),
    path("consents/<int:pk>/withdraw/", waivers.withdraw, name="conflict_consent_withdraw"),
]
