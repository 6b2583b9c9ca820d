"""The administration pages: for Permission.ADMIN only, by the firm's one way to sign in (decisions B25)."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_header = admin.site.site_title = "ClientCare administration"
urls = admin.site.urls
