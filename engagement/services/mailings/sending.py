"""
Making and queueing the letters of a released mailing, one small task a person (decisions B7, B23).

Rows decide, not messages of the broker: whatever a dead worker had taken is taken again, and what was made is not made
twice, because its row says so, its letter and its message are each unique for mailing and person.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from engagement import notices_mailing as notices
from engagement.letters import mailings as letters
from engagement.letters.mailings import Setting, To
from engagement.models import Mailing, MailingRow, MailingTerms
from engagement.rules import STOP_WINDOW
from engagement.rules import mailings as rules
from engagement.rules.mailings import LEASE, TRIES, MailingStage, MailingStep, RowState, Verdict, Why
from engagement.services.mailings.making import locked
from engagement.services.mailings.reading import asked_again
from outbox import services as outbox
from outbox.models import MessageState
from outbox.pdf import Rendered
from practice import journal, needs
from practice.actors import SYSTEM
from practice.errors import Refusal
from practice.models import Party
from practice.office import load_calendar, local_date, main_office
from practice.services.tasks import give_task
from wording.composition import Composition
from wording.models import IssuedLetter
from wording.services import keep_letter, print_letter

AT_ONCE = 100  # rows in workers' hands at any time
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Printed:
    """One letter, printed before its transaction."""

    shared: Setting
    to: To
    letter: Composition
    rendered: Rendered
    terms: IssuedLetter | None


@transaction.atomic(durable=True)
def claim_rows(*, now: datetime) -> list[int]:
    """
    Take the next rows of released mailings for LEASE, so that a sweep ten seconds later does not give them out again.

    It only spares work: a row that two workers have is still issued once.
    """
    to_issue = MailingRow.objects.to_issue()
    in_hand = to_issue.filter(claimed_at__gte=now - LEASE).count()
    free = to_issue.exclude(claimed_at__gte=now - LEASE).select_for_update(skip_locked=True, of=("self",))
    ids = list(free.order_by("pk").values_list("pk", flat=True)[: max(AT_ONCE - in_hand, 0)])
    MailingRow.objects.filter(pk__in=ids).update(claimed_at=now)
    return ids


def issue_row(*, row_id: int, now: datetime, replay: bool = False) -> bool:
    """
    Make one person's letter, freeze it and queue it; say if it was. For doors: it prints outside any transaction.

    Doing it again changes nothing. ``replay`` marks it sent without queueing it, for demo data (decisions B20).
    """
    rows = MailingRow.objects.to_issue().select_related("mailing", "party")
    row = rows.filter(pk=row_id).first()
    if row is not None and row.party.merged_into_id is not None:
        row = rows.filter(pk=row_id).first() if _follow_merge(row_id, now=now) else None
    if row is None:
        return False
    to, says, acting = asked_again(row, now=now)
    if says.state != RowState.PLANNED:
        _keep_back(row_id, says, acting, now=now)
        return False
    try:
        printed = _print(row.mailing, to, now=now)
    except Refusal as refusal:
        _log.warning("Row %s of a mailing could not be made: %s", row_id, refusal.code)
        _note_failure(row_id, str(refusal), now=now)
        return False
    return _issue(row_id, printed, now=now, replay=replay)


def _print(mailing: Mailing, to: To, *, now: datetime) -> _Printed:
    shared = letters.setting(mailing, now)
    terms = _terms(shared, to, now=now)
    letter = letters.compose_notice(shared, to)
    return _Printed(shared, to, letter, print_letter(letter), terms)


def _terms(shared: Setting, to: To, *, now: datetime) -> IssuedLetter | None:
    """Return the terms of business that this letter encloses, if any; the first letter that needs them prints them."""
    template = shared.terms_for(to.matter)
    if template is None:
        return None
    which = MailingTerms(
        mailing=shared.mailing,
        department=to.matter.department,
        template_code=template.code,
        is_large=letters.reads_large(shared, to),
    )
    known = MailingTerms.objects.like(which).filter(issued__isnull=False)
    if (found := known.select_related("issued__document").first()) is not None and found.issued is not None:
        return found.issued
    terms = letters.compose_terms(shared, to.matter, large_print=which.is_large)
    return _keep_terms(which, terms, print_letter(terms), now=now)


@transaction.atomic(durable=True)
def _keep_terms(which: MailingTerms, terms: Composition, rendered: Rendered, *, now: datetime) -> IssuedLetter:
    MailingTerms.objects.bulk_create([which], ignore_conflicts=True)
    rows = MailingTerms.objects.select_for_update(no_key=True, of=("self",)).select_related("issued__document")
    row = rows.like(which).get()
    if row.issued is None:
        by = which.mailing.released_by
        assert by is not None, "only a released mailing prints its terms"
        row.issued = keep_letter(composition=terms, rendered=rendered, subject=row, version=1, by=by, now=now)
        row.save(update_fields=["issued"])
    return row.issued


@transaction.atomic(durable=True)
def _issue(row_id: int, printed: _Printed, *, now: datetime, replay: bool) -> bool:
    """Compare and set: the row must still wait, and its letter still be the one that was printed."""
    row = _still_waiting(row_id)
    if row is None:
        return False
    to, says, _ = asked_again(row, now=now)
    same_way = says.state == RowState.PLANNED and (to.channel, to.to_address) == (
        printed.to.channel, printed.to.to_address,
    )  # fmt: skip
    if not same_way or letters.compose_notice(printed.shared, to).html_sha256 != printed.letter.html_sha256:
        return False  # the next sweep makes it anew
    mailing, by = row.mailing, row.mailing.released_by
    assert by is not None, "only a released mailing issues letters"
    issued = keep_letter(
        composition=printed.letter, rendered=printed.rendered, subject=row, version=1, by=by, now=now,
        matter=to.matter, party=to.party,
    )  # fmt: skip
    documents = (issued.document, *((printed.terms.document,) if printed.terms else ()))
    facts = letters.notice_facts(printed.shared, to)
    message = outbox.queue(
        notices.to_client(row, to=to, facts=facts, documents=documents),
        key=f"mailing:{mailing.pk}:party:{to.party.pk}",
        now=now,
        send_at=now + STOP_WINDOW,
    )
    if message is None:
        raise RuntimeError(f"Row {row.pk} of mailing {mailing.pk} had a message before it was issued.")
    if replay:
        message.state, message.sent_at = MessageState.SENT, now + STOP_WINDOW
        message.posted_by = by if message.channel == "print" else None
        message.save(update_fields=["state", "sent_at", "posted_by"])
    row.state, row.issued, row.message, row.terms, row.issued_at = RowState.ISSUED, issued, message, printed.terms, now
    row.channel, row.to_address = to.channel, to.to_address
    row.save(update_fields=["state", "issued", "message", "terms", "issued_at", "channel", "to_address"])
    if not replay:
        _ask_by_hand(row, to, now=now)
    journal.record(
        subject=row, event="notice.issued", by=by, at=now, matter=to.matter, party=to.party, heading=mailing.heading,
        how=letters.how(to.channel), mailing=mailing.pk, sha256=issued.document.sha256,
    )  # fmt: skip
    return True


def _still_waiting(row_id: int) -> MailingRow | None:
    """Lock a row that still waits in a mailing that still goes out; whoever stops it waits for this lock."""
    rows = MailingRow.objects.select_for_update(no_key=True, of=("self",)).select_related("mailing__released_by")
    return rows.filter(pk=row_id, state=RowState.PLANNED, mailing__stage=MailingStage.RELEASED).first()


@transaction.atomic(durable=True)
def _follow_merge(row_id: int, *, now: datetime) -> bool:
    """Let a row follow a merge of records: to the one that stands, unless that gets this letter by a row of its own."""
    row = _still_waiting(row_id)
    if row is None:
        return False
    stands = Party.objects.standing_for(row.party_id).get()
    if row.mailing.rows.filter(party=stands).exists():
        row.state, row.why = RowState.REFUSED, Why.SAME_PERSON
        row.save(update_fields=["state", "why"])
        journal.record(subject=row.mailing, event="mailing.row_refused", by=SYSTEM, at=now, row=row.pk, why=row.why)
        return False
    row.party = stands
    row.save(update_fields=["party"])
    return True


@transaction.atomic(durable=True)
def _keep_back(row_id: int, says: Verdict, acting: str, *, now: datetime) -> None:
    """Write on a row why its letter must not go, by what is on record now."""
    row = _still_waiting(row_id)
    if row is not None:
        row.state, row.why, row.because = says.state, says.why, acting
        row.save(update_fields=["state", "why", "because"])
        journal.record(subject=row.mailing, event="mailing.row_refused", by=SYSTEM, at=now, row=row.pk, why=row.why)


@transaction.atomic(durable=True)
def _note_failure(row_id: int, words: str, *, now: datetime) -> None:
    """Count a letter that could not be made; after some tries it is held for a person to look at."""
    row = _still_waiting(row_id)
    if row is None:
        return
    row.tries += 1
    if row.tries >= TRIES:
        row.state, row.why, row.because = RowState.HELD, Why.FAILED, words[:300]
        journal.record(subject=row.mailing, event="mailing.row_failed", by=SYSTEM, at=now, row=row.pk, tries=row.tries)
    row.save(update_fields=["tries", "state", "why", "because"])


def _ask_by_hand(row: MailingRow, to: To, *, now: datetime) -> None:
    """Ask whoever has the matter for what the printer cannot make."""
    office = to.matter.department.office
    today = local_date(office, now)
    needed = needs.by_hand(to.party, today)
    if needed:
        give_task(
            key=f"mailing_by_hand:{row.pk}",
            owner=to.matter.fee_earner,
            title=f"Letter to {to.party}, also needed: {', '.join(needed)}",
            url=reverse("client", args=[to.party.pk]),
            due_on=load_calendar(office).add_working_days(today, 1),
            now=now,
            matter=to.matter,
        )


def finish_mailings(*, now: datetime) -> None:
    """End each mailing of which no letter waits to be made, and ask its author to read what came of it."""
    waiting = MailingRow.objects.filter(state=RowState.PLANNED).values("mailing")
    for mailing_id in Mailing.objects.going_out().exclude(pk__in=waiting).order_by("pk").values_list("pk", flat=True):
        _finish(mailing_id, now=now)


@transaction.atomic(durable=True)
def _finish(mailing_id: int, *, now: datetime) -> None:
    mailing = locked(mailing_id)
    if mailing.stage != MailingStage.RELEASED or mailing.rows.filter(state=RowState.PLANNED).exists():
        return
    mailing.stage = rules.next_stage(MailingStage(mailing.stage), MailingStep.FINISH)
    mailing.finished_at = now
    mailing.save(update_fields=["stage", "finished_at"])
    states = list(mailing.rows.values_list("state", flat=True))
    counts = {state: states.count(state) for state in sorted(set(states))}
    journal.record(subject=mailing, event="mailing.finished", by=SYSTEM, at=now, **counts)
    held, made = counts.get(RowState.HELD, 0), counts.get(RowState.ISSUED, 0)
    give_task(
        key=f"mailing:{mailing.pk}:report:{mailing.version}",
        owner=mailing.made_by,
        title=f"Read what came of “{mailing.title}”: {made} {'letter' if made == 1 else 'letters'} made, {held} held",
        url=reverse("mailings:detail", args=[mailing.pk]),
        due_on=local_date(main_office(), now),
        now=now,
    )
