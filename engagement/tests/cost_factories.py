"""A matter with an estimate, bills against it, and a cost update that leaves nothing open."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from engagement import letters
from engagement.models import Bill, CostUpdate
from engagement.rules.costs import BillFacts
from engagement.services import costs as services
from engagement.tests import factories
from outbox.models import Message, MessageState
from practice.models import Matter, Party, User
from practice.office import local_date

NOW: datetime = factories.NOW
LATER = NOW + timedelta(days=14)
ANSWERS = {
    "changed": "The title is defective.",
    "because": "The survey found a track that is in no deed.",
    "time_effect": "Exchange moves by about two weeks",
    "agree": "no",  # it counts at once; what asks is tested by itself
}


def with_estimate(*clients: Party, now: datetime = NOW) -> Matter:
    """A purchase whose client care letter has gone: about £2,881, all told."""
    letter = factories.issued(factories.written(factories.matter(clients=clients)), now=now)
    gone(letter.matter, at=now)
    return letter.matter


def gone(matter: Matter, *, at: datetime) -> None:
    Message.objects.filter(matter=matter, state=MessageState.PENDING).update(state=MessageState.SENT, sent_at=at)


def billed(
    matter: Matter, total: int | Decimal, *, number: str = "B-1", on: date | None = None, now: datetime = LATER
) -> Bill:
    """Record a bill of exactly this, without VAT."""
    facts = BillFacts(
        number=number,
        on=on or local_date(matter.department.office, now),
        kind="interim",
        fees=Decimal(total),
        disbursements=Decimal(0),
        vat=Decimal(0),
    )
    return services.record_bill(matter_id=matter.pk, bill=facts, by=matter.fee_earner, now=now)


def written(matter: Matter, *, now: datetime = LATER, by: User | None = None, **answers: str) -> CostUpdate:
    writer = by or matter.fee_earner
    draft = services.start_update(matter_id=matter.pk, by=writer, now=now)
    return services.save_update(
        update_id=draft.pk, answers={**ANSWERS, **answers}, seen=draft.draft_version, by=writer, now=now
    )


def issued(update: CostUpdate, *, now: datetime = LATER, by: User | None = None) -> CostUpdate:
    made = letters.update_package(update, now)
    return services.issue_update(
        update_id=update.pk,
        printed=letters.bind_update(made, [factories.PAPER] * len(made.copies)),
        expected_version=update.draft_version,
        by=by or update.prepared_for,
        now=now,
    )
