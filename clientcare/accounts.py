"""Signing in: allauth's flows with our words, our outbox and no sign-up (decisions B25)."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse

from outbox import services as outbox
from outbox.models import Message
from practice import clock
from practice.models import User

_LINK = "[link]"  # stands in the stored row; the link itself exists only in the mail (decisions B12)


class OutboxAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator; what allauth wants to mail becomes a row."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The address or the password is not right. Check both and try again.",
        "too_many_login_attempts": "That was tried too often. Wait five minutes, then try again.",
        "incorrect_password": "That is not your password.",
        "enter_current_password": "That is not your password.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Say it on the sign-in page: a closed account has no page of its own."""
        messages.error(request, "This account is closed. Ask an administrator to open it again.")
        return redirect("account_login")

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell a person what changed: at their one address, not at one that allauth may keep besides."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue a row for the member of staff who has this address; nobody else gets mail from here."""
        now = clock.now()
        user = User.objects.working().filter(email__iexact=email).first()
        if user is None:
            return
        words = {**context, "user": user, "link": _LINK}
        notice = outbox.to_staff(
            user,
            kind=f"user.{template_prefix.rpartition('/')[2]}",
            subject=" ".join(render_to_string(f"{template_prefix}_subject.txt", words).split()),
            body=render_to_string(f"{template_prefix}_message.txt", words),
        )
        with transaction.atomic():
            outbox.queue(notice, key=f"user:{user.pk}:{notice.kind}:{now:%Y%m%dT%H%M%S%f}", now=now)


def with_reset_link(message: Message) -> str:
    """Put the link into a reset mail as it leaves, so that no stored row can open an account."""
    user = message.staff
    if user is None or not user.is_active:
        return message.body.replace(_LINK, "(this account has been closed meanwhile)")
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return message.body.replace(_LINK, f"{settings.BASE_URL}{path}")
