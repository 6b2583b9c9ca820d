"""What clients told us to do: one instruction on which two differ, and one that changes what we do."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db.models import Count, Q

from engagement.models import Letter
from engagement.rules import LetterStage
from engagement.rules.instructions import Authority, Channel, Stance
from engagement.services.instructions import InstructionFacts, log_instruction
from practice.calendar import WorkingCalendar
from practice.models import Matter, MatterRole
from practice.services.reference import read_data

_DATA = read_data(Path(__file__).parent / "data", "instructions.yaml")


def load_instructions(*, now: datetime, calendar: WorkingCalendar) -> None:
    """Log them on a joint matter and on another whose letter has gone, each logged an hour after it was said."""
    issued = Letter.objects.filter(stage=LetterStage.ISSUED, accepted_on__isnull=False)
    number_of_clients = Count("parties", filter=Q(parties__role=MatterRole.CLIENT))
    matters = Matter.objects.open().filter(care_letters__in=issued).annotate(is_for=number_of_clients).order_by("pk")
    for name, number in (("joint", 2), ("single", 1)):
        matter = matters.filter(is_for=number).first()
        if matter is not None:
            _load(matter, _DATA[name], today=calendar.local_date(now), calendar=calendar)


def _load(matter: Matter, rows: list[dict[str, Any]], *, today: date, calendar: WorkingCalendar) -> None:
    clients, first = list(matter.clients()), None
    for row in rows:
        client, changes = clients[row["who"]], row.get("changes", [])
        day = calendar.add_working_days(today, -row["days"])
        said_at = calendar.opening(day) + timedelta(minutes=75)
        stance = Stance(row.get("stance", Stance.NEW))
        made = log_instruction(
            matter_id=matter.pk,
            facts=InstructionFacts(
                client_id=client.pk,
                given_by=client.name,
                authority=Authority.CLIENT,
                shown_by="",
                channel=Channel(row["channel"]),
                given_at=said_at,
                words=row["words"],
                taken_by=matter.fee_earner,
                changes_scope="scope" in changes,
                changes_estimate="estimate" in changes,
            ),
            stance=stance,
            about_id=first if stance != Stance.NEW else None,
            by=matter.fee_earner,
            now=said_at + timedelta(hours=1),
        )
        first = first or made.pk
