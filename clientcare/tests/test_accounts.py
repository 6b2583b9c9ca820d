"""Signing in and out, a new password by mail, two steps: allauth's flows through our pages and our outbox."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from outbox import channels
from outbox.models import Message
from practice.models import User
from practice.permissions import Role
from practice.tests import factories
from practice.tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
KNOWN = {"password": PASSWORD, "next": "/account/two-step/"}


@pytest.fixture
def priya() -> User:
    return factories.user(Role.RECEPTIONIST, given="Priya", family="Nair", email="priya@hartleyvane.example")


def signed_in(client: Client) -> bool:
    return client.get("/account/two-step/").status_code == 200


def six_figures(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


def test_a_person_signs_in_and_out(client: Client, priya: User) -> None:
    answer = client.post("/account/sign-in/", {"login": "Priya@hartleyvane.example", **KNOWN})
    assert (answer.status_code, answer["Location"], signed_in(client)) == (302, "/account/two-step/", True)

    answer = client.post("/account/sign-out/")
    assert (answer.status_code, answer["Location"], signed_in(client)) == (302, "/account/sign-in/", False)


def test_opening_the_sign_out_page_signs_nobody_out(client: Client, priya: User) -> None:
    client.force_login(priya)

    assert client.get("/account/sign-out/").status_code == 200
    assert signed_in(client)


@pytest.mark.parametrize(
    ("login", "password"),
    [("priya@hartleyvane.example", "wrong"), ("nobody@hartleyvane.example", PASSWORD)],
    ids=["wrong password", "unknown address"],
)
def test_a_wrong_answer_is_422_and_tells_nothing_about_the_account(
    client: Client, priya: User, login: str, password: str
) -> None:
    page = client.post("/account/sign-in/", {"login": login, "password": password})

    assert page.status_code == 422
    assert "The address or the password is not right. Check both and try again." in page.text
    assert f'value="{login}"' in page.text
    assert password not in page.text


def test_a_closed_account_does_not_open(client: Client, priya: User) -> None:
    User.objects.filter(pk=priya.pk).update(is_active=False)

    page = client.post("/account/sign-in/", {"login": priya.email, "password": PASSWORD}, follow=True)

    assert "This account is closed." in page.text
    assert not signed_in(client)


@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "account_change_password", "account_inactive", "mfa_list_webauthn"]
)
def test_what_is_not_ours_is_not_mounted(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_a_new_password_by_a_link_that_stands_in_no_row(client: Client, priya: User) -> None:
    answer = client.post("/account/password/", {"email": priya.email})
    assert (answer.status_code, answer["Location"]) == (302, "/account/password/sent/")
    message = Message.objects.get(kind="user.password_reset_key")
    assert (message.to_address, message.staff, message.subject) == (priya.email, priya, "Choose a new password")
    assert "[link]" in message.body
    assert "/account/password/" not in message.body

    channels.send_email(message, sender="Firm <care@hartleyvane.example>")
    (link,) = re.findall(r"https?://\S+", str(mail.outbox[0].body))
    page = client.get(link[link.index("/account/") :], follow=True)
    assert "Choose a new password" in page.text

    words = "four words in a row"
    answer = client.post(page.redirect_chain[-1][0], {"password1": words, "password2": words})
    assert (answer.status_code, answer["Location"]) == (302, "/account/password/changed/")
    priya.refresh_from_db()
    assert priya.check_password(words)
    assert Message.objects.filter(kind="user.password_reset").count() == 1

    page = Client().get(link[link.index("/account/") :], follow=True)
    assert "This link no longer works" in page.text


def test_an_unknown_or_closed_address_gets_the_same_answer_and_no_mail(client: Client, priya: User) -> None:
    User.objects.filter(pk=priya.pk).update(is_active=False)

    for address in (priya.email, "nobody@hartleyvane.example"):
        answer = client.post("/account/password/", {"email": address})
        assert (answer.status_code, answer["Location"]) == (302, "/account/password/sent/")

    assert Message.objects.count() == 0


def test_an_account_closed_before_the_mail_left_gets_no_link(client: Client, priya: User) -> None:
    client.post("/account/password/", {"email": priya.email})
    User.objects.filter(pk=priya.pk).update(is_active=False)

    channels.send_email(Message.objects.get(), sender="Firm <care@hartleyvane.example>")

    assert "http" not in str(mail.outbox[0].body)


def test_a_weak_password_is_422(client: Client, priya: User) -> None:
    client.post("/account/password/", {"email": priya.email})
    channels.send_email(Message.objects.get(), sender="Firm <care@hartleyvane.example>")
    (link,) = re.findall(r"https?://\S+", str(mail.outbox[0].body))
    page = client.get(link[link.index("/account/") :], follow=True)

    answer = client.post(page.redirect_chain[-1][0], {"password1": "short", "password2": "short"})

    assert answer.status_code == 422
    assert 'href="#id_password1"' in answer.text


def test_two_steps_are_switched_on_asked_for_and_switched_off(
    client: Client, priya: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client.post("/account/sign-in/", {"login": priya.email, **KNOWN})
    confirm = client.get("/account/two-step/app/")["Location"]
    assert client.post(confirm, {"password": "wrong"}).status_code == 422
    page = client.post(confirm, {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret

    wrong = client.post("/account/two-step/app/", {"code": "000000"})
    assert wrong.status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/two-step/app/", {"code": six_figures(secret)})
    assert Message.objects.filter(kind="user.totp_activated").count() == 1
    codes = client.get("/account/two-step/codes/")
    assert "10 of 10 left" in codes.text
    spare = re.findall(r"<li>(\d{8})</li>", codes.text)
    assert client.get("/account/two-step/codes/download/").status_code == 200

    client.post("/account/sign-out/")
    answer = client.post("/account/sign-in/", {"login": priya.email, **KNOWN})
    assert (answer["Location"], signed_in(client)) == ("/account/code/", False)
    assert client.post("/account/code/", {"code": "000000"}).status_code == 422
    answer = client.post("/account/code/", {"code": spare[0]})
    assert (answer.status_code, signed_in(client)) == (302, True)

    confirm = client.get("/account/two-step/codes/new/")["Location"]
    (by_code,) = re.findall(r'href="(/account/two-step/confirm/[^"]*)"', client.get(confirm).text)
    assert client.post(by_code, {"code": "000000"}).status_code == 422
    page = client.post(by_code, {"code": spare[1]}, follow=True)
    assert "The 8 codes you have now stop working." in page.text
    client.post("/account/two-step/app/off/")
    assert Authenticator.objects.filter(user=priya).count() == 0
    assert Message.objects.filter(kind="user.totp_deactivated").count() == 1
