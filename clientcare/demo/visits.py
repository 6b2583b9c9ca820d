"""The rooms of the office, and who is expected there on the next working day."""

from datetime import datetime, timedelta

from callbacks.models import Room
from callbacks.rules import RoomTaken, SlotTaken, VisitKind, VisitWay
from callbacks.services import VisitFacts, book_visit
from clientcare.demo.firm import Firm
from practice.calendar import WorkingCalendar
from practice.models import Matter, MatterStage, Office

_ROOMS = ("Canal room", "Kirkgate room")
_KINDS = (VisitKind.FIRST_MEETING, VisitKind.SIGNING)
_TRIED = tuple(timedelta(minutes=30 * half) for half in range(1, 12))


def load_visits(*, firm: Firm, matters: list[Matter], now: datetime, calendar: WorkingCalendar) -> None:
    """Book a meeting of two lawyers and one on a restricted matter, each at the first time that is free."""
    rooms = [Room.objects.create(office=Office.objects.get(), name=name) for name in _ROOMS]
    opens = calendar.opening(calendar.add_working_days(calendar.local_date(now), 1))
    still_open = [one for one in matters if one.stage == MatterStage.OPEN]
    hosts = firm.staff["solicitor"], firm.staff["head"]
    of_hosts = [
        next(one for one in still_open if one.fee_earner_id == host.pk and not one.is_restricted) for host in hosts
    ]
    restricted = [one for one in still_open if one.is_restricted][:1]
    for number, matter in enumerate([*of_hosts, *restricted]):
        facts = VisitFacts(
            kind=_KINDS[number % len(_KINDS)],
            way=VisitWay.IN_PERSON,
            party=matter.clients()[0],
            matter=matter,
            room=rooms[number % len(rooms)],
        )
        _book(facts, matter, opens, now=now)


def _book(facts: VisitFacts, matter: Matter, opens: datetime, *, now: datetime) -> None:
    for after in _TRIED:
        try:
            book_visit(facts=facts, adviser=matter.fee_earner, starts_at=opens + after, by=matter.fee_earner, now=now)
        except (SlotTaken, RoomTaken):
            continue
        return
