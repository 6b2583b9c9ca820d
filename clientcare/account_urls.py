"""The pages of allauth that we mount: signing in and out, a new password, and two-step sign-in (decisions B25)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path, re_path

from practice.permissions import Permission, needs

View = Callable[..., HttpResponseBase]


def _door(view: View) -> View:
    """Answer 422 when what was typed can't be right; allauth says 200."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if request.method == "POST" and response.status_code == 200 and form is not None and form.errors:
            response.status_code = 422
        return response

    return answered


def _staff(view: View) -> View:
    """Open a page to everybody who is signed in."""
    return needs(Permission.HOME)(_door(view))


urlpatterns = [
    path("sign-in/", _door(account.login), name="account_login"),
    path("sign-out/", _door(account.logout), name="account_logout"),
    path("confirm/", _staff(account.reauthenticate), name="account_reauthenticate"),
    path("password/", _door(account.password_reset), name="account_reset_password"),
    path("password/sent/", _door(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        _door(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("password/changed/", _door(account.password_reset_from_key_done), name="account_reset_password_from_key_done"),
    path("code/", _door(mfa.authenticate), name="mfa_authenticate"),
    path("two-step/", _staff(mfa.index), name="mfa_index"),
    path("two-step/confirm/", _staff(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("two-step/app/", _staff(totp.activate_totp), name="mfa_activate_totp"),
    path("two-step/app/off/", _staff(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("two-step/codes/", _staff(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("two-step/codes/new/", _staff(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("two-step/codes/download/", _staff(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
]
