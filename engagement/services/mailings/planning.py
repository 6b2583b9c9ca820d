"""The proof list: one row a person, however many matters they have, with why they are in or out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from engagement.models import Mailing, MailingRow
from engagement.rules.mailings import RowState, Verdict, verdict
from engagement.services.mailings.choosing import Record, Selection, client_roles, records_of
from practice.models import MatterParty
from practice.office import local_date, main_office


def plan_rows(mailing: Mailing, *, now: datetime) -> None:
    """
    Write the proof list anew in the caller's transaction, with as many queries for one person as for hundreds.

    What somebody decided by hand stands: whoever was taken out stays out, whoever was put in stays in unless they must
    not be written to any more.
    """
    on = local_date(main_office(), now)
    chosen: dict[int, list[MatterParty]] = {}
    for role in client_roles(Selection.of(mailing.selection)):
        chosen.setdefault(role.party_id, []).append(role)
    parties = [roles[0].party for roles in chosen.values()]
    restricted = {pk for pk, roles in chosen.items() if roles[0].matter.is_restricted}
    records = records_of(parties, restricted=restricted, on=on)
    by_hand = {row.party_id: row for row in mailing.rows.filter(decided_by__isnull=False)}
    mailing.rows.exclude(party__in=by_hand.keys() & chosen.keys()).delete()
    MailingRow.objects.bulk_create(
        _planned(mailing, roles, records[pk]) for pk, roles in chosen.items() if pk not in by_hand
    )
    _follow([by_hand[pk] for pk in chosen if pk in by_hand], chosen=chosen, records=records)
    mailing.planned_at = now


def _planned(mailing: Mailing, roles: Sequence[MatterParty], record: Record) -> MailingRow:
    row = MailingRow(mailing=mailing, party=roles[0].party)
    _fill(row, roles, verdict(record.known), record)
    return row


def _fill(row: MailingRow, roles: Sequence[MatterParty], says: Verdict, record: Record) -> None:
    matters = _told_of(roles)
    row.matter, row.others = matters[0].matter, len(matters) - 1
    row.state, row.why, row.because = says.state, says.why, record.acting
    row.channel, row.to_address = says.channel, says.to_address


def _told_of(roles: Sequence[MatterParty]) -> Sequence[MatterParty]:
    """Leave restricted matters out of what is said of somebody who is in by others too."""
    return [role for role in roles if not role.matter.is_restricted] or roles


def _follow(
    rows: Iterable[MailingRow], *, chosen: Mapping[int, list[MatterParty]], records: Mapping[int, Record]
) -> None:
    """Bring what was decided by hand up to what is on record now."""
    changed = []
    for row in rows:
        record = records[row.party_id]
        says = verdict(record.known)
        matters = _told_of(chosen[row.party_id])
        row.matter, row.others = matters[0].matter, len(matters) - 1
        row.channel, row.to_address = says.channel, says.to_address
        if row.state != RowState.TAKEN_OUT and says.state == RowState.REFUSED:
            row.state, row.why, row.because = says.state, says.why, record.acting
            row.decided_by = row.decided_at = None
        changed.append(row)
    fields = ["matter", "others", "state", "why", "because", "channel", "to_address", "decided_by", "decided_at"]
    MailingRow.objects.bulk_update(changed, fields)
