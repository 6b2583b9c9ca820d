"""Client care letters: issued ones with their frozen papers, drafts with gaps, some that wait for approval."""

from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from clientcare.demo.answers import load_answers
from clientcare.demo.firm import Firm
from engagement.letters import Printed, package, print_package
from engagement.models import Letter
from engagement.services import ask_approval, change_clause, issue_letter, save_answers, start_letter
from outbox.models import Channel
from practice.calendar import WorkingCalendar
from practice.models import Matter, WorkType
from practice.services.reference import read_data

_DATA = read_data(Path(__file__).parent / "data", "letters.yaml")
_COVERED = timedelta(days=170)  # the insurance of the demo firm is no older
_AHEAD = 2  # letters in the printer, of two sheets or more each
_JOINT = 3  # of the issued letters this many go to two clients


def load_letters(*, firm: Firm, matters: list[Matter], now: datetime, calendar: WorkingCalendar) -> None:
    """Write letters as their lawyers would have, one working day after the matter began."""
    today = calendar.local_date(now)
    fit = [
        matter
        for matter in matters
        if matter.work_type in {WorkType.RESIDENTIAL_PURCHASE, WorkType.RESIDENTIAL_SALE}
        and matter.instructed_on is not None
        and matter.closed_on is None
        and not matter.is_restricted
        and today - _COVERED < matter.instructed_on < today - timedelta(days=5)
    ]
    fit.sort(key=lambda matter: -matter.pk)
    joint = [matter for matter in fit if len(matter.clients()) > 1][:_JOINT]
    on_paper = [matter for matter in fit if matter not in joint and _is_by_post(matter, today)][: _DATA["on_paper"]]
    rest = [matter for matter in fit if matter not in joint and matter not in on_paper and len(matter.clients()) == 1]
    single = [rest.pop(0) for _ in range(_DATA["issued"] - len(joint) - len(on_paper))]
    with ThreadPoolExecutor(_AHEAD) as printer:  # the next letter is written while those before it are printed
        gone = [_write(printer, matter, at=_day_after(matter, calendar), has_gone=True) for matter in (*joint, *single)]
        tray = [
            _write(printer, matter, at=now - timedelta(minutes=40 - 9 * number), has_gone=False)
            for number, matter in enumerate(on_paper)
        ]
        for written in filter(None, (*gone, *tray)):
            _issue(written)
    load_answers([written.letter for written in filter(None, gone)], now=now, calendar=calendar)
    for number, row in enumerate(_DATA["drafts"]):
        _draft(rest.pop(0), at=now - timedelta(hours=5 + number), without=row["missing"])
    for number, row in enumerate(_DATA["to_approve"]):
        _to_approve(rest.pop(0), row, at=now - timedelta(hours=2 + number))


def _is_by_post(matter: Matter, on: date) -> bool:
    return all(not client.contacts.usable_emails(on).exists() for client in matter.clients())


def _draft(matter: Matter, *, at: datetime, without: list[str]) -> Letter:
    letter = start_letter(matter_id=matter.pk, by=matter.assistant or matter.fee_earner, now=at)
    answers = {name: text for name, text in _DATA["answers"][matter.work_type].items() if name not in without}
    return save_answers(letter_id=letter.pk, answers=answers, seen=letter.draft_version, by=letter.prepared_by, now=at)


@dataclass(frozen=True)
class _Written:
    """A finished letter on its way through the printer."""

    letter: Letter
    printed: Future[Printed]
    at: datetime
    has_gone: bool


def _day_after(matter: Matter, calendar: WorkingCalendar) -> datetime:
    day = calendar.add_working_days(matter.instructed_on, 1)  # type: ignore[arg-type]  # chosen by having one
    return calendar.opening(day) + timedelta(hours=2)


def _write(printer: Executor, matter: Matter, *, at: datetime, has_gone: bool) -> _Written | None:
    """Draft a letter and send it to the printer; None for one by e-mail that would be left waiting, a draft."""
    letter = _draft(matter, at=at - timedelta(minutes=50), without=[])
    made = package(letter, at)
    if not has_gone and any(copy.to.channel != Channel.PRINT for copy in made.copies):
        return None
    return _Written(letter, printer.submit(print_package, made), at, has_gone)


def _issue(written: _Written) -> None:
    letter = written.letter
    issue_letter(
        letter_id=letter.pk,
        printed=written.printed.result(),
        expected_version=letter.draft_version,
        by=letter.matter.fee_earner,
        now=written.at,
        replay=written.has_gone,
    )


def _to_approve(matter: Matter, row: dict[str, Any], *, at: datetime) -> None:
    letter = _draft(matter, at=at, without=[])
    letter = change_clause(
        letter_id=letter.pk,
        code=row["take_out"],
        put_in=False,
        reason=row["reason"],
        seen=letter.draft_version,
        by=matter.fee_earner,
        now=at,
    )
    ask_approval(letter_id=letter.pk, seen=letter.draft_version, by=matter.fee_earner, now=at)
