"""What one state of one page is, and the people and records of the demo firm by which it is reached."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.test import Client
from django.urls import reverse

from e2e.serving import Cookie, cookie_of
from practice.models import Matter, User


def signed_in(user: User, site: str) -> Cookie:
    return cookie_of(user, site)


def just_confirmed(user: User, site: str) -> Cookie:
    """Give the cookie of somebody who has just typed their password once more."""
    client = Client()
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": settings.DEMO_PASSWORD})
    return {"name": "session", "value": client.cookies["session"].value, "url": site}


def asked_for_a_code(user: User, site: str) -> Cookie:
    """Give the cookie of somebody who has typed their password and not yet the six figures."""
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": settings.DEMO_PASSWORD})
    return {"name": "session", "value": client.cookies["session"].value, "url": site}


@dataclass(frozen=True)
class State:
    """
    One state of one page.

    ``who``: a mailbox of the demo firm, a way to find the person, or "" for somebody who is not signed in. ``press``:
    the beginning of the words on a button to press there, with whatever the page proposes; ``status`` is the last
    answer's.
    """

    name: str
    who: str | Callable[[], User]
    path: Callable[[], str]
    press: str = ""
    status: int = 200
    enters: Callable[[User, str], Cookie] = signed_in

    def cookies(self, site: str) -> list[Cookie]:
        if self.who == "":
            return []
        return [self.enters(person(self.who) if isinstance(self.who, str) else self.who(), site)]


def at(url_name: str, *args: object, query: str = "") -> Callable[[], str]:
    return lambda: reverse(url_name, args=args) + query


def of(url_name: str, find: Callable[[], object], query: str = "") -> Callable[[], str]:
    """Return the address of something that is looked up when the state is."""
    return lambda: reverse(url_name, args=[find()]) + query


def person(mailbox: str) -> User:
    return User.objects.get(email=f"{mailbox}@hartleyvane.example")


def matter(**wanted: object) -> Matter:
    """Return a matter that the solicitor may see."""
    return Matter.objects.visible_to(person("solicitor")).filter(**wanted).order_by("pk")[0]
