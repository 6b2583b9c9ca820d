"""Clearing several checks at once: those with nothing to read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from intake.models import ConflictCheck
from intake.rules import Outcome
from intake.services.decisions import decide_check
from practice.errors import Refusal
from practice.models import User


class HitsToRead(Refusal):
    """A check with a hit above the line is not cleared in a batch."""

    code = "hits_to_read"


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of clearing several at once: those cleared, and each refusal with its reference."""

    cleared: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]


def clear_checks(*, check_ids: Iterable[int], by: User, now: datetime) -> Batch:
    """Clear each check that has nothing above the line, each in its own transaction; one refusal stops no other."""
    cleared, refused = [], []
    for check in ConflictCheck.objects.filter(pk__in=check_ids).in_queue_order():
        try:
            if check.hits.above_line().exists():
                raise HitsToRead("It has a hit above the review line. Open it and read.")
            decide_check(check_id=check.pk, outcome=Outcome.CLEAR, reason="", by=by, now=now)
        except Refusal as refusal:
            refused.append((check.reference, str(refusal)))
        else:
            cleared.append(check.reference)
    return Batch(tuple(cleared), tuple(refused))
