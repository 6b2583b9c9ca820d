"""Clients at their pages, each with a browser of their own, who all press for one time at the same moment."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlencode
from uuid import uuid4

from django.db import transaction

from callbacks import services
from callbacks.links import link_of
from callbacks.services import Slip
from outbox import links
from practice import clock
from practice.models import ContactKind, User
from practice.tests import factories

TIME = re.compile(r'type="radio" name="slot" value="([^"]+)"')
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def invited(lawyer: User, number: int) -> list[str]:
    """Invite that many clients to choose a time of one lawyer; return the addresses of their pages."""
    return [_invited(lawyer, f"Client {n}") for n in range(number)]


def _invited(lawyer: User, name: str) -> str:
    with transaction.atomic():
        party = factories.party(name, by=lawyer)
    mailbox = party.contacts.get(kind=ContactKind.EMAIL)
    slip = Slip(for_staff=lawyer, caller=party, number="0113 496 0188")
    link = link_of(services.invite(slip=slip, contact_id=mailbox.pk, by=lawyer, now=clock.now()))
    assert link is not None
    return links.path(link)


def all_press(port: int, paths: list[str]) -> list[tuple[int, list[str]]]:
    """Open every page, let all press for the first time that the first one lists; return status and times shown."""
    gate = threading.Barrier(len(paths))

    def one(number: int) -> tuple[int, list[str]]:
        # From an address each, as the limit on tries is counted by address.
        line = HTTPConnection("127.0.0.1", port, timeout=60, source_address=(f"127.0.1.{number + 1}", 0))
        line.request("GET", paths[number])
        opened = line.getresponse()
        cookie, page = opened.headers["Set-Cookie"].partition(";")[0], opened.read().decode()
        token, times = _TOKEN.search(page), TIME.findall(page)
        assert token is not None
        typed = {"csrfmiddlewaretoken": token[1], "form_key": str(uuid4()), "seen": "0", "slot": times[0]}
        gate.wait(timeout=60)
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        line.request("POST", paths[number], urlencode(typed), kind)
        answer = line.getresponse()
        found = answer.status, TIME.findall(answer.read().decode())
        line.close()
        return found

    with ThreadPoolExecutor(len(paths)) as threads:
        return list(threads.map(one, range(len(paths))))
