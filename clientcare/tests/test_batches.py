"""A worker killed in the middle of a batch loses and doubles nothing: by kill -9, on rows that are really committed."""

import multiprocessing
import os
import signal
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.db import connections, transaction

from clientcare.tests import crowds
from engagement.models import Mailing, MailingRow
from engagement.rules.mailings import LEASE, MailingKind, MailingStage, RowState
from engagement.services import mailings
from engagement.tests import factories
from engagement.tests import mailing_factories as many
from outbox.models import Document, Message
from practice.models import JournalEntry
from wording.models import IssuedLetter

PEOPLE, MADE_BEFORE = 9, 3


def _issue(rows: Iterable[int], now: datetime) -> None:
    """Do what a worker does with the rows that it is given."""
    for row_id in rows:
        mailings.issue_row(row_id=row_id, now=now)


def _made(mailing: Mailing) -> int:
    return mailing.rows.filter(state=RowState.ISSUED).count()


def test_a_worker_that_is_killed_loses_no_letter_and_none_goes_twice(fresh_db: str) -> None:
    with transaction.atomic():
        people = tuple(factories.client(f"Client {number:02}") for number in range(PEOPLE))
        factories.matter(clients=people)
    mailing = many.released(many.made(kind=MailingKind.NEW_TERMS))
    given = mailings.claim_rows(now=many.NOW)
    connections.close_all()  # the worker, a copy of this process, opens its own
    worker = multiprocessing.get_context("fork").Process(target=_issue, args=(given, many.NOW))
    worker.start()
    until = time.monotonic() + 60
    while _made(mailing) < MADE_BEFORE and time.monotonic() < until:
        time.sleep(0.02)
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    worker.join()

    made = _made(mailing)
    assert MADE_BEFORE <= made < PEOPLE  # it was in the middle
    later = many.NOW + LEASE + timedelta(seconds=1)
    left = mailings.claim_rows(now=later)
    assert len(left) == PEOPLE - made  # given out again
    crowds.at_once(partial(_issue, [*left, *given], later), times=2)  # and to two at once
    mailings.finish_mailings(now=later)

    mailing.refresh_from_db()
    rows = MailingRow.objects.filter(mailing=mailing).select_related("party", "issued", "message")
    assert (mailing.stage, {row.state for row in rows}) == (MailingStage.DONE, {RowState.ISSUED})
    assert sorted(message.party_id or 0 for message in Message.objects.all()) == sorted(one.pk for one in people)
    assert {message.attachments.count() for message in Message.objects.all()} == {2}
    kept = PEOPLE + 1  # each person's letter, and the terms of business once
    assert (IssuedLetter.objects.count(), Document.objects.count()) == (kept, kept)
    assert JournalEntry.objects.filter(event="notice.issued").count() == PEOPLE
