"""Letters to many clients: a small one that went three weeks ago, and a large one that waits for its release."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from clientcare.demo.firm import Firm
from engagement.models import Mailing
from engagement.rules.mailings import MailingKind, RowState
from engagement.services import mailings
from engagement.services.mailings import Selection, Words
from practice.models import User
from practice.services.reference import read_data
from practice.services.tasks import finish_task

_DATA = read_data(Path(__file__).parent / "data", "mailings.yaml")


def load_mailings(*, firm: Firm, now: datetime) -> None:
    """Make both as people would have; six sheets are printed in all."""
    secretary, keeper = firm.staff["secretary"], firm.staff["compliance"]
    row, then = _DATA["gone"], now - timedelta(days=21)
    gone = _made(row, Selection(work_types=tuple(row["work_types"])), by=keeper, now=then)
    for left_out in gone.rows.filter(state=RowState.PLANNED).by_name()[row["kept"] :]:
        mailings.take_out(row_id=left_out.pk, reason=row["left_out"], by=keeper, now=then)
    _go_out(gone, by=firm.staff["partner"], now=then + timedelta(hours=1))
    prepared = _made(_DATA["prepared"], Selection(), by=secretary, now=now - timedelta(hours=3))
    _ask(prepared, now=now - timedelta(hours=2))


def _made(row: dict[str, Any], selection: Selection, *, by: User, now: datetime) -> Mailing:
    words = Words(**{**row["words"], "kind": MailingKind(row["words"]["kind"])})
    return mailings.make_mailing(words=words, selection=selection, by=by, now=now)


def _ask(mailing: Mailing, *, now: datetime) -> Mailing:
    tried = mailings.try_mailing(mailing_id=mailing.pk, by=mailing.made_by, now=now)
    return mailings.ask_release(mailing_id=mailing.pk, seen=tried.version, by=mailing.made_by, now=now)


def _go_out(mailing: Mailing, *, by: User, now: datetime) -> None:
    asked = _ask(mailing, now=now)
    mailings.release_mailing(mailing_id=mailing.pk, seen=asked.version, by=by, now=now)
    for row_id in mailings.claim_rows(now=now):
        mailings.issue_row(row_id=row_id, now=now, replay=True)
    mailings.finish_mailings(now=now)
    for task in mailing.made_by.tasks.filter(key__startswith=f"mailing:{mailing.pk}:"):
        finish_task(task_id=task.pk, by=mailing.made_by, now=now + timedelta(hours=1))
