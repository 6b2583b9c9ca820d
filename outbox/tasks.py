"""Celery doors into the outbox."""

from celery import shared_task

from outbox import leaving, services
from outbox.services.chasing import sweep_acknowledgements
from practice import clock

_MOST_AT_ONCE = 200  # one run stays far below its time limit; the next is seconds away


@shared_task(ignore_result=True)
def deliver_due() -> None:
    for _ in range(_MOST_AT_ONCE):
        if not services.deliver_next(clock=clock.now):
            break


@shared_task(ignore_result=True)
def hold_back() -> None:
    leaving.hold_back(now=clock.now())


@shared_task(ignore_result=True)
def warn_of_unposted() -> None:
    services.warn_of_unposted(now=clock.now())


@shared_task(ignore_result=True)
def chase_acknowledgements() -> None:
    sweep_acknowledgements(now=clock.now())
