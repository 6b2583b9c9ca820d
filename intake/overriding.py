"""What a page says of checks whose gate a second person has opened before they were decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from intake.models import ConflictCheck
from practice import journal
from practice.models import Gate, GateKind, GateState, User


@dataclass(frozen=True, slots=True)
class Overridden:
    """An override that stands: by whom, why, until the end of which day, and whether by the only lawyer here."""

    gate: Gate
    by: User | None
    reason: str
    until: str
    is_alone: bool


def overridden_until(checks: Iterable[ConflictCheck], *, now: datetime) -> dict[int, str]:
    """Say of checks whose gate stands open by override until when, by number of the check; one query."""
    of_matters = {check.matter_id: check.pk for check in checks}
    gates = Gate.objects.filter(kind=GateKind.CONFLICT, matter__in=of_matters).latest_of_each_matter()
    standing = (gate for gate in gates if gate.state == GateState.OVERRIDDEN and gate.is_open_at(now))
    return {of_matters[gate.matter_id]: gate.because.partition(" ")[2] for gate in standing}


def override_of(check: ConflictCheck, *, now: datetime) -> Overridden | None:
    """Return the override of a waiting check, if one stands. For whoever reads what compliance reads."""
    gates = Gate.objects.filter(kind=GateKind.CONFLICT, matter=check.matter_id).select_related("second_person")
    gate = gates.latest_of_each_matter().first()
    if gate is None or gate.state != GateState.OVERRIDDEN or not gate.is_open_at(now):
        return None
    entry = journal.history_of(check).filter(event="conflict.overridden").order_by("-pk").first()
    facts = entry.facts if entry is not None else {}
    return Overridden(
        gate=gate,
        by=gate.second_person,
        reason=facts.get("reason", ""),
        until=facts.get("until", ""),
        is_alone=facts.get("alone", False),
    )
