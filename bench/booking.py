"""
Booking a call: how many a second, and how often one time is given twice, beside django-appointment.

    .venv/bin/python bench/booking.py [--only race link desk post times] [--slots 20] [--clients 50] [--bookings 100]
        [--rounds 5]

Both are served by gunicorn, two workers of four threads, on databases of one server, and driven by the same browsers.
The race: everybody has the same free time on the screen, then all press at once; ours also from pages that were left
open while somebody else booked, and by two web servers. Whole path: from the page with free times to the booking, each
of its own time, eight at once. The limit: the desk's booking POST beside a bare view behind the same middleware that
runs the same inserts as raw SQL (bench/desks/limit.py). The sides take turns; what is printed is the median of the
rounds' ratios.

The peer's environment is made in .local/bench the first time. A round in which other programs used more than a tenth of
the machine is void. Exits with 2 when none counts, with 1 when an aim is missed (issue 5, Speed), with 0 else.
"""

import argparse
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clientcare.settings")
os.environ.setdefault("MODE", "test")

import django  # noqa: E402

django.setup()

from desks import ours, peer  # noqa: E402
from desks.ours import Call, Page  # noqa: E402
from desks.web import Browser  # noqa: E402
from printing import quiet  # noqa: E402

from callbacks.offers import availability  # noqa: E402
from callbacks.policies import calendar_of  # noqa: E402
from clientcare import embedded  # noqa: E402
from clientcare.testing import databases  # noqa: E402
from practice import clock  # noqa: E402
from practice.calendar import DAY  # noqa: E402

T = TypeVar("T")
AT_ONCE = 8
PARTS = ("race", "link", "desk", "post", "times")
AIM_RATE, AIM_POST, AIM_TIMES_MS = 5.0, 0.5, 50.0
PEOPLE, DAYS, TIMES = 50, 14, 60
missed: list[str] = []
void: list[str] = []


def main(only: Sequence[str], slots: int, clients: int, bookings: int, rounds: int) -> None:
    print(f"booking [machine] load={os.getloadavg()[0]:.2f} others at rest={quiet.at_rest():.2f}", flush=True)
    with embedded.ensure(), tempfile.TemporaryDirectory(prefix="cc-") as folder:
        databases.name_this_run()
        try:
            with databases.copy_of_template(), peer.running(max(clients, AT_ONCE), Path(folder) / "peer.log") as other:
                if "race" in only:
                    _races(slots, clients, other, Path(folder))
                if "link" in only:
                    _by_link(bookings, rounds, other, Path(folder))
                if "desk" in only:
                    _at_desk(bookings, rounds, other, Path(folder))
                if "times" in only:
                    _times()
                if "post" in only:
                    _limit(bookings, rounds, Path(folder))
        finally:
            databases.drop_databases_of_this_run()
    if void:
        print(f"VOID, the machine was too busy: {', '.join(void)}")
        sys.exit(2)
    if missed:
        sys.exit(f"Missed: {', '.join(missed)}")


def _races(slots: int, clients: int, other: peer.Peer, folder: Path) -> None:
    """Press the same free time from many screens, time after time."""
    for servers in (1, 2):
        with ours.served(servers, folder) as ports:
            desks = ours.receptionists(clients, *ports)
            won, refused, stale = [], [], []
            for lawyer in ours.lawyers(slots):
                on_line = ours.calls(lawyer, clients + 1)
                pages = _at_once(clients, partial(_looked, desks, on_line))
                late = ours.look(desks[0], on_line[-1])
                statuses = _all_press(
                    [partial(ours.press, desk, page) for desk, page in zip(desks, pages, strict=True)]
                )
                won.append(sum(answer.status == 303 for answer in statuses))
                refused.append(sum(answer.status == 409 for answer in statuses))
                stale.append(ours.press(desks[0], late).status)
        doubles = ours.double_bookings()
        what = f"race, {slots} times x {clients} clients, {servers} web server{'s' * (servers > 1)}"
        print(
            f"booking [{what}] ours booked a time min={min(won)} max={max(won)} refused={sum(refused)} "
            f"stale pages refused={sum(status == 409 for status in stale)} of {slots} double bookings={doubles}",
            flush=True,
        )
        fair = set(won) == {1} and sum(refused) == slots * (clients - 1) and set(stale) == {409}
        if doubles or not fair:
            missed.append(what)
    for slot in range(slots):
        tokens = _at_once(clients, partial(_peer_looks, other, slot))
        _all_press([partial(other.press, other.browsers[n], slot, token) for n, token in enumerate(tokens)])
    had = other.booked(range(slots))
    print(
        f"booking [race] django-appointment booked a time min={min(had)} median={statistics.median(had)} "
        f"max={max(had)} double bookings={sum(max(0, one - 1) for one in had)} of {slots * (clients - 1)}",
        flush=True,
    )


def _looked(desks: Sequence[Browser], on_line: Sequence[Call], number: int) -> Page:
    return ours.look(desks[number], on_line[number])


def _peer_looks(other: peer.Peer, slot: int, number: int) -> str:
    return other.look(other.browsers[number], slot)


def _by_link(bookings: int, rounds: int, other: peer.Peer, folder: Path) -> None:
    """Let clients book distinct times over the whole path by their links, eight at once."""
    lanes, each = bookings // AT_ONCE, []
    with ours.served(1, folder) as ports:
        for number in range(rounds + 1):
            invited = [ours.invitations(lawyer, lanes) for lawyer in ours.lawyers(AT_ONCE)]
            watch = quiet.Watch()
            mine = _rate(partial(_clients_choose, ports[0], invited, number), lanes * AT_ONCE)
            theirs = _rate(partial(_peer_books, other, 1000 + 300 * number, lanes), lanes * AT_ONCE)
            if number and watch.taken_by_others() <= quiet.MOST:  # the first round warms both
                each.append((mine, theirs))
    _say("whole path, client by link", each, AIM_RATE, "django-appointment")


def _at_desk(bookings: int, rounds: int, other: peer.Peer, folder: Path) -> None:
    """Let eight receptionists book distinct times for callers at once, over the whole path."""
    lanes, each = bookings // AT_ONCE, []
    with ours.served(1, folder) as ports:
        desks = ours.receptionists(AT_ONCE, *ports)
        for number in range(rounds + 1):
            lines = [ours.calls(lawyer, lanes) for lawyer in ours.lawyers(AT_ONCE)]
            watch = quiet.Watch()
            mine = _rate(partial(_book_all, desks, lines), lanes * AT_ONCE)
            theirs = _rate(partial(_peer_books, other, 5000 + 300 * number, lanes), lanes * AT_ONCE)
            if number and watch.taken_by_others() <= quiet.MOST:
                each.append((mine, theirs))
    _say("whole path, at the desk", each, None, "django-appointment")


def _clients_choose(port: int, invited: Sequence[Sequence[str]], number: int) -> None:
    """Let each client book from an address of their own, as the limit on tries is counted by address."""

    def lane(which: int) -> None:
        for place, path in enumerate(invited[which]):
            answer = ours.choose(Browser(port, at=f"127.{number + 1}.{which}.{place + 1}"), path)
            assert answer.status == 303, answer.status

    _at_once(len(invited), lane)


def _book_all(desks: Sequence[Browser], lines: Sequence[Sequence[Call]]) -> None:
    def lane(number: int) -> None:
        for call in lines[number]:
            answer = ours.press(desks[number], ours.look(desks[number], call))
            assert answer.status == 303, answer.status

    _at_once(len(desks), lane)


def _peer_books(other: peer.Peer, first: int, lanes: int) -> None:
    def lane(number: int) -> None:
        for place in range(lanes):
            browser, slot = other.browsers[number], first + number * lanes + place
            assert other.press(browser, slot, other.look(browser, slot)), "the peer did not book"

    _at_once(AT_ONCE, lane)


def _limit(bookings: int, rounds: int, folder: Path) -> None:
    """Send the deciding request only, beside the bare inserts."""
    lanes, each = bookings // AT_ONCE, []
    with ours.served(1, folder, "desks.limit_settings") as ports:
        desks = ours.receptionists(AT_ONCE, *ports)
        for number in range(rounds + 1):
            pages = [[ours.look(desk, *ours.calls(one, 1)) for one in ours.lawyers(lanes)] for desk in desks]
            watch = quiet.Watch()
            mine = _rate(partial(_press_all, desks, pages), lanes * AT_ONCE)
            bare = _rate(partial(_bare_all, desks, pages), lanes * AT_ONCE)
            if number and watch.taken_by_others() <= quiet.MOST:
                each.append((mine, bare))
    _say("booking POST", each, AIM_POST, "bare inserts")


def _times() -> None:
    """Ask for the free times of fifty fee earners on fourteen days, each with a full morning and a call promised."""
    people = ours.busy_lawyers(PEOPLE, days=DAYS)
    now = clock.now()
    calendar = calendar_of(people[0])
    days = [calendar.local_date(now) + DAY * n for n in range(DAYS)]
    each = []
    for _ in range(TIMES):
        started = time.perf_counter()
        found = availability(people, days, calendar=calendar, now=now)
        each.append((time.perf_counter() - started) * 1000)
    each.sort()
    half, most = statistics.median(each), each[len(each) * 95 // 100]
    free = sum(map(len, found.values()))
    verdict = "ok" if half < AIM_TIMES_MS else "MISSED"
    print(
        f"booking [availability, {PEOPLE} people x {DAYS} days, {free} free times] p50={half:.1f}ms p95={most:.1f}ms "
        f"n={TIMES} aim<{AIM_TIMES_MS:.0f} {verdict}",
        flush=True,
    )
    if half >= AIM_TIMES_MS:
        missed.append("availability")


def _all_press(deeds: Sequence[Callable[[], T]]) -> list[T]:
    """Start everybody behind one gate."""
    gate = threading.Barrier(len(deeds))

    def one(number: int) -> T:
        gate.wait(timeout=60)
        return deeds[number]()

    return _at_once(len(deeds), one)


def _at_once(count: int, deed: Callable[[int], T]) -> list[T]:
    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(deed, range(count)))


def _rate(deed: Callable[[], object], count: int) -> float:
    started = time.perf_counter()
    deed()
    return count / (time.perf_counter() - started)


def _say(what: str, each: Sequence[tuple[float, float]], aim: float | None, beside: str) -> None:
    """Print the median of both sides and of their ratios; ``aim``: None where the issue asks for none."""
    if not each:
        void.append(what)
        return
    mine, theirs = (statistics.median(column) for column in zip(*each, strict=True))
    ratios = [one / other for one, other in each]
    ratio = statistics.median(ratios)
    verdict = "" if aim is None else f" aim>={aim} {'ok' if ratio >= aim else 'MISSED'}"
    print(
        f"booking [{what}] ours={mine:.1f}/s {beside}={theirs:.1f}/s ratio={ratio:.2f} "
        f"(min {min(ratios):.2f}, n={len(ratios)}){verdict}",
        flush=True,
    )
    if aim is not None and ratio < aim:
        missed.append(what)


def _press_all(desks: Sequence[Browser], pages: Sequence[Sequence[Page]]) -> None:
    def lane(number: int) -> None:
        for page in pages[number]:
            answer = ours.press(desks[number], page)
            assert answer.status == 303, answer.status

    _at_once(len(desks), lane)


def _bare_all(desks: Sequence[Browser], pages: Sequence[Sequence[Page]]) -> None:
    def lane(number: int) -> None:
        for page in pages[number]:
            answer = desks[number].post("/bare/", page.fields)
            assert answer.status == 302, answer.status

    _at_once(len(desks), lane)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Booking a call, beside django-appointment and bare inserts.")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--slots", type=int, default=20)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--bookings", type=int, default=100, help="a round")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    main(given.only, given.slots, given.clients, given.bookings, given.rounds)
