"""Celery doors into the firm's own upkeep."""

from celery import shared_task

from practice import clock, heartbeats, journal, throttle
from practice.services import agreed, drafts, pairs, reviews


@shared_task(ignore_result=True)
def seal_journal() -> None:
    journal.seal(now=clock.now())


@shared_task(ignore_result=True)
def heartbeat() -> None:
    """Prove that beat, broker and worker work together: beat asked, the broker carried, a worker did."""
    heartbeats.beat("worker", now=clock.now())


@shared_task(ignore_result=True)
def seek_pairs() -> None:
    pairs.seek_pairs(now=clock.now())


@shared_task(ignore_result=True)
def sweep_reviews() -> None:
    reviews.ask_for_reviews(now=clock.now())


@shared_task(ignore_result=True)
def sweep_awaited() -> None:
    agreed.ask_for_overdue(now=clock.now())


@shared_task(ignore_result=True)
def sweep_drafts() -> None:
    drafts.remove_old_drafts(now=clock.now())
    throttle.forget_tries(now=clock.now())
