"""Celery doors into intake: the sweep decides nothing here."""

from celery import shared_task

from intake import services
from practice import clock


@shared_task(ignore_result=True)
def sweep_identity_stages() -> None:
    services.sweep_expiries(now=clock.now())
