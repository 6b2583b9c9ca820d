"""The map: one include per app, nothing else."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from callbacks import feed_views
from clientcare import admin_site, health, home
from clientcare.bills import views as bill_views
from complaints.views.board import board

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("livez", health.livez, name="livez"),
    path("account/", include("clientcare.account_urls")),
    path("complaints/", board, name="complaints"),
    path("complaints/", include("complaints.urls")),
    path("letters/mailings/", include("engagement.mailing_urls")),
    path("", include("engagement.urls")),
    path("", include("clientcare.barriers.urls")),
    path("", include("clientcare.grievances.urls")),
    path("outbox/coming/", include("clientcare.forecast.urls")),
    path("outbox/", include("outbox.urls")),
    path("admin/", admin_site.urls),
    path("", include("intake.urls")),
    path("enquire/", include("intake.public_urls")),
    path("callback/", include("callbacks.public_urls")),
    path("calendar/<slug:token>.ics", feed_views.feed, name="calendar_feed"),
    path("your-letter/", include("engagement.public_urls")),
    path("conflicts/", include("intake.conflict_urls")),
    path("imports/bills/", bill_views.bills, name="bill_lists"),
    path("imports/", include("intake.import_urls")),
    path("matters/", include("clientcare.matter_page.urls")),
    path("clients/", include("clientcare.client_page.urls")),
    path("duplicates/", include("clientcare.duplicates.urls")),
    path("find/", include("clientcare.finding")),
    path("notes/", include("clientcare.file_notes.urls")),
    path("search/", include("clientcare.search")),
    path("dashboard/", include("clientcare.dashboard.urls")),
    path("desk/", include("clientcare.desk.urls")),
    path("my-day/told/", include("clientcare.told.urls")),
    path("my-day/", include("clientcare.my_day.urls")),
    path("callbacks/", include("callbacks.urls")),
    path("calls/policy/", include("callbacks.policy_urls")),
    path("wording/", include("wording.urls")),
]
if settings.MODE != "production":
    urlpatterns += [
        path("gallery/", include("clientcare.gallery")),
        path("demo/mail/", include("clientcare.demo_mail")),
    ]

handler403 = "clientcare.errors.forbidden"
handler404 = "clientcare.errors.not_found"
handler500 = "clientcare.errors.server_error"
