"""The public enquiry form, as somebody without an account meets it."""

from functools import partial

from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from e2e.pages.state import State, at
from e2e.serving import Cookie
from intake import links
from intake.models import EnquiryDraft
from intake.tests.public import begun, filled, send
from practice.models import User


def _visitor(client: Client, site: str) -> Cookie:
    return {"name": "session", "value": client.cookies["session"].value, "url": site}


def _begun(user: User, site: str) -> Cookie:
    """Give the cookie of a stranger who has begun a form; nobody is signed in."""
    cache.clear()
    return _visitor(begun(Client()), site)


def _filled(user: User, site: str) -> Cookie:
    cache.clear()
    return _visitor(filled(Client()), site)


def _sent(user: User, site: str) -> Cookie:
    cache.clear()
    client = filled(Client())
    send(client)
    return _visitor(client, site)


def _link() -> str:
    filled(Client())
    draft = EnquiryDraft.objects.filter(enquiry=None).latest("started_at")
    return reverse("enquire_resume", args=[draft.pk, links.token(draft.pk)])


_begun_form = partial(State, who="reception", enters=_begun)
_filled_form = partial(State, who="reception", enters=_filled)

STATES = {
    "enquire": [
        State("before it is begun", "", at("enquire")),
        _begun_form("one is begun already", path=at("enquire")),
    ],
    "enquire_page": [
        _begun_form("about, nothing typed", path=at("enquire_page", "about")),
        _begun_form("about, sent empty", path=at("enquire_page", "about"), press="Save and go on", status=422),
        _filled_form("questions that answers opened", path=at("enquire_page", "questions")),
        _filled_form("people", path=at("enquire_page", "people")),
        _filled_form("you", path=at("enquire_page", "you")),
        State("no form to go on with", "", at("enquire_page", "you"), status=404),
    ],
    "enquire_check": [
        _filled_form("every answer", path=at("enquire_check")),
        _filled_form("not understood", path=at("enquire_check"), press="Send", status=422),
    ],
    "enquire_saved": [_filled_form("link and figures", path=at("enquire_saved"))],
    "enquire_sent": [State("what happens next", "reception", at("enquire_sent"), enters=_sent)],
    "enquire_resume": [
        State("the figures are asked for", "", _link),
        State("none typed", "", _link, press="Open my form", status=422),
        State("a link that is over", "", at("enquire_resume", "0d5e1b9e-6f1c-4a51-9d3e-3f2b1c0a9e88", "a"), status=404),
    ],
}
