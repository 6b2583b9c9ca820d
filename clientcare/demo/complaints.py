"""Thirty complaints over two years: whose they are, when they came, and which path each went."""

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from clientcare.demo.case import Case
from clientcare.demo.firm import Firm
from clientcare.demo.paths import PATHS
from complaints.models import Channel, Kind
from complaints.services.register import ComplaintFacts
from practice.calendar import WorkingCalendar
from practice.models import Matter
from practice.services.reference import read_data

_DATA = read_data(Path(__file__).parent / "data", "complaints.yaml")
_RECEIVED = time(11, 52)
_THIS_MORNING = timedelta(hours=3)  # so late that its own letter never goes in the first minutes, on any day
_BY_COMPUTER = (Channel.EMAIL, Channel.WEB)


def load_complaints(*, firm: Firm, matters: list[Matter], now: datetime, calendar: WorkingCalendar) -> list[Case]:
    """Write the past ones, then those that are open; return the open ones."""
    used: set[int] = set()
    cases = []
    for row in sorted((*_DATA["past"], *_DATA["open"]), key=lambda row: -row["days_ago"]):
        received_at = _received(row, now=now, calendar=calendar)
        matter = _matter(row["about"], matters, received_at=received_at, used=used)
        facts = _facts(row, matter=matter, received_at=received_at)
        case = Case(row=row, facts=facts, firm=firm, now=now, calendar=calendar)
        PATHS[row["path"]](case)
        if row in _DATA["open"]:
            cases.append(case)
        else:
            case.bring_to(now)
    return cases


def _received(row: dict[str, Any], *, now: datetime, calendar: WorkingCalendar) -> datetime:
    if row["days_ago"] == 0:
        return now - _THIS_MORNING
    return calendar.at(calendar.local_date(now) - timedelta(days=row["days_ago"]), _RECEIVED)


def _matter(code: str, matters: list[Matter], *, received_at: datetime, used: set[int]) -> Matter:
    """Return a matter of that department, not its head's own where there is another, of a client not yet used."""
    fit = [matter for matter in matters if matter.department.code == code and not matter.is_restricted]
    received_on = received_at.date()
    fit.sort(key=lambda matter: (matter.supervisor_id is None, (matter.instructed_on or received_on) > received_on))
    chosen = next(matter for matter in fit if matter.clients()[0].pk not in used)
    used.add(chosen.clients()[0].pk)
    return chosen


def _facts(row: dict[str, Any], *, matter: Matter, received_at: datetime) -> ComplaintFacts:
    client = matter.clients()[0]
    mailbox = client.contacts.usable_emails(received_at.date()).first()
    is_data = row["path"] == "personal_data"
    return ComplaintFacts(
        channel=Channel(row["channel"]),
        received_at=received_at,
        complainant_name=client.full_name,
        summary=row["summary"],
        department=matter.department,
        kind=Kind.DATA_PROTECTION if is_data else Kind.SERVICE,
        party=client,
        matter=matter,
        wrote_from=mailbox.text if mailbox and row["channel"] in _BY_COMPUTER else "",
        reach=client.safe_contact,
        about_whom=matter.fee_earner.name,
        outcome_sought=row["wants"],
        subjects=() if row["path"] in ("unsorted", "concern") else (matter.fee_earner,),
        act_known_on=received_at.date() - timedelta(days=20),
    )
