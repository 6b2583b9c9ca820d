"""Bills and unbilled work, as the accounts have them: recorded, never changed, set aside where mistaken."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models.functions import Upper

from engagement.estimates import estimates_of, in_force_on
from engagement.models import Bill, UnbilledNote
from engagement.rules import costs as rules
from engagement.rules.costs import BadFigure, BillFacts, SetAsideAlready
from engagement.services.cost_warnings import look_again
from practice import journal, receipts
from practice.errors import WorldMoved
from practice.models import Matter, User
from practice.office import local_date
from practice.phrases import money
from practice.receipts import FormKey
from practice.vat import vat_rate


class BillKnown(WorldMoved):
    """A bill with this number is on the matter already."""

    code = "bill_known"


@transaction.atomic(durable=True)
def record_bill(*, matter_id: int, bill: BillFacts, by: User, now: datetime, form_key: FormKey | None = None) -> Bill:
    """
    Record a bill that was sent, and warn if it takes the costs to a threshold of the estimate or above its top.

    :raises rules.BadFigure: if it cannot be right
    :raises BillKnown: if its number stands on the matter
    """
    if (done := receipts.earlier(form_key, Bill)) is not None:
        return done
    made = add_bill(locked_matter(matter_id), bill, by=by, now=now)
    receipts.keep(form_key, made, at=now)
    return made


def add_bill(matter: Matter, bill: BillFacts, *, by: User, now: datetime) -> Bill:
    """Record a bill on a matter that is locked, in the caller's transaction; it raises as `record_bill` does."""
    today = local_date(matter.department.office, now)
    rules.check_bill(bill, today=today, instructed_on=matter.instructed_on, vat_rate=vat_rate(bill.on))
    same = Bill.objects.standing().filter(matter=matter).annotate(upper=Upper("number"))
    if same.filter(upper=bill.number.upper()).exists():
        raise BillKnown(f"Bill {bill.number} is recorded on this matter. Set that one aside first if it is wrong.")
    told = in_force_on(estimates_of(matter), bill.on)
    made = Bill.objects.create(
        matter=matter,
        number=bill.number,
        on=bill.on,
        kind=bill.kind,
        fees=bill.fees,
        disbursements=bill.disbursements,
        vat=bill.vat,
        estimate=told.high if told else None,
        recorded_at=now,
        recorded_by=by,
    )
    journal.record(
        subject=made,
        event="bill.recorded",
        by=by,
        at=now,
        matter=matter,
        number=made.number,
        total=money(bill.total),
        bill_on=made.on.isoformat(),
        kind=made.kind,
    )
    look_again(matter, today=today, now=now)
    return made


@transaction.atomic(durable=True)
def set_bill_aside(*, bill_id: int, because: str, by: User, now: datetime) -> Bill:
    """
    Take a mistaken bill out of the sum; it stays to be read, with the reason.

    :raises BadFigure: without a reason
    :raises SetAsideAlready: if somebody did
    """
    matter = locked_matter(Bill.objects.values_list("matter_id", flat=True).get(pk=bill_id))
    bill = Bill.objects.select_for_update(no_key=True).get(pk=bill_id)
    if bill.set_aside_at is not None:
        raise SetAsideAlready(f"Bill {bill.number} was set aside already.")
    if not because.strip():
        raise BadFigure("Say why it is set aside.", "because")
    return put_aside(bill, matter, because=because.strip(), by=by, now=now)


def put_aside(bill: Bill, matter: Matter, *, because: str, by: User, now: datetime) -> Bill:
    """Set a bill of a locked matter aside in the caller's transaction."""
    bill.set_aside_at, bill.set_aside_by, bill.set_aside_because = now, by, because
    bill.save(update_fields=["set_aside_at", "set_aside_by", "set_aside_because"])
    journal.record(
        subject=bill, event="bill.set_aside", by=by, at=now, matter=matter, number=bill.number, because=because
    )
    look_again(matter, today=local_date(matter.department.office, now), now=now)
    return bill


@transaction.atomic(durable=True)
def note_unbilled(
    *, matter_id: int, amount: Decimal, as_of: date, by: User, now: datetime, form_key: FormKey | None = None
) -> UnbilledNote:
    """
    Note what was not billed yet on a day, with VAT. A later note takes its place; so does a later bill.

    :raises rules.BadFigure: for a day that cannot be right
    """
    if (done := receipts.earlier(form_key, UnbilledNote)) is not None:
        return done
    matter = locked_matter(matter_id)
    today = local_date(matter.department.office, now)
    rules.check_unbilled(as_of, today=today, instructed_on=matter.instructed_on)
    made = UnbilledNote.objects.create(matter=matter, amount=amount, as_of=as_of, recorded_at=now, recorded_by=by)
    journal.record(
        subject=made,
        event="unbilled.noted",
        by=by,
        at=now,
        matter=matter,
        amount=str(amount),
        as_of_on=as_of.isoformat(),
    )
    look_again(matter, today=today, now=now)
    receipts.keep(form_key, made, at=now)
    return made


def locked_matter(matter_id: int) -> Matter:
    """Lock a matter, as every deed about its costs does first: two bills at once are added up one after the other."""
    return Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
