"""django-appointment from the outside: an environment and a database of its own, and a signed-in client's path."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from venv import EnvBuilder

from django.db import connections
from psycopg2 import connect, sql

from clientcare import embedded
from desks.web import Browser, gunicorn

PACKAGES = ("django-appointment==3.12.*", "django==5.2.*", "psycopg2-binary", "gunicorn")
_HERE = Path(__file__).resolve().parent
_SLOTS_A_DAY, _OPENS = 16, 9
_DAY_0 = datetime.now(UTC).date() + timedelta(days=10)


@dataclass(frozen=True)
class Peer:
    """A running site of it."""

    port: int
    service: int
    staff: int
    browsers: list[Browser]

    def look(self, browser: Browser, slot: int) -> str:
        """Open the service's page and its free times, as its own script does; return the form's token."""
        page = browser.get(f"/appointment/request/{self.service}/")
        on, starts, _ = _times(slot)
        asked = f"selected_date={on}&staff_member={self.staff}&service_id={self.service}"
        free = browser.get(f"/appointment/ajax/available_slots/?{asked}", {"X-Requested-With": "XMLHttpRequest"}).body
        if f"{on}T{starts:%H:%M}" not in free:
            sys.exit(f"Void: the peer does not offer {on} {starts:%H:%M}: {free[:300]}")
        return page.csrf

    def press(self, browser: Browser, slot: int, csrf: str) -> bool:
        """Choose the time, fill in who one is, and send; say if it was booked."""
        on, starts, ends = _times(slot)
        chosen = browser.post(
            "/appointment/request-submit/",
            {
                "csrfmiddlewaretoken": csrf,
                "date": on.isoformat(),
                "start_time": starts.isoformat(),
                "end_time": ends.isoformat(),
                "service": str(self.service),
                "staff_member": str(self.staff),
            },
        )
        if chosen.status != 302:
            return False
        form = browser.get(chosen.location)
        who = f"c{self.browsers.index(browser)}@mail.example"
        facts = {"name": "A Client", "email": who, "phone_0": "GB", "phone_1": "7911123456", "address": "Leeds"}
        facts |= {"csrfmiddlewaretoken": form.csrf, "additional_info": "", "payment_type": "full"}
        return "thank-you" in browser.post(chosen.location, facts).location

    def booked(self, slots: range) -> list[int]:
        """Return how many appointments each of these times has."""
        with _rows() as cursor:
            counts = []
            for slot in slots:
                on, starts, _ = _times(slot)
                cursor.execute(
                    "SELECT count(*) FROM appointment_appointment a JOIN appointment_appointmentrequest r"
                    " ON r.id = a.appointment_request_id WHERE r.date = %s AND r.start_time = %s",
                    [on, starts],
                )
                counts.append(cursor.fetchone()[0])
        return counts


def _times(slot: int) -> tuple[date, time, time]:
    minutes = _OPENS * 60 + 30 * (slot % _SLOTS_A_DAY)
    starts, ends = (time(at // 60, at % 60) for at in (minutes, minutes + 30))
    return _DAY_0 + timedelta(days=slot // _SLOTS_A_DAY), starts, ends


def _name() -> str:
    return f"{os.environ['CLIENTCARE_TEST_RUN']}_peer"


@contextmanager
def _rows(name: str = "") -> Iterator["connect.cursor"]:  # type: ignore[name-defined]
    parameters = connections["owner"].get_connection_params() | {"dbname": name or _name()}
    parameters.pop("cursor_factory", None)
    connection = connect(**parameters)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def _python() -> str:
    """Return the Python of the peer's environment, made the first time."""
    folder = embedded.LOCAL / "bench" / "appointment"
    python = folder / "bin" / "python"
    if not python.exists():
        EnvBuilder(with_pip=True).create(folder)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    return str(python)


@contextmanager
def running(people: int, log: Path) -> Iterator[Peer]:
    """Serve a fresh site with as many signed-in clients."""
    python, chosen = _python(), connections["owner"].settings_dict
    environment = {f"PEER_{one}": str(chosen[one]) for one in ("USER", "PASSWORD", "HOST", "PORT")}
    environment |= {"PEER_NAME": _name(), "PYTHONPATH": str(_HERE.parent)}
    with _rows("postgres") as cursor:
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_name())))
    try:
        made = subprocess.run(
            [python, str(_HERE / "peer_site.py"), str(people)],
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            sys.exit(f"Void: the peer could not be set up.\n{made.stderr[-2000:]}")
        facts = json.loads(made.stdout.splitlines()[-1])
        with gunicorn("desks.peer_site:application", environment, log, python=python) as port:
            browsers = [Browser(port, {"sessionid": one}) for one in facts["sessions"]]
            yield Peer(port, facts["service"], facts["staff"], browsers)
    finally:
        with _rows("postgres") as cursor:
            cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(_name())))
