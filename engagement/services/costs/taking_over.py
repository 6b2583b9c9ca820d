"""Taking over the bills of the practice system: once each, and what people recorded or set aside here stays."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Upper

from engagement.models import Bill, BillList, BillListRow
from engagement.rules.bill_lists import BillOutcome, BillRow, differences
from engagement.rules.costs import BadFigure, BillFacts
from engagement.services.costs.recording import add_bill, locked_matter, put_aside
from practice import journal, receipts
from practice.models import Matter, User
from practice.receipts import FormKey

_CHANGED = "The practice system has other figures for it since"


@dataclass(frozen=True, slots=True)
class BillLine:
    """One line of the file: what it says, and its bill, or why it has none."""

    line: int
    said: str
    row: BillRow | str


def take_bills(
    *, lines: Iterable[BillLine], file_name: str, sha256: str, by: User, now: datetime, form_key: FormKey | None = None
) -> BillList:
    """
    Record every bill that is new, each in a transaction of its own: given again, the file goes on where it stopped.

    :raises FormUsedForSomethingElse: if the form came with another file
    """
    of, is_new = _begin(file_name, sha256, by, now, form_key)
    if not is_new:
        return of
    known = sum(_take(of, line, by=by, now=now) == BillOutcome.SAME for line in lines)
    return _end(of, known, by=by, now=now)


@transaction.atomic(durable=True)
def _begin(file_name: str, sha256: str, by: User, now: datetime, form_key: FormKey | None) -> tuple[BillList, bool]:
    if (done := receipts.earlier(form_key, BillList)) is not None:
        return done, False
    of = BillList.objects.create(file_name=file_name[:120], sha256=sha256, taken_at=now, taken_by=by)
    receipts.keep(form_key, of, at=now)
    return of, True


@transaction.atomic(durable=True)
def _end(of: BillList, known: int, *, by: User, now: datetime) -> BillList:
    of.known = known
    of.save(update_fields=["known"])
    counts = {outcome.value: of.rows.filter(outcome=outcome).count() for outcome in BillOutcome}
    journal.record(subject=of, event="bills.taken_over", by=by, at=now, file=of.file_name, **{**counts, "same": known})
    return of


@transaction.atomic(durable=True)
def _take(of: BillList, line: BillLine, *, by: User, now: datetime) -> BillOutcome:
    """Take one line over, or keep why not; what is known and the same leaves no row."""
    if isinstance(line.row, str):
        return _keep(of, line, BillOutcome.REFUSED, line.row)
    matters = Matter.objects.visible_to(by).filter(practice_system_number=line.row.matter_number)
    found = list(matters.values_list("pk", flat=True)[:2])
    if len(found) != 1:
        because = "No matter has this number here." if not found else "Several matters have this number here."
        return _keep(of, line, BillOutcome.REFUSED, because)
    matter, bill = locked_matter(found[0]), line.row.bill
    same = Bill.objects.filter(matter=matter).annotate(upper=Upper("number")).filter(upper=bill.number.upper())
    aside = same.exclude(set_aside_at=None).order_by("pk").last()
    standing = same.filter(set_aside_at=None).select_related("from_list").first()
    outcome, because = BillOutcome.MADE, ""
    if standing is not None:
        because = differences(_facts(standing), bill)
        if not because:
            return BillOutcome.SAME
        if not hasattr(standing, "from_list"):
            return _keep(of, line, BillOutcome.DIFFERS, f"It is {because}; left as it is.", matter)
        outcome = BillOutcome.AGAIN
    elif aside is not None:
        return _keep(of, line, BillOutcome.DIFFERS, f"It was set aside here: {aside.set_aside_because}", matter)
    try:
        with transaction.atomic():
            if standing is not None:
                put_aside(standing, matter, because=_CHANGED, by=by, now=now)
            made = add_bill(matter, bill, by=by, now=now)
    except BadFigure as refusal:
        return _keep(of, line, BillOutcome.REFUSED, str(refusal), matter)
    return _keep(of, line, outcome, f"It was {because}." if because else "", matter, made)


def _facts(bill: Bill) -> BillFacts:
    return BillFacts(bill.number, bill.on, bill.kind, bill.fees, bill.disbursements, bill.vat)


def _keep(
    of: BillList,
    line: BillLine,
    outcome: BillOutcome,
    because: str,
    matter: Matter | None = None,
    bill: Bill | None = None,
) -> BillOutcome:
    BillListRow.objects.create(
        of=of, line=line.line, said=line.said[:200], outcome=outcome, because=because[:400], matter=matter, bill=bill
    )
    return outcome
