"""What some matters cost so far: bills, unbilled work, a warning that waits, and a cost update that was sent."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from engagement.letters import print_update, update_package
from engagement.models import Bill, Letter
from engagement.rules import LetterStage
from engagement.rules.costs import BillFacts, BillKind
from engagement.services import costs, sweep_acceptance
from practice.calendar import WorkingCalendar
from practice.models import Matter, WorkType
from practice.services.reference import read_data
from practice.vat import vat_on, vat_rate

_DATA = read_data(Path(__file__).parent / "data", "costs.yaml")
_MOVING = (WorkType.RESIDENTIAL_PURCHASE, WorkType.RESIDENTIAL_SALE)
_BILLED, _TWICE, _UPDATED, _NOTED, _AS_OF = (12, 7), 6, 4, 1, 2  # working days ago


def load_costs(*, now: datetime, calendar: WorkingCalendar) -> None:
    """Record bills against the estimates of letters that have gone a while ago; one sheet is printed."""
    today = calendar.local_date(now)

    def ago(working_days: int) -> datetime:
        return calendar.opening(calendar.add_working_days(today, -working_days)) + timedelta(hours=2)

    letters = Letter.objects.filter(
        stage=LetterStage.ISSUED,
        issued_on__lt=ago(max(_BILLED)).date(),
        accepted_on__isnull=False,
        matter__work_type__in=_MOVING,
    ).order_by("matter__work_type", "pk")
    for letter, row in zip(letters.select_related("matter__department__office"), _DATA["bills"], strict=False):
        bills = [
            _bill(letter, share, number=f"B-{position}", at=ago(days))
            for position, (share, days) in enumerate(zip(row["shares"], _BILLED, strict=False), 1)
        ]
        if "unbilled" in row:
            _twice(letter, bills[0], at=ago(_TWICE))
            _unbilled(letter, row["unbilled"], as_of=ago(_AS_OF).date(), at=ago(_NOTED))
        if row.get("update"):
            _update(letter.matter, at=ago(_UPDATED))
    sweep_acceptance(now=now, replay=True)


def _bill(letter: Letter, share: int, *, number: str, at: datetime) -> Bill:
    assert letter.estimate is not None, "it was issued"
    rate = vat_rate(at.date())
    fees = (letter.estimate * share / 100 / (1 + rate)).quantize(Decimal(1))
    facts = BillFacts(
        number=number,
        on=at.date(),
        kind=BillKind.INTERIM,
        fees=fees,
        disbursements=Decimal(0),
        vat=vat_on(fees, rate),
    )
    return costs.record_bill(matter_id=letter.matter_id, bill=facts, by=letter.matter.fee_earner, now=at)


def _twice(letter: Letter, first: Bill, *, at: datetime) -> None:
    wrong = _DATA["set_aside"]
    twice = _bill(letter, wrong["share"], number=f"{first.number}/1", at=at)
    costs.set_bill_aside(bill_id=twice.pk, because=wrong["because"], by=letter.matter.fee_earner, now=at)


def _unbilled(letter: Letter, share: int, *, as_of: date, at: datetime) -> None:
    assert letter.estimate is not None, "it was issued"
    costs.note_unbilled(
        matter_id=letter.matter_id,
        amount=(letter.estimate * share / 100).quantize(Decimal(1)),
        as_of=as_of,
        by=letter.matter.fee_earner,
        now=at,
    )


def _update(matter: Matter, *, at: datetime) -> None:
    answers: dict[str, Any] = _DATA["update"]
    draft = costs.start_update(matter_id=matter.pk, by=matter.fee_earner, now=at - timedelta(hours=1))
    draft = costs.save_update(
        update_id=draft.pk, answers=answers, seen=draft.draft_version, by=matter.fee_earner, now=at
    )
    costs.issue_update(
        update_id=draft.pk,
        printed=print_update(update_package(draft, at)),
        expected_version=draft.draft_version,
        by=matter.fee_earner,
        now=at,
        replay=True,
    )
