"""Celery doors into services: the sweep decides nothing here."""

from celery import shared_task

from engagement import services
from practice import clock


@shared_task(ignore_result=True)
def sweep_acceptance() -> None:
    services.sweep_acceptance(now=clock.now())
