"""Client care letters: issued ones with their frozen papers, drafts with gaps, some that wait for approval."""

from collections.abc import Iterable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from html import escape
from pathlib import Path

from clientcare.demo.answers import load_answers
from clientcare.demo.before import SINCE
from clientcare.demo.firm import Firm
from clientcare.demo.matters import LATELY, NEW
from engagement.letters import Printed, package, print_package
from engagement.letters.agreements import missing
from engagement.models import Letter
from engagement.services import (
    add_agreement,
    approve_letter,
    approvers_of,
    ask_approval,
    change_clause,
    choose_order,
    issue_letter,
    save_answers,
    start_letter,
)
from outbox.pdf import render_pdf
from practice.calendar import WorkingCalendar
from practice.models import Matter, MatterStage
from practice.services.reference import read_data
from practice.uploads import Upload

_DATA = read_data(Path(__file__).parent / "data", "letters.yaml")
_HURT, _RATES_HOLD = timedelta(days=130), timedelta(days=200)  # before and after the matter began
_AHEAD = 2  # letters in the printer, of two sheets or more each


def load_letters(*, firm: Firm, matters: list[Matter], now: datetime, calendar: WorkingCalendar) -> None:
    """Write letters as their lawyers would have, one working day after the matter began."""
    began = calendar.local_date(now - SINCE)
    new = {place for place, days in LATELY.items() if days <= NEW}
    gone = [
        (place, matter)
        for place, matter in enumerate(matters)
        if place not in new
        and matter.stage == MatterStage.OPEN
        and matter.instructed_on is not None
        and matter.instructed_on > began
    ]
    with ThreadPoolExecutor(_AHEAD) as printer:  # the next letter is written while those before it are printed
        written = [
            *(_write(printer, place, matter, at=_day_after(matter, calendar), has_gone=True) for place, matter in gone),
            *(
                _write(printer, place, matters[place], at=now - timedelta(minutes=40 - 9 * number), has_gone=False)
                for number, place in enumerate(_DATA["on_paper"])
            ),
        ]
        for one in written:
            _issue(one)
    load_answers([one.letter for one in written if one.has_gone], now=now, calendar=calendar)
    for number, row in enumerate(_DATA["drafts"]):
        _draft(matters[row["of"]], at=now - timedelta(hours=1, minutes=9 * number), without=row["missing"])
    for number, row in enumerate(_DATA["to_approve"]):
        letter = _draft(matters[row["of"]], at=now - timedelta(minutes=50 + 7 * number))
        letter = change_clause(
            letter_id=letter.pk,
            code=row["take_out"],
            put_in=False,
            reason=row["reason"],
            seen=letter.draft_version,
            by=letter.matter.fee_earner,
            now=letter.saved_at,
        )
        ask_approval(letter_id=letter.pk, seen=letter.draft_version, by=letter.matter.fee_earner, now=letter.saved_at)


def _draft(matter: Matter, *, at: datetime, without: Iterable[str] = ()) -> Letter:
    letter = start_letter(matter_id=matter.pk, by=matter.assistant or matter.fee_earner, now=at)
    began, (_, is_estate, late) = matter.instructed_on or at.date(), matter.title.partition("Estate of the late ")
    facts = {"late": late if is_estate else "", "happened": began - _HURT, "review": began + _RATES_HOLD}
    answers = {
        name: text.format(**facts)
        for name, text in _DATA["answers"]["estate" if is_estate else matter.work_type].items()
        if name not in without
    }
    return save_answers(letter_id=letter.pk, answers=answers, seen=letter.draft_version, by=letter.prepared_by, now=at)


@dataclass(frozen=True)
class _Written:
    """A finished letter on its way through the printer."""

    letter: Letter
    printed: Future[Printed]
    at: datetime
    has_gone: bool


def _day_after(matter: Matter, calendar: WorkingCalendar) -> datetime:
    assert matter.instructed_on is not None, "chosen by having one"
    return calendar.opening(calendar.add_working_days(matter.instructed_on, 1)) + timedelta(hours=2)


def _write(printer: Executor, place: int, matter: Matter, *, at: datetime, has_gone: bool) -> _Written:
    """Draft a letter with all that goes with it, have it approved where it must be, and send it to the printer."""
    letter, before = _draft(matter, at=at - timedelta(minutes=50)), at - timedelta(minutes=20)
    for kind in missing(package(letter, before).answers.get("fee_model", ""), ()):
        letter = add_agreement(
            letter_id=letter.pk,
            kind=kind.code,
            name=_DATA["agreement"]["name"],
            dated_on=matter.instructed_on or at.date(),
            file=_agreement(),
            seen=letter.draft_version,
            by=letter.prepared_by,
            now=before,
        )
    if place == _DATA["one_after_the_other"]:
        order = [client.pk for client in matter.clients()]
        letter = choose_order(
            letter_id=letter.pk, order=order, seen=letter.draft_version, by=letter.prepared_by, now=before
        )
    made = package(letter, at)
    if made.may_be_asked:
        ask_approval(letter_id=letter.pk, seen=letter.draft_version, by=letter.prepared_by, now=before)
        letter = approve_letter(letter_id=letter.pk, seen=letter.draft_version, by=approvers_of(letter)[0], now=before)
        made = package(letter, at)
    return _Written(letter, printer.submit(print_package, made), at, has_gone)


@cache
def _agreement() -> Upload:
    facts = _DATA["agreement"]
    lines = "".join(f"<p>{escape(line)}</p>" for line in facts["lines"])
    name = escape(facts["name"])
    page = f'<html lang="en"><head><title>{name}</title></head><body><h1>{name}</h1>{lines}</body></html>'
    return Upload(render_pdf(page).pdf, "application/pdf", facts["file_name"])


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
