"""Celery doors into letters: a sweep finds the ids, a task does one. Neither decides anything."""

from celery import shared_task

from engagement import services
from engagement.services import mailings
from practice import clock


@shared_task(ignore_result=True)
def sweep_acceptance() -> None:
    services.sweep_acceptance(now=clock.now())


@shared_task(ignore_result=True)
def sweep_mailings() -> None:
    now = clock.now()
    mailings.finish_mailings(now=now)
    for row_id in mailings.claim_rows(now=now):
        issue_mailing_row.delay(row_id=row_id)


@shared_task(ignore_result=True)
def issue_mailing_row(*, row_id: int) -> None:
    mailings.issue_row(row_id=row_id, now=clock.now())
