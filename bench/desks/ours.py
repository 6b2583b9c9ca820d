"""The desk from the outside: receptionists who are signed in, callers with a matter each, and the way to a promise."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client

from callbacks import services
from callbacks.links import link_of
from callbacks.models import Block, BlockKind, DiaryEntry, EntryState
from callbacks.services import Slip
from clientcare.testing import databases
from desks.web import Answer, Browser, gunicorn
from engagement.tests import factories as cleared
from outbox import links
from practice import clock
from practice.models import ContactKind, Matter, Party, User
from practice.permissions import Role
from practice.tests import factories

_KEY = re.compile(r'name="form_key"[^>]*value="([^"]+)"')
_TIME = re.compile(r'<input class="btn-check" type="radio" name="slot" value="([^"]+)"')
_SLOT = re.compile(r'name="slot"[^>]*value="(slot\.(\d+)\.[^"]+)"')


@dataclass(frozen=True)
class Call:
    """Somebody on the line, and the lawyer whose times they are offered."""

    party: Party
    matter: Matter


@dataclass(frozen=True)
class Page:
    """A slip on the screen with a time chosen."""

    fields: dict[str, str]


def receptionists(count: int, *ports: int) -> list[Browser]:
    """Sign people in, each on one of the servers in turn."""
    browsers = []
    for number in range(count):
        client = Client(headers={"host": "localhost"})
        client.force_login(factories.user(Role.RECEPTIONIST, given="Robin"))
        cookies = {name: morsel.value for name, morsel in client.cookies.items()}
        browsers.append(Browser(ports[number % len(ports)], cookies))
    return browsers


def lawyers(count: int) -> list[User]:
    factories.firm()
    return [factories.user(given="Amara") for _ in range(count)]


def busy_lawyers(count: int, *, days: int) -> list[User]:
    """Return people of one office, each with something in the diary every day, and a block."""
    people, now = lawyers(count), clock.now()
    pks = [one.pk for one in people]
    noon = now.replace(hour=12, minute=0, second=0, microsecond=0)
    spans = [(pk, noon + timedelta(days=n, minutes=60 * (pk % 4))) for pk in pks for n in range(days)]
    DiaryEntry.objects.bulk_create(
        DiaryEntry(
            adviser_id=pk,
            span=DateTimeTZRange(starts, starts + timedelta(minutes=20)),
            state=EntryState.HELD,
            held_by_id=pk,
            held_until=now + timedelta(days=days),
        )
        for pk, starts in spans
    )
    Block.objects.bulk_create(
        Block(
            adviser_id=pk,
            kind=BlockKind.COURT,
            span=DateTimeTZRange(starts - timedelta(hours=3), starts),
            set_by_id=pk,
            set_at=now,
        )
        for pk, starts in spans
    )
    return list(User.objects.filter(pk__in=pks).select_related("department__office"))


def calls(lawyer: User, count: int) -> list[Call]:
    """Let as many people ring for one lawyer, each about a matter of their own, cleared."""
    with transaction.atomic():
        found = []
        for number in range(count):
            party = factories.party(f"Joseph Adeyemi{number}", email=f"c{lawyer.pk}x{number}@mail.example")
            found.append(Call(party, cleared.matter(clients=(party,), fee_earner=lawyer)))
    return found


def look(browser: Browser, call: Call) -> Page:
    """Open the slip of a caller and read the first time of their lawyer that it offers."""
    page = browser.get(f"/desk/?party={call.party.pk}")
    own = [value for value, lawyer in _SLOT.findall(page.body) if int(lawyer) == call.matter.fee_earner_id]
    key = _KEY.search(page.body)
    if page.status != 200 or key is None or not own:
        raise ValueError(f"The desk offers nothing, status {page.status}.")
    return Page(
        {
            "csrfmiddlewaretoken": page.csrf,
            "form_key": key[1],
            "party": str(call.party.pk),
            "matter": str(call.matter.pk),
            "for_staff": str(call.matter.fee_earner_id),
            "subject": "progress",
            "message": "Wants to know where things stand.",
            "urgency": "next",
            "number": "0113 496 0188",
            "read_back": "on",
            "slot": own[0],
        }
    )


def press(browser: Browser, page: Page) -> Answer:
    """Promise the time: 303 where it was promised, 409 where somebody else has it."""
    return browser.post("/desk/promise/", page.fields)


def invitations(lawyer: User, count: int) -> list[str]:
    """Send as many clients of one lawyer a link each, and return the addresses."""
    found = []
    for call in calls(lawyer, count):
        mailbox = call.party.contacts.get(kind=ContactKind.EMAIL)
        slip = Slip(for_staff=lawyer, caller=call.party, matter=call.matter, number="0113 496 0188")
        made = services.invite(slip=slip, contact_id=mailbox.pk, by=lawyer, now=clock.now())
        link = link_of(made)
        assert link is not None
        found.append(links.path(link))
    return found


def choose(browser: Browser, path: str, nth: int = 0) -> Answer:
    """Open one's link, and book the nth of the times it shows."""
    page = browser.get(path)
    times, key = _TIME.findall(page.body), _KEY.search(page.body)
    seen = re.search(r'name="seen"[^>]*value="(\d+)"', page.body)
    if page.status != 200 or key is None or seen is None or not times:
        raise ValueError(f"The link offers nothing, status {page.status}.")
    fields = {"csrfmiddlewaretoken": page.csrf, "form_key": key[1], "seen": seen[1], "slot": times[nth]}
    return browser.post(path, fields)


def double_bookings() -> int:
    """Count pairs of live entries of one person that share a moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM callbacks_diaryentry a JOIN callbacks_diaryentry b"
            " ON a.adviser_id = b.adviser_id AND a.id < b.id AND a.span && b.span"
            " WHERE a.state IN ('held', 'booked') AND b.state IN ('held', 'booked')"
        )
        found: int = cursor.fetchone()[0]
    return found


@contextmanager
def served(servers: int, folder: Path, settings_module: str = "clientcare.settings") -> Iterator[Sequence[int]]:
    """Serve this process's database by one or more web servers."""
    environment = {
        "DJANGO_SETTINGS_MODULE": settings_module,
        "DATABASE_URL": databases.address_of("default"),
        "DATABASE_OWNER_URL": databases.address_of("owner"),
        "REDIS_URL": settings.REDIS_URL,
        "PYTHONPATH": os.pathsep.join((str(settings.BASE_DIR), str(settings.BASE_DIR / "bench"))),
    }
    with ExitStack() as stack:
        logs = [folder / f"web{number}.log" for number in range(servers)]
        yield [stack.enter_context(gunicorn("clientcare.wsgi", environment, log)) for log in logs]
