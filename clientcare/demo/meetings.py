"""Two first meetings of the solicitor: one finished, one half written down."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from clientcare.demo.firm import Firm
from intake.models import Interview, InterviewWay
from intake.rules import AnswerKind, Said
from intake.services import NewStep, Written, close_interview, open_interview, save_interview
from practice.calendar import WorkingCalendar
from practice.models import GateKind, Matter, Side, WorkType
from practice.services.reference import read_data

_DATA = read_data(Path(__file__).parent / "data", "meetings.yaml")
_LONG = timedelta(minutes=50)


def load_meetings(*, firm: Firm, matters: list[Matter], now: datetime, calendar: WorkingCalendar) -> None:
    """Write two meetings of the last working day: their do-not-disturb is long over, so no diary is touched."""
    day = calendar.add_working_days(calendar.local_date(now), -1)
    lawyer, at = firm.staff["solicitor"], calendar.opening(day) + timedelta(hours=1)
    fit = [
        one
        for one in matters
        if one.fee_earner_id == lawyer.pk
        and one.work_type == WorkType.RESIDENTIAL_PURCHASE
        and one.closed_on is None
        and not one.is_restricted
        and one.may(GateKind.CONFLICT, at)
        and not one.may(GateKind.INTERVIEW, at)
    ]
    done, running = (_open(matter, at=at) for matter in fit[:2])
    with transaction.atomic():
        close_interview(interview_id=done.pk, written=_everything(done, at), reason="", by=lawyer, now=at + _LONG)
    half = {code: said for code, said in _answers(running).items() if code in _DATA["half"]}
    note = _DATA["note"]
    written = Written(seen=1, answers=half, notes=[(note["about"], note["words"])])
    save_interview(interview_id=running.pk, written=written, by=lawyer, now=at + _LONG)


def _open(matter: Matter, *, at: datetime) -> Interview:
    with transaction.atomic():
        interview, _ = open_interview(
            matter_id=matter.pk,
            held_by=matter.fee_earner,
            way=InterviewWay(_DATA["way"]),
            quiet_until=at + _LONG,
            by=matter.fee_earner,
            now=at,
        )
    return interview


def _everything(interview: Interview, at: datetime) -> Written:
    answers = _answers(interview)
    answers["identity"] = Said("Known to us from an earlier purchase; the papers follow")
    steps: list[NewStep] = [
        NewStep(side=Side(row["side"]), what=row["what"], due_on=(at + timedelta(days=row["in_days"])).date())
        for row in _DATA["steps"]
    ]
    return Written(seen=1, answers=answers, steps=steps)


def _answers(interview: Interview) -> dict[str, Said]:
    """Answer every item that no fact answers, in the words of the data."""
    words: dict[str, Any] = _DATA["words"]
    found = {}
    for item in interview.checklist.items.all():
        kind, said = AnswerKind(item.answer), words.get(item.code, "")
        if kind == AnswerKind.SOURCE:
            found[item.code] = Said(_DATA["source"])
        elif kind == AnswerKind.DATE:
            found[item.code] = Said(said, on=(interview.started_at + timedelta(days=90)).date())
        elif kind in {AnswerKind.TICK, AnswerKind.READ_BACK}:
            found[item.code] = Said(said, is_ticked=True)
        elif kind == AnswerKind.TEXT and said:
            found[item.code] = Said(said)
    return found
