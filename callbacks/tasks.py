"""Celery doors into services: the sweep decides nothing here."""

from celery import shared_task

from callbacks import services
from practice import clock


@shared_task(ignore_result=True)
def sweep_callback_stages() -> None:
    services.sweep_stages(now=clock.now())


@shared_task(ignore_result=True)
def sweep_check_ins() -> None:
    services.sweep_check_ins(now=clock.now())
