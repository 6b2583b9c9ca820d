"""Celery doors into the library."""

from celery import shared_task

from practice import clock
from wording import reviewing


@shared_task(ignore_result=True)
def sweep_reviews() -> None:
    reviewing.ask_for_reviews(now=clock.now())
