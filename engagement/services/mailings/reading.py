"""One row of a mailing as its letter needs it, asked of the record as it stands now."""

from dataclasses import replace
from datetime import datetime

from engagement.letters.mailings import To
from engagement.models import MailingRow
from engagement.rules.mailings import RowState, Verdict, verdict
from engagement.services.mailings.choosing import records_of
from outbox.models import Channel
from practice.models import Matter, Party
from practice.office import local_date


def to_of(row: MailingRow, *, now: datetime) -> To:
    """Return whom a row's letter goes to and how, by what is on record now; the row may say otherwise."""
    return asked_again(row, now=now)[0]


def asked_again(row: MailingRow, *, now: datetime) -> tuple[To, Verdict, str]:
    """
    Ask the rules again about one row: whom the letter is to, what they say, and who acts for somebody who is gone.

    What a person decided about this row stands: it is not held again for what they have read.
    """
    matter = Matter.objects.select_related(
        "department__office", "department__profile__procedure", "department__head__department__office", "fee_earner"
    ).get(pk=row.matter_id)
    party = Party.objects.prefetch_related("needs").get(pk=row.party_id)
    on = local_date(matter.department.office, now)
    restricted = [party.pk] if matter.is_restricted else []
    record = records_of([party], restricted=restricted, on=on)[party.pk]
    says = verdict(record.known)
    if says.state == RowState.HELD and row.decided_by_id is not None:
        says = replace(says, state=RowState.PLANNED, why="")
    to = To(
        party=party,
        matter=matter,
        channel=says.channel or row.channel or Channel.PRINT,
        to_address=says.to_address,
        postal_address=record.known.address,
        attention=record.attention,
    )
    return to, says, record.acting
